/** An office or a role: held at a unit on the days [from, to). */
type Held = { unitId: string; from: string; to: string | null; version: number; voided: boolean };

/** What an act makes of one that is held at a unit on or after the day on which the unit ends. */
export type Ended<T extends Held> = { ended: T; begun: Omit<T, 'version'> | null };

/** Whether it is held on that day or a later one; without a day, whether it was ever held. */
export const heldFrom = ({ to, voided }: Held, date: string | null): boolean =>
  !voided && (date === null || to === null || to > date);

/**
 * Ends it on the unit's last day, and goes on at another unit if it is to move. What would only begin after the end never
 * was held at the old unit. Without a date the old unit never was: all of it moves.
 */
export function endHeld<T extends Held>(
  held: T,
  date: string | null,
  to: string | null,
  newId: (held: T) => Partial<T>,
): Ended<T> {
  const version = held.version + 1;
  const wholly = date === null || held.from >= date;
  const ended = wholly ? { ...held, version, voided: true } : { ...held, version, to: date };
  const begun = to === null ? null : { ...held, ...newId(held), unitId: to, from: wholly ? held.from : date };
  return { ended, begun };
}

/** Puts one back as it was before an act; one that the act began never was. */
export function putBack<T extends Held>(held: T, before: Pick<Held, 'from' | 'to' | 'voided'> | null): T {
  const version = held.version + 1;
  return before ? { ...held, ...before, version } : { ...held, version, voided: true };
}

/** Whether two are held on a common day. */
export const overlap = (one: Pick<Held, 'from' | 'to'>, other: Pick<Held, 'from' | 'to'>): boolean =>
  (other.to === null || one.from < other.to) && (one.to === null || other.from < one.to);
