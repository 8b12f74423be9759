import { overlapOf, type Span } from '#tree';
import { timesMoved } from '../changes/amounts.rules.js';
import type { Entry } from '../figures/contribution.js';
import { MOVED_WITH_UNITS, ROLL_KEYS } from '../figures/measure-keys.js';
import { addTimes, covers, type Buckets, type Want } from '../rollups/cells.rules.js';
import { includesDay } from '../rollups/spans.rules.js';
import type { Places } from './places.rules.js';

/**
 * Adds entries to wants as they lie in places: what cells of such a tree would gain by them. `differencesAt` gives it what was
 * known at an instant, and takes away what is known now.
 */
export class PlacedSums {
  readonly #wants = new Map<string, Want[]>();
  /** Of a unit: when it lies in which of those that are asked about. */
  readonly #under = new Map<string, ReadonlyMap<string, readonly Span[]>>();

  constructor(
    readonly places: Places,
    readonly wants: readonly Want[],
    readonly buckets: Buckets = new Map(),
  ) {
    for (const want of wants) {
      const list = this.#wants.get(want.unit);
      if (list) list.push(want);
      else this.#wants.set(want.unit, [want]);
    }
  }

  add(entries: readonly Entry[], sign: 1 | -1): void {
    for (const entry of entries)
      for (const [name, spans] of this.#placesOf(entry.u))
        for (const want of this.#wants.get(name) ?? []) this.#addTo(want, entry, spans, sign);
  }

  #addTo(want: Want, entry: Entry, spans: readonly Span[], sign: 1 | -1): void {
    addTimes(this.buckets, want, entry.m, sign * timesIn(want, entry, spans));
    const heads = entry.to === undefined ? 0 : (entry.m[ROLL_KEYS.total] ?? 0);
    if (heads === 0 || 'level' in want || !this.places.moves) return;
    const times = want.spans.reduce((sum, days) => sum + timesMoved(entry, spans, { id: '', ...days }), 0);
    if (times !== 0) addTimes(this.buckets, want, { [MOVED_WITH_UNITS]: heads }, sign * times);
  }

  #placesOf(unit: string): ReadonlyMap<string, readonly Span[]> {
    let places = this.#under.get(unit);
    if (!places) this.#under.set(unit, (places = this.places.under(unit, this.#wants)));
    return places;
  }
}

/** How often an entry counts in a want, where its unit lies under the wanted one on these days. */
function timesIn(want: Want, entry: Entry, spans: readonly Span[]): number {
  const counts = (day: number): number => Number(covers(entry, day) && includesDay(spans, day));
  if ('level' in want) return counts(want.level);
  if (entry.to !== undefined)
    return want.changes ? want.spans.reduce((sum, { from, to }) => sum + counts(to - 1) - counts(from - 1), 0) : 0;
  const { d } = entry;
  return Number(includesDay(spans, d) && want.spans.some((span) => overlapOf(span, { from: d, to: d + 1 })));
}
