import { GREGORIAN, type Calendar, type PeriodKind } from './calendars.js';
import { civilFromDay, dateOf, weekdayOf, type Day } from './day.js';
import { isoYearStart, monthStart, type Period } from './period.js';

/** Steps of a series. */
export const SERIES = ['day', 'week', 'month'] as const;
export type SeriesStep = (typeof SERIES)[number];

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

function weekAround(day: Day): Period {
  const from = day - weekdayOf(day);
  const { year } = civilFromDay(from + 3); // its Thursday says which year an ISO week belongs to
  const number = (from - isoYearStart(year)) / 7 + 1;
  return { id: `${pad(year, 4)}-W${pad(number, 2)}`, from, to: from + 7 };
}

function monthAround(day: Day, calendar: Calendar): Period {
  const civil = civilFromDay(day);
  const next = calendar.monthFrom > 1 && civil.day >= calendar.monthFrom ? 1 : 0;
  const index = civil.year * 12 + civil.month - 1 + next;
  return {
    id: `${pad(Math.floor(index / 12), 4)}-${pad((index % 12) + 1, 2)}`,
    from: monthStart(index, calendar),
    to: monthStart(index + 1, calendar),
  };
}

/** The day, ISO week or month of a calendar that a day lies in, whole. */
export function periodAround(day: Day, step: SeriesStep, calendar: Calendar = GREGORIAN): Period {
  if (step === 'day') return { id: dateOf(day), from: day, to: day + 1 };
  return step === 'week' ? weekAround(day) : monthAround(day, calendar);
}

/** Kinds of period that tile all days, so that every one has a next. */
export const TILING_KINDS = ['day', 'week', 'month', 'quarter', 'half', 'year'] as const satisfies PeriodKind[];
export type TilingKind = (typeof TILING_KINDS)[number];

/** Months of the longer kinds, and the letter of their numbers in a year. */
const LONGER = {
  quarter: { length: 3, letter: '-Q' },
  half: { length: 6, letter: '-H' },
  year: { length: 12 },
} as const;

/** The period of a kind that a day lies in, whole. */
export function periodContaining(day: Day, kind: TilingKind, calendar: Calendar = GREGORIAN): Period {
  if (kind === 'day' || kind === 'week' || kind === 'month') return periodAround(day, kind, calendar);
  const { length } = LONGER[kind];
  const [year = 0, month = 1] = monthAround(day, calendar).id.split('-').map(Number);
  const number = Math.floor((month - 1) / length);
  const first = year * 12 + number * length;
  const name = kind === 'year' ? '' : `${LONGER[kind].letter}${number + 1}`;
  return {
    id: `${pad(year, 4)}${name}`,
    from: monthStart(first, calendar),
    to: monthStart(first + length, calendar),
  };
}

/** The period of the same kind that follows without a gap. */
export const nextPeriod = (period: Period, kind: TilingKind, calendar: Calendar = GREGORIAN): Period =>
  periodContaining(period.to, kind, calendar);

/**
 * The steps that make up a period, in order, without gap or overlap. The first and last are clipped to the period
 * and keep the id of the whole week or month they are part of, so a clipped step is told by its days.
 */
export function splitPeriod(period: Period, by: SeriesStep, calendar: Calendar = GREGORIAN): Period[] {
  const steps: Period[] = [];
  for (let day = period.from; day < period.to;) {
    const whole = periodAround(day, by, calendar);
    const to = Math.min(whole.to, period.to);
    steps.push({ id: whole.id, from: day, to });
    day = to;
  }
  return steps;
}
