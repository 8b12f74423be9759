import type { Migration } from '#mongo';
import { ensureFacts } from '../facts/versioned-facts.js';
import { RESOLUTIONS } from './resolution-state.js';

/** Creates the collections of resolutions and their indexes. */
export const resolutionsMigration = (id: number): Migration => ({
  id,
  name: 'resolutions and their versions',
  async up(db) {
    const resolutions = await ensureFacts(db, RESOLUTIONS);
    // List of a subtree of few units, and what opens a unit's next meeting: each unit's in order of adoption.
    await resolutions.createIndex({ unitId: 1, adoptedOn: 1, _id: 1 }, { name: 'unit-adopted' });
    // List of a subtree of many units: all in order of adoption, units picked out.
    await resolutions.createIndex({ adoptedOn: 1, _id: 1 }, { name: 'adopted' });
    // No number twice, also when two adopt at one moment.
    const numbered = { numberKey: { $type: 'string' } };
    await resolutions.createIndex(
      { numberKey: 1 },
      { name: 'number', unique: true, partialFilterExpression: numbered },
    );
  },
});
