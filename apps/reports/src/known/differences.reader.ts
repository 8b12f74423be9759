import type { Span, TreeView } from '#tree';
import { Refusal } from '#contracts';
import { levelReach, reach, type Buckets, type Want } from '../rollups/cells.rules.js';
import type { Snapshot } from '../rollups/snapshots.js';
import { PlacedSums } from './differences.rules.js';
import type { KnownVersion } from './known-version.js';
import { historiesOf, touchedAnywhere, touchedAt } from './ledger.reader.js';
import { TreePlaces } from './places.rules.js';

/** How much may have changed since an instant that is asked about. Tests give less. */
export const KNOWN_LIMITS = {
  /** Facts of which a version came or went. */
  most: 100_000,
  /** Up to so many units are asked for theirs; of more all facts that came since are looked through. */
  fewUnits: 2_000,
};

/** The version of a fact that was known at an instant, of all that were known since; undefined: none was. */
export const knownOf = (versions: readonly KnownVersion[], at: number): KnownVersion | undefined =>
  versions.findLast((one) => one.at <= at && at < one.until);

/**
 * What the wanted amounts were at an instant less what they are now, in a target tree: the sum over all facts of which a
 * version came or went since. Nothing is folded that did not change.
 * @throws Refusal 422 `known-too-much-since`
 */
export async function differencesAt(
  snapshot: Snapshot,
  target: TreeView,
  wants: readonly Want[],
  at: number,
): Promise<Buckets> {
  const sums = new PlacedSums(new TreePlaces(target), wants);
  await addDifferences(snapshot, sums, at);
  return sums.buckets;
}

/** The same, added to sums in whatever places. */
export async function addDifferences(snapshot: Snapshot, sums: PlacedSums, at: number): Promise<void> {
  const days = daysOf(sums.wants);
  if (!days) return;
  for await (const { known, now } of changedSince(snapshot, unitsIn(sums, days), days, at)) {
    sums.add(known?.entries ?? [], 1);
    sums.add(now?.entries ?? [], -1);
  }
}

/**
 * Facts that were known otherwise at an instant, or not at all: as known then and as known now. `units`: those at which they
 * can matter; undefined when they are many.
 */
export async function* changedSince(
  snapshot: Snapshot,
  units: ReadonlySet<string> | undefined,
  days: Span,
  at: number,
): AsyncGenerator<{ known: KnownVersion | undefined; now: KnownVersion | undefined }> {
  const { most } = KNOWN_LIMITS;
  const facts = units
    ? await touchedAt(snapshot, [...units], { flows: days, levels: days }, at)
    : await touchedAnywhere(snapshot, at, most + 1);
  if (facts.size > most) throw new Refusal('unprocessable', 'known-too-much-since', { most });
  for await (const versions of historiesOf(snapshot, [...facts], at)) {
    const [known, now] = [knownOf(versions, at), versions.at(-1)];
    if (known !== now) yield { known, now };
  }
}

/** From the day before the first, whose level tells who moved with a unit. */
function daysOf(wants: readonly Want[]): Span | undefined {
  const [flows, levels] = [reach(wants), levelReach(wants)];
  const parts = [flows && { from: flows.from - 1, to: flows.to }, levels].filter((span) => span !== undefined);
  if (parts.length === 0) return undefined;
  return { from: Math.min(...parts.map(({ from }) => from)), to: Math.max(...parts.map(({ to }) => to)) };
}

/** What lies in the wanted places; undefined when that is much. */
function unitsIn({ places, wants }: PlacedSums, days: Span): Set<string> | undefined {
  const units = new Set<string>();
  for (const name of new Set(wants.map(({ unit }) => unit))) {
    if (units.has(name)) continue;
    for (const id of places.unitsIn(name, days)) units.add(id);
    if (units.size > KNOWN_LIMITS.fewUnits) return undefined;
  }
  return units;
}
