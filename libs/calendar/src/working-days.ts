import { civilFromDay, dateOf, dayOf, weekdayOf, type Day } from './day.js';
import { FIXED_HOLIDAYS, MOVING_HOLIDAYS, TET_DAYS } from './holidays.js';

const SATURDAY = 5;
const isWeekend = (day: Day): boolean => weekdayOf(day) >= SATURDAY;

/** Days off by year, weekends that are no holiday left out; made when first asked for. */
const offByYear = new Map<number, ReadonlySet<Day>>();

/**
 * Holidays of a year with the days taken in place of those on a weekend: the next working day (Bộ luật Lao động 2019, art.
 * 111.3). Of a year that is not in the table only the fixed ones are known.
 */
function daysOff(year: number): ReadonlySet<Day> {
  const known = offByYear.get(year);
  if (known) return known;
  const holidays = FIXED_HOLIDAYS.map((date) => dayOf(`${String(year).padStart(4, '0')}-${date}`));
  const moving = MOVING_HOLIDAYS[year];
  if (moving) {
    const tet = dayOf(moving.tetFrom);
    for (let at = 0; at < TET_DAYS; at++) holidays.push(tet + at);
    holidays.push(dayOf(moving.hungKings));
    if (moving.nationalDaySecond) holidays.push(dayOf(moving.nationalDaySecond));
  }
  const off = new Set(holidays);
  for (const holiday of holidays.filter(isWeekend).sort((a, b) => a - b)) {
    let instead = holiday + 1;
    while (isWeekend(instead) || off.has(instead)) instead++;
    off.add(instead);
  }
  offByYear.set(year, off);
  return off;
}

/** Monday to Friday and no public holiday of Viet Nam. */
export const isWorkingDay = (day: Day): boolean => !isWeekend(day) && !daysOff(civilFromDay(day).year).has(day);

/** The last day of a term of so many working days; the day it counts from is not one of them. */
export function addWorkingDays(day: Day, count: number): Day {
  let last = day;
  for (let left = count; left > 0;) {
    last++;
    if (isWorkingDay(last)) left--;
  }
  return last;
}

/** The same day so many months later, or the last one of that month: 31 January and a month is 28 February. */
export function addMonths(day: Day, months: number): Day {
  const civil = civilFromDay(day);
  const index = civil.year * 12 + civil.month - 1 + months;
  const month = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
  for (let date = civil.day; ; date--) {
    const found = existing(`${month}-${String(date).padStart(2, '0')}`);
    if (found !== undefined) return found;
  }
}

function existing(date: string): Day | undefined {
  try {
    return dayOf(date);
  } catch {
    return undefined;
  }
}

/** Whole months between two dates by month alone, as ages are counted "theo tháng". */
export function monthsBetween(from: string, to: string): number {
  const [one, other] = [civilFromDay(dayOf(from)), civilFromDay(dayOf(to))];
  return (other.year - one.year) * 12 + other.month - one.month;
}

/** The local date so many days later. */
export const dateAfter = (date: string, days: number): string => dateOf(dayOf(date) + days);
