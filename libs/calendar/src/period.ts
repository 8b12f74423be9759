import { GREGORIAN, type Calendar, type PeriodKind } from './calendars.js';
import { civilFromDay, dateOf, dayFromCivil, dayOf, type Day } from './day.js';

/** A named range of days, half open: [from, to). */
export type Period = { id: string; from: Day; to: Day };

/** The longest range that can be asked for. */
export const LONGEST_PERIOD_YEARS = 10;
/** Years a period may lie in; figures outside them would be typing mistakes. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2999;

/** `period-malformed`: no form of a period; `period-impossible`: a form, but no such period; `period-too-long`: a range over 10 years. */
export type PeriodFault = 'period-malformed' | 'period-impossible' | 'period-too-long';

/** Why a text names no period. */
export class PeriodError extends Error {
  constructor(readonly code: PeriodFault) {
    super(code);
    this.name = 'PeriodError';
  }
}

const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const FORMS: { kind: PeriodKind; form: RegExp }[] = [
  { kind: 'day', form: new RegExp(`^(${DATE})$`) },
  { kind: 'range', form: new RegExp(`^(${DATE})/(${DATE})$`) },
  { kind: 'week', form: /^(\d{4})-W(\d{2})$/ },
  { kind: 'month', form: /^(\d{4})-(\d{2})$/ },
  { kind: 'quarter', form: /^(\d{4})-Q(\d)$/ },
  { kind: 'half', form: /^(\d{4})-H(\d)$/ },
  { kind: 'nine-months', form: /^(\d{4})-9M$/ },
  { kind: 'year', form: /^(\d{4})$/ },
];

/** Months of each kind: how many, and how many such periods a year has. */
const MONTHS: Partial<Record<PeriodKind, { length: number; perYear: number }>> = {
  month: { length: 1, perYear: 12 },
  quarter: { length: 3, perYear: 4 },
  half: { length: 6, perYear: 2 },
  'nine-months': { length: 9, perYear: 1 },
  year: { length: 12, perYear: 1 },
};

const impossible = (): never => {
  throw new PeriodError('period-impossible');
};

/** First day of a month counted from year 0 (year × 12 + month − 1), in a calendar. */
export function monthStart(index: number, calendar: Calendar): Day {
  const civilMonth = calendar.monthFrom === 1 ? index : index - 1;
  return dayFromCivil(Math.floor(civilMonth / 12), (((civilMonth % 12) + 12) % 12) + 1, calendar.monthFrom);
}

/** Monday of ISO week 1, the week with 4 January in it. */
export function isoYearStart(year: number): Day {
  const fourth = dayFromCivil(year, 1, 4);
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

function dayOrImpossible(date: string): Day {
  try {
    return dayOf(date);
  } catch (error) {
    if (error instanceof RangeError) return impossible();
    throw error;
  }
}

function range(id: string, first: string, last: string): Period {
  const from = dayOrImpossible(first);
  const to = dayOrImpossible(last) + 1;
  if (to <= from) return impossible();
  const start = civilFromDay(from);
  if (to > dayFromCivil(start.year + LONGEST_PERIOD_YEARS, start.month, start.day)) {
    throw new PeriodError('period-too-long');
  }
  return { id, from, to };
}

function week(id: string, year: number, number: number): Period {
  const from = isoYearStart(year) + (number - 1) * 7;
  if (number < 1 || from >= isoYearStart(year + 1)) return impossible();
  return { id, from, to: from + 7 };
}

function months(id: string, kind: PeriodKind, year: number, number: number, calendar: Calendar): Period {
  const { length, perYear } = MONTHS[kind] ?? impossible();
  if (number < 1 || number > perYear) return impossible();
  const first = year * 12 + (number - 1) * length;
  return { id, from: monthStart(first, calendar), to: monthStart(first + length, calendar) };
}

function build(id: string, kind: PeriodKind, a: string, b: string | undefined, calendar: Calendar): Period {
  if (kind === 'day') {
    const from = dayOrImpossible(a);
    return { id, from, to: from + 1 };
  }
  if (kind === 'range') return range(id, a, b ?? '');
  if (kind === 'week') return week(id, Number(a), Number(b));
  return months(id, kind, Number(a), b === undefined ? 1 : Number(b), calendar);
}

/** Which kind of period a text is written as; undefined when it has no form of a period. */
export const periodKind = (text: string): PeriodKind | undefined => FORMS.find(({ form }) => form.test(text))?.kind;

/**
 * The period a text names: `2026-07-01`, `2026-W27`, `2026-07`, `2026-Q3`, `2026-H2`, `2026-9M`, `2026`, or
 * `2026-06-15/2026-07-14` (both days included). Its id is the text. Days, weeks and ranges are the same in every
 * calendar; months and what is made of them are cut by the calendar's rule.
 * @throws PeriodError
 */
export function parsePeriod(text: string, calendar: Calendar = GREGORIAN): Period {
  for (const { kind, form } of FORMS) {
    const match = form.exec(text);
    if (!match?.[1]) continue;
    const period = build(text, kind, match[1], match[2], calendar);
    const outside = [period.from, period.to - 1].some((day) => {
      const { year } = civilFromDay(day);
      return year < FIRST_YEAR || year > LAST_YEAR;
    });
    return outside ? impossible() : period;
  }
  throw new PeriodError('period-malformed');
}

/** The text of a range of days [from, to), with its last day included: `2026-06-15/2026-07-14`. */
export const rangeId = (from: Day, to: Day): string => `${dateOf(from)}/${dateOf(to - 1)}`;
