import { dateOf, dayOf } from '#calendar';
import type { MeetingRecordedV1 } from '#contracts';
import type { MeetingDocument } from './meeting.schema.js';
import type { Meeting } from './meetings.rules.js';

/** Which version of which meeting a state is, and since when. */
export type Stamp = { id: string; version: number; recordedAt: Date };

export const toDocument = ({ day, ...meeting }: Meeting, stamp: Stamp): MeetingDocument => ({
  ...meeting,
  _id: stamp.id,
  version: stamp.version,
  recordedAt: stamp.recordedAt,
  date: dateOf(day),
});

export function fromDocument(document: MeetingDocument): Meeting {
  const { _id: _meetingId, version: _version, recordedAt: _recordedAt, date, ...meeting } = document;
  return { ...meeting, day: dayOf(date) };
}

/** The event of a version. Chair and secretary stay here: nobody who counts meetings needs them. */
export const toEvent = (document: MeetingDocument): MeetingRecordedV1 => ({
  meetingId: document._id,
  version: document.version,
  unitId: document.unitId,
  state: document.state,
  kind: document.kind,
  date: document.date,
  startsAt: document.startsAt.toISOString(),
  endsAt: document.endsAt.toISOString(),
  minutes: document.minutes,
  attendance: document.attendance,
  tooShort: document.tooShort,
  late: document.late,
});
