import { dateOf, dayOf, localDayOf, localInstant } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type Receipt, type ResolutionRecordedV1 } from '#contracts';
import type { Tree } from '#tree';
import { meetingStands, type LinkedMeeting } from '../followup/meeting-link.rules.js';
import { heldBy, movedByAct } from '../follow/moved-by-act.js';
import type { FactVersion, VersionedFact } from '../facts/versioned-facts.js';
import type { Resolution, ResolutionAct, Task } from './resolution.js';
import type {
  ResolutionAnswer,
  ResolutionNarrativeAnswer,
  ResolutionVersionAnswer,
  TaskAnswer,
} from './resolution-answers.dto.js';
import { taskStateOn } from './tasks.rules.js';

export const RESOLUTIONS = 'resolutions';

/** A resolution as stored. `numberKey`: what no other may have. */
export interface ResolutionDocument extends Resolution, VersionedFact {
  numberKey: string | null;
}

export function fromDocument(document: ResolutionDocument): Resolution {
  const { _id, version: _version, recordedAt: _recordedAt, numberKey: _numberKey, ...resolution } = document;
  return resolution;
}

export const receiptOf = ({ _id, version }: ResolutionDocument): Receipt => ({
  source: 'meetings',
  factId: FACT_PREFIXES.resolution + _id,
  version,
});

/** What is known now, and shown with what was said then. */
export type Shown = { tree: Tree; meetings: ReadonlyMap<string, LinkedMeeting> };

/** A resolution without its texts. */
export function toAnswer(one: ResolutionDocument, { tree, meetings }: Shown): ResolutionAnswer {
  const { _id: id, version, unitId, meetingId, sessionId, voteId, adoptedOn, type, documentNumber, term, state } = one;
  const today = dateOf(localDayOf(new Date()));
  const link = { meetingId, unitId, on: adoptedOn };
  return {
    id,
    version,
    unitId,
    state,
    type,
    documentNumber,
    term,
    adoptedOn,
    meetingId,
    sessionId,
    voteId,
    tasks: one.tasks.map((task) => toTaskAnswer(task, today)),
    meetingStands: meetingStands(meetings.get(meetingId ?? ''), link),
    outsideUnitLife: !tree.aliveOn(unitId, dayOf(adoptedOn)),
    recordedAt: localInstant(one.recordedAt),
    receipt: encodeReceipt(receiptOf(one)),
    ...heldBy(one),
    ...movedByAct(one.followed),
  };
}

/** A task without its texts, as it stands on a day. */
export function toTaskAnswer(task: Task, day: string): TaskAnswer {
  const { text: _text, target: _target, evidence: _evidence, assignee, ...rest } = task;
  return { ...rest, assignee: { ...assignee }, state: taskStateOn(task, day) };
}

export const toVersionAnswer = (
  { version, actor, act, at, fact }: FactVersion<ResolutionDocument, ResolutionAct>,
  shown: Shown,
): ResolutionVersionAnswer => ({
  version,
  actor,
  act,
  at: localInstant(at),
  resolution: toAnswer(fact, shown),
});

export const toNarrative = ({ fact, reason }: FactVersion<ResolutionDocument>): ResolutionNarrativeAnswer => ({
  id: fact._id,
  version: fact.version,
  title: fact.title,
  text: fact.text,
  reason,
  tasks: fact.tasks.map(({ taskId, text, target, evidence }) => ({ taskId, text, target, evidence })),
});

/** The event of a version: codes, dates and opaque ids. */
export const toEvent = (one: ResolutionDocument): ResolutionRecordedV1 => ({
  resolutionId: one._id,
  version: one.version,
  unitId: one.unitId,
  state: one.state,
  type: one.type,
  adoptedOn: one.adoptedOn,
  meetingId: one.meetingId,
  tasks: one.tasks.map(({ taskId, assignee, deadline, doneOn, droppedOn }) => ({
    taskId,
    assignee,
    deadline,
    doneOn,
    droppedOn,
  })),
  ...heldBy(one),
});
