// What resolutions, their tasks and opinions say of figures, written again from DOMAIN.md 3.4 and 3.6, without any help.
import type { Figures, OracleFacts } from './facts.js';
import { flowOf, levelOf, type OracleHolder } from './held.js';

export type OracleResolution = {
  id: string;
  unitId: string;
  held?: OracleHolder[];
  state: string;
  adoptedOn: string;
  tasks: { taskId: string; deadline: string; doneOn: string | null; droppedOn: string | null }[];
};

/** An opinion in the order of what was done with it. */
export type OracleOpinion = {
  id: string;
  unitId: string;
  held?: OracleHolder[];
  state: string;
  raisedOn: string;
  due: string | null;
  /** Where it lay while it was open. */
  stretches: { level: string; from: string; to: string | null }[];
  settlements: { on: string; level: string; atOnce: boolean }[];
  reopenedOn: string[];
};

const DAY = 86_400_000;
const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
const between = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;
const later = (a: string, b: string): string => (a > b ? a : b);

/** A task is open from the day it is set until it is done or dropped, and late from the day after its deadline. */
export function addResolution(facts: OracleFacts, resolution: OracleResolution): void {
  const { state, adoptedOn, tasks } = resolution;
  if (state === 'voided') return;
  const flow = (date: string, figures: Figures): void => flowOf(facts, resolution, date, figures);
  flow(adoptedOn, { 'resolutions.adopted': 1 });
  for (const { deadline, doneOn, droppedOn } of tasks) {
    flow(adoptedOn, { 'tasks.set': 1 });
    const over = doneOn ?? droppedOn;
    if (doneOn) flow(doneOn, { 'tasks.done': 1 });
    if (droppedOn) flow(droppedOn, { 'tasks.dropped': 1 });
    // What was given up by its deadline never fell due.
    if (!(droppedOn && droppedOn <= deadline)) flow(deadline, { 'tasks.due': 1 });
    if (doneOn && doneOn <= deadline) flow(deadline, { 'tasks.done-in-time': 1 });
    levelOf(facts, resolution, { from: adoptedOn, to: over }, { 'tasks.open': 1 });
    levelOf(facts, resolution, { from: nextDay(deadline), to: over }, { 'tasks.late': 1 });
  }
}

/** Counts at the branch, wherever it lies; each settlement in one column, at once or that of a level. */
export function addOpinion(facts: OracleFacts, opinion: OracleOpinion): void {
  const { state, raisedOn, due, stretches, settlements, reopenedOn } = opinion;
  if (state === 'voided') return;
  const flow = (date: string, figures: Figures): void => flowOf(facts, opinion, date, figures);
  flow(raisedOn, { 'opinions.raised': 1 });
  for (const date of reopenedOn) flow(date, { 'opinions.reopened': 1 });
  settlements.forEach(({ on, level, atOnce }, nth) => {
    const since = nth === 0 ? raisedOn : reopenedOn[nth - 1]!;
    const column = atOnce ? 'opinions.settled-at-once' : `opinions.settled-${level}`;
    flow(on, { 'opinions.settled': 1, [column]: 1, 'opinions.days-to-settle': between(since, on) });
  });
  for (const { level, from, to } of stretches) {
    if (from === to) continue;
    levelOf(facts, opinion, { from, to }, { 'opinions.open': 1, [`opinions.open-${level}`]: 1 });
    const overdueFrom = due && later(from, nextDay(due));
    if (overdueFrom && (to === null || overdueFrom < to))
      levelOf(facts, opinion, { from: overdueFrom, to }, { 'opinions.overdue': 1 });
  }
}
