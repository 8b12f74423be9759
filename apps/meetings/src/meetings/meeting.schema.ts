import type { Attendance, MeetingKind, MeetingState } from '#contracts';
import type { Followed } from '#tree';
import { Schema } from 'mongoose';
import type { MeetingContent } from '../content/content.js';
import { contentSchema } from '../content/content.schema.js';
import type { AttendanceRow, JointUnit, UnitAttendance } from './unit-attendance.js';

/** A meeting as stored: its newest version. */
export interface MeetingDocument extends UnitAttendance {
  _id: string;
  version: number;
  unitId: string;
  state: MeetingState;
  kind: MeetingKind;
  withThematic: boolean;
  /** Local date of the start. */
  date: string;
  startsAt: Date;
  endsAt: Date;
  minutes: number;
  chairId: string | null;
  secretaryId: string | null;
  /** Other units that met in the same session. */
  joint: JointUnit[];
  /** All units that took part, the host first; for lists. */
  unitIds: string[];
  content: MeetingContent;
  closedAt: Date | null;
  tooShort: boolean;
  late: boolean;
  recordedAt: Date;
  followed?: Followed<string[]>;
}

/** One version of a meeting: who made it, when and why, and the whole state after it. */
export interface MeetingVersionDocument {
  /** `<meetingId>/<version>`: a version is written once. */
  _id: string;
  meetingId: string;
  version: number;
  /** OIDC `sub` of who made it. */
  actor: string;
  at: Date;
  reason: string | null;
  meeting: MeetingDocument;
}

/** Names of the models and of their collections. */
export const MEETINGS = 'meetings';
export const MEETING_VERSIONS = 'meeting_versions';

const count = { type: Number, required: true };
const attendance = new Schema<Attendance>(
  {
    source: { type: String, required: true },
    belong: count,
    present: count,
    excused: count,
    unexcused: count,
    exempt: count,
    elsewhere: count,
    voteBase: count,
  },
  { _id: false },
);

const row = new Schema<AttendanceRow>(
  {
    memberId: { type: String, required: true },
    state: { type: String, required: true },
    guest: { type: Boolean, required: true },
  },
  { _id: false },
);

/** Fields of the attendance of one unit, the host or another. */
const unitAttendance = {
  attendance: { type: attendance, default: null },
  guests: { type: Number, default: null },
  members: { type: [row], default: null },
};
const jointUnit = new Schema<JointUnit>(
  { unitId: { type: String, required: true }, ...unitAttendance },
  { _id: false },
);

/** Collections and indexes are made by migrations only (DESIGN.md 4, Reads), so Mongoose must not make any. */
const options = { versionKey: false, autoIndex: false, autoCreate: false, strict: 'throw' } as const;

export const meetingSchema = new Schema<MeetingDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    unitId: { type: String, required: true },
    state: { type: String, required: true },
    kind: { type: String, required: true },
    withThematic: { type: Boolean, required: true },
    date: { type: String, required: true },
    startsAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    minutes: { type: Number, required: true },
    chairId: { type: String, default: null },
    secretaryId: { type: String, default: null },
    ...unitAttendance,
    joint: { type: [jointUnit], required: true },
    unitIds: { type: [String], required: true },
    content: { type: contentSchema, required: true },
    closedAt: { type: Date, default: null },
    tooShort: { type: Boolean, required: true },
    late: { type: Boolean, required: true },
    recordedAt: { type: Date, required: true },
    followed: { type: Object },
  },
  { ...options, collection: MEETINGS },
);

export const meetingVersionSchema = new Schema<MeetingVersionDocument>(
  {
    _id: { type: String, required: true },
    meetingId: { type: String, required: true },
    version: { type: Number, required: true },
    actor: { type: String, required: true },
    at: { type: Date, required: true },
    reason: { type: String, default: null },
    meeting: { type: meetingSchema, required: true },
  },
  { ...options, collection: MEETING_VERSIONS },
);
