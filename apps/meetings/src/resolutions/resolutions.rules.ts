import { dayOf } from '#calendar';
import { refused, requireReason } from '#contracts';
import { notAlive, type Lineage } from '#tree';
import { requirePast } from '../facts/facts.rules.js';
import { requireHeld, type LinkedMeeting } from '../followup/meeting-link.rules.js';
import type { NewTask, Resolution, ResolutionDetails } from './resolution.js';
import { checkTasks, newTask, requireStanding } from './tasks.rules.js';

/** What the rules need to know of the world. */
export interface World {
  /** Local date. */
  today: string;
  /** The meeting that the request names; null: none of that id. */
  meeting: LinkedMeeting | null;
  tree: Lineage;
}

export type Adoption = ResolutionDetails & { tasks: NewTask[] };

/**
 * Adopted at a closed meeting of the unit, on its day, or in a committee.
 * @throws Refusal what `checkPlace` and `checkTasks` refuse, date-too-early, date-in-future, number-not-of-type,
 * term-required (422)
 */
export function adopt({ tasks, ...details }: Adoption, world: World): Resolution {
  checkDetails(details, world);
  checkPlace(details, world);
  checkTasks(tasks, details.adoptedOn);
  return { ...details, state: 'adopted', tasks: tasks.map(newTask) };
}

/**
 * Replaces what was entered wrongly. Tasks are matched by id: those named keep how they stand, new ones begin, those
 * left out were set by mistake. Where and when it was adopted is not asked again where it stays.
 * @throws Refusal reason-required (422), resolution-voided (409), what `adopt` refuses, before-adoption (422)
 */
export function correct(one: Resolution, { tasks, ...details }: Adoption, reason: string, world: World): Resolution {
  requireReason(reason);
  requireStanding(one);
  checkDetails(details, world);
  const samePlace =
    one.unitId === details.unitId && one.meetingId === details.meetingId && one.adoptedOn === details.adoptedOn;
  if (!samePlace) checkPlace(details, world);
  checkTasks(tasks, details.adoptedOn);
  const known = new Map(one.tasks.map((task) => [task.taskId, task]));
  const kept = tasks.map((task) => ({ ...(known.get(task.taskId) ?? newTask(task)), ...task }));
  const days = kept.flatMap(({ progressOn, doneOn, droppedOn }) => [progressOn, doneOn, droppedOn]);
  if (days.some((day) => day !== null && day < details.adoptedOn)) throw refused('before-adoption', 'adoptedOn');
  return { ...details, state: one.state, tasks: kept, ...(one.held && { held: one.held }) };
}

/**
 * Entered by mistake: it and its tasks count nowhere any more, and stay readable.
 * @throws Refusal reason-required (422), resolution-voided (409)
 */
export function voided(one: Resolution, reason: string): Resolution {
  requireReason(reason);
  requireStanding(one);
  return { ...one, state: 'voided' };
}

/**
 * What no two resolutions that stand may share: a unit, a term, a kind of document and a number. `01` and `1` are one
 * number. Null: it has no number, or does not stand.
 */
export function numberKey({ state, unitId, term, type, documentNumber }: Resolution): string | null {
  if (state === 'voided' || documentNumber === null) return null;
  return [unitId, term, type, Number.parseInt(documentNumber, 10)].join('/');
}

/** @throws Refusal date-too-early, date-in-future, meeting-or-session, number-not-of-type, term-required (422) */
function checkDetails(details: ResolutionDetails, { today }: World): void {
  const { adoptedOn, meetingId, sessionId, type, documentNumber, term } = details;
  requirePast(adoptedOn, 'adoptedOn', today);
  if (meetingId !== null && sessionId !== null) throw refused('meeting-or-session', 'sessionId');
  if (documentNumber === null) return;
  if (documentNumber.split(/[-/]/)[1] !== type) throw refused('number-not-of-type', 'documentNumber');
  if (term === null) throw refused('term-required', 'term');
}

/** @throws Refusal what `requireHeld` refuses, unit-not-alive (422) */
function checkPlace({ unitId, meetingId, adoptedOn: on }: ResolutionDetails, world: World): void {
  if (meetingId !== null) requireHeld(world.meeting, { unitId, meetingId, on }, 'adoptedOn');
  else if (!world.tree.aliveOn(unitId, dayOf(on))) throw notAlive(world.tree, unitId, dayOf(on), 'adoptedOn');
}
