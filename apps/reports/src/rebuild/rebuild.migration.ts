import { ensureCollection, type Migration } from '#mongo';
import { REBUILDS, REBUILD_SLICES } from './rebuild.js';

/** Rebuilds of cells, and the slices each is done in (found by their ids). */
export const rebuildMigration = (id: number): Migration => ({
  id,
  name: 'rebuilds of cells',
  async up(db) {
    const rebuilds = await ensureCollection(db, REBUILDS);
    await rebuilds.createIndexes([
      // What the runner looks for: the oldest that has not ended.
      { key: { open: 1, at: 1 }, name: 'open', partialFilterExpression: { open: true } },
      // The list, newest first.
      { key: { at: -1, _id: -1 }, name: 'list' },
    ]);
    await ensureCollection(db, REBUILD_SLICES);
  },
});
