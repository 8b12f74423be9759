import type { Span } from '#tree';
import type { mongo } from 'mongoose';
import { EPOCH } from '../figures/cell-sums.js';
import { yearsBefore } from '../figures/cells.js';
import type { Contribution, Entry } from '../figures/contribution.js';
import { TOTALS, totalsOf } from './cell-bytes.js';
import {
  CellPlan,
  foldEntries,
  levelReach,
  reach,
  type Buckets,
  type CellDays,
  type CellQuery,
  type Want,
} from './cells.rules.js';
import type { Snapshot } from './snapshots.js';

const CHUNK = 500;
/** Of cells more units are named, and their totals come in one piece: each way to the store and back costs a millisecond or two. */
const UNITS_AT_ONCE = 2_000;
const TOTALS_AT_ONCE = 20_000;
/** From here on the whole map of days is asked for: a projection of many paths costs more than it spares. */
const MANY_DAYS = 16;

/** Pieces of a long list of ids: a query names only so many. */
export const chunks = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, at) => items.slice(at * CHUNK, (at + 1) * CHUNK));

function cellFilter({ units, months, years }: CellQuery): mongo.Filter<CellDays> {
  const u = { $in: units };
  // A range: to name the hundred years since the epoch costs as many seeks for each unit.
  const ofMonths = { u, m: { $in: months } };
  return years === undefined ? ofMonths : { $or: [ofMonths, { u, m: yearsBefore(years) }] };
}

/** Entries of units that are asked for, of the facts that a filter finds. Attendance lists stay where they are. */
async function entriesBy(
  { db, session }: Snapshot,
  units: readonly string[],
  filterOf: (units: readonly string[]) => mongo.Filter<Contribution>,
  wanted: (entry: Entry) => boolean,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const chunk of chunks(units)) {
    const asked = new Set(chunk);
    const found = db
      .collection<Contribution>('contributions')
      .find(filterOf(chunk), { session, projection: { _id: 0, 'p.u': 1, 'p.d': 1, 'p.to': 1, 'p.m': 1 } });
    // A fact with units in two chunks is found twice.
    for await (const { p } of found)
      for (const entry of p) if (asked.has(entry.u) && wanted(entry)) entries.push(entry);
  }
  return entries;
}

/** Flow entries of facts at some units on some days, straight from the contributions: for units that have no cells. */
export const entriesOf = (snapshot: Snapshot, units: readonly string[], days: Span): Promise<Entry[]> =>
  entriesBy(
    snapshot,
    units,
    (chunk) => ({ p: { $elemMatch: { u: { $in: [...chunk] }, d: { $gte: days.from, $lt: days.to } } } }),
    ({ to }) => to === undefined,
  );

/** Stock entries that count on some of the days, by an index that only facts with a stock are in. */
export const levelEntriesOf = (snapshot: Snapshot, units: readonly string[], days: Span): Promise<Entry[]> =>
  entriesBy(
    snapshot,
    units,
    (chunk) => levelFilter(chunk, days),
    ({ to }) => to !== undefined,
  );

export const levelFilter = (units: readonly string[], days: Span): mongo.Filter<Contribution> => ({
  'p.to': { $exists: true },
  p: {
    $elemMatch: {
      u: { $in: [...units] },
      to: { $exists: true },
      // Days before the epoch count at it, so the first day of an entry is no use to those of them.
      d: { $lt: Math.max(days.to, EPOCH + 1) },
      $or: [{ to: null }, { to: { $gt: days.from } }],
    },
  },
});

/**
 * Adds up everything wanted. Units with cells are read from cells, by totals for whole months; the others, which
 * never had a child, from their contributions, which are their cell (DESIGN.md 4).
 */
export function readWants(snapshot: Snapshot, wants: readonly Want[]): Promise<Buckets> {
  const hasCells = ({ unit }: Want): boolean => snapshot.tree.hasEverHadChild(unit);
  return readStored(snapshot, { cells: wants.filter(hasCells), own: wants.filter((want) => !hasCells(want)) });
}

/** The same where it is said what to read: cells of units, and what units did themselves. */
export async function readStored(
  snapshot: Snapshot,
  { cells: ofCells, own }: { cells: readonly Want[]; own: readonly Want[] },
): Promise<Buckets> {
  const { session } = snapshot;
  const cells = snapshot.db.collection<CellDays>('cells');
  const buckets: Buckets = new Map();
  const plan = new CellPlan(ofCells);
  for (const query of plan.queries(UNITS_AT_ONCE)) {
    const filter = cellFilter(query);
    const { days } = query;
    if (days === null) {
      const found = cells.find<Uint8Array>(filter, {
        session,
        projection: TOTALS,
        raw: true,
        batchSize: TOTALS_AT_ONCE,
      });
      for (const cell of await found.toArray()) plan.foldTotals(buckets, totalsOf(cell));
      continue;
    }
    const amounts = days.length < MANY_DAYS ? Object.fromEntries(days.map((day) => [`d.${day}`, 1])) : { d: 1 };
    const projection = { _id: 0, u: 1, m: 1, ...amounts };
    for await (const cell of cells.find(filter, { session, projection })) plan.foldDays(buckets, cell);
  }
  const units = [...new Set(own.map(({ unit }) => unit))];
  const [days, levels] = [reach(own), levelReach(own)];
  if (days) foldEntries(buckets, own, await entriesOf(snapshot, units, days));
  if (levels) foldEntries(buckets, own, await levelEntriesOf(snapshot, units, levels));
  return buckets;
}
