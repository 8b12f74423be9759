import { Refusal } from '#contracts';
import { wholeAct, type HeardAct } from '#impacts';
import { treeLogOf } from '../figures/tree-log.applier.js';
import type { Snapshot } from '../rollups/snapshots.js';

/**
 * The whole of an act that is not applied yet.
 * @throws Refusal 404 `act-not-heard` while not all its parts have come; 409 `act-already-applied`
 */
export async function heardAct({ db, session }: Snapshot, actId: string): Promise<HeardAct> {
  const step = await treeLogOf(db).findOne({ 'act.id': actId, at: { $exists: true } }, { session });
  if (step) throw new Refusal('conflict', 'act-already-applied');
  const heard = await wholeAct(db, actId, session);
  if (!heard) throw new Refusal('not-found', 'act-not-heard');
  return heard;
}
