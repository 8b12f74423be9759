import { ensureCollection, type Migration } from '#mongo';
import { KEEP_DAYS } from './feed.rules.js';

export const FEED = 'feed';
export const FEED_HEAD = 'feed_head';
/** The one document on which all transactions that give positions conflict. */
export type HeadDocument = { _id: string; last: number; at: Date };
export const HEAD = 'head';

/** The kept events of supervision, and their last position. */
export const feedMigration = (id: number): Migration => ({
  id,
  name: 'feed of supervision events',
  async up(db) {
    const feed = await ensureCollection(db, FEED);
    await feed.createIndexes([
      // Catching up: the events of a subtree after a position.
      { key: { path: 1, _id: 1 }, name: 'of-subtree' },
      // Last-Event-ID: the position of an event.
      { key: { eventId: 1 }, name: 'event', unique: true },
      // Whether a version of a case is there already (what Kafka brings again).
      { key: { factId: 1, version: 1 }, name: 'version', unique: true },
      // Events go after a while.
      { key: { at: 1 }, name: 'expiry', expireAfterSeconds: KEEP_DAYS * 86_400 },
    ]);
    await ensureCollection(db, FEED_HEAD);
    await db
      .collection<HeadDocument>(FEED_HEAD)
      .updateOne({ _id: HEAD }, { $setOnInsert: { last: 0, at: new Date(0) } }, { upsert: true });
  },
});
