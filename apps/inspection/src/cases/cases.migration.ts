import { ensureCollection, type Migration } from '#mongo';

/** Collection of cases. */
export const CASES = 'cases';

/** Creates the collection of cases. */
export const casesMigration = (id: number): Migration => ({
  id,
  name: 'cases',
  async up(db) {
    const cases = await ensureCollection(db, CASES);
    // List of cases, in the order in which they were opened.
    await cases.createIndex({ openedOn: 1, _id: 1 }, { name: 'opened' });
  },
});
