import type { EventData, EventType } from '#contracts';
import type { Entry } from './contribution.js';
import { fromCase } from './derivations/cases.js';
import { fromMeeting } from './derivations/meetings.js';
import { fromComposition, fromMember } from './derivations/members.js';
import { fromOpinion } from './derivations/opinions.js';
import { fromSession } from './derivations/sessions.js';
import { fromReport } from './derivations/reports.js';
import { fromResolution } from './derivations/resolutions.js';
import { fromScore } from './derivations/scores.js';
import { fromVisitPlan, fromVisits } from './derivations/visits.js';

/**
 * Version of everything that turns an event into cells: `derive`, `effect` and place. Cells made by two versions must
 * not be mixed, so it is in the filter of every batch's progress. Raise it with each change of their results; a kind of
 * fact that had none before changes none.
 */
export const RULES = 1;

/** Event type → what its fact adds, one function each. Types that are missing add nothing to any figure (roles, units). */
const DERIVATIONS: { [T in EventType]?: (data: EventData<T>) => Entry[] } = {
  'meetings.meeting-recorded.v1': fromMeeting,
  'meetings.score-recorded.v1': fromScore,
  'meetings.visits-recorded.v1': fromVisits,
  'meetings.visit-plan-recorded.v1': fromVisitPlan,
  'registry.member-changed.v1': fromMember,
  'registry.composition-changed.v1': fromComposition,
  'meetings.resolution-recorded.v1': fromResolution,
  'meetings.opinion-recorded.v1': fromOpinion,
  'meetings.session-recorded.v1': fromSession,
  'inspection.case-changed.v1': fromCase,
  'reports.report-changed.v1': fromReport,
};

export const DERIVED_TYPES = Object.keys(DERIVATIONS) as EventType[];

/** The entries of an event's fact. The data has been checked by the schema of its type. */
export function derive<T extends EventType>(type: T, data: EventData<T>): Entry[] {
  const derivation = DERIVATIONS[type];
  if (!derivation) throw new Error(`no derivation for ${type}`);
  return derivation(data);
}
