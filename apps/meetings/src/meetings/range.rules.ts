import { dayOf, type Day } from '#calendar';
import { refused } from '#contracts';

/** Longest range of dates of one list: ten years, of which at most three are leap years. */
export const MAX_DAYS = 10 * 365 + 3;
/** Meetings can be planned this far ahead. */
const AHEAD_DAYS = 366;
const FIRST_DAY = dayOf('1930-01-01');

/** Days [from, to). */
export type Days = { from: Day; to: Day };

/**
 * The days a list covers. `from` and `to` are local dates, both included; what is left out is ten years away from the
 * other, or the last ten years up to a year from today.
 * @throws Refusal range-reversed, range-too-long (422)
 */
export function rangeOf(from: string | undefined, to: string | undefined, today: Day): Days {
  const first = from === undefined ? undefined : dayOf(from);
  const end = to === undefined ? undefined : dayOf(to) + 1;
  const until = end ?? (first === undefined ? today + AHEAD_DAYS + 1 : first + MAX_DAYS);
  const since = first ?? Math.max(FIRST_DAY, until - MAX_DAYS);
  if (since >= until) throw refused('range-reversed', 'to');
  if (until - since > MAX_DAYS) throw refused('range-too-long', 'to');
  return { from: since, to: until };
}
