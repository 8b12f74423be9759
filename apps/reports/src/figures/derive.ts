import { dayOf } from '#calendar';
import type { EventData, EventType, MeetingRecordedV1 } from '#contracts';
import type { Amounts, Entry } from './contribution.js';
import { MEETING_MEASURES, meetingKey, type MeetingMeasure } from './measure-keys.js';

/**
 * Version of everything that turns an event into cells: `derive`, `effect` and place. Cells made by two versions must
 * not be mixed, so it is in the filter of every batch's progress. Raise it with each change of their results.
 */
export const RULES = 1;

function meetingAmounts(meeting: MeetingRecordedV1): Amounts {
  const { attendance, kind } = meeting;
  const values: Record<MeetingMeasure, number> = {
    held: 1,
    minutes: meeting.minutes,
    tooShort: meeting.tooShort ? 1 : 0,
    late: meeting.late ? 1 : 0,
    belong: attendance?.belong ?? 0,
    present: attendance?.present ?? 0,
    excused: attendance?.excused ?? 0,
    unexcused: attendance?.unexcused ?? 0,
    exempt: attendance?.exempt ?? 0,
    elsewhere: attendance?.elsewhere ?? 0,
  };
  const measures = Object.keys(MEETING_MEASURES) as MeetingMeasure[];
  return Object.fromEntries(
    measures.filter((name) => values[name] !== 0).map((name) => [meetingKey(name, kind), values[name]]),
  );
}

/** A meeting counts once it is closed, on its own date; planned and voided ones add nothing. */
const fromMeeting = (meeting: MeetingRecordedV1): Entry[] =>
  meeting.state === 'closed' ? [{ u: meeting.unitId, d: dayOf(meeting.date), m: meetingAmounts(meeting) }] : [];

/** Event type → what its fact adds, one function each. Types that are missing add nothing to any figure (roles, units). */
const DERIVATIONS: { [T in EventType]?: (data: EventData<T>) => Entry[] } = {
  'meetings.meeting-recorded.v1': fromMeeting,
};

export const DERIVED_TYPES = Object.keys(DERIVATIONS) as EventType[];

/** The entries of an event's fact. The data has been checked by the schema of its type. */
export function derive<T extends EventType>(type: T, data: EventData<T>): Entry[] {
  const derivation = DERIVATIONS[type];
  if (!derivation) throw new Error(`no derivation for ${type}`);
  return derivation(data);
}
