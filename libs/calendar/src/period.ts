import { GREGORIAN } from './built-in.js';
import { hasKind, type Calendar, type ListedPeriod, type PeriodKind, type RuledCalendar } from './calendars.js';
import { cutsOf, monthStart, weekYearStart } from './cuts.js';
import { civilFromDay, dateOf, dayFromCivil, dayOf, type Day } from './day.js';

/** A named range of days, half open: [from, to). */
export type Period = { id: string; from: Day; to: Day };

/** The longest range that can be asked for. */
export const LONGEST_PERIOD_YEARS = 10;
/** Years a period may lie in; figures outside them would be typing mistakes. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2999;

/**
 * `period-malformed`: no form of a period; `period-impossible`: a form, but no such period; `period-kind-not-in-calendar`:
 * the calendar has no such kind; `period-too-long`: a range over 10 years.
 */
export type PeriodFault = 'period-malformed' | 'period-impossible' | 'period-kind-not-in-calendar' | 'period-too-long';

/** Why a text names no period. */
export class PeriodError extends Error {
  constructor(readonly code: PeriodFault) {
    super(code);
    this.name = 'PeriodError';
  }
}

const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const FORMS: { kind: PeriodKind; form: RegExp }[] = [
  { kind: 'day', form: new RegExp(`^${DATE}$`) },
  { kind: 'range', form: new RegExp(`^${DATE}/${DATE}$`) },
  { kind: 'week', form: /^\d{4}-W\d{2}$/ },
  { kind: 'month', form: /^\d{4}-\d{2}$/ },
  { kind: 'quarter', form: /^\d{4}-Q\d$/ },
  { kind: 'half', form: /^\d{4}-(H\d|6M)$/ },
  { kind: 'nine-months', form: /^\d{4}-9M$/ },
  { kind: 'year', form: /^\d{4}$/ },
];
/** Ids that a list may give its periods. */
export const LISTED_ID = /^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/;

const impossible = (): never => {
  throw new PeriodError('period-impossible');
};

/** Which kind of period a text is written as, whatever the calendar; undefined when it has no form of a period. */
const kindOfForm = (text: string): PeriodKind | undefined => FORMS.find(({ form }) => form.test(text))?.kind;

function dayOrImpossible(date: string): Day {
  try {
    return dayOf(date);
  } catch (error) {
    if (error instanceof RangeError) return impossible();
    throw error;
  }
}

function range(id: string): Period {
  const [first = '', last = first] = id.split('/');
  const from = dayOrImpossible(first);
  const to = dayOrImpossible(last) + 1;
  if (to <= from) return impossible();
  const start = civilFromDay(from);
  if (to > dayFromCivil(start.year + LONGEST_PERIOD_YEARS, start.month, start.day)) {
    throw new PeriodError('period-too-long');
  }
  return { id, from, to };
}

function week(id: string, year: number, calendar: RuledCalendar): Period {
  const number = Number(id.slice(6));
  const from = weekYearStart(year, calendar) + (number - 1) * 7;
  if (number < 1 || from >= weekYearStart(year + 1, calendar)) return impossible();
  return { id, from, to: from + 7 };
}

function ruled(id: string, kind: PeriodKind, calendar: RuledCalendar): Period {
  if (!hasKind(calendar, kind)) throw new PeriodError('period-kind-not-in-calendar');
  const year = Number(id.slice(0, 4));
  if (kind === 'week') return week(id, year, calendar);
  const { first, length } = cutsOf(calendar).find(({ suffix }) => suffix === id.slice(4)) ?? impossible();
  const month = year * 12 + first;
  return { id, from: monthStart(month, calendar), to: monthStart(month + length, calendar) };
}

/** A period of a list as days. */
export const listedPeriod = ({ id, from, through }: ListedPeriod): Period => ({
  id,
  from: dayOf(from),
  to: dayOf(through) + 1,
});

function build(text: string, calendar: Calendar): Period {
  const kind = kindOfForm(text);
  if (kind === 'day' || kind === 'range') return range(text);
  if (calendar.form === 'rule') {
    if (kind) return ruled(text, kind, calendar);
  } else {
    const found = calendar.periods.find(({ id }) => id === text);
    if (found) return listedPeriod(found);
    if (kind || LISTED_ID.test(text)) return impossible();
  }
  throw new PeriodError('period-malformed');
}

/** The kind of the period that a text names in a calendar; undefined when it has no form of a period there. */
export function periodKind(text: string, calendar: Calendar = GREGORIAN): string | undefined {
  const kind = kindOfForm(text);
  if (calendar.form === 'rule' || kind === 'day' || kind === 'range') return kind;
  return calendar.periods.find(({ id }) => id === text)?.kind;
}

/**
 * The period a text names: a day `2026-07-01` or a range `2026-06-15/2026-07-14` (both days included) in every calendar;
 * `2026-W27`, `2026-07`, `2026-Q3`, `2026-H2` (or, in a cumulative calendar, `2026-6M`), `2026-9M`, `2026` where the
 * calendar has that kind, cut by its rule; or an id of its list. Its id is the text.
 * @throws PeriodError
 */
export function parsePeriod(text: string, calendar: Calendar = GREGORIAN): Period {
  const period = build(text, calendar);
  const outside = [period.from, period.to - 1].some((day) => {
    const { year } = civilFromDay(day);
    return year < FIRST_YEAR || year > LAST_YEAR;
  });
  return outside ? impossible() : period;
}

/** The text of a range of days [from, to), with its last day included: `2026-06-15/2026-07-14`. */
export const rangeId = (from: Day, to: Day): string => `${dateOf(from)}/${dateOf(to - 1)}`;
