import { dateOf, dayFromCivil } from '#calendar';

/** Months counted from year 0. */
const indexOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthAt = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;

/** How many months a range has, both ends included; below 1 when it is reversed. */
export const monthsIn = (from: string, to: string): number => indexOf(to) - indexOf(from) + 1;

/** Every `every`th month of a range, the first one first. */
export function monthsDue(from: string, to: string, every: number): string[] {
  const months: string[] = [];
  for (let at = indexOf(from); at <= indexOf(to); at += every) months.push(monthAt(at));
  return months;
}

/** Local date of the last day of a month. */
export function lastDayOf(month: string): string {
  const next = monthAt(indexOf(month) + 1);
  return dateOf(dayFromCivil(Number(next.slice(0, 4)), Number(next.slice(5, 7)), 1) - 1);
}
