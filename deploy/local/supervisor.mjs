// Starts processes, waits until each is ready, and starts again the one that dies: after a pause that doubles, and not
// for ever. A part is {name, command, args, env, cwd, port, patienceMs, ready(): Promise<boolean>, trouble?(log)}.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { freeMegabytes } from './disk.mjs';
import { end, isSame, startedAt } from './processes.mjs';
import { asTrouble, Trouble } from './trouble.mjs';

/** Five deaths within a minute are a fault that another start will not mend. */
export const LIMITS = { deaths: 5, withinMs: 60_000, firstPauseMs: 500, longestPauseMs: 8_000 };
const DISK_IS_FULL_MB = 50;

export class Supervisor {
  constructor({ journal, logs, say = console.log, limits = LIMITS, onGivenUp = () => {} }) {
    Object.assign(this, { journal, logs, say, limits, onGivenUp });
    this.running = new Map();
    this.stopping = false;
    mkdirSync(logs, { recursive: true });
  }

  /** Starts a part and resolves when it is ready. @throws Trouble with the end of its log when it is not, in time. */
  async start(part) {
    const entry = { part, deaths: [], process: null, isReady: false, givenUp: null };
    this.running.set(part.name, entry);
    this.keepEarlierLog(part);
    this.launch(entry);
    if (!this.stopping) await this.untilReady(entry);
  }

  launch(entry) {
    if (this.stopping) return;
    const { part } = entry;
    const log = openSync(this.logOf(part), 'a');
    entry.logFrom = statSync(this.logOf(part)).size;
    // A group of its own: Ctrl-C in the terminal reaches the launcher alone, which ends the parts in their order.
    const child = spawn(part.command, part.args, {
      cwd: part.cwd,
      env: { ...process.env, ...part.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    entry.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    });
    if (child.pid) {
      entry.process = { pid: child.pid, startedAt: startedAt(child.pid) };
      this.journal.note(part.name, child.pid, part.port);
    }
    void entry.exited.then((how) => this.died(entry, how));
  }

  async untilReady(entry) {
    const { part } = entry;
    const until = Date.now() + (part.patienceMs ?? 60_000);
    while (!this.stopping) {
      if (await part.ready()) {
        entry.isReady = true;
        return;
      }
      if (entry.givenUp) throw this.notReady(entry, `ended (${entry.givenUp}) before it was ready`);
      if (Date.now() > until)
        throw this.notReady(entry, `is not ready after ${Math.round((part.patienceMs ?? 60_000) / 1000)} s`);
      await pause(100);
    }
  }

  notReady(entry, what) {
    const why = this.fullDisk(entry);
    if (why) return why;
    const hint = entry.part.why?.() ?? '';
    return new Trouble(
      `${entry.part.name} ${what}${hint ? ` (${hint})` : ''}: see its log ${this.logOf(entry.part)}, which ends:\n${this.tail(entry)}`,
    );
  }

  async died(entry, how) {
    const { part } = entry;
    // One that was ended may have a successor under its name by now.
    if (this.stopping || entry.held || this.running.get(part.name) !== entry) return;
    const now = Date.now();
    entry.deaths = [...entry.deaths.filter((at) => at > now - this.limits.withinMs), now];
    if (entry.deaths.length >= this.limits.deaths) {
      // Before its first readiness, whoever started it waits and is told; afterwards the launcher is.
      entry.givenUp = how;
      if (entry.isReady) this.onGivenUp(this.fullDisk(entry) ?? this.tooOften(entry, how));
      return;
    }
    const wait = Math.min(this.limits.firstPauseMs * 2 ** (entry.deaths.length - 1), this.limits.longestPauseMs);
    this.say(`${part.name} ended (${how}): starting it again in ${wait} ms`);
    await pause(wait);
    if (!entry.held && !this.runs(part.name)) this.launch(entry);
  }

  /** Ends a part, and leaves it so until it is released: tests take parts away for a while. */
  async hold(name, signal = 'SIGKILL') {
    const entry = this.running.get(name);
    entry.held = true;
    if (entry.process) await end(entry.process, { signal });
  }

  /** Begins a held part again, changed by `change` if given; whether it is ready is for the caller to see. */
  release(name, change = {}) {
    const entry = this.running.get(name);
    entry.held = false;
    Object.assign(entry.part, change);
    if (!this.runs(name)) this.launch(entry);
  }

  tooOften(entry, how) {
    const { deaths, withinMs } = this.limits;
    return new Trouble(
      `${entry.part.name} ended ${deaths} times within ${Math.round(withinMs / 1000)} s (last: ${how}) and is not started again: see its log ${this.logOf(entry.part)}, which ends:\n${this.tail(entry)}`,
    );
  }

  fullDisk(entry) {
    const full = freeMegabytes(this.logs) < DISK_IS_FULL_MB || /no space left on device|ENOSPC/i.test(this.tail(entry));
    return full ? asTrouble({ code: 'ENOSPC' }, this.logs) : null;
  }

  /** A log is of one run of the launcher; that of the run before stays beside it. */
  keepEarlierLog(part) {
    const log = this.logOf(part);
    if (existsSync(log)) renameSync(log, `${log}.before`);
  }

  logOf(part) {
    return join(this.logs, `${part.name}.log`);
  }

  /** The end of what the part wrote since it was last started. */
  tail(entry, lines = 12) {
    const text = readFileSync(this.logOf(entry.part)).subarray(entry.logFrom).toString('utf8');
    return text
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .map((line) => `  ${line.slice(0, 400)}`)
      .join('\n');
  }

  /** Whether a part runs at this moment. */
  runs(name) {
    return isSame(this.running.get(name)?.process);
  }

  /** Process id of a part that runs. */
  pidOf(name) {
    return this.running.get(name)?.process?.pid;
  }

  /** Ends everything: what was started last first, the groups of `order` one after the other. */
  async stop(order = [...this.running.keys()].toReversed().map((name) => [name])) {
    this.stopping = true;
    for (const names of order) {
      await Promise.all(names.map((name) => this.endOne(name)));
    }
  }

  /** Ends one part, which is not started again by itself. */
  async endPart(name) {
    const entry = this.running.get(name);
    this.running.delete(name);
    if (entry?.process) await end(entry.process);
    this.journal.forget(name);
  }

  async endOne(name) {
    const entry = this.running.get(name);
    if (!entry?.process) return;
    await end(entry.process);
    this.journal.forget(name);
  }
}
