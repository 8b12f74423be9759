import type { Attendance } from '#contracts';

/** How a member was or was not at a meeting (DOMAIN.md 3.3): có mặt, vắng có lý do, vắng không lý do, được miễn, tạm đi nơi khác. */
export const MEMBER_STATES = ['present', 'excused', 'unexcused', 'exempt', 'elsewhere'] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/** One member as a branch states him, by his opaque id. */
export type MemberEntry = { memberId: string; state: MemberState };

export const ROW_STATES = [...MEMBER_STATES, 'unaccounted'] as const;
export type RowState = (typeof ROW_STATES)[number];

/** One member as kept with the meeting. `unaccounted`: on the roll, and nobody said where he was. */
export type AttendanceRow = {
  memberId: string;
  state: RowState;
  /** On a temporary stay here; he belongs to another branch, where he is counted. */
  guest: boolean;
};

/** The attendance of one unit at a meeting, as it is kept. Nothing until the meeting is closed. */
export interface UnitAttendance {
  attendance: Attendance | null;
  /**
   * Members of other branches, on a temporary stay here, who were present. They belong elsewhere, so they are in no
   * count of `attendance`; null where members were not stated one by one.
   */
  guests: number | null;
  /** Everybody on the roll of that day and the guests stated; null where only counts were declared. */
  members: AttendanceRow[] | null;
}

export const NOT_YET: UnitAttendance = { attendance: null, guests: null, members: null };

/** Another unit that met in the same session (sinh hoạt ghép), with its own attendance. */
export type JointUnit = UnitAttendance & { unitId: string };
