import { dateOf, dayOf } from '#calendar';
import type { MeetingRecordedV1 } from '#contracts';
import { preparationFlags, voteCounts } from '../content/content-state.js';
import type { MeetingDocument } from './meeting.schema.js';
import { unitsOf, type Meeting } from './meetings.rules.js';
import type { UnitAttendance } from './unit-attendance.js';

/** Which version of which meeting a state is, and since when. */
export type Stamp = { id: string; version: number; recordedAt: Date };

export const toDocument = ({ day, ...meeting }: Meeting, stamp: Stamp): MeetingDocument => ({
  ...meeting,
  _id: stamp.id,
  version: stamp.version,
  recordedAt: stamp.recordedAt,
  date: dateOf(day),
  unitIds: unitsOf(meeting),
});

export function fromDocument(document: MeetingDocument): Meeting {
  const { _id: _meetingId, version: _version, recordedAt: _recordedAt, unitIds: _unitIds, date, ...meeting } = document;
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
  ...attended(document),
  ...preparationFlags(document.content),
  ...voteCounts(document.content, document.unitId),
  ...(document.joint.length > 0 && {
    joint: document.joint.map((one) => ({
      unitId: one.unitId,
      attendance: one.attendance,
      ...attended(one),
      ...voteCounts(document.content, one.unitId),
    })),
  }),
});

/** Who was there, guests too: wherever they are counted, they are one person each. */
const attended = ({ members }: UnitAttendance): { attended?: string[] } =>
  members ? { attended: members.filter(({ state }) => state === 'present').map(({ memberId }) => memberId) } : {};
