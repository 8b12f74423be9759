import { dateOf, dayOf } from './day.js';
import { MOVING_HOLIDAYS, TET_DAYS } from './holidays.js';
import { addMonths, addWorkingDays, isWorkingDay, monthsBetween } from './working-days.js';

/** Month and day of the lunar calendar as China reckons it, by ICU: an independent source. */
const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
const lunarOf = (date: string): string => lunar.format(new Date(`${date}T12:00:00Z`));
/** New moon of 6 February 2027 at 22:56 in Ha Noi, minutes before midnight in Beijing: ICU has it a day later. */
const LATER_BY_ICU: Readonly<Record<string, number>> = { 2027: 1 };

describe('public holidays', () => {
  it.each(Object.entries(MOVING_HOLIDAYS))('of %s are on their days of the lunar calendar', (year, days) => {
    const tet = Array.from({ length: TET_DAYS }, (_, at) => dateOf(dayOf(days.tetFrom) + at));
    // The announced five days hold the last one or two of the old year and the first three or four of the new.
    const byIcu = tet.findIndex((date) => lunarOf(date) === '1/1');
    const firstOfYear = byIcu - (LATER_BY_ICU[year] ?? 0);
    expect([1, 2]).toContain(firstOfYear);
    expect(lunarOf(days.hungKings)).toBe('3/10');
  });

  it('move to the next working day from a weekend', () => {
    // 2023: Hùng Kings on Saturday 29 April, 30 April on Sunday, 1 May on Monday, then two days in place of them.
    const off = ['2023-04-29', '2023-04-30', '2023-05-01', '2023-05-02', '2023-05-03'];
    expect(off.map((date) => isWorkingDay(dayOf(date)))).toEqual([false, false, false, false, false]);
    expect(isWorkingDay(dayOf('2023-05-04'))).toBe(true);
    expect(isWorkingDay(dayOf('2023-04-28'))).toBe(true);
  });

  it('are the fixed ones alone in years without a table', () => {
    expect(isWorkingDay(dayOf('2018-01-01'))).toBe(false);
    expect(isWorkingDay(dayOf('2018-02-16'))).toBe(true); // Tết
  });
});

describe('working days', () => {
  it.each([
    ['2026-07-01', 1, '2026-07-02'],
    ['2026-07-03', 1, '2026-07-06'],
    ['2026-07-01', 0, '2026-07-01'],
    ['2025-08-29', 1, '2025-09-03'],
    ['2026-02-13', 1, '2026-02-23'],
    ['2026-06-01', 30, '2026-07-13'],
    ['2025-03-03', 90, '2025-07-10'],
  ])('from %s, %i later: %s', (from, count, last) => {
    expect(dateOf(addWorkingDays(dayOf(from), count))).toBe(last);
  });
});

describe('months', () => {
  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-06-15', 12, '2026-06-15'],
    ['2025-12-31', 2, '2026-02-28'],
  ])('%s and %i months is %s', (from, months, to) => expect(dateOf(addMonths(dayOf(from), months))).toBe(to));

  it('count by month alone', () => {
    expect(monthsBetween('2008-07-31', '2026-07-01')).toBe(18 * 12);
    expect(monthsBetween('2008-08-01', '2026-07-31')).toBe(18 * 12 - 1);
  });
});
