import { dayOf, type Day } from '#calendar';

/** The days of a dated part of a fact, as an entry has them. */
export const daysOf = ({ from, to }: { from: string; to: string | null }): { d: Day; to: Day | null } => ({
  d: dayOf(from),
  to: to === null ? null : dayOf(to),
});
