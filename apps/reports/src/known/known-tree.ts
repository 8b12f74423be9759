import type { Tree } from '#tree';
import { treeLogOf } from '../figures/tree-log.applier.js';
import type { Snapshot } from '../rollups/snapshots.js';
import { treeSince } from './tree.reader.js';

/** A tree of the past never changes, and to take back an act of thousands of steps is slow. */
const KEPT = 4;

const kept = new Map<string, Tree>();

/** The tree that the figures knew at a settled instant; the snapshot's own if nothing was learnt of it since. */
export async function treeAt(snapshot: Snapshot, at: number): Promise<Tree> {
  const revision = await revisionAt(snapshot, at);
  if (revision === snapshot.tree.revision) return snapshot.tree;
  const key = `${snapshot.db.databaseName} ${revision}`;
  const tree = kept.get(key) ?? (await treeSince(snapshot, at)).base;
  kept.delete(key);
  kept.set(key, tree);
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return tree;
}

/** The last change of the tree known at an instant: times rise with revisions. */
async function revisionAt({ db, session, tree }: Snapshot, at: number): Promise<number> {
  const isKnown = async (revision: number): Promise<boolean> => {
    const found = await treeLogOf(db).findOne({ _id: revision }, { session, projection: { at: 1 } });
    // One of a time that was not kept was known since ever.
    return !found?.at || found.at.getTime() <= at;
  };
  let [known, later] = [0, tree.revision];
  // Most often nothing was learnt since.
  if (await isKnown(tree.revision)) return tree.revision;
  while (later - known > 1) {
    const middle = Math.floor((known + later) / 2);
    if (await isKnown(middle)) known = middle;
    else later = middle;
  }
  return known;
}
