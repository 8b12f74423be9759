import type { Migration } from '#mongo';
import { ensureFacts } from '../facts/versioned-facts.js';
import { OPINIONS } from './opinion-state.js';

/** Creates the collections of opinions and their indexes. */
export const opinionsMigration = (id: number): Migration => ({
  id,
  name: 'opinions and their versions',
  async up(db) {
    const opinions = await ensureFacts(db, OPINIONS);
    // List of a subtree of few units: each unit's in the order in which they were raised.
    await opinions.createIndex({ unitId: 1, raisedOn: 1, _id: 1 }, { name: 'unit-raised' });
    // List of a subtree of many units: all in the order in which they were raised, units picked out.
    await opinions.createIndex({ raisedOn: 1, _id: 1 }, { name: 'raised' });
  },
});
