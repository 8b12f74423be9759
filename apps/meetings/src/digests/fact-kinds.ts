import { FACT_PREFIXES } from '#contracts';
import { factKind, type FactKind } from '#digests';
import { toEvent as meetingEvent } from '../meetings/meeting-state.js';
import { MEETINGS, type MeetingDocument } from '../meetings/meeting.schema.js';
import { OPINIONS, toEvent as opinionEvent, type OpinionDocument } from '../opinions/opinion-state.js';
import { RESOLUTIONS, toEvent as resolutionEvent, type ResolutionDocument } from '../resolutions/resolution-state.js';
import { toEvent as scoreEvent } from '../scores/score-facts.js';
import { SCORES, type ScoreDocument } from '../scores/score.js';
import { SESSIONS, toEvent as sessionEvent, type SessionDocument } from '../sessions/session-state.js';
import { toEvent as planEvent } from '../visits/plan-facts.js';
import { toEvent as visitsEvent } from '../visits/visit-facts.js';
import { MEETING_VISITS, VISIT_PLANS, type PlanDocument, type VisitsDocument } from '../visits/visit.js';

const monthOf = (date: string): string => date.slice(0, 7);
const dated = ({ unitId, date }: { unitId: string; date: string }) => ({ unitId, month: monthOf(date) });

/** What this service holds that figures are made of, for a reconciliation. */
export const FACT_KINDS: readonly FactKind[] = [
  factKind<'meetings.meeting-recorded.v1', MeetingDocument>({
    type: 'meetings.meeting-recorded.v1',
    prefix: '',
    collection: MEETINGS,
    toEvent: meetingEvent,
    home: dated,
    // Those that met with others lie with all of them, and the index is of all.
    unit: 'unitIds',
    date: 'date',
  }),
  factKind<'meetings.score-recorded.v1', ScoreDocument>({
    type: 'meetings.score-recorded.v1',
    prefix: FACT_PREFIXES.score,
    collection: SCORES,
    toEvent: scoreEvent,
    home: dated,
    unit: 'unitId',
    date: 'date',
  }),
  factKind<'meetings.visits-recorded.v1', VisitsDocument>({
    type: 'meetings.visits-recorded.v1',
    prefix: FACT_PREFIXES.visits,
    collection: MEETING_VISITS,
    toEvent: visitsEvent,
    home: dated,
    unit: 'unitId',
    date: 'date',
  }),
  factKind<'meetings.visit-plan-recorded.v1', PlanDocument>({
    type: 'meetings.visit-plan-recorded.v1',
    prefix: FACT_PREFIXES.visitPlan,
    collection: VISIT_PLANS,
    toEvent: planEvent,
    home: ({ unitId, from }) => ({ unitId, month: from }),
    unit: 'unitId',
    date: 'from',
  }),
  factKind<'meetings.resolution-recorded.v1', ResolutionDocument>({
    type: 'meetings.resolution-recorded.v1',
    prefix: FACT_PREFIXES.resolution,
    collection: RESOLUTIONS,
    toEvent: resolutionEvent,
    home: ({ unitId, adoptedOn }) => ({ unitId, month: monthOf(adoptedOn) }),
    unit: 'unitId',
    date: 'adoptedOn',
  }),
  factKind<'meetings.opinion-recorded.v1', OpinionDocument>({
    type: 'meetings.opinion-recorded.v1',
    prefix: FACT_PREFIXES.opinion,
    collection: OPINIONS,
    toEvent: opinionEvent,
    home: ({ unitId, raisedOn }) => ({ unitId, month: monthOf(raisedOn) }),
    unit: 'unitId',
    date: 'raisedOn',
  }),
  factKind<'meetings.session-recorded.v1', SessionDocument>({
    type: 'meetings.session-recorded.v1',
    prefix: FACT_PREFIXES.session,
    collection: SESSIONS,
    toEvent: sessionEvent,
    home: dated,
    unit: 'unitId',
    date: 'date',
  }),
];
