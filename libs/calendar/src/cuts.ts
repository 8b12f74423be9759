import { hasKind, type CutKind, type RuledCalendar } from './calendars.js';
import { dayFromCivil, weekdayOf, type Day } from './day.js';

/** Months of a year that make up a period: from the `first` one (0 is month 1) so many, called by the year and a suffix. */
export type Cut = { kind: CutKind; suffix: string; first: number; length: number };

export const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

const equal = (kind: CutKind, length: number, suffixOf: (number: number) => string): Cut[] =>
  Array.from({ length: 12 / length }, (_, at) => ({ kind, suffix: suffixOf(at + 1), first: at * length, length }));

const MONTHS = equal('month', 1, (number) => `-${padded(number, 2)}`);
const NINE_MONTHS: Cut = { kind: 'nine-months', suffix: '-9M', first: 0, length: 9 };
const YEAR: Cut = { kind: 'year', suffix: '', first: 0, length: 12 };

const TILES: readonly Cut[] = [
  ...MONTHS,
  ...equal('quarter', 3, (number) => `-Q${number}`),
  ...equal('half', 6, (number) => `-H${number}`),
  NINE_MONTHS,
  YEAR,
];
const CUMULATIVE: readonly Cut[] = [
  ...MONTHS,
  { kind: 'quarter', suffix: '-Q1', first: 0, length: 3 },
  { kind: 'half', suffix: '-6M', first: 0, length: 6 },
  NINE_MONTHS,
  YEAR,
];

/** What a calendar makes of the months of any year, in order of kind and time. */
export const cutsOf = (calendar: RuledCalendar): Cut[] =>
  (calendar.cumulative ? CUMULATIVE : TILES).filter(({ kind }) => hasKind(calendar, kind));

/** First day of a month counted from year 0 (year × 12 + month − 1), in a calendar. */
export function monthStart(index: number, { monthFrom }: RuledCalendar): Day {
  const civilMonth = monthFrom === 1 ? index : index - 1;
  return dayFromCivil(Math.floor(civilMonth / 12), (((civilMonth % 12) + 12) % 12) + 1, monthFrom);
}

/** First day of the week a day lies in. */
export const weekStart = (day: Day, { weekFrom }: RuledCalendar): Day => day - ((weekdayOf(day) + 8 - weekFrom) % 7);

/** First day of week 1: the week with 4 January in it, as ISO 8601 has it, is the first with most of its days in the year. */
export const weekYearStart = (year: number, calendar: RuledCalendar): Day =>
  weekStart(dayFromCivil(year, 1, 4), calendar);
