import type { Day } from '#calendar';
import type { UnitRecord } from '#contracts';
import { daysOf, type Span } from './dated-record.js';

/**
 * A unit's own dated parents, extended to all days (DESIGN.md 4, "place"): `parents[0]` holds since ever,
 * `parents[i + 1]` from the day `starts[i]` on. No parents at all: the unit is voided.
 */
export type Place = { readonly starts: readonly Day[]; readonly parents: readonly (string | null)[] };

/** Shared by the many units that never moved. */
const NO_STARTS: readonly Day[] = [];

/**
 * Days before the first stretch, after the last and in gaps take the parent of the nearest stretch, the earlier on a
 * tie. So every fact of a known unit has a path on every day, and a day of a cell moves as a whole.
 */
export function placeOf(record: Pick<UnitRecord, 'stretches'>): Place {
  const starts: Day[] = [];
  const parents: (string | null)[] = [];
  let end = -Infinity;
  for (const stretch of record.stretches) {
    const { from, to } = daysOf(stretch);
    if (parents.length === 0) parents.push(stretch.parentId);
    else if (parents.at(-1) !== stretch.parentId) {
      // Day d of the gap [end, from) is nearer to the earlier stretch while d − (end − 1) ≤ from − d.
      starts.push(Math.floor((end + from - 1) / 2) + 1);
      parents.push(stretch.parentId);
    }
    end = to;
  }
  // A list that grew by push keeps room for 16 more, which 250,000 units would pay for; a copy has none.
  return { starts: starts.length === 0 ? NO_STARTS : starts.slice(), parents: parents.slice() };
}

/** The parent on a day; null at a root; undefined when voided. */
export function parentAt(place: Place, day: Day): string | null | undefined {
  const { starts, parents } = place;
  let at = starts.length;
  while (at > 0 && (starts[at - 1] as Day) > day) at -= 1;
  return parents[at];
}

/** Number of runs of days with one parent. */
export const runsOf = (place: Place): number => place.parents.length;

/** The days of run `at`. */
export const runDays = (place: Place, at: number): Span => ({
  from: at === 0 ? -Infinity : (place.starts[at - 1] as Day),
  to: at < place.starts.length ? (place.starts[at] as Day) : Infinity,
});
