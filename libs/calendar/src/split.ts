import { GREGORIAN } from './built-in.js';
import { hasKind, type Calendar, type RuledCalendar } from './calendars.js';
import { cutsOf, monthStart, padded, weekStart, weekYearStart } from './cuts.js';
import { civilFromDay, dateOf, type Day } from './day.js';
import { listedPeriod, PeriodError, type Period } from './period.js';

/** Steps of a series. */
export const SERIES = ['day', 'week', 'month'] as const;
export type SeriesStep = (typeof SERIES)[number];

function weekAround(day: Day, calendar: RuledCalendar): Period {
  const from = weekStart(day, calendar);
  const { year } = civilFromDay(from + 3); // its 4th day says which year a week belongs to
  const number = (from - weekYearStart(year, calendar)) / 7 + 1;
  return { id: `${padded(year, 4)}-W${padded(number, 2)}`, from, to: from + 7 };
}

function monthAround(day: Day, calendar: RuledCalendar): Period {
  const civil = civilFromDay(day);
  const next = calendar.monthFrom > 1 && civil.day >= calendar.monthFrom ? 1 : 0;
  const index = civil.year * 12 + civil.month - 1 + next;
  return {
    id: `${padded(Math.floor(index / 12), 4)}-${padded((index % 12) + 1, 2)}`,
    from: monthStart(index, calendar),
    to: monthStart(index + 1, calendar),
  };
}

/**
 * The day, week or month of a calendar that a day lies in, whole.
 * @throws PeriodError `period-kind-not-in-calendar` when the calendar has no weeks or months
 */
export function periodAround(day: Day, step: SeriesStep, calendar: Calendar = GREGORIAN): Period {
  if (step === 'day') return { id: dateOf(day), from: day, to: day + 1 };
  if (calendar.form !== 'rule' || !hasKind(calendar, step)) throw new PeriodError('period-kind-not-in-calendar');
  return step === 'week' ? weekAround(day, calendar) : monthAround(day, calendar);
}

/** A period of a calendar with its kind. */
export type KindOfPeriod = Period & { kind: string };

function ruledOf(calendar: RuledCalendar, year: number): KindOfPeriod[] {
  const cuts = cutsOf(calendar).map(({ kind, suffix, first, length }) => {
    const month = year * 12 + first;
    const [from, to] = [monthStart(month, calendar), monthStart(month + length, calendar)];
    return { id: padded(year, 4) + suffix, kind, from, to };
  });
  if (!hasKind(calendar, 'week')) return cuts;
  const weeks: KindOfPeriod[] = [];
  for (let day = weekYearStart(year, calendar); day < weekYearStart(year + 1, calendar); day += 7)
    weeks.push({ ...weekAround(day, calendar), kind: 'week' });
  return [...weeks, ...cuts];
}

/** Every period that a calendar counts to a year, days left out; of a list those with a day in it. */
export function periodsOfYear(calendar: Calendar, year: number): KindOfPeriod[] {
  if (calendar.form === 'rule') return ruledOf(calendar, year);
  return calendar.periods
    .filter(({ from, through }) => from <= `${padded(year, 4)}-12-31` && through >= `${padded(year, 4)}-01-01`)
    .map((listed) => ({ ...listedPeriod(listed), kind: listed.kind }));
}

function nextListed({ from }: Period, kind: string, calendar: Calendar): Period | null {
  const listed = calendar.form === 'list' ? calendar.periods.filter((period) => period.kind === kind) : [];
  const later = listed.map(listedPeriod).filter((period) => period.from > from);
  return later.sort((a, b) => a.from - b.from)[0] ?? null;
}

/**
 * The period of the same kind that follows: without a gap where its kind tiles all days, the next year's where there is
 * one a year (six months of a cumulative calendar, nine months); of a list the next one listed, null after the last.
 */
export function nextPeriod(period: Period, kind: string, calendar: Calendar = GREGORIAN): Period | null {
  if (kind === 'day') return periodAround(period.to, 'day');
  if (calendar.form === 'list') return nextListed(period, kind, calendar);
  if (kind === 'week') return weekAround(period.to, calendar);
  const year = Number(period.id.slice(0, 4));
  const following = [year, year + 1].flatMap((each) => ruledOf(calendar, each)).filter((each) => each.kind === kind);
  const next = following[following.findIndex(({ id }) => id === period.id) + 1];
  return next ? { id: next.id, from: next.from, to: next.to } : null;
}

/**
 * The steps that make up a period, in order, without gap or overlap. The first and last are clipped to the period
 * and keep the id of the whole week or month they are part of, so a clipped step is told by its days.
 * @throws PeriodError `period-kind-not-in-calendar`
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
