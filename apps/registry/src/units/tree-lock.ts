import { Injectable } from '@nestjs/common';
import { Refusal } from '#contracts';
import { ensureCollection, Store, type Migration } from '#mongo';
import { TREE_HEAD } from '#tree';
import type { ClientSession, mongo } from 'mongoose';

type LockDocument = { _id: 'tree'; actId: string | null };
const RETRY_SECONDS = 5;

export const treeLockMigration = (id: number): Migration => ({
  id,
  name: 'lock on the tree',
  async up(db) {
    const locks = await ensureCollection(db, 'tree_lock');
    await locks.updateOne({ _id: 'tree' as never }, { $setOnInsert: { actId: null } }, { upsert: true });
  },
});

/** While an act of reorganisation is being applied nobody else changes the tree: all of it was judged before its first step. */
@Injectable()
export class TreeLock {
  constructor(private readonly store: Store) {}

  /**
   * To be asked after the revision was taken: whoever locks writes that document too, so one of the two is done again.
   * @throws Refusal `act-being-applied` (409, Retry-After)
   */
  async requireFree(session: ClientSession): Promise<void> {
    const lock = await this.#locks.findOne({ _id: 'tree' }, { session });
    if (lock?.actId) throw new Refusal('conflict', 'act-being-applied', {}, [], RETRY_SECONDS);
  }

  /** @throws Refusal `act-being-applied` when another act is being applied */
  async take(session: ClientSession, actId: string): Promise<void> {
    await this.store.db
      .collection<{ _id: string }>('tree_head')
      .updateOne({ _id: TREE_HEAD }, { $inc: { locked: 1 } }, { session });
    await this.requireFree(session);
    await this.#locks.updateOne({ _id: 'tree' }, { $set: { actId } }, { session });
  }

  async free(session: ClientSession, actId: string): Promise<void> {
    await this.#locks.updateOne({ _id: 'tree', actId }, { $set: { actId: null } }, { session });
  }

  get #locks(): mongo.Collection<LockDocument> {
    return this.store.db.collection<LockDocument>('tree_lock');
  }
}
