import { z } from 'zod';
import { instant, localDate, uuid, version } from '../formats.js';

/** Kinds of meeting: thường kỳ, chuyên đề, bất thường (DOMAIN.md 3.1). */
export const MEETING_KINDS = ['regular', 'thematic', 'extraordinary'] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

export const MEETING_STATES = ['planned', 'closed', 'voided'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

const count = z.int().min(0).max(100_000);

/**
 * Attendance as counts (DOMAIN.md 3.3). `belong` = members on the branch's roll that day; the attendance base is
 * belong − exempt − elsewhere, the vote base is a different number and is stated. `source` says whether the branch
 * declared the counts or they follow from the roll of that day.
 */
export const attendanceSchema = z.object({
  source: z.enum(['declared', 'roll']),
  belong: count,
  present: count,
  excused: count,
  unexcused: count,
  exempt: count,
  elsewhere: count,
  voteBase: count,
});
export type Attendance = z.infer<typeof attendanceSchema>;

/** Votes of a unit in a session, and those that all its full members convened carried. */
const voteCounts = z.object({ taken: count, carried: count });

/** `meetings.meeting-recorded.v1`: a meeting's whole state after one version. Members are opaque ids. */
export const meetingRecordedV1 = z.object({
  meetingId: uuid,
  version,
  unitId: uuid,
  state: z.enum(MEETING_STATES),
  kind: z.enum(MEETING_KINDS),
  /** Local date of the start: the event date of the fact. */
  date: localDate,
  startsAt: instant,
  endsAt: instant,
  /** Whole minutes from start to end. */
  minutes: z.int().min(0),
  /** Present once the meeting is closed. */
  attendance: attendanceSchema.nullable(),
  /** Shorter than the rule of its day (DOMAIN.md 3.1). */
  tooShort: z.boolean(),
  /** Closed in the system later than the rule allows after its end. */
  late: z.boolean(),
  /** Members of the unit who were there, when attendance is by member (`source: roll`); distinct people are counted by it. */
  attended: z.array(uuid).optional(),
  /** Other units that met in the same session (sinh hoạt ghép): the meeting is held once, at `unitId`. */
  joint: z
    .array(
      z.object({
        unitId: uuid,
        attendance: attendanceSchema.nullable(),
        attended: z.array(uuid).optional(),
        votes: voteCounts.optional(),
      }),
    )
    .optional(),
  /** Votes of `unitId`; those of joint units are with them. Absent without any. */
  votes: voteCounts.optional(),
  /** How it was prepared (DOMAIN.md 3.1), once something is said of it. In time: null when not sent, or without a rule on that day. */
  preparation: z
    .object({
      noticeInTime: z.boolean().nullable(),
      noticeToSuperior: z.boolean(),
      documentsInTime: z.boolean().nullable(),
      committeeMet: z.boolean(),
      draftReady: z.boolean(),
    })
    .optional(),
});
export type MeetingRecordedV1 = z.infer<typeof meetingRecordedV1>;
