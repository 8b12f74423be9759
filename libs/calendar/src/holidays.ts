/**
 * Public holidays by Bộ luật Lao động 2019 (45/2019/QH14), art. 112: New Year 1 day, Tết 5, the Hùng Kings' day (10/3 of
 * the lunar calendar) 1, 30 April 1, 1 May 1, National Day 2 (2 September and the day before or after). Which five days of
 * Tết and which second day of National Day is announced each year. To 2026 as announced; from 2027 on as announced in the
 * last years in which Tết began on that weekday: replace them when they are known.
 */
export const FIXED_HOLIDAYS = ['01-01', '04-30', '05-01', '09-02'] as const;

/** Days off for Tết. */
export const TET_DAYS = 5;

/** By year: first of the five days of Tết, the Hùng Kings' day, second day of National Day (by law since 2021). */
export const MOVING_HOLIDAYS: Readonly<
  Record<number, { tetFrom: string; hungKings: string; nationalDaySecond: string | null }>
> = {
  2019: { tetFrom: '2019-02-04', hungKings: '2019-04-14', nationalDaySecond: null },
  2020: { tetFrom: '2020-01-23', hungKings: '2020-04-02', nationalDaySecond: null },
  2021: { tetFrom: '2021-02-10', hungKings: '2021-04-21', nationalDaySecond: '2021-09-03' },
  2022: { tetFrom: '2022-01-31', hungKings: '2022-04-10', nationalDaySecond: '2022-09-01' },
  2023: { tetFrom: '2023-01-20', hungKings: '2023-04-29', nationalDaySecond: '2023-09-01' },
  2024: { tetFrom: '2024-02-08', hungKings: '2024-04-18', nationalDaySecond: '2024-09-03' },
  2025: { tetFrom: '2025-01-27', hungKings: '2025-04-07', nationalDaySecond: '2025-09-01' },
  2026: { tetFrom: '2026-02-16', hungKings: '2026-04-26', nationalDaySecond: '2026-09-01' },
  2027: { tetFrom: '2027-02-04', hungKings: '2027-04-16', nationalDaySecond: '2027-09-03' },
  2028: { tetFrom: '2028-01-24', hungKings: '2028-04-04', nationalDaySecond: '2028-09-01' },
  2029: { tetFrom: '2029-02-12', hungKings: '2029-04-23', nationalDaySecond: '2029-09-03' },
  2030: { tetFrom: '2030-01-31', hungKings: '2030-04-12', nationalDaySecond: '2030-09-03' },
};
