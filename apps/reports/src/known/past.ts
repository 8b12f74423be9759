import { refused } from '#contracts';
import { treeLogOf } from '../figures/tree-log.applier.js';
import type { Snapshot } from '../rollups/snapshots.js';
import { underWay } from '../rollups/freshness.rules.js';
import './known.texts.js';
import { notSettled, settledThrough } from './settled.rules.js';
import { treeAt } from './known-tree.js';

/**
 * The snapshot as the figures knew things at an instant: what reads it answers as it would have answered then. Without one
 * it is the snapshot itself.
 * @throws Refusal 409 `instant-not-settled`, which names the newest that is; 422 `instant-before-ledger`
 */
export async function pastOf(snapshot: Snapshot, knownAt: Date | undefined): Promise<Snapshot> {
  if (!knownAt) return snapshot;
  const settled = settledThrough(snapshot.progress);
  if (knownAt > settled) throw notSettled('knownAt', settled);
  const first = await treeLogOf(snapshot.db).findOne({}, { session: snapshot.session, sort: { _id: 1 } });
  if (!first?.at || knownAt < first.at) throw refused('instant-before-ledger', 'knownAt');
  const base = await treeAt(snapshot, knownAt.getTime());
  const last = await treeLogOf(snapshot.db).findOne({ _id: base.revision }, { session: snapshot.session });
  return { ...snapshot, known: knownAt.getTime(), base, act: underWay(last?.act) };
}
