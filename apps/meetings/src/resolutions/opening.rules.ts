import type { Resolution, Task, TaskState } from './resolution.js';
import { taskStateOn } from './tasks.rules.js';

/** How the tasks of some resolutions stand on a day. Of those due, what is not done is open (that very day) or late. */
export type TaskCounts = Record<TaskState | 'set' | 'due', number>;

/** Targets reached on a day, of those that could be; the share in percent, null of none. */
export type Reached = {
  reached: number;
  of: number;
  share: number | null;
  rounding: { mode: 'half-up'; decimals: number };
};

/**
 * What a meeting begins with: the first day of the resolutions to be told of. They are those since the last regular
 * meeting, that one's own included; without one, those of the month before.
 */
export function since(lastRegular: string | null, on: string): string {
  if (lastRegular !== null) return lastRegular;
  const [year = 0, month = 0, day = 1] = on.split('-').map(Number);
  const lastOfMonthBefore = new Date(Date.UTC(year, month - 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 2, Math.min(day, lastOfMonthBefore))).toISOString().slice(0, 10);
}

export function countTasks(resolutions: readonly Pick<Resolution, 'tasks'>[], on: string): TaskCounts {
  const counts: TaskCounts = { set: 0, due: 0, open: 0, late: 0, done: 0, dropped: 0 };
  for (const task of resolutions.flatMap(({ tasks }) => tasks)) {
    const state = taskStateOn(task, on);
    counts.set += 1;
    counts[state] += 1;
    if (state !== 'dropped' && task.deadline <= on) counts.due += 1;
  }
  return counts;
}

/**
 * Each task is one target. It could be reached when it was due, or done before that; what was dropped could not. The
 * points for the share are those of the score sheet (DOMAIN.md 3.4), which is data elsewhere.
 */
export function reachedOn(resolutions: readonly Pick<Resolution, 'tasks'>[], on: string): Reached {
  const states = resolutions.flatMap(({ tasks }) => tasks.map((task) => ({ task, state: taskStateOn(task, on) })));
  const reached = states.filter(({ state }) => state === 'done').length;
  const missed = states.filter(({ task, state }) => isMissed(task, state, on)).length;
  const of = reached + missed;
  // In whole numbers until the end: hundredths of a percent, half up.
  const share = of === 0 ? null : Math.floor((20_000 * reached + of) / (2 * of)) / 100;
  return { reached, of, share, rounding: { mode: 'half-up', decimals: 2 } };
}

const isMissed = ({ deadline }: Task, state: TaskState, on: string): boolean =>
  state === 'late' || (state === 'open' && deadline <= on);
