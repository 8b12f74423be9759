import { isDeepStrictEqual } from 'node:util';
import { inTransaction, type Store } from '#mongo';
import type { ProgressDocument } from '#messaging';
import type { ClientSession } from 'mongoose';
import { cellsOf, TREE_PART, TREE_SHARD, writeCells, type CellDocument } from '../figures/cells.js';
import { RULES } from '../figures/derive.js';
import type { CellsFound } from './cells.comparer.js';

/**
 * Adds to cells what a look found missing, in the part `tree`, in a transaction that writes a progress document first.
 * The difference stays right while events flow, however long ago the look was: a batch adds the same to cells and to what
 * they are derived from. Only a change of the tree moves what is wrong elsewhere, hence the filter on its revision (and on
 * the rules), and only who repairs cells too writes the part `tree` otherwise, hence the comparison with what was seen.
 *
 * @returns false when one of them came in between: nothing was written, look again.
 */
export function repairCells(store: Store, found: CellsFound): Promise<boolean> {
  return inTransaction(store.connection, (session) => repairIn(store, session, found));
}

async function repairIn(store: Store, session: ClientSession, found: CellsFound): Promise<boolean> {
  const { differences, treeRevision, treeParts } = found;
  const time = { $max: ['$$NOW', { $add: ['$time', 1] }] };
  const written = await store.db
    .collection<ProgressDocument>('progress')
    .updateOne({ _id: TREE_SHARD, treeRevision, rules: RULES }, [{ $set: { seq: { $add: ['$seq', 1] }, time } }], {
      session,
    });
  if (written.matchedCount === 0) return false;
  const ids = differences.map(({ unit, month }) => `${unit}|${month}|${TREE_PART}`);
  const now = await cellsOf(store.db)
    .find({ _id: { $in: ids } }, { session })
    .toArray();
  if (!isDeepStrictEqual(byId(now), byId(treeParts))) return false;
  await writeCells(store.db, session, TREE_PART, differences);
  return true;
}

const byId = (cells: readonly CellDocument[]) => new Map(cells.map((cell) => [cell._id, cell]));
