import type { Day } from '#calendar';
import { COMPOSITION_PARTS, FACT_PREFIXES, type CompositionPart } from '#contracts';
import type { Entry } from '../figures/contribution.js';
import { COMPOSITION_KEYS } from '../figures/measure-keys.js';
import { factsOf } from '../known/facts.reader.js';
import { readPlaced } from '../lenses/placed.reader.js';
import { chunks } from '../rollups/cells.reader.js';
import { foldEntries, type Buckets, type Want } from '../rollups/cells.rules.js';
import type { Snapshot } from '../rollups/snapshots.js';

/** How many of a unit and all below it are what, on one day. */
export type Composition = Record<CompositionPart, number>;

const compositionIn = (buckets: Buckets, unit: string): Composition =>
  Object.fromEntries(
    COMPOSITION_PARTS.map((part) => [part, buckets.get(unit)?.get(COMPOSITION_KEYS[part]) ?? 0]),
  ) as Composition;

/** The compositions of many units at the end of a day: the levels that figures are made of. */
export async function readCompositions(
  snapshot: Snapshot,
  units: readonly string[],
  day: Day,
): Promise<Map<string, Composition>> {
  const wants = units.map((unit): Want => ({ bucket: unit, unit, level: day, as: 'closing', sign: 1 }));
  const hasCells = ({ unit }: Want): boolean => snapshot.base.hasEverHadChild(unit);
  const rolls = wants.filter((want) => !hasCells(want));
  const buckets = await readPlaced(snapshot, snapshot.base, wants.filter(hasCells));
  foldEntries(
    buckets,
    rolls,
    await entriesOfRolls(
      snapshot,
      rolls.map(({ unit }) => unit),
    ),
  );
  return new Map(units.map((unit) => [unit, compositionIn(buckets, unit)]));
}

/** A unit that never had a child has no cells. Of all the facts of its roll one tells its composition: it alone is read. */
async function entriesOfRolls(snapshot: Snapshot, units: readonly string[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const chunk of chunks(units)) {
    const _id = { $in: chunk.map((unit) => FACT_PREFIXES.composition + unit) };
    for await (const { p } of factsOf(snapshot, { _id }, { projection: { p: 1 } })) entries.push(...p);
  }
  return entries;
}
