import type { Tree } from '#tree';
import type { ClientSession, mongo } from 'mongoose';
import { treeLogOf } from '../figures/tree-log.applier.js';

const parentsNow = (tree: Tree, unit: string): string[] => tree.stretches(unit).flatMap(({ path }) => path[1] ?? []);

/**
 * Every unit that lies, or lay by any record, above one that changed since a revision. A change moves the cells of the
 * changed unit as they are, wrong ones too, into and out of these units and no others.
 */
export async function unitsAboveChanged(
  { db, session, tree }: { db: mongo.Db; session: ClientSession; tree: Tree },
  since: number,
): Promise<Set<string>> {
  const log = treeLogOf(db);
  const changed = await log.distinct('record.id', { _id: { $gt: since, $lte: tree.revision } }, { session });
  const parents = new Map(changed.map((unit) => [unit, new Set(parentsNow(tree, unit))]));
  for await (const { record } of log.find({ 'record.id': { $in: changed } }, { session }))
    for (const { parentId } of record.stretches) if (parentId !== null) parents.get(record.id)?.add(parentId);
  const above = new Set<string>();
  const climb = (unit: string): void => {
    for (const parent of parents.get(unit) ?? parentsNow(tree, unit))
      if (!above.has(parent)) {
        above.add(parent);
        climb(parent);
      }
  };
  for (const unit of changed) climb(unit);
  return above;
}
