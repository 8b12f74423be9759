/** Units of time a calendar can cut. A quarter is 3 of its months, a half 6, nine months the first 9, a year 12. */
export const PERIOD_KINDS = ['day', 'week', 'month', 'quarter', 'half', 'nine-months', 'year', 'range'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/**
 * A calendar as data: the rule that cuts months, from which everything longer follows (DOMAIN.md 5.1, 5.2). Weeks are
 * ISO weeks: no rule on other weeks is known (DOMAIN.md 5.4), so a calendar that needs them adds a field here.
 */
export type Calendar = {
  code: string;
  labels: { vi: string; en: string };
  /**
   * The day a month begins on: 1 is the Gregorian month; 15 means that month M runs from the 15th of M−1 to the 14th
   * of M, as Decree 09/2019 has it. At most 28, so that every month has it.
   */
  monthFrom: number;
};

export const GREGORIAN: Calendar = {
  code: 'gregorian',
  labels: { vi: 'Dương lịch', en: 'Gregorian calendar' },
  monthFrom: 1,
};

/** Every calendar that figures can be asked by. The first is the one taken when none is named. */
export const CALENDARS: readonly Calendar[] = [GREGORIAN];

/** The calendar with a code, or undefined. */
export const calendarByCode = (code: string): Calendar | undefined =>
  CALENDARS.find((calendar) => calendar.code === code);
