import type { Migration } from '#mongo';
import { ensureCollection } from '#mongo';

/** The one document that orders tree changes: {_id, revision}. */
export const TREE_HEAD = 'tree-head';

/** A unit as kept by every service that knows the tree. The registry keeps more in the same document. */
export type UnitDocument<R> = {
  _id: string;
  /** Tree revision at which this document was last written. */
  revision: number;
  record: R;
  /** Set for ever once a child was recorded under it. */
  hadChild?: true;
};

/** Collections of the tree: `units`, `tree_head` and, for those that learn of it by events, `tree_log`. */
export const treeMigrations = (id: number): Migration[] => [
  {
    id,
    name: 'tree',
    async up(db) {
      const units = await ensureCollection(db, 'units');
      // TreeReplica: what changed since the revision held in memory.
      await units.createIndex({ revision: 1 });
      // TreeChanges: every change heard of, applied or waiting for one before it.
      await ensureCollection(db, 'tree_log');
      const heads = await ensureCollection(db, 'tree_head');
      await heads.updateOne({ _id: TREE_HEAD as never }, { $setOnInsert: { revision: 0 } }, { upsert: true });
    },
  },
];
