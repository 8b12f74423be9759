import { addDays, daysBetween, rangeOf, weekOf } from './periods.js';

describe('periods of the oracle', () => {
  it.each([
    ['2020-12-31', '2020-W53'],
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2026-01-01', '2026-W01'],
    ['2024-12-30', '2025-W01'],
  ])('%s lies in %s', (date, week) => expect(weekOf(date)).toBe(week));

  it.each([
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2026-Q4', '2026-10-01', '2026-12-31'],
    ['2026-H1', '2026-01-01', '2026-06-30'],
    ['2026-9M', '2026-01-01', '2026-09-30'],
    ['2026', '2026-01-01', '2026-12-31'],
    ['2020-W53', '2020-12-28', '2021-01-03'],
    ['2026-06-15/2026-07-14', '2026-06-15', '2026-07-14'],
    ['2026-03-01', '2026-03-01', '2026-03-01'],
  ])('%s is %s to %s', (period, from, to) => expect(rangeOf(period)).toEqual({ from, to }));

  it('gives each week the days that name it', () => {
    for (let date = '2019-12-25'; date < '2027-01-10'; date = addDays(date, 1)) {
      const { from, to } = rangeOf(weekOf(date));
      expect(daysBetween(from, to)).toBe(6);
      expect(from <= date && date <= to).toBe(true);
    }
  });
});
