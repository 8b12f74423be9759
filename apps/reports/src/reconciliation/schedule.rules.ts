import { localInstant } from '#calendar';

/** `02:00`, local; null: never. */
export type NightlyAt = string | null;

/** A machine that was off at that time does it when it is on again, the same morning. */
const WITHIN_MINUTES = 4 * 60;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The local date whose nightly run is due now; null: none. */
export function nightOf(now: Date, at: NightlyAt): string | null {
  if (at === null) return null;
  const [date = '', time = ''] = localInstant(now).split('T');
  const since = minutesOf(time) - minutesOf(at);
  return since >= 0 && since < WITHIN_MINUTES ? date : null;
}
