// What processes use, by the counters that the system keeps: they hold however busy the machine is with others.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux counts CPU time in ticks of 1/100 s, whatever the kernel was built with (USER_HZ). */
const TICK_SECONDS = 0.01;

/** Resident bytes and CPU seconds since its start of one process. */
export const usageOf = (pid) => (process.platform === 'linux' ? usageByProc(pid) : usageByPs(pid));

function usageByProc(pid) {
  return {
    residentBytes: residentIn(readFileSync(`/proc/${pid}/status`, 'utf8')),
    cpuSeconds: cpuIn(readFileSync(`/proc/${pid}/stat`, 'utf8')),
  };
}

/** `VmRSS:	  123456 kB` of /proc/<pid>/status. */
export const residentIn = (status) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024;

/** utime + stime of /proc/<pid>/stat; the name stands in brackets and may hold anything, so fields count from the last. */
export function cpuIn(stat) {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_SECONDS;
}

function usageByPs(pid) {
  const line = execFileSync('ps', ['-o', 'rss=,time=', '-p', String(pid)], { encoding: 'utf8' });
  const [resident, time] = line.trim().split(/\s+/);
  return { residentBytes: Number(resident) * 1024, cpuSeconds: secondsIn(time) };
}

/** `[[dd-]hh:]mm:ss[.cc]`, as ps of Linux, BSD and macOS write it. */
export function secondsIn(time) {
  const [clock, days = '0'] = time.split('-').toReversed();
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

/** The table and the verdict of samples taken at equal intervals: [{name: {residentBytes, cpuSeconds}}, …]. */
export function summary(samples, seconds, { mostMb, mostPercent }) {
  const first = samples[0];
  const last = samples.at(-1);
  const names = Object.keys(first);
  const rows = names.map((name) => ({
    name,
    meanMb: mean(samples.map((sample) => sample[name].residentBytes)) / 1e6,
    highestMb: Math.max(...samples.map((sample) => sample[name].residentBytes)) / 1e6,
    percent: ((last[name].cpuSeconds - first[name].cpuSeconds) / seconds) * 100,
  }));
  const sums = samples.map((sample) => names.reduce((sum, name) => sum + sample[name].residentBytes, 0));
  const all = {
    name: 'together',
    meanMb: mean(sums) / 1e6,
    highestMb: Math.max(...sums) / 1e6,
    percent: rows.reduce((sum, { percent }) => sum + percent, 0),
  };
  return { rows: [...rows, all], ok: all.highestMb <= mostMb && all.percent <= mostPercent, all };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
