import { ensureCollection, type Migration } from '#mongo';
import { REPORT_TYPES, REPORT_TYPES_HEAD, type ReportTypeDocument } from './report-type.js';
import { SEEDED_TYPES } from './report-types.seeds.js';

/** Report types, with those that come with the system. A few dozen documents, always read whole: no index. */
export const reportTypesMigration = (id: number): Migration => ({
  id,
  name: 'report types',
  async up(db) {
    await ensureCollection(db, REPORT_TYPES);
    await ensureCollection(db, REPORT_TYPES_HEAD);
    const heads = db.collection<{ _id: string; writes: number }>(REPORT_TYPES_HEAD);
    await heads.updateOne({ _id: 'head' }, { $setOnInsert: { writes: 0 } }, { upsert: true });
    const types = db.collection<ReportTypeDocument>(REPORT_TYPES);
    for (const type of SEEDED_TYPES)
      await types.updateOne(
        { _id: `${type.code}/${type.version}` },
        { $setOnInsert: { ...type, actor: null, at: new Date() } },
        { upsert: true },
      );
  },
});
