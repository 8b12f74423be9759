// A pid alone says little: numbers are reused. A process is known here by pid and start time together, so that a run
// never ends a stranger that happens to carry an old number.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** When a process was started, as text to compare; null when there is none (a zombie counts as none). */
export function startedAt(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? startedAtLinux(pid) : startedAtPs(pid);
}

function startedAtLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in brackets and may hold anything: fields are counted from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19]}`;
  } catch {
    return null;
  }
}

function startedAtPs(pid) {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Whether the process that was noted down is still there, and is that very one. */
export function isSame(noted) {
  const now = startedAt(noted?.pid);
  return now !== null && now === noted.startedAt;
}

/** Ends one noted process: asks, waits, then insists. Does nothing when its number now belongs to another. */
export async function end(noted, { patienceMs = 15_000, signal = 'SIGTERM' } = {}) {
  for (const [step, wait] of [
    [signal, patienceMs],
    ['SIGKILL', 5_000],
  ]) {
    if (!send(noted, step)) return;
    const until = Date.now() + wait;
    while (Date.now() < until) {
      if (!isSame(noted)) return;
      await pause(50);
    }
  }
}

function send(noted, signal) {
  if (!isSame(noted)) return false;
  try {
    process.kill(noted.pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}
