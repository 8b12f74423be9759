/** A broker refuses what is stamped too far ahead of its clock (Kafka 4: an hour). */
const AHEAD_MS = 600_000;

/**
 * When the next request of a lane is said to be sent: later than the one before, by the clock otherwise. Where what was
 * said before is far ahead of the clock, which was set back, by the clock all the same: what a log lost is then seen by its
 * end alone, until the clock has passed it.
 */
export function stampAfter(last: number, clock: number): number {
  const now = Math.floor(clock);
  const later = Math.max(last + 1, now);
  return later - now > AHEAD_MS ? now : later;
}
