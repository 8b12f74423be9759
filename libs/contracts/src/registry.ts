import type { z } from 'zod';
import { actCheckedV1 } from './events/act-checked.js';
import { actImpactFoundV1, type ActImpactFoundV1 } from './events/act-impact-found.js';
import { caseChangedV1 } from './events/case-changed.js';
import { compositionChangedV1 } from './events/composition-changed.js';
import { digestsAnsweredV1, digestsRequestedV1, type DigestsAnsweredV1 } from './events/digests.js';
import { meetingRecordedV1 } from './events/meeting-recorded.js';
import { memberChangedV1 } from './events/member-changed.js';
import { opinionRecordedV1 } from './events/opinion-recorded.js';
import { reportChangedV1 } from './events/report-changed.js';
import { resolutionRecordedV1 } from './events/resolution-recorded.js';
import { roleChangedV1 } from './events/role-changed.js';
import { sessionRecordedV1 } from './events/session-recorded.js';
import { scoreRecordedV1 } from './events/score-recorded.js';
import { unitChangedV1 } from './events/unit-changed.js';
import { visitPlanRecordedV1 } from './events/visit-plan-recorded.js';
import { visitsRecordedV1 } from './events/visits-recorded.js';
import { watermarkV1 } from './events/watermark.js';
import type { ServiceName, TopicName } from './topics.js';

/** What the rest of the system needs to know of an event type. */
interface EventDefinition<S extends z.ZodType> {
  /** Who publishes it; null: every service, on its own topics. */
  service: ServiceName | null;
  topic: TopicName | null;
  schema: S;
  /** The fact it carries, with its version; null for what is no fact (watermarks). */
  fact: ((data: z.infer<S>) => { id: string; version: number }) | null;
  /** One line for AsyncAPI. */
  summary: string;
}
const define = <S extends z.ZodType>(definition: EventDefinition<S>): EventDefinition<S> => definition;

/**
 * Ids of facts of different kinds never meet, though a client may bring its own: all but meetings (the first kind there
 * was) have the kind before the id.
 */
export const FACT_PREFIXES = {
  member: 'member/',
  composition: 'composition/',
  case: 'case/',
  report: 'report/',
  resolution: 'resolution/',
  opinion: 'opinion/',
  session: 'session/',
  score: 'score/',
  visits: 'visits/',
  visitPlan: 'visit-plan/',
} as const;

/** An answer of a source to a reconciliation. Neither it nor the request is a fact of figures. */
const ANSWERED = {
  schema: digestsAnsweredV1,
  fact: (data: DigestsAnsweredV1) => ({ id: `answer/${data.requestId}`, version: 1 }),
  summary: 'What the service holds of one kind of fact, asked for by a reconciliation',
};

const IMPACT = {
  schema: actImpactFoundV1,
  fact: (data: ActImpactFoundV1) => ({ id: `act/${data.actId}`, version: data.check }),
  summary: 'What an act that was checked touches in the service',
};

/** Aggregate under which all tree changes are ordered: its version is the treeRevision. */
export const TREE_FACT = 'tree';

/**
 * The closed registry of events: type → schema, topic, publisher, fact. Nothing is published or handled that is not
 * in it; a producer or handler that names another type stops the boot. Inside a major version only optional fields
 * are added; a breaking change is a new type beside the old one (DESIGN.md 5).
 */
export const EVENTS = {
  'registry.unit-changed.v1': define({
    service: 'registry',
    topic: 'registry.tree',
    schema: unitChangedV1,
    fact: (data) => ({ id: TREE_FACT, version: data.treeRevision }),
    summary: 'A unit of the tree was created, renamed, moved, closed, reopened, corrected or voided',
  }),
  'registry.role-changed.v1': define({
    service: 'registry',
    topic: 'registry.events',
    schema: roleChangedV1,
    fact: (data) => ({ id: data.grantId, version: data.version }),
    summary: 'A role at a unit was granted to a person, changed or voided',
  }),
  'registry.member-changed.v1': define({
    service: 'registry',
    topic: 'registry.members',
    schema: memberChangedV1,
    fact: (data) => ({ id: FACT_PREFIXES.member + data.memberId, version: data.version }),
    summary: 'A member was registered, admitted, transferred, exempted, suspended, put off the roll or corrected',
  }),
  'registry.composition-changed.v1': define({
    service: 'registry',
    topic: 'registry.composition',
    schema: compositionChangedV1,
    fact: (data) => ({ id: FACT_PREFIXES.composition + data.unitId, version: data.version }),
    summary:
      'How many people on a roll are women, of a minority, religious or of an age has changed; for reports alone',
  }),
  'registry.act-checked.v1': define({
    service: 'registry',
    topic: 'registry.acts',
    schema: actCheckedV1,
    fact: (data) => ({ id: `act/${data.actId}/${data.part}`, version: data.check }),
    summary: 'An act of reorganisation is to be judged before anyone approves it',
  }),
  'meetings.act-impact-found.v1': define({ service: 'meetings', topic: 'meetings.impacts', ...IMPACT }),
  'inspection.act-impact-found.v1': define({ service: 'inspection', topic: 'inspection.impacts', ...IMPACT }),
  'reports.act-impact-found.v1': define({ service: 'reports', topic: 'reports.impacts', ...IMPACT }),
  'meetings.meeting-recorded.v1': define({
    service: 'meetings',
    topic: 'meetings.events',
    schema: meetingRecordedV1,
    fact: (data) => ({ id: data.meetingId, version: data.version }),
    summary: 'A meeting was planned, closed, corrected or voided',
  }),
  'meetings.resolution-recorded.v1': define({
    service: 'meetings',
    topic: 'meetings.events',
    schema: resolutionRecordedV1,
    fact: (data) => ({ id: FACT_PREFIXES.resolution + data.resolutionId, version: data.version }),
    summary: 'A resolution was adopted, corrected or voided, or a task of it was done, dropped or reopened',
  }),
  'meetings.opinion-recorded.v1': define({
    service: 'meetings',
    topic: 'meetings.events',
    schema: opinionRecordedV1,
    fact: (data) => ({ id: FACT_PREFIXES.opinion + data.opinionId, version: data.version }),
    summary: 'An opinion was raised, escalated, settled, reopened, corrected or voided',
  }),
  'meetings.session-recorded.v1': define({
    service: 'meetings',
    topic: 'meetings.events',
    schema: sessionRecordedV1,
    fact: (data) => ({ id: FACT_PREFIXES.session + data.sessionId, version: data.version }),
    summary: 'A session of a committee was prepared, held, minuted, corrected or voided',
  }),
  'meetings.score-recorded.v1': define({
    service: 'meetings',
    topic: 'meetings.events',
    schema: scoreRecordedV1,
    fact: (data) => ({ id: FACT_PREFIXES.score + data.meetingId, version: data.version }),
    summary: 'A meeting was scored by its branch or by the committee above, moved with its score, or the score voided',
  }),
  'meetings.visits-recorded.v1': define({
    service: 'meetings',
    topic: 'meetings.events',
    schema: visitsRecordedV1,
    fact: (data) => ({ id: FACT_PREFIXES.visits + data.meetingId, version: data.version }),
    summary: 'Superiors attended a meeting, or this was corrected',
  }),
  'meetings.visit-plan-recorded.v1': define({
    service: 'meetings',
    topic: 'meetings.events',
    schema: visitPlanRecordedV1,
    fact: (data) => ({ id: FACT_PREFIXES.visitPlan + data.planId, version: data.version }),
    summary: 'A plan of attending a branch was made, corrected or voided, or a month of it was kept',
  }),
  'inspection.case-changed.v1': define({
    service: 'inspection',
    topic: 'inspection.events',
    schema: caseChangedV1,
    fact: (data) => ({ id: FACT_PREFIXES.case + data.caseId, version: data.version }),
    summary:
      'A case of inspection or supervision was opened, got a finding, was concluded, followed up, closed or annulled',
  }),
  'reports.report-changed.v1': define({
    service: 'reports',
    topic: 'reports.events',
    schema: reportChangedV1,
    fact: (data) => ({ id: FACT_PREFIXES.report + data.reportId, version: data.version }),
    summary: 'A periodic report was drafted, handed in, returned, accepted or voided',
  }),
  'reports.digests-requested.v1': define({
    service: 'reports',
    topic: 'reports.requests',
    schema: digestsRequestedV1,
    fact: (data) => ({ id: `request/${data.requestId}`, version: 1 }),
    summary: 'A reconciliation asks a service what it holds of one kind of fact, or for the events once more',
  }),
  'registry.digests-answered.v1': define({ service: 'registry', topic: 'registry.members', ...ANSWERED }),
  // A hash of small counts can be guessed back, so it goes where the counts go.
  'registry.composition-digests-answered.v1': define({
    service: 'registry',
    topic: 'registry.composition',
    ...ANSWERED,
  }),
  'meetings.digests-answered.v1': define({ service: 'meetings', topic: 'meetings.events', ...ANSWERED }),
  'inspection.digests-answered.v1': define({ service: 'inspection', topic: 'inspection.events', ...ANSWERED }),
  'reports.digests-answered.v1': define({ service: 'reports', topic: 'reports.events', ...ANSWERED }),
  'relay.watermark.v1': define({
    service: null,
    topic: null,
    schema: watermarkV1,
    fact: null,
    summary: 'How far a service has published what it accepted',
  }),
} as const;

export type EventType = keyof typeof EVENTS;
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]['schema']>;
export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];
export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENTS, type);
