import { dayOf } from '#calendar';
import type { Attendance, MeetingRecordedV1 } from '#contracts';
import type { Entry } from '../contribution.js';
import { MEETING_MEASURES, meetingKey, type MeetingMeasure } from '../measure-keys.js';
import { amountsOf } from './entries.js';

type Values = Partial<Record<MeetingMeasure, number>>;
const measures = Object.keys(MEETING_MEASURES) as MeetingMeasure[];

/** Members' ids, 16 bytes each, in one piece: hundreds of thousands are gone through for one figure. */
const idsOf = (ids: readonly string[]): Uint8Array => Buffer.from(ids.join('').replaceAll('-', ''), 'hex');

function entryOf(
  meeting: MeetingRecordedV1,
  u: string,
  values: Values,
  attendance: Attendance | null,
  attended: readonly string[] = [],
): Entry {
  const { belong, present, excused, unexcused, exempt, elsewhere } = attendance ?? {};
  const all: Values = { ...values, belong, present, excused, unexcused, exempt, elsewhere } as Values;
  const m = amountsOf(Object.fromEntries(measures.map((name) => [meetingKey(name, meeting.kind), all[name] ?? 0])));
  return { u, d: dayOf(meeting.date), m, ...(attended.length > 0 ? { a: idsOf(attended) } : {}) };
}

/**
 * A meeting counts once it is closed, on its own date; planned and voided ones add nothing. A joint one is held once,
 * at the unit that called it; each other unit has its own attendance, and has joined.
 */
export function fromMeeting(meeting: MeetingRecordedV1): Entry[] {
  if (meeting.state !== 'closed') return [];
  const { unitId, minutes, tooShort, late, attendance, attended, joint = [] } = meeting;
  const values = { held: 1, minutes, tooShort: tooShort ? 1 : 0, late: late ? 1 : 0 };
  return [
    entryOf(meeting, unitId, values, attendance, attended),
    ...joint.map((other) => entryOf(meeting, other.unitId, { joined: 1 }, other.attendance, other.attended)),
  ];
}
