import { ensureCollection, type Migration } from '#mongo';
import { TREE_HEAD } from '#tree';
import type { mongo } from 'mongoose';

/** The ledger and the cells. */
export const figuresMigration = (id: number): Migration => ({
  id,
  name: 'contributions and cells',
  async up(db) {
    const contributions = await ensureCollection(db, 'contributions');
    // A branch has no cells: its contributions on some days are read instead. Also lineage, and moves of a unit.
    await contributions.createIndex({ 'p.u': 1, 'p.d': 1 });
    await ensureCollection(db, 'contribution_history');
    const cells = await ensureCollection(db, 'cells');
    // Rollups: the parts of some units in some months; moves of a unit that has cells.
    await cells.createIndex({ u: 1, m: 1 });
  },
});

/** Levels of a unit without cells: only facts with a stock are in it, so that meetings cost nothing more. */
export const levelsMigration = (id: number): Migration => ({
  id,
  name: 'levels of units without cells',
  async up(db) {
    const contributions = await ensureCollection(db, 'contributions');
    // The head-count of a roll, and who is behind it: entries that are open or end after the day asked for.
    await contributions.createIndex(
      { 'p.u': 1, 'p.to': 1 },
      { partialFilterExpression: { 'p.to': { $exists: true } } },
    );
  },
});

/** What "as known at" reads by (../known): three indexes, none of which a new meeting pays more than one entry for. */
export const knownTimesMigration = (id: number): Migration => ({
  id,
  name: 'times of what is known',
  async up(db) {
    // Facts that came or changed since an instant; grows at its end only, so it is the cheapest index there is.
    await db.collection('contributions').createIndex({ t: 1 });
    // What some units had before it was replaced; written when a contribution is replaced only.
    await db.collection('contribution_history').createIndex({ 'p.u': 1, replacedAt: 1 });
    // A unit's record before a change of the tree.
    const log = db.collection<{ _id: number; at?: Date }>('tree_log');
    await log.createIndex({ 'record.id': 1, _id: 1 });
    // When earlier changes were applied was not kept: they count as known since ever.
    const head = await db.collection<{ _id: string; revision: number }>('tree_head').findOne({ _id: TREE_HEAD });
    await log.updateMany({ _id: { $lte: head?.revision ?? 0 }, at: { $exists: false } }, { $set: { at: new Date(0) } });
  },
});

/** Whether an act was applied, and which steps of it. */
export const actStepsMigration = (id: number): Migration => ({
  id,
  name: 'steps of acts',
  async up(db) {
    const log = db.collection('tree_log');
    await log.createIndex({ 'act.id': 1, _id: 1 }, { partialFilterExpression: { 'act.id': { $exists: true } } });
  },
});

/**
 * Notes in `tree-head` how many progress documents there are, for tree changes to check that they wrote all. Has to
 * follow every migration that adds some, under an id of its own; one transaction, since tree changes may be running.
 */
export const countShardsMigration = (id: number): Migration => ({
  id,
  name: 'count of shards',
  async up(db) {
    const client = db.client;
    await client.withSession((session) => session.withTransaction(() => countShards(db, session)));
  },
});

async function countShards(db: mongo.Db, session: mongo.ClientSession): Promise<void> {
  const heads = db.collection<{ _id: string; revision: number }>('tree_head');
  const head = await heads.findOne({ _id: TREE_HEAD }, { session });
  if (!head) throw new Error('the store has no tree-head: the migration of the tree must come first');
  // A document that was just made does not know the tree yet.
  const progress = db.collection('progress');
  await progress.updateMany({}, { $set: { treeRevision: head.revision }, $inc: { seq: 1 } }, { session });
  const shards = await progress.countDocuments({}, { session });
  await heads.updateOne({ _id: TREE_HEAD }, { $set: { shards } }, { session });
}
