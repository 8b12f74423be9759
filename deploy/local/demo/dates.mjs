// Local dates of Viet Nam (UTC+7, no summer time), whatever the zone of this machine.
const OFFSET = 7 * 3_600_000;
const DAY = 86_400_000;

/** The local date of an instant in ms, `2026-07-01`. */
export const localDate = (instant) => new Date(instant + OFFSET).toISOString().slice(0, 10);

/** The first instant of a local date, in ms. */
export const startOf = (date) => Date.parse(`${date}T00:00:00Z`) - OFFSET;

/** RFC 3339 with the local offset, whole seconds. */
export const localInstant = (instant) => `${new Date(instant + OFFSET).toISOString().slice(0, 19)}+07:00`;

/** `2026-W27`: ISO 8601, weeks from Monday, belonging to the year of their Thursday. */
export function weekOf(date) {
  const day = Date.parse(`${date}T00:00:00Z`);
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  const thursday = new Date(day + (3 - weekday) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / (7 * DAY)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** `2026-Q3`. */
export const quarterOf = (date) => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;

/** `count` months from a month on, `2026-07`. */
export function monthsFrom(month, count) {
  const [year, first] = month.split('-').map(Number);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, first - 1 + index, 1)).toISOString().slice(0, 7),
  );
}
