import { otherPeriods, officeWeek } from './calendars.js';

const told = (date: string) =>
  otherPeriods(date).map(({ calendar, period, from, to }) => `${calendar} ${period} ${from} ${to}`);

describe('periods of other calendars in the oracle', () => {
  it('are as DOMAIN.md tells them', () => {
    expect(told('2026-01-14')).toEqual(
      expect.arrayContaining([
        'nd09 2026-01 2025-12-15 2026-01-14',
        'nd09 2026-Q1 2025-12-15 2026-03-14',
        'nd09 2026-H1 2025-12-15 2026-06-14',
        'nd09 2026-9M 2025-12-15 2026-09-14',
        'nd09 2026 2025-12-15 2026-12-14',
        'inspection 2026-02 2026-01-11 2026-02-10',
        'inspection 2026-6M 2025-12-11 2026-06-10',
        'office-week 2026-W02 2026-01-09 2026-01-15',
      ]),
    );
    expect(told('2025-12-31')).toEqual(
      expect.arrayContaining(['nd09 2026-01 2025-12-15 2026-01-14', 'inspection 2026-01 2025-12-11 2026-01-10']),
    );
    expect(told('2026-07-20')).toContain('nd09 2026-Q3 2026-06-15 2026-09-14');
  });

  it.each([
    ['2026-01-01', '2025-W52'],
    ['2026-01-02', '2026-W01'],
    ['2030-01-03', '2029-W53'],
  ])('%s lies in the office week %s', (date, week) => expect(officeWeek(date).period).toBe(week));
});
