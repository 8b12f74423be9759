import { Refusal, refused, requireReason } from '#contracts';
import { requirePast } from '../facts/facts.rules.js';
import type { DropReason, NewTask, Resolution, Task, TaskState } from './resolution.js';

export type Progress = { on: string; progress: number; evidence: string | null };
export type Completion = { on: string; evidence: string };
export type Dropping = { on: string; dropReason: DropReason };
export type Reopening = { progress: number; reason: string };

/** Where a task stood on a day. What was done or dropped that day is so on it. */
export function taskStateOn({ deadline, doneOn, droppedOn }: Task, day: string): TaskState {
  if (doneOn !== null && doneOn <= day) return 'done';
  if (droppedOn !== null && droppedOn <= day) return 'dropped';
  return deadline < day ? 'late' : 'open';
}

export const newTask = (task: NewTask): Task => ({
  ...task,
  progress: 0,
  progressOn: null,
  doneOn: null,
  droppedOn: null,
  dropReason: null,
  evidence: null,
});

/** @throws Refusal deadline-before-adoption (422), task-exists (409) */
export function checkTasks(tasks: readonly Pick<Task, 'taskId' | 'deadline'>[], adoptedOn: string): void {
  const ids = new Set<string>();
  for (const [at, { taskId, deadline }] of tasks.entries()) {
    if (deadline < adoptedOn) throw refused('deadline-before-adoption', `tasks.${at}.deadline`);
    if (ids.has(taskId))
      throw new Refusal('conflict', 'task-exists', {}, [{ path: `tasks.${at}.id`, code: 'task-exists' }]);
    ids.add(taskId);
  }
}

/** @throws Refusal what `changed` refuses, task-over (409), date-in-future, before-adoption (422) */
export function reportProgress(one: Resolution, taskId: string, report: Progress, today: string): Resolution {
  return changed(one, taskId, (task) => {
    requireOpen(task);
    checkDay(one, report.on, today);
    return { ...task, progress: report.progress, progressOn: report.on, evidence: report.evidence ?? task.evidence };
  });
}

/** @throws Refusal what `reportProgress` refuses */
export function complete(one: Resolution, taskId: string, { on, evidence }: Completion, today: string): Resolution {
  return changed(one, taskId, (task) => {
    requireOpen(task);
    checkDay(one, on, today);
    return { ...task, progress: 100, progressOn: on, doneOn: on, evidence };
  });
}

/** @throws Refusal what `reportProgress` refuses */
export function drop(one: Resolution, taskId: string, { on, dropReason }: Dropping, today: string): Resolution {
  return changed(one, taskId, (task) => {
    requireOpen(task);
    checkDay(one, on, today);
    return { ...task, droppedOn: on, dropReason };
  });
}

/**
 * It was not done, or not to be dropped, after all: the task is as if it had been open all along.
 * @throws Refusal reason-required (422), what `changed` refuses, task-open (409)
 */
export function reopen(one: Resolution, taskId: string, { progress, reason }: Reopening): Resolution {
  requireReason(reason);
  return changed(one, taskId, (task) => {
    if (!isOver(task)) throw new Refusal('conflict', 'task-open');
    return { ...task, progress, doneOn: null, droppedOn: null, dropReason: null };
  });
}

/** Done or dropped. */
export const isOver = ({ doneOn, droppedOn }: Pick<Task, 'doneOn' | 'droppedOn'>): boolean =>
  doneOn !== null || droppedOn !== null;

/** @throws Refusal resolution-voided (409), no-such-task (404) */
function changed(one: Resolution, taskId: string, change: (task: Task) => Task): Resolution {
  requireStanding(one);
  if (!one.tasks.some((task) => task.taskId === taskId)) throw new Refusal('not-found', 'no-such-task');
  return { ...one, tasks: one.tasks.map((task) => (task.taskId === taskId ? change(task) : task)) };
}

/** @throws Refusal resolution-voided (409) */
export function requireStanding({ state }: Pick<Resolution, 'state'>): void {
  if (state === 'voided') throw new Refusal('conflict', 'resolution-voided');
}

function requireOpen(task: Task): void {
  if (isOver(task)) throw new Refusal('conflict', 'task-over');
}

function checkDay({ adoptedOn }: Resolution, on: string, today: string): void {
  requirePast(on, 'on', today);
  if (on < adoptedOn) throw refused('before-adoption', 'on');
}
