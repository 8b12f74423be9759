import { refused, type Attendance } from '#contracts';
import type { RollMember } from '#roll';
import { byMember } from './member-attendance.rules.js';
import { MEMBER_STATES, type MemberEntry, type UnitAttendance } from './unit-attendance.js';

/** What a branch declares of its attendance. The states exclude each other: an exempt member who comes is present. */
export type AttendanceCounts = Omit<Attendance, 'source'>;

/** What is stated of one unit's attendance: its counts, or its members one by one. */
export interface Statement {
  attendance?: AttendanceCounts | null;
  members?: readonly MemberEntry[] | null;
}

/** Where a statement lies in the request, for the paths of what is refused. */
export type StatementPaths = { attendance: string; members: string };

export const isStated = ({ attendance, members }: Statement): boolean => Boolean(attendance ?? members);

/**
 * The attendance of one unit, from exactly one of its counts and its members.
 * @throws Refusal attendance-required, attendance-twice, what `declared` and `byMember` refuse (422)
 */
export function unitAttendance(
  { attendance, members }: Statement,
  roll: () => readonly RollMember[],
  paths: StatementPaths,
): UnitAttendance {
  if (attendance && members) throw refused('attendance-twice', paths.members);
  if (members) return byMember(members, roll(), paths.members);
  if (!attendance) throw refused('attendance-required', paths.attendance);
  return { attendance: declared(attendance, paths.attendance), guests: null, members: null };
}

/**
 * Checks declared counts against each other. Members nobody accounts for are accepted (a branch may not know the
 * reason yet), more people than belong are not.
 * @throws Refusal `present-more-than-belong`, `states-more-than-belong`, `vote-base-more-than-belong` (422)
 */
export function declared(counts: AttendanceCounts, path: string): Attendance {
  const { belong, present, excused, unexcused, exempt, elsewhere, voteBase } = counts;
  const accounted = MEMBER_STATES.reduce((sum, state) => sum + counts[state], 0);
  if (present > belong) throw refused('present-more-than-belong', `${path}.present`);
  if (accounted > belong) throw refused('states-more-than-belong', `${path}.belong`);
  if (voteBase > belong) throw refused('vote-base-more-than-belong', `${path}.voteBase`);
  return { source: 'declared', belong, present, excused, unexcused, exempt, elsewhere, voteBase };
}
