import { ensureCollection, type Migration } from '#mongo';
import { NARRATIVE_READS } from './narrative-reads.js';

/** Creates the collection of who read which free texts. */
export const narrativeMigration = (id: number): Migration => ({
  id,
  name: 'reads of free texts',
  async up(db) {
    const reads = await ensureCollection(db, NARRATIVE_READS);
    // Who read the texts of one thing, the latest first.
    await reads.createIndex({ kind: 1, id: 1, _id: -1 }, { name: 'thing' });
  },
});
