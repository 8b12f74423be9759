/** Whole days since 1970-01-01, counted on local dates of Asia/Ho_Chi_Minh. Never an instant. */
export type Day = number;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MILLIS_OF_DAY = 86_400_000;
/**
 * Asia/Ho_Chi_Minh is UTC+7 without daylight saving for every date from 1975-06-13 on. Before, it was UTC+8 (1960 to
 * 1975) and changed several times earlier; `localDayOf` counts those instants at UTC+7 too. Nobody logs the instants
 * of such meetings, and at worst the last hour of a day would fall on the day before. Dates given as dates are exact
 * for all years, as they need no zone.
 */
const LOCAL_OFFSET_MILLIS = 7 * 3_600_000;

/** Days from 1970-01-01 to a date of the Gregorian calendar, which is extended to all years (H. Hinnant's formula). */
export function dayFromCivil(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Year, month (1–12) and day of the month of a day: the inverse of `dayFromCivil`. */
export function civilFromDay(value: Day): { year: number; month: number; day: number } {
  const shifted = value + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** Few dates are read again and again (a tree has millions of stretches): reading one costs a hundred times a look. */
const READ_BEFORE = new Map<string, Day>();
const MOST_REMEMBERED = 10_000;

/**
 * The day of a local date, `2026-07-01`.
 * @throws RangeError on anything that is no date, such as `2026-02-30` or `2026-7-1`
 */
export function dayOf(date: string): Day {
  const known = READ_BEFORE.get(date);
  if (known !== undefined) return known;
  const day = readDay(date);
  if (READ_BEFORE.size >= MOST_REMEMBERED) READ_BEFORE.clear();
  READ_BEFORE.set(date, day);
  return day;
}

function readDay(date: string): Day {
  const [, year, month, day] = DATE.exec(date) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined && year !== '0000') {
    const value = dayFromCivil(Number(year), Number(month), Number(day));
    // A date that does not exist comes back as another one.
    if (dateOf(value) === date) return value;
  }
  throw new RangeError('not a date of the calendar');
}

/**
 * The local date of a day, `2026-07-01`.
 * @throws RangeError when the value is no whole number (an open end, say)
 */
export function dateOf(day: Day): string {
  if (!Number.isSafeInteger(day)) throw new RangeError('not a day');
  const civil = civilFromDay(day);
  return `${pad(civil.year, 4)}-${pad(civil.month, 2)}-${pad(civil.day, 2)}`;
}

/** The Gregorian month a day lies in, `2026-07`: the month of its cell, whatever calendar is asked for. */
export const monthOf = (day: Day): string => dateOf(day).slice(0, 7);

/** The day of the month in two digits, `05`: the key of a day inside a cell. */
export const dayOfMonth = (day: Day): string => dateOf(day).slice(8, 10);

/** Monday 0 … Sunday 6. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7;

/** The local day (UTC+7, see above) of an instant, given as a Date or as milliseconds since 1970, whatever the machine's zone. */
export function localDayOf(instant: Date | number): Day {
  const millis = typeof instant === 'number' ? instant : instant.getTime();
  if (!Number.isFinite(millis)) throw new RangeError('not an instant');
  return Math.floor((millis + LOCAL_OFFSET_MILLIS) / MILLIS_OF_DAY);
}

/** The month after (1) or before (−1) one, `2026-07`. */
export function monthBeside(month: string, step: 1 | -1): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const months = year * 12 + number - 1 + step;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** An instant as people here read it, on the clock of Asia/Ho_Chi_Minh: `2026-07-01T19:30:00.000+07:00`. */
export const localInstant = (instant: Date): string =>
  new Date(instant.getTime() + LOCAL_OFFSET_MILLIS).toISOString().replace('Z', '+07:00');
