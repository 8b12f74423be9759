// What this machine's run consists of, kept in run.json: a start that follows a kill -9 of the launcher reads it, and
// ends exactly what is left.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { end, isSame, startedAt } from './processes.mjs';
import { Trouble } from './trouble.mjs';

export class Journal {
  constructor(home) {
    this.file = join(home, 'run.json');
    this.parts = [];
  }

  /**
   * Ends what an earlier launcher left behind and takes its place.
   * @throws Trouble when that launcher is still at work.
   */
  static async open(home, say = console.log) {
    mkdirSync(home, { recursive: true });
    const journal = new Journal(home);
    const earlier = journal.read();
    if (earlier && earlier.launcher.pid !== process.pid && isSame(earlier.launcher)) {
      throw new Trouble(
        `It is running already (process ${earlier.launcher.pid}): end it with Ctrl-C there or "kill ${earlier.launcher.pid}", or set LIEN_CAP_HOME and other ports for a second one.`,
      );
    }
    if (earlier) await endLeft(earlier.parts, say);
    journal.write();
    return journal;
  }

  /** Notes a process that was just started. */
  note(name, pid, port) {
    this.parts = [...this.parts.filter((part) => part.name !== name), { name, pid, startedAt: startedAt(pid), port }];
    this.write();
  }

  forget(name) {
    this.parts = this.parts.filter((part) => part.name !== name);
    this.write();
  }

  close() {
    rmSync(this.file, { force: true });
  }

  read() {
    if (!existsSync(this.file)) return null;
    try {
      const { launcher, parts } = JSON.parse(readFileSync(this.file, 'utf8'));
      return Array.isArray(parts) && launcher ? { launcher, parts } : null;
    } catch {
      // It is replaced whole, so only a full disk leaves half a file; what it named can then not be known.
      return null;
    }
  }

  write() {
    const launcher = { pid: process.pid, startedAt: startedAt(process.pid) };
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify({ launcher, parts: this.parts }, null, 2));
    renameSync(draft, this.file);
  }
}

/** Ends what still runs of these parts, services before what they stand on. */
export async function endLeft(parts, say) {
  const left = parts.filter(isSame);
  if (left.length === 0) return;
  say(`Ending what an earlier start left: ${left.map(({ name, pid }) => `${name} (${pid})`).join(', ')}`);
  const base = left.filter(({ name }) => name === 'kafka' || name === 'mongodb');
  await Promise.all(left.filter((part) => !base.includes(part)).map((part) => end(part)));
  await Promise.all(base.map((part) => end(part)));
}
