import { dateOf, dayOf, localDayOf, localInstant } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type OpinionRecordedV1, type Receipt } from '#contracts';
import type { Tree } from '#tree';
import { meetingStands, type LinkedMeeting } from '../followup/meeting-link.rules.js';
import { heldBy, movedByAct } from '../follow/moved-by-act.js';
import type { FactVersion, VersionedFact } from '../facts/versioned-facts.js';
import type { OpinionAnswer, OpinionNarrativeAnswer, OpinionVersionAnswer } from './opinion-answers.dto.js';
import type { Opinion, OpinionAct, Settlement } from './opinion.js';
import { daysOpen, isOverdue, lyingAt } from './opinions.rules.js';

export const OPINIONS = 'opinions';

/** An opinion as stored. `lying`: where, for lists. */
export interface OpinionDocument extends Opinion, VersionedFact {
  lying: { level: string; unitId: string };
}

export function toDocument(opinion: Opinion, stamp: Omit<VersionedFact, 'unitId'>): OpinionDocument {
  const { level, unitId } = lyingAt(opinion);
  return { ...opinion, ...stamp, lying: { level, unitId } };
}

export function fromDocument(document: OpinionDocument): Opinion {
  const { _id, version: _version, recordedAt: _recordedAt, lying: _lying, ...opinion } = document;
  return opinion;
}

export const receiptOf = ({ _id, version }: OpinionDocument): Receipt => ({
  source: 'meetings',
  factId: FACT_PREFIXES.opinion + _id,
  version,
});

/** What is known now, and shown with what was said then. */
export type Shown = { tree: Tree; meetings: ReadonlyMap<string, LinkedMeeting> };

/** An opinion without its text and replies. */
export function toAnswer(one: OpinionDocument, { tree, meetings }: Shown): OpinionAnswer {
  const { _id: id, version, unitId, state, raisedOn, meetingId, by, field, due, stretches, settlements } = one;
  const today = dateOf(localDayOf(new Date()));
  const { level, unitId: holder, from: since } = lyingAt(one);
  return {
    id,
    version,
    unitId,
    state,
    raisedOn,
    meetingId,
    by,
    field,
    due,
    lying: { level, unitId: holder, since },
    stretches: stretches.map((stretch) => ({ ...stretch })),
    settlements: settlements.map(withoutReply),
    reopenedOn: one.reopenedOn,
    daysOpen: daysOpen(one, today),
    overdue: isOverdue(one, today),
    meetingStands: meetingStands(meetings.get(meetingId ?? ''), { meetingId, unitId, on: raisedOn }),
    outsideUnitLife: !tree.aliveOn(unitId, dayOf(raisedOn)),
    recordedAt: localInstant(one.recordedAt),
    receipt: encodeReceipt(receiptOf(one)),
    ...heldBy(one),
    ...movedByAct(one.followed),
  };
}

export const toVersionAnswer = (
  { version, actor, act, at, fact }: FactVersion<OpinionDocument, OpinionAct>,
  shown: Shown,
): OpinionVersionAnswer => ({
  version,
  actor,
  act,
  at: localInstant(at),
  opinion: toAnswer(fact, shown),
});

export const toNarrative = ({ fact, reason }: FactVersion<OpinionDocument>): OpinionNarrativeAnswer => ({
  id: fact._id,
  version: fact.version,
  text: fact.text,
  reason,
  replies: fact.settlements.map(({ on, reply }) => ({ on, reply })),
});

/** The event of a version: codes, dates and ids of units. */
export const toEvent = (one: OpinionDocument): OpinionRecordedV1 => ({
  opinionId: one._id,
  version: one.version,
  unitId: one.unitId,
  state: one.state,
  raisedOn: one.raisedOn,
  meetingId: one.meetingId,
  by: one.by,
  field: one.field,
  due: one.due,
  stretches: one.stretches,
  settlements: one.settlements.map(withoutReply),
  reopenedOn: one.reopenedOn,
  ...heldBy(one),
});

const withoutReply = ({ reply: _reply, ...settlement }: Settlement): Omit<Settlement, 'reply'> => settlement;
