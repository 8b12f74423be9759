import { dateOf, localDayOf } from '#calendar';

/** `02:00`, local; null: never. */
export type NightlyAt = string | null;

const HOUR_MS = 3_600_000;
/** A machine that was off at that time does it when it is on again, the same morning. */
const WITHIN_HOURS = 4;
const LOCAL_OFFSET_MS = 7 * HOUR_MS;

/** The local date whose nightly run is due now; null: none. */
export function nightOf(now: Date, at: NightlyAt): string | null {
  if (at === null) return null;
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const due = hours * HOUR_MS + minutes * 60_000;
  const since = ((now.getTime() + LOCAL_OFFSET_MS) % (24 * HOUR_MS)) - due;
  return since >= 0 && since < WITHIN_HOURS * HOUR_MS ? dateOf(localDayOf(now)) : null;
}
