import { Store } from '#mongo';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { mongo, type ClientSession } from 'mongoose';
import { actOf, type ActUnderWay, type ShardProgress } from './freshness.rules.js';
import { Quiet } from './quiet.js';

/** One instant of the store: everything read in its session belongs together, also across collections. */
export type Snapshot = {
  session: ClientSession;
  db: mongo.Db;
  progress: (ShardProgress & { seq: number; time: Date })[];
  /** The tree of the treeRevision in this very snapshot. */
  tree: Tree;
  /** When it was taken. */
  at: Date;
  /** The same on the clock of `performance.now`: how long its reader waits already. */
  begun: number;
  /** The instant whose knowledge is asked for (../known), in milliseconds since 1970; null: what is known now. */
  known: number | null;
  /** The tree known then; now, the very tree. What is stored is stored by `tree`. */
  base: Tree;
  /** The act that this tree has in part. */
  act?: ActUnderWay | undefined;
  /** Lets something go on reading in the session after `work` is done. */
  hold: (reading: Promise<unknown>) => void;
  /** Tells what is held when it disturbs no read. */
  quiet: Quiet;
};

/** How far every shard is: nothing stored that figures are made of changes without one of them going on. */
export const stateOf = ({ progress }: Pick<Snapshot, 'progress'>): string => progress.map(({ seq }) => seq).join();

const TRIES = 5;
/** SnapshotUnavailable, SnapshotTooOld, and their kin: the instant is gone; another one will do. */
const GONE = new Set([239, 246]);

const COUNTS = { applied: 1, unplaced: 1, refused: 1 };
const OF_RULES = { rederive: 1, rebuilding: 1, underived: 1 };
const PROJECTION = { topic: 1, seq: 1, time: 1, treeRevision: 1, act: 1, heard: 1, ...COUNTS, ...OF_RULES };

/** Gives reads one snapshot over several collections (DESIGN.md 4, "Reads"). */
@Injectable()
export class Snapshots {
  readonly #quiet = new Quiet();

  constructor(
    private readonly store: Store,
    private readonly trees: TreeReplica,
  ) {}

  /**
   * Runs `work` in a snapshot. The first read is of all progress documents: every tree change writes them, so they
   * tell the snapshot's treeRevision and no further read is needed while the tree stands.
   */
  async read<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const { db, connection } = this.store;
      const session = await connection.startSession({ snapshot: true });
      const held: Promise<unknown>[] = [];
      const hold = (reading: Promise<unknown>): void => void held.push(reading);
      try {
        const [at, begun] = [new Date(), performance.now()];
        const progress = await db
          .collection<Snapshot['progress'][number] & { _id: string }>('progress')
          .find({}, { session, projection: PROJECTION, sort: { _id: 1 } })
          .toArray();
        const revision = progress.reduce((most, shard) => Math.max(most, shard.treeRevision), 0);
        const tree = await this.trees.at(session, revision);
        const [act, quiet] = [actOf(progress), this.#quiet];
        const snapshot = { session, db, progress, tree, at, begun, known: null, base: tree, act, hold, quiet };
        return await quiet.during(() => work(snapshot));
      } catch (error) {
        const gone = error instanceof mongo.MongoServerError && GONE.has(Number(error.code));
        if (!gone || tries === TRIES) throw error;
      } finally {
        const over = Promise.allSettled(held).then(() => session.endSession());
        if (held.length === 0) await over;
      }
    }
  }
}
