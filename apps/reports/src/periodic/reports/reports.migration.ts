import { ensureCollection, type Migration } from '#mongo';
import { REPORT_TEXT_READS, REPORT_VERSIONS, REPORTS } from './report.schema.js';

/** Creates the collections of reports and their indexes. */
export const reportsMigration = (id: number): Migration => ({
  id,
  name: 'reports and their versions',
  async up(db) {
    const reports = await ensureCollection(db, REPORTS);
    // List of a subtree of few units: each unit's reports in order of their periods.
    await reports.createIndex({ unitId: 1, 'period.to': 1, _id: 1 }, { name: 'unit-period' });
    // List of a subtree of many units: all reports in order of their periods, units picked out.
    await reports.createIndex({ 'period.to': 1, _id: 1, unitId: 1 }, { name: 'period' });
    // Who has handed in: every report of a type and period, answered from the index alone.
    await reports.createIndex(
      { type: 1, 'period.id': 1, unitId: 1, state: 1, nil: 1, submittedAt: 1, _id: 1 },
      { name: 'type-period' },
    );
    const versions = await ensureCollection(db, REPORT_VERSIONS);
    // Versions of one report, in order.
    await versions.createIndex({ reportId: 1, version: 1 }, { name: 'report-version', unique: true });
    const reads = await ensureCollection(db, REPORT_TEXT_READS);
    // Who read the words of one report, in order of time.
    await reads.createIndex({ reportId: 1, _id: 1 }, { name: 'report' });
  },
});
