import type { UnitRecord } from '#contracts';
import { overlapOf, placeOf, runDays, runsOf, type Span } from '#tree';

const ALL_DAYS: Span = { from: -Infinity, to: Infinity };

/**
 * The days on which a change of its record puts a unit under another parent, from the first to the last; all when it comes or
 * goes altogether, none when it only has another name. No other entry of the unit can count elsewhere than before.
 */
export function touchedDays(before: UnitRecord | undefined, after: UnitRecord): Span | null {
  const [old, next] = [placeOf(before ?? { stretches: [] }), placeOf(after)];
  if (runsOf(old) === 0 || runsOf(next) === 0) return runsOf(old) === runsOf(next) ? null : ALL_DAYS;
  let [from, to] = [Infinity, -Infinity];
  for (const [was, wasUnder] of old.parents.entries())
    for (const [is, isUnder] of next.parents.entries()) {
      const days = wasUnder === isUnder ? undefined : overlapOf(runDays(old, was), runDays(next, is));
      if (days) [from, to] = [Math.min(from, days.from), Math.max(to, days.to)];
    }
  return from < to ? { from, to } : null;
}

/** Which days of which units changes of the tree can touch. */
export class Touched {
  readonly #spans = new Map<string, Span>();

  constructor(
    private readonly known: { get(unit: string): UnitRecord | undefined; hasEverHadChild(unit: string): boolean },
  ) {}

  /** In the order of the changes. */
  static by(
    known: { get(unit: string): UnitRecord | undefined; hasEverHadChild(unit: string): boolean },
    records: readonly UnitRecord[],
  ): Touched {
    const touched = new Touched(known);
    const last = new Map<string, UnitRecord>();
    for (const record of records) {
      touched.#put(record.id, touchedDays(last.get(record.id) ?? known.get(record.id), record));
      last.set(record.id, record);
      // Who gets the first child gets cells, and first of all what it has itself.
      for (const parent of placeOf(record).parents)
        if (parent !== null && !known.hasEverHadChild(parent)) touched.#put(parent, ALL_DAYS);
    }
    return touched;
  }

  get isNothing(): boolean {
    return this.#spans.size === 0;
  }

  /** Units by the days that they are touched on: an act has few such, most often one. */
  groups(): { days: Span; units: string[] }[] {
    const groups = new Map<string, { days: Span; units: string[] }>();
    for (const [unit, days] of this.#spans) {
      const key = `${days.from} ${days.to}`;
      const group = groups.get(key);
      if (group) group.units.push(unit);
      else groups.set(key, { days, units: [unit] });
    }
    return [...groups.values()];
  }

  #put(unit: string, days: Span | null): void {
    if (!days) return;
    const known = this.#spans.get(unit);
    const { from, to } = known ?? days;
    this.#spans.set(unit, { from: Math.min(from, days.from), to: Math.max(to, days.to) });
  }
}
