import type { mongo } from 'mongoose';
import type { Months, Slice } from './slices.rules.js';

/** Why cells are rebuilt: an operator asked, or the rules that make figures have changed (rederivation.ts). */
export type RebuildReason = 'requested' | 'rules';
export type RebuildState = 'waiting' | 'running' | 'done' | 'cancelled';

/** One rebuild of cells, from the request to its end; `version` counts what people decided about it. */
export type Rebuild = Months & {
  _id: string;
  version: number;
  reason: RebuildReason;
  /** Of `rules`: which. */
  rules: number | null;
  state: RebuildState;
  /** While it is waiting or running. */
  open?: true;
  notBefore: Date | null;
  /** The unit whose cells, and those of all below it, are rebuilt; null: all. */
  unitId: string | null;
  /** Slices done, which is the number of the next one, and slices known of: changes of the tree may add some. */
  next: number;
  total: number;
  /** Lists of slices made so far; each begins where the one before ended. */
  passes: number;
  /** First slice of the last list. */
  passFrom: number;
  /** The list takes account of all changes of the tree up to this one. */
  treeRevision: number;
  /** Cells that were wrong, and the first of them. */
  corrected: number;
  samples: { unitId: string; month: string }[];
  /** Contributions read. */
  facts: number;
  by: string | null;
  at: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  cancelledBy: string | null;
  /** The process at work, until when no other takes over. */
  runner: string | null;
  until: Date;
};

/** A slice as listed and, once it is done, the units of it that had wrong cells. */
export type ListedSlice = Slice & { _id: { job: string; n: number }; wrong?: string[] };

export const REBUILDS = 'rebuilds';
export const REBUILD_SLICES = 'rebuild_slices';
export const rebuildsOf = (db: mongo.Db): mongo.Collection<Rebuild> => db.collection<Rebuild>(REBUILDS);
export const slicesOf = (db: mongo.Db): mongo.Collection<ListedSlice> => db.collection<ListedSlice>(REBUILD_SLICES);

type Wanted = Months & {
  rules?: number | null;
  id: string;
  reason: RebuildReason;
  unitId: string | null;
  by: string | null;
  at: Date;
  notBefore: Date | null;
};

/** A rebuild that nobody has begun yet. */
export const newRebuild = ({ id, reason, unitId, from, to, by, at, notBefore, rules = null }: Wanted): Rebuild => ({
  _id: id,
  version: 1,
  reason,
  rules,
  state: 'waiting',
  open: true,
  unitId,
  from,
  to,
  next: 0,
  total: 0,
  passes: 0,
  passFrom: 0,
  treeRevision: 0,
  corrected: 0,
  samples: [],
  facts: 0,
  by,
  at,
  notBefore,
  startedAt: null,
  finishedAt: null,
  cancelledBy: null,
  runner: null,
  until: new Date(0),
});
