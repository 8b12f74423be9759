import { refused } from '#contracts';

/** The Party was founded on 3 February 1930: nothing is older. */
const FIRST_DATE = '1930-02-03';

/** @throws Refusal date-too-early, date-in-future (422) */
export function requirePast(date: string, field: string, today: string): void {
  if (date < FIRST_DATE) throw refused('date-too-early', field);
  if (date > today) throw refused('date-in-future', field);
}
