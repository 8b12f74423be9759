import type { ProgressDocument } from '#messaging';
import { inTransaction, type Store } from '#mongo';
import type { TreeReplica } from '#tree';
import type { ClientSession } from 'mongoose';
import { TREE_PART, TREE_SHARD, writeCells } from '../figures/cells.js';
import { rebuildsOf, slicesOf, type Rebuild } from './rebuild.js';
import { differenceOf } from './slice.reader.js';
import type { OfRules } from '../rederive/rederivation.rules.js';

const SAMPLES = 20;

/** What a slice needs of the process it is done in. */
export type Ground = { store: Store; replica: TreeReplica; rules: number; session: ClientSession; withinMs: number };

/** This code's rules are not those of the figures: it must not touch them. */
export class OtherRules extends Error {}

/**
 * One slice in one transaction: what its cells should hold less what they hold, both of one snapshot, is added to the part
 * `tree`. Against what goes on meanwhile:
 * - A batch of facts that commits in between moves both by the same, and writes other parts: the difference stays right,
 *   and nobody waits.
 * - A tree change writes every progress document first. Writing one of them here, last, makes the two conflict, and the
 *   tree change wins: a difference found in an older tree is never added.
 * - Another runner writes the same number of slice in the rebuild's document, so only one of two commits.
 *
 * Answers how many cells were wrong; null: the rebuild was cancelled, or another runner was faster.
 */
export async function doSlice(
  { store, replica, rules, session, withinMs }: Ground,
  rebuild: Rebuild,
): Promise<number | null> {
  const { db, connection } = store;
  const work = async (tx: ClientSession): Promise<number> => {
    const slice = await slicesOf(db).findOne({ _id: { job: rebuild._id, n: rebuild.next } }, { session: tx });
    if (!slice) throw new Error(`rebuild ${rebuild._id} has no slice ${rebuild.next}`);
    const tree = await replica.at(tx, await guardOf(store, tx, rules));
    const { wrong, facts } = await differenceOf({ db, session: tx, tree }, slice);
    await writeCells(db, tx, TREE_PART, wrong);
    const units = [...new Set(wrong.map(({ unit }) => unit))];
    if (units.length > 0) await slicesOf(db).updateOne({ _id: slice._id }, { $set: { wrong: units } }, { session: tx });
    const samples = wrong.map(({ unit, month }) => ({ unitId: unit, month }));
    const noted = await rebuildsOf(db).updateOne(
      { _id: rebuild._id, state: 'running', next: rebuild.next },
      {
        $inc: { next: 1, corrected: wrong.length, facts },
        $push: { samples: { $each: samples.slice(0, SAMPLES), $slice: SAMPLES } },
      },
      { session: tx },
    );
    if (noted.matchedCount === 0) throw new Overtaken();
    await writeGuard(
      store,
      tx,
      rebuild.rules === null ? {} : { rebuilding: { done: rebuild.next + 1, of: rebuild.total } },
    );
    return wrong.length;
  };
  return inTransaction(connection, work, { session, withinMs }).catch(nullIfOvertaken);
}

/**
 * Ends a rebuild, unless the tree has changed since its list was made. The same guard: no change can commit beside it.
 * Answers whether it has ended.
 */
export async function finish({ store, rules, session, withinMs }: Ground, rebuild: Rebuild): Promise<boolean> {
  const work = async (tx: ClientSession): Promise<boolean> => {
    if ((await guardOf(store, tx, rules)) !== rebuild.treeRevision) return false;
    const { _id, next, passes } = rebuild;
    const ended = await rebuildsOf(store.db).updateOne(
      { _id, state: 'running', next, passes },
      { $set: { state: 'done', finishedAt: new Date() }, $unset: { open: '' } },
      { session: tx },
    );
    if (ended.matchedCount === 0) throw new Overtaken();
    await writeGuard(store, tx);
    if (rebuild.rules !== null) await endOfRules(store, tx, rebuild.rules);
    return true;
  };
  return (await inTransaction(store.connection, work, { session, withinMs }).catch(nullIfOvertaken)) ?? false;
}

class Overtaken extends Error {}
const nullIfOvertaken = (error: unknown): null => {
  if (error instanceof Overtaken) return null;
  throw error;
};

/** The tree's revision in the transaction's snapshot. */
async function guardOf({ db }: Store, session: ClientSession, rules: number): Promise<number> {
  const progress = await db.collection<ProgressDocument>('progress').findOne({ _id: TREE_SHARD }, { session });
  if (!progress) throw new Error(`no progress document ${TREE_SHARD}: a migration makes them`);
  if (progress.rules !== rules) throw new OtherRules(`figures are of rules ${progress.rules}, this code has ${rules}`);
  return progress.treeRevision;
}

/** In the snapshot it is as it was read, so no filter is needed: another's write since is a conflict. */
async function writeGuard({ db }: Store, session: ClientSession, set: { rebuilding?: OfRules['rebuilding'] } = {}) {
  await db
    .collection<ProgressDocument>('progress')
    .updateOne({ _id: TREE_SHARD }, [{ $set: { seq: { $add: ['$seq', 1] }, ...set } }], { session });
}

/** From now on figures are of these rules alone, but for facts that no log had. */
async function endOfRules({ db }: Store, session: ClientSession, rules: number): Promise<void> {
  await db
    .collection<ProgressDocument>('progress')
    .updateMany({ rules }, { $unset: { rederive: '', rebuilding: '' } }, { session });
}
