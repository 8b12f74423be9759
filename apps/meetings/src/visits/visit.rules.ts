import { dayOf } from '#calendar';
import { Refusal, refused, requireReason } from '#contracts';
import { notAlive, type Lineage } from '#tree';
import { lastDayOf, monthsDue, monthsIn } from './months.rules.js';
import type { MeetingVisits, PlanDetails, Visit, VisitPlan } from './visit.js';

/** Longest plan: five years. */
export const MOST_MONTHS = 60;

/** What visits take from their meeting. */
export type VisitedMeeting = { unitId: string; unitIds: string[]; date: string; state: string };

/**
 * The superiors of one meeting, as stated anew.
 * @throws Refusal visitor-twice (422)
 */
export function recorded({ unitId, unitIds, date }: VisitedMeeting, visits: readonly Visit[]): MeetingVisits {
  for (const [at, { visitorId }] of visits.entries())
    if (visits.findIndex((other) => other.visitorId === visitorId) < at)
      throw refused('visitor-twice', `visits.${at}.visitorId`);
  return { unitId, unitIds, date, voided: false, visits: [...visits] };
}

/** The visits after their meeting became another; null when that changes nothing of them. */
export function followed(before: MeetingVisits, meeting: VisitedMeeting): MeetingVisits | null {
  const { unitId, unitIds, date, state } = meeting;
  if (state === 'voided') return before.voided ? null : { ...before, voided: true };
  if (before.unitId === unitId && before.date === date && before.unitIds.join() === unitIds.join()) return null;
  return { ...before, unitId, unitIds, date };
}

/** What the rules of plans need to know. */
export interface PlanWorld {
  /** Whether the branch lies under the committee today, and is not it. */
  isBelow(unitId: string, committeeId: string): boolean;
  tree: Lineage;
  /** Other plans of the same visitor for the same branch. */
  others: readonly VisitPlan[];
  /** Visits of the visitor at meetings of the branch. */
  visits: readonly MeetingVisits[];
}

/**
 * A plan of attending a branch: every so many months from the first one on, the last at most five years later.
 * @throws Refusal range-reversed, plan-too-long, unit-not-alive, visited-not-below (422), plan-overlaps (409)
 */
export function planned(details: PlanDetails, world: PlanWorld): VisitPlan {
  const { from, to, unitId, committeeId } = details;
  const months = monthsIn(from, to);
  if (months < 1) throw refused('range-reversed', 'to');
  if (months > MOST_MONTHS) throw refused('plan-too-long', 'to', { months: MOST_MONTHS });
  const last = dayOf(lastDayOf(to));
  if (!world.tree.aliveOn(unitId, last)) throw notAlive(world.tree, unitId, last, 'to');
  if (!world.isBelow(unitId, committeeId)) throw refused('visited-not-below', 'unitId');
  if (world.others.some((other) => other.state === 'active' && other.from <= to && other.to >= from))
    throw new Refusal('conflict', 'plan-overlaps');
  return { ...details, state: 'active', due: dueOf(details, world.visits) };
}

/** @throws Refusal plan-voided (409), reason-required, and what `planned` refuses */
export function corrected(plan: VisitPlan, details: PlanDetails, reason: string, world: PlanWorld): VisitPlan {
  requireReason(reason);
  requireActive(plan);
  return planned(details, world);
}

/** @throws Refusal reason-required (422), plan-voided (409) */
export function voided(plan: VisitPlan, reason: string): VisitPlan {
  requireReason(reason);
  requireActive(plan);
  return { ...plan, state: 'voided' };
}

/** A plan after the visits of its visitor changed; null when that changes nothing of it. */
export function kept(plan: VisitPlan, visits: readonly MeetingVisits[]): VisitPlan | null {
  const due = dueOf(plan, visits);
  return due.every((one, at) => one.kept === plan.due[at]?.kept) ? null : { ...plan, due };
}

/** A month is kept by one visit in it, however many there were. */
function dueOf(plan: PlanDetails, visits: readonly MeetingVisits[]): VisitPlan['due'] {
  const attended = new Set(visits.filter((one) => isOf(plan, one)).map(({ date }) => date.slice(0, 7)));
  return monthsDue(plan.from, plan.to, plan.everyMonths).map((month) => ({ month, kept: attended.has(month) }));
}

/** Who sat in a joint session attended each branch that met. */
const isOf = ({ unitId, visitorId }: PlanDetails, { unitIds, voided: gone, visits }: MeetingVisits): boolean =>
  !gone && unitIds.includes(unitId) && visits.some((visit) => visit.visitorId === visitorId);

function requireActive({ state }: VisitPlan): void {
  if (state === 'voided') throw new Refusal('conflict', 'plan-voided');
}
