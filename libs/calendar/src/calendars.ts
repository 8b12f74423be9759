/** Units of time a period can be. Days and ranges are the same in every calendar; a calendar says which others it has. */
export const PERIOD_KINDS = ['day', 'week', 'month', 'quarter', 'half', 'nine-months', 'year', 'range'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** Kinds that a calendar cuts by its rule. A quarter is 3 of its months, a half 6, nine months the first 9, a year 12. */
export const CUT_KINDS = ['week', 'month', 'quarter', 'half', 'nine-months', 'year'] as const satisfies PeriodKind[];
export type CutKind = (typeof CUT_KINDS)[number];

/** What every calendar has. `source` names who issued its rule: a regulation, a plan, an office's own decision. */
type CalendarNames = { code: string; labels: { vi: string; en: string }; source: string };

/** A calendar by a rule: two days and a few words, from which every period of every year follows (DOMAIN.md 5.1, 5.2). */
export type RuledCalendar = CalendarNames & {
  form: 'rule';
  /**
   * The day a month begins on: 1 is the Gregorian month; 15 means that month M runs from the 15th of M−1 to the 14th
   * of M, as Decree 09/2019 has it. At most 28, so that every month has it. Its year begins with its month 1.
   */
  monthFrom: number;
  /** The day a week begins on, Monday 1 … Sunday 7. A week is of the year that holds its 4th day, that is most of it. */
  weekFrom: number;
  /** Whether all that is longer than a month runs from the start of the year: Q1, then 6M, 9M and the year. */
  cumulative: boolean;
  kinds: readonly CutKind[];
};

/** A period of a list: days as local dates, `through` the last one. */
export type ListedPeriod = { id: string; kind: string; from: string; through: string };

/** A calendar whose periods are told one by one, such as terms or the stages of a campaign. */
export type ListedCalendar = CalendarNames & { form: 'list'; periods: readonly ListedPeriod[] };

/** A calendar as data. It is never changed: what was answered by it stays as it was answered. */
export type Calendar = RuledCalendar | ListedCalendar;

/** Whether a calendar has a kind of period; days and ranges are in every one. */
export const hasKind = (calendar: Calendar, kind: string): boolean =>
  kind === 'day' ||
  kind === 'range' ||
  (calendar.form === 'rule'
    ? calendar.kinds.some((own) => own === kind)
    : calendar.periods.some((period) => period.kind === kind));
