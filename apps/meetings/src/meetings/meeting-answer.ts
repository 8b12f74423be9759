import { dayOf, localInstant } from '#calendar';
import { encodeReceipt, type Receipt } from '#contracts';
import type { Tree } from '#tree';
import { movedByAct } from '../follow/moved-by-act.js';
import { toContentAnswer } from '../content/content-state.js';
import type { MeetingDocument, MeetingVersionDocument } from './meeting.schema.js';
import type { MeetingAttendanceAnswer } from './attendance.dto.js';
import type { MeetingAnswer, MeetingVersionAnswer } from './meetings.dto.js';
import type { JointUnit, UnitAttendance } from './unit-attendance.js';

export const receiptOf = ({ _id, version }: Pick<MeetingHead, '_id' | 'version'>): Receipt => ({
  source: 'meetings',
  factId: _id,
  version,
});

/** A meeting without who was there. */
type Unnamed<U extends UnitAttendance> = Omit<U, 'members'>;
export type MeetingHead = Omit<Unnamed<MeetingDocument>, 'joint'> & { joint: Unnamed<JointUnit>[] };
export type VersionHead = Omit<MeetingVersionDocument, 'meeting'> & { meeting: MeetingHead };

/** To read heads only: the lists of members are long, and for whoever may read about people. */
export const NO_MEMBERS = { members: 0, 'joint.members': 0 } as const;
export const NO_MEMBERS_OF_VERSION = { 'meeting.members': 0, 'meeting.joint.members': 0 } as const;

/** A meeting as clients see it, marked by the tree as known now. Members are left out, also if they were read. */
export function toAnswer(document: MeetingHead, tree: Tree): MeetingAnswer {
  const { _id: id, startsAt, endsAt, closedAt, recordedAt, joint, unitIds, content, followed, ...rest } = document;
  return {
    id,
    ...withoutMembers(rest),
    joint: joint.map(withoutMembers),
    content: toContentAnswer(content),
    startsAt: localInstant(startsAt),
    endsAt: localInstant(endsAt),
    closedAt: closedAt && localInstant(closedAt),
    outsideUnitLife: !unitIds.every((unitId) => tree.aliveOn(unitId, dayOf(document.date))),
    recordedAt: localInstant(recordedAt),
    receipt: encodeReceipt(receiptOf(document)),
    ...movedByAct(followed),
  };
}

export const toVersionAnswer = (stored: VersionHead, tree: Tree): MeetingVersionAnswer => ({
  version: stored.version,
  actor: stored.actor,
  at: localInstant(stored.at),
  reason: stored.reason,
  meeting: toAnswer(stored.meeting, tree),
});

/** Who was there, by unit, the host first. */
export const toAttendance = (meeting: MeetingDocument): MeetingAttendanceAnswer => {
  const { _id: id, version, date, unitId, attendance, guests, members, joint } = meeting;
  return { id, version, date, units: [{ unitId, attendance, guests, members }, ...joint] };
};

function withoutMembers<U extends object>(unit: U): Omit<U, 'members'> {
  const { members: _members, ...counts } = unit as U & { members?: unknown };
  return counts;
}
