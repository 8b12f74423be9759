import type { mongo } from 'mongoose';
import type { Contribution, Entry } from '../figures/contribution.js';
import { CellPlan, foldEntries, reach, type Buckets, type CellPart, type Want } from './cells.rules.js';
import type { Snapshot } from './snapshots.js';

const CHUNK = 500;
/** From here on the whole map of days is asked for: a projection of many paths costs more than it spares. */
const MANY_DAYS = 16;

/** Pieces of a long list of ids: a query names only so many. */
export const chunks = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, at) => items.slice(at * CHUNK, (at + 1) * CHUNK));

const cells = (snapshot: Snapshot): mongo.Collection<CellPart> => snapshot.db.collection('cells');

/** Flow entries of facts at some units on some days, straight from the contributions: for units that have no cells. */
export async function entriesOf(
  snapshot: Snapshot,
  units: readonly string[],
  days: { from: number; to: number },
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const contributions = snapshot.db.collection<Contribution>('contributions');
  for (const chunk of chunks(units)) {
    const found = contributions.find(
      { p: { $elemMatch: { u: { $in: chunk }, d: { $gte: days.from, $lt: days.to } } } },
      { session: snapshot.session, projection: { _id: 0, p: 1 } },
    );
    for await (const { p } of found) entries.push(...p);
  }
  return entries;
}

/**
 * Adds up everything wanted. Units with cells are read from cells, by totals for whole months; the others, which
 * never had a child, from their contributions, which are their cell (DESIGN.md 4).
 */
export async function readWants(snapshot: Snapshot, wants: readonly Want[]): Promise<Buckets> {
  const { tree, session } = snapshot;
  const buckets: Buckets = new Map();
  const plan = new CellPlan(wants.filter(({ unit }) => tree.hasEverHadChild(unit)));
  for (const { units, months, days } of plan.queries(CHUNK)) {
    const amounts = days && days.length < MANY_DAYS ? Object.fromEntries(days.map((day) => [`d.${day}`, 1])) : { d: 1 };
    const projection = { _id: 0, u: 1, m: 1, ...(days ? amounts : { t: 1 }) };
    const found = cells(snapshot).find({ u: { $in: units }, m: { $in: months } }, { session, projection });
    plan.fold(buckets, await found.toArray(), days === null);
  }
  const bare = wants.filter(({ unit }) => !tree.hasEverHadChild(unit));
  const days = reach(bare);
  if (days) {
    const units = [...new Set(bare.map(({ unit }) => unit))];
    foldEntries(buckets, bare, await entriesOf(snapshot, units, days));
  }
  return buckets;
}
