import { ensureCollection, type Migration } from '#mongo';
import { ensureFacts } from '../facts/versioned-facts.js';
import { MEETING_VISITS, VISIT_GUARDS, VISIT_PLANS } from './visit.js';

/** Creates the collections of visits and of plans of visits. */
export const visitsMigration = (id: number): Migration => ({
  id,
  name: 'visits of superiors and plans of them',
  async up(db) {
    const visits = await ensureFacts(db, MEETING_VISITS);
    // What may keep a plan: visits at a branch in the months of the plan.
    await visits.createIndex({ unitIds: 1, date: 1 }, { name: 'units-date' });
    const plans = await ensureFacts(db, VISIT_PLANS);
    // Plans of a branch that visits may keep.
    await plans.createIndex({ unitId: 1, visitorId: 1 }, { name: 'unit-visitor' });
    // List of a subtree of few units.
    await plans.createIndex({ unitId: 1, from: 1, _id: 1 }, { name: 'unit-from' });
    // List of a subtree of many units: all in order, units picked out.
    await plans.createIndex({ from: 1, _id: 1 }, { name: 'from' });
    await ensureCollection(db, VISIT_GUARDS);
  },
});
