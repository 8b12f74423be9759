import { dayOf } from '#calendar';
import { OPINION_LEVELS, Refusal, refused, requireReason, type OpinionLevel } from '#contracts';
import { notAlive, type Lineage } from '#tree';
import { requirePast } from '../facts/facts.rules.js';
import { requireHeld, type LinkedMeeting } from '../followup/meeting-link.rules.js';
import { holderOf, lyingLevel, type Step } from './levels.rules.js';
import type { Opinion, OpinionDetails, Settlement, Stretch } from './opinion.js';

/** What the rules need to know of the world. */
export interface World {
  /** Local date. */
  today: string;
  /** The meeting that the request names; null: none of that id. */
  meeting: LinkedMeeting | null;
  tree: Lineage;
  /** The unit and what it lies under on a date, the unit itself first. */
  pathOn(unitId: string, date: string): readonly Step[];
}

/**
 * Raised at a closed meeting of the unit, on its day, or otherwise. It lies with the unit it concerns.
 * @throws Refusal what `checkDetails` and `checkPlace` refuse (422)
 */
export function raise(details: OpinionDetails, world: World): Opinion {
  const { unitId, raisedOn } = details;
  checkDetails(details, world);
  checkPlace(details, world);
  const [own] = world.pathOn(unitId, raisedOn);
  if (!own) throw notAlive(world.tree, unitId, dayOf(raisedOn), 'raisedOn');
  const stretches: Stretch[] = [{ level: lyingLevel(own.level), unitId, from: raisedOn, to: null }];
  return { ...details, state: 'open', stretches, settlements: [], reopenedOn: [] };
}

/**
 * Goes up to the unit of a higher level above the branch on that day, whose office has it from then on.
 * @throws Refusal opinion-voided, opinion-settled (409), not-above, no-unit-of-level, date-in-future, before-last-step (422)
 */
export function escalate(one: Opinion, { on, to }: { on: string; to: OpinionLevel }, world: World): Opinion {
  requireOpen(one);
  const lying = lyingAt(one);
  checkStep(lying.from, on, world);
  if (OPINION_LEVELS.indexOf(to) <= OPINION_LEVELS.indexOf(lying.level)) throw refused('not-above', 'to');
  const branch = one.held?.at(-1)?.unitId ?? one.unitId;
  const unitId = holderOf(world.pathOn(branch, on), to);
  if (unitId === null) throw refused('no-unit-of-level', 'to');
  return { ...one, stretches: [...ended(one, on), { level: to, unitId, from: on, to: null }] };
}

/**
 * Settled where it lies. At once means on the spot: at the meeting where it was raised, before it went anywhere.
 * @throws Refusal opinion-voided, opinion-settled (409), not-at-once, date-in-future, before-last-step (422)
 */
export function settle(
  one: Opinion,
  { on, atOnce, reply }: { on: string; atOnce: boolean; reply: string },
  world: World,
): Opinion {
  requireOpen(one);
  const lying = lyingAt(one);
  checkStep(lying.from, on, world);
  if (atOnce && (one.meetingId === null || on !== one.raisedOn || one.stretches.length > 1))
    throw refused('not-at-once', 'atOnce');
  const days = dayOf(on) - dayOf(one.reopenedOn.at(-1) ?? one.raisedOn);
  const settlement: Settlement = { on, level: lying.level, atOnce, days, reply };
  return { ...one, state: 'settled', stretches: ended(one, on), settlements: [...one.settlements, settlement] };
}

/**
 * It is not settled after all: from that day it is open again, where it was settled. That it was settled stays.
 * @throws Refusal opinion-voided, opinion-open (409), reason-required, date-in-future, before-last-step (422)
 */
export function reopen(one: Opinion, { on, reason }: { on: string; reason: string }, world: World): Opinion {
  requireReason(reason);
  requireStanding(one);
  if (one.state === 'open') throw new Refusal('conflict', 'opinion-open');
  const { level, unitId, to } = lyingAt(one);
  checkStep(to ?? one.raisedOn, on, world);
  const stretches = [...one.stretches, { level, unitId, from: on, to: null }];
  return { ...one, state: 'open', stretches, reopenedOn: [...one.reopenedOn, on] };
}

/**
 * Replaces what was entered wrongly of how it was raised; where it concerns stays. What was settled at once is so on the
 * day it was raised, whichever that is.
 * @throws Refusal reason-required, opinion-voided (409), what `raise` refuses, not-at-once, before-last-step (422)
 */
export function correct(one: Opinion, details: Omit<OpinionDetails, 'unitId'>, reason: string, world: World): Opinion {
  requireReason(reason);
  requireStanding(one);
  const next = { ...one, ...details };
  checkDetails(next, world);
  if (one.meetingId !== next.meetingId || one.raisedOn !== next.raisedOn) checkPlace(next, world);
  const [settled, ...later] = one.settlements;
  const [first, ...stretches] = one.stretches;
  const { raisedOn: from } = next;
  const atOnce = settled?.atOnce ?? false;
  if (atOnce && next.meetingId === null) throw refused('not-at-once', 'meetingId');
  const to = atOnce ? from : (first?.to ?? null);
  const after = [to, settled && !atOnce ? settled.on : null, one.reopenedOn[0] ?? null];
  if (after.some((day) => day !== null && day < from)) throw refused('before-last-step', 'raisedOn');
  return {
    ...next,
    stretches: first ? [{ ...first, from, to }, ...stretches] : [],
    settlements: settled ? [resettled(settled, from), ...later] : [],
  };
}

/**
 * Entered by mistake: it counts nowhere any more, and stays readable.
 * @throws Refusal reason-required (422), opinion-voided (409)
 */
export function voided(one: Opinion, reason: string): Opinion {
  requireReason(reason);
  requireStanding(one);
  return { ...one, state: 'voided' };
}

/** Where it lies, or lay when it was settled. */
export function lyingAt({ stretches }: Pick<Opinion, 'stretches'>): Stretch {
  const last = stretches.at(-1);
  if (!last) throw new Error('an opinion lies nowhere');
  return last;
}

/** Days on which it was open up to a day, itself not counted. */
export const daysOpen = ({ stretches }: Pick<Opinion, 'stretches'>, today: string): number =>
  stretches.reduce((sum, { from, to }) => sum + Math.max(0, dayOf(to ?? today) - dayOf(from)), 0);

/** True from the day after `due` while it is open. */
export const isOverdue = ({ state, due }: Pick<Opinion, 'state' | 'due'>, today: string): boolean =>
  state === 'open' && due !== null && due < today;

const resettled = (settled: Settlement, raisedOn: string): Settlement =>
  settled.atOnce ? { ...settled, on: raisedOn, days: 0 } : { ...settled, days: dayOf(settled.on) - dayOf(raisedOn) };

/** Its stretches, the last one ended on a day. */
const ended = ({ stretches }: Opinion, to: string): Stretch[] =>
  stretches.map((stretch, at) => (at === stretches.length - 1 ? { ...stretch, to } : stretch));

/** @throws Refusal date-too-early, date-in-future, due-before-raised (422) */
function checkDetails({ raisedOn, due }: OpinionDetails, { today }: World): void {
  requirePast(raisedOn, 'raisedOn', today);
  if (due !== null && due < raisedOn) throw refused('due-before-raised', 'due');
}

/** @throws Refusal what `requireHeld` refuses, unit-not-alive (422) */
function checkPlace({ unitId, meetingId, raisedOn: on }: OpinionDetails, world: World): void {
  if (meetingId !== null) requireHeld(world.meeting, { unitId, meetingId, on }, 'raisedOn');
  else if (!world.tree.aliveOn(unitId, dayOf(on))) throw notAlive(world.tree, unitId, dayOf(on), 'raisedOn');
}

function checkStep(after: string, on: string, { today }: World): void {
  requirePast(on, 'on', today);
  if (on < after) throw refused('before-last-step', 'on');
}

function requireStanding({ state }: Opinion): void {
  if (state === 'voided') throw new Refusal('conflict', 'opinion-voided');
}

function requireOpen(one: Opinion): void {
  requireStanding(one);
  if (one.state === 'settled') throw new Refusal('conflict', 'opinion-settled');
}
