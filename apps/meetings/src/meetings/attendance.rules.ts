import { Refusal, type Attendance } from '#contracts';

/** What a branch declares of its attendance. The states exclude each other: an exempt member who comes is present. */
export type AttendanceCounts = Omit<Attendance, 'source'>;

/** The states a member who belongs to the branch can be in at a meeting (DOMAIN.md 3.3). */
const STATES = ['present', 'excused', 'unexcused', 'exempt', 'elsewhere'] as const;

/**
 * Checks declared counts against each other. Members nobody accounts for are accepted (a branch may not know the
 * reason yet), more people than belong are not.
 * @throws Refusal `present-more-than-belong`, `states-more-than-belong`, `vote-base-more-than-belong` (422)
 */
export function declared(counts: AttendanceCounts): Attendance {
  const { belong, present, excused, unexcused, exempt, elsewhere, voteBase } = counts;
  const accounted = STATES.reduce((sum, state) => sum + counts[state], 0);
  if (present > belong) throw refused('present-more-than-belong', 'present');
  if (accounted > belong) throw refused('states-more-than-belong', 'belong');
  if (voteBase > belong) throw refused('vote-base-more-than-belong', 'voteBase');
  return { source: 'declared', belong, present, excused, unexcused, exempt, elsewhere, voteBase };
}

const refused = (code: string, field: string): Refusal =>
  new Refusal('unprocessable', code, {}, [{ path: `attendance.${field}`, code }]);
