import type { VisitCapacity, VisitPlanState } from '#contracts';
import type { VersionedFact } from '../facts/versioned-facts.js';

/** A superior at a meeting, by an opaque id of a member or another person. */
export interface Visit {
  visitorId: string;
  capacity: VisitCapacity;
}

/** The superiors who attended one meeting. */
export interface MeetingVisits {
  /** Of the meeting as it was known when the version was made: its host, and all units that met. */
  unitId: string;
  unitIds: string[];
  date: string;
  /** The meeting was voided: nobody attended anything. */
  voided: boolean;
  visits: Visit[];
}
/** As stored: `_id` is the meeting's. */
export interface VisitsDocument extends MeetingVisits, VersionedFact {}

/** Who is to attend the meetings of which branch, and how often. */
export interface PlanDetails {
  /** The branch to be attended. */
  unitId: string;
  /** The unit whose committee sends. */
  committeeId: string;
  visitorId: string;
  /** Months, `2026-07`; both included. */
  from: string;
  to: string;
  everyMonths: number;
}

/** A month due, and whether the visitor attended a meeting of the branch in it. */
export interface DueMonth {
  month: string;
  kept: boolean;
}

export interface VisitPlan extends PlanDetails {
  state: VisitPlanState;
  due: DueMonth[];
}
export interface PlanDocument extends VisitPlan, VersionedFact {}

/** What a version did. */
export const VISITS_ACTS = ['recorded', 'meeting-changed'] as const;
export type VisitsAct = (typeof VISITS_ACTS)[number];
export const PLAN_ACTS = ['planned', 'corrected', 'voided', 'visits-changed'] as const;
export type PlanAct = (typeof PLAN_ACTS)[number];

/** Names of the collections. */
export const MEETING_VISITS = 'meeting_visits';
export const VISIT_PLANS = 'visit_plans';
export const VISIT_GUARDS = 'visit_guards';
