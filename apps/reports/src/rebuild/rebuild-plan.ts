import type { Store } from '#mongo';
import type { Tree, TreeReplica } from '#tree';
import type { ClientSession, mongo } from 'mongoose';
import { yearLabel } from '../figures/cell-sums.js';
import { cellsOf } from '../figures/cells.js';
import { unitsAboveChanged } from './affected.reader.js';
import { unitsToDoAgain } from './passes.rules.js';
import { rebuildsOf, slicesOf, type ListedSlice, type Rebuild } from './rebuild.js';
import { lowestFirst, planSlices, unitsToRebuild, type CellCounts, type SliceSizes } from './slices.rules.js';

const INSERTED_AT_ONCE = 1_000;

/**
 * Lists what is left to do of a rebuild: all of it at first, later what `unitsToDoAgain` says. Killed in the middle it is
 * done once more: what it had listed is not counted in `total` yet. Answers whether there is anything.
 */
export async function planPass(
  store: Store,
  replica: TreeReplica,
  rebuild: Rebuild,
  sizes: SliceSizes,
): Promise<boolean> {
  const session = await store.connection.startSession({ snapshot: true });
  try {
    const tree = await replica.current(session);
    const units = lowestFirst(tree, await unitsLeft(store.db, session, tree, rebuild));
    const months = { from: rebuild.from, to: rebuild.to };
    const slices = await planSlices({ tree, units, months, sizes }, (unit) => countsOf(store.db, session, unit));
    await list(store.db, rebuild, slices);
    const { _id, next, passes, total, runner } = rebuild;
    await rebuildsOf(store.db).updateOne(
      { _id, open: true, next, passes, runner },
      {
        $set: { state: 'running', treeRevision: tree.revision, passFrom: total, total: total + slices.length },
        $inc: { passes: 1 },
      },
    );
    return slices.length > 0;
  } finally {
    await session.endSession();
  }
}

async function unitsLeft(db: mongo.Db, session: ClientSession, tree: Tree, rebuild: Rebuild): Promise<string[]> {
  const wanted = unitsToRebuild(tree, rebuild.unitId);
  if (rebuild.passes === 0) return wanted;
  const listed = await slicesOf(db)
    .find({ _id: range(rebuild._id, 0, rebuild.total) }, { sort: { _id: 1 } })
    .toArray();
  const aboveChanged = await unitsAboveChanged({ db, session, tree }, rebuild.treeRevision);
  return unitsToDoAgain(tree, wanted, { listed, passFrom: rebuild.passFrom, aboveChanged });
}

/** Slices of a rebuild by their numbers, as a range of ids. */
const range = (job: string, from: number, to: number) => ({ $gte: { job, n: from }, $lt: { job, n: to } });

async function list(db: mongo.Db, { _id: job, total }: Rebuild, slices: readonly Omit<ListedSlice, '_id'>[]) {
  await slicesOf(db).deleteMany({ _id: range(job, total, Infinity) });
  for (let at = 0; at < slices.length; at += INSERTED_AT_ONCE)
    await slicesOf(db).insertMany(
      slices.slice(at, at + INSERTED_AT_ONCE).map((slice, n) => ({ _id: { job, n: total + at + n }, ...slice })),
    );
}

/** The list of a rebuild that has ended is of no use. */
export const forgetSlices = async (db: mongo.Db, job: string): Promise<void> => {
  await slicesOf(db).deleteMany({ _id: range(job, 0, Infinity) });
};

/** From the index alone. */
async function countsOf(db: mongo.Db, session: ClientSession, unit: string): Promise<CellCounts> {
  const counts = new Map<string, number>();
  const months = { u: unit, m: { $lt: yearLabel('') } };
  const found = cellsOf(db).find(months, { session, projection: { _id: 0, m: 1 }, batchSize: 5_000 });
  for await (const { m } of found) counts.set(m, (counts.get(m) ?? 0) + 1);
  return counts;
}
