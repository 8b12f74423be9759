import type { UnitRecord } from '#contracts';
import type { Tree } from '#tree';
import { treeLogOf, type TreeLogDocument } from '../figures/tree-log.applier.js';
import type { Snapshot } from '../rollups/snapshots.js';
import type { TreeStep } from './whereabouts.rules.js';

/** What the figures knew of the tree at an instant, and every change that they came to know since. */
export type KnownTree = { base: Tree; steps: TreeStep[] };

/** The tree as known at a settled instant: the snapshot's own, with what was learnt since taken back. */
export async function treeSince(snapshot: Snapshot, since: number): Promise<KnownTree> {
  const { db, session, tree } = snapshot;
  const steps: TreeStep[] = [];
  const newestFirst = treeLogOf(db)
    .find({ _id: { $lte: tree.revision } }, { session })
    .sort({ _id: -1 });
  for await (const { _id: revision, at, record, act } of newestFirst) {
    // Times rise with revisions, so whatever is older was known as well.
    if (!at || at.getTime() <= since) break;
    steps.push({ revision, at: at.getTime(), record, ...(act ? { act } : {}) });
  }
  steps.reverse();
  return { base: await before(snapshot, steps), steps };
}

async function before(snapshot: Snapshot, steps: readonly TreeStep[]): Promise<Tree> {
  const [first] = steps;
  if (!first) return snapshot.tree;
  const changed = new Set(steps.map(({ record }) => record.id));
  const known = await recordsBefore(snapshot, [...changed], first.revision);
  const base = snapshot.tree.fork();
  base.applyAll(
    [...changed].map((id) => known.get(id) ?? unknown(id)),
    first.revision - 1,
  );
  return base;
}

/** A unit that nobody had heard of lies nowhere, as one that is voided. */
const unknown = (id: string): UnitRecord => ({ id, version: 0, voided: true, stretches: [] });

async function recordsBefore(
  { db, session }: Snapshot,
  units: readonly string[],
  revision: number,
): Promise<Map<string, UnitRecord>> {
  const found = treeLogOf(db).aggregate<Pick<TreeLogDocument, 'record'>>(
    [
      { $match: { 'record.id': { $in: units }, _id: { $lt: revision } } },
      { $sort: { 'record.id': 1, _id: -1 } },
      { $group: { _id: '$record.id', record: { $first: '$record' } } },
    ],
    { session },
  );
  const records = new Map<string, UnitRecord>();
  for await (const { record } of found) records.set(record.id, record);
  return records;
}
