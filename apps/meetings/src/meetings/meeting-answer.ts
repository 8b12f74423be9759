import { dayOf } from '#calendar';
import { encodeReceipt, type Receipt } from '#contracts';
import type { Tree } from '#tree';
import type { MeetingDocument, MeetingVersionDocument } from './meeting.schema.js';
import type { MeetingAnswer, MeetingVersionAnswer } from './meetings.dto.js';

const LOCAL_OFFSET_MILLIS = 7 * 3_600_000;
/** An instant as people here read it, on the clock of Asia/Ho_Chi_Minh: `2026-07-01T19:30:00.000+07:00`. */
const localInstant = (instant: Date): string =>
  new Date(instant.getTime() + LOCAL_OFFSET_MILLIS).toISOString().replace('Z', '+07:00');

export const receiptOf = ({ _id, version }: MeetingDocument): Receipt => ({ source: 'meetings', factId: _id, version });

/** A meeting as clients see it, marked by the tree as known now. */
export function toAnswer(document: MeetingDocument, tree: Tree): MeetingAnswer {
  const { _id: id, startsAt, endsAt, closedAt, recordedAt, ...rest } = document;
  return {
    id,
    ...rest,
    startsAt: localInstant(startsAt),
    endsAt: localInstant(endsAt),
    closedAt: closedAt && localInstant(closedAt),
    outsideUnitLife: !tree.aliveOn(document.unitId, dayOf(document.date)),
    recordedAt: localInstant(recordedAt),
    receipt: encodeReceipt(receiptOf(document)),
  };
}

export const toVersionAnswer = (stored: MeetingVersionDocument, tree: Tree): MeetingVersionAnswer => ({
  version: stored.version,
  actor: stored.actor,
  at: localInstant(stored.at),
  reason: stored.reason,
  meeting: toAnswer(stored.meeting, tree),
});
