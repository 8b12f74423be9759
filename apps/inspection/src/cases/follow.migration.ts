import type { Migration } from '#mongo';
import { CASES } from './case.schema.js';

/** Indexes by which what is open with a unit, or was moved away from it, is found when an act changes it. */
export const followIndexesMigration = (id: number): Migration => ({
  id,
  name: 'cases that follow acts',
  async up(db) {
    const cases = db.collection(CASES);
    await cases.createIndex({ committeeId: 1 }, { name: 'committee' });
    await cases.createIndex({ 'obligations.responsibleUnitId': 1 }, { name: 'responsible' });
    await cases.createIndex({ 'followed.units': 1 }, { name: 'followed', sparse: true });
  },
});
