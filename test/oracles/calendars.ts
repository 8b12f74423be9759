// Periods of the other calendars as first and last day, both included, told from their words alone.
import { addDays, daysBetween, lastDayOfMonthBefore } from './periods.js';

export type OtherPeriod = { calendar: string; period: string; from: string; to: string };

const two = (number: number): string => String(number).padStart(2, '0');

/** The month that a date counts to where each begins on a day of the month before. */
function monthOf(date: string, firstDay: number): { year: number; month: number } {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  if (day < firstDay) return { year, month };
  return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
}

const firstOf = (year: number, month: number, firstDay: number): string =>
  `${lastDayOfMonthBefore(`${year}-${two(month)}`).slice(0, 7)}-${two(firstDay)}`;

const span = (year: number, months: [number, number], firstDay: number) => ({
  from: firstOf(year, months[0], firstDay),
  to: `${year}-${two(months[1])}-${two(firstDay - 1)}`,
});

/** Decree 09: the 15th of the month before to the 14th. */
function decree(date: string): OtherPeriod[] {
  const { year, month } = monthOf(date, 15);
  const quarter = Math.ceil(month / 3);
  const half = Math.ceil(month / 6);
  const ids: [string, [number, number]][] = [
    [`-${two(month)}`, [month, month]],
    [`-Q${quarter}`, [quarter * 3 - 2, quarter * 3]],
    [`-H${half}`, [half * 6 - 5, half * 6]],
    ['-9M', [1, 9]],
    ['', [1, 12]],
  ];
  return ids.map(([id, months]) => ({ calendar: 'nd09', period: `${year}${id}`, ...span(year, months, 15) }));
}

/** Inspection: cut off on the 10th, counted from the start of the year. */
function inspection(date: string): OtherPeriod[] {
  const { year, month } = monthOf(date, 11);
  const ids: [string, [number, number]][] = [
    [`-${two(month)}`, [month, month]],
    ['-Q1', [1, 3]],
    ['-6M', [1, 6]],
    ['-9M', [1, 9]],
    ['', [1, 12]],
  ];
  return ids.map(([id, months]) => ({ calendar: 'inspection', period: `${year}${id}`, ...span(year, months, 11) }));
}

const friday = (date: string): string => {
  let day = date;
  while (new Date(`${day}T00:00:00Z`).getUTCDay() !== 5) day = addDays(day, -1);
  return day;
};

/** The office's week, Friday to Thursday, in the year that has its Monday; the first is that with 4 January in it. */
export function officeWeek(date: string): OtherPeriod {
  const from = friday(date);
  const year = addDays(from, 3).slice(0, 4);
  const number = daysBetween(friday(`${year}-01-04`), from) / 7 + 1;
  return { calendar: 'office-week', period: `${year}-W${two(number)}`, from, to: addDays(from, 6) };
}

/** The periods of other calendars that a date lies in, or that are of its year. */
export const otherPeriods = (date: string): OtherPeriod[] => [...decree(date), ...inspection(date), officeWeek(date)];
