import { dayOf } from '#calendar';
import { MEETING_KINDS, type Attendance, type MeetingKind, type MeetingRecordedV1 } from '#contracts';
import type { Amounts, Entry } from '../contribution.js';
import { MEETING_MEASURES, meetingKey, type MeetingMeasure } from '../measure-keys.js';
import { packedIds } from '../packed-ids.js';

type Values = Partial<Record<MeetingMeasure, number>>;

const attendanceValues = (attendance: Attendance | null): Values => ({
  belong: attendance?.belong ?? 0,
  present: attendance?.present ?? 0,
  excused: attendance?.excused ?? 0,
  unexcused: attendance?.unexcused ?? 0,
  exempt: attendance?.exempt ?? 0,
  elsewhere: attendance?.elsewhere ?? 0,
});

const voteValues = (votes: MeetingRecordedV1['votes']): Values => ({
  votesTaken: votes?.taken ?? 0,
  votesCarried: votes?.carried ?? 0,
});

const MEASURES = Object.keys(MEETING_MEASURES) as MeetingMeasure[];
/** Keys by kind of meeting, in the order of MEASURES: made once, not for each of millions of meetings. */
const KEYS = Object.fromEntries(
  MEETING_KINDS.map((kind) => [kind, MEASURES.map((name) => meetingKey(name, kind))]),
) as Record<MeetingKind, string[]>;

function amountsOf({ kind }: MeetingRecordedV1, values: Values): Amounts {
  const amounts: Amounts = {};
  for (const [at, name] of MEASURES.entries()) {
    const n = values[name];
    if (n) amounts[KEYS[kind][at] as string] = n;
  }
  return amounts;
}

const people = (ids: readonly string[] | undefined): Pick<Entry, 'a'> =>
  ids && ids.length > 0 ? { a: packedIds(ids) } : {};

/**
 * A meeting counts once it is closed, on its own date; planned and voided ones add nothing. A joint one is held once, at
 * its host; the other units joined it, each with its own attendance.
 */
export function fromMeeting(meeting: MeetingRecordedV1): Entry[] {
  if (meeting.state !== 'closed') return [];
  const d = dayOf(meeting.date);
  const held: Values = {
    held: 1,
    minutes: meeting.minutes,
    tooShort: meeting.tooShort ? 1 : 0,
    late: meeting.late ? 1 : 0,
    ...attendanceValues(meeting.attendance),
    ...voteValues(meeting.votes),
    noticeInTime: meeting.preparation?.noticeInTime ? 1 : 0,
    documentsInTime: meeting.preparation?.documentsInTime ? 1 : 0,
  };
  return [
    { u: meeting.unitId, d, m: amountsOf(meeting, held), ...people(meeting.attended) },
    ...(meeting.joint ?? []).map(({ unitId, attendance, attended, votes }) => ({
      u: unitId,
      d,
      m: amountsOf(meeting, { joined: 1, ...attendanceValues(attendance), ...voteValues(votes) }),
      ...people(attended),
    })),
  ];
}
