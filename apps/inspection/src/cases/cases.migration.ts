import { ensureCollection, type Migration } from '#mongo';
import { CASE_VERSIONS, CASES } from './case.schema.js';
import { NARRATIVE_READS } from './narrative-reads.js';

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

/** Until now none could be opened: adds what opening and following them needs. */
export const fullCasesMigration = (id: number): Migration => ({
  id,
  name: 'versions of cases and reads of their texts',
  async up(db) {
    const cases = await ensureCollection(db, CASES);
    // List of a subtree of few units: each unit's cases in order of opening.
    await cases.createIndex({ unitId: 1, openedOn: 1, _id: 1 }, { name: 'unit-opened' });
    const versions = await ensureCollection(db, CASE_VERSIONS);
    // Versions of one case, in order.
    await versions.createIndex({ caseId: 1, version: 1 }, { name: 'case-version', unique: true });
    const reads = await ensureCollection(db, NARRATIVE_READS);
    // Who read the texts of one case, the latest first.
    await reads.createIndex({ caseId: 1, _id: -1 }, { name: 'case' });
  },
});
