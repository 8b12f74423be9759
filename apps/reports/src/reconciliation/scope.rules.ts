import { dayOf, monthBeside, type Day } from '#calendar';
import { refused } from '#contracts';
import type { Scope } from './reconciliation.schema.js';

/** Days, and the months a source is asked for; no months: all. */
export type Days = { from: Day; to: Day; months: { from?: string; to?: string } };

const firstDay = (year: number): Day => dayOf(`${year}-01-01`);

/** Whole years: the net change of a year is in its months, and a fact may count in months beside the one it is of. */
export function wholeYears({ from, to }: Pick<Scope, 'from' | 'to'>): Days {
  const first = from === null ? null : Number(from.slice(0, 4));
  // The first month that is not asked for.
  const last = to === null ? null : Number(to.slice(0, 4)) + (to.endsWith('-01') ? 0 : 1);
  return {
    from: first === null ? -Infinity : firstDay(first),
    to: last === null ? Infinity : firstDay(last),
    months: { ...(first !== null && { from: `${first}-01` }), ...(last !== null && { to: `${last}-01` }) },
  };
}

/** A scope as it is asked for, months both included. @throws Refusal months-reversed (422) */
export function scopeOf(asked: { unitId?: string; fromMonth?: string; toMonth?: string }): Scope {
  const { unitId = null, fromMonth: from = null, toMonth = null } = asked;
  if (from !== null && toMonth !== null && toMonth < from) throw refused('months-reversed', 'toMonth');
  return { unitId, from, to: toMonth === null ? null : monthBeside(toMonth, 1) };
}

/** Every year of the days that is known to hold something. */
export const yearSlices = (years: Iterable<number>, { from, to }: { from: Day; to: Day }): { from: Day; to: Day }[] =>
  [...new Set(years)]
    .sort((a, b) => a - b)
    .map((year) => ({ from: firstDay(year), to: firstDay(year + 1) }))
    .filter((year) => year.from < to && year.to > from);
