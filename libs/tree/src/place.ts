import type { Day } from '#calendar';
import type { UnitRecord } from '#contracts';
import { daysOf, type Span } from './dated-record.js';

/**
 * A unit's own dated parents, extended to all days (DESIGN.md 4, "place"): `parents[0]` holds since ever,
 * `parents[i + 1]` from the day `starts[i]` on, `days[i]` are those of `parents[i]`. No parents at all: the unit is voided.
 */
export type Place = {
  readonly starts: readonly Day[];
  readonly parents: readonly (string | null)[];
  readonly days: readonly Span[];
};

const NO_STARTS: readonly Day[] = [];
const NO_DAYS: readonly Span[] = [];
const EVER: readonly Span[] = [{ from: -Infinity, to: Infinity }];

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
  if (starts.length === 0) return { starts: NO_STARTS, parents, days: parents.length === 0 ? NO_DAYS : EVER };
  const days = parents.map((_, at) => ({ from: starts[at - 1] ?? -Infinity, to: starts[at] ?? Infinity }));
  return { starts, parents, days };
}

const MOST_PLACES = 50_000;

/** Places, each once: units under one parent lie alike, so there are some thousands for 250,000 units. */
export class Places {
  readonly #known = new Map<string, Place>();

  one(place: Place): Place {
    const { starts, parents } = place;
    // A root's only parent is null, which joins to nothing, as no parents at all do.
    const key = `${parents.length} ${parents.join()} ${starts.join()}`;
    const known = this.#known.get(key);
    if (known) return known;
    // Those that nobody has any more go with the others; units of a forgotten one share no place with those to come.
    if (this.#known.size >= MOST_PLACES) this.#known.clear();
    this.#known.set(key, place);
    return place;
  }
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
export const runDays = (place: Place, at: number): Span => place.days[at] as Span;

/** The days on which it lies right under a parent. */
export function daysUnder(place: Place, parent: string): readonly Span[] {
  // Most units never moved: one list for all of them.
  if (place.starts.length === 0) return place.parents[0] === parent ? place.days : NO_DAYS;
  return place.days.filter((_, run) => place.parents[run] === parent);
}
