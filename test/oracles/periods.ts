// Periods of the Gregorian calendar as first and last day, both included, worked out day by day and without help.

const DAY = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const utc = (date: string): number => Date.parse(`${date}T00:00:00Z`);

export const addDays = (date: string, days: number): string => iso(utc(date) + days * DAY);
export const daysBetween = (from: string, to: string): number => (utc(to) - utc(from)) / DAY;

/** Monday of the ISO week that holds a date. */
const monday = (date: string): string => addDays(date, -((new Date(utc(date)).getUTCDay() + 6) % 7));

/** `2026-W27`: the week belongs to the year that holds its Thursday. */
export function weekOf(date: string): string {
  const thursday = addDays(monday(date), 3);
  const firstThursday = addDays(monday(`${thursday.slice(0, 4)}-01-04`), 3);
  return `${thursday.slice(0, 4)}-W${String(daysBetween(firstThursday, thursday) / 7 + 1).padStart(2, '0')}`;
}

export const monthOf = (date: string): string => date.slice(0, 7);
export const quarterOf = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
export const halfOf = (date: string): string => `${date.slice(0, 4)}-H${Number(date.slice(5, 7)) <= 6 ? 1 : 2}`;

const lastOfMonth = (year: string, month: number): string => iso(Date.UTC(Number(year), month, 0));
const months = (year: string, first: number, last: number) => ({
  from: `${year}-${String(first).padStart(2, '0')}-01`,
  to: lastOfMonth(year, last),
});

/** Last day of the month before one, `2026-01` → `2025-12-31`. */
export const lastDayOfMonthBefore = (month: string): string => addDays(`${month}-01`, -1);

/** First and last day of a period's text. @throws Error on a text it does not know */
export function rangeOf(period: string): { from: string; to: string } {
  const year = period.slice(0, 4);
  const rest = period.slice(5);
  if (period.includes('/')) {
    const [from, to] = period.split('/');
    return { from: from!, to: to! };
  }
  if (/^\d{4}-\d\d-\d\d$/.test(period)) return { from: period, to: period };
  if (/^\d{4}-\d\d$/.test(period)) return months(year, Number(rest), Number(rest));
  if (/^\d{4}$/.test(period)) return months(year, 1, 12);
  if (rest === '9M') return months(year, 1, 9);
  if (rest.startsWith('Q')) return months(year, Number(rest[1]) * 3 - 2, Number(rest[1]) * 3);
  if (rest.startsWith('H')) return months(year, Number(rest[1]) * 6 - 5, Number(rest[1]) * 6);
  if (rest.startsWith('W')) {
    const from = addDays(monday(`${year}-01-04`), (Number(rest.slice(1)) - 1) * 7);
    return { from, to: addDays(from, 6) };
  }
  throw new Error(`no period: ${period}`);
}
