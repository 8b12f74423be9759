import { ensureCollection, type Migration } from '#mongo';
import { REBUILDS, REBUILD_SLICES } from './rebuild.js';

/** Rebuilds of cells, and the slices each is done in (found by their ids). */
export const rebuildMigration = (id: number): Migration => ({
  id,
  name: 'rebuilds of cells',
  async up(db) {
    const rebuilds = await ensureCollection(db, REBUILDS);
    await rebuilds.createIndexes([
      // One of a reason at a time; also what the runner looks for.
      { key: { reason: 1 }, name: 'open', unique: true, partialFilterExpression: { open: true } },
      // The list, newest first.
      { key: { at: -1, _id: -1 }, name: 'list' },
    ]);
    await ensureCollection(db, REBUILD_SLICES);
  },
});
