import { ensureCollection, type Migration } from '#mongo';
import { ANSWERS, AWAITED, DIFFERENCES, RUNS } from './reconciliation.schema.js';

const DAY_SECONDS = 86_400;

export const reconciliationMigration = (id: number): Migration => ({
  id,
  name: 'reconciliations',
  async up(db) {
    const runs = await ensureCollection(db, RUNS);
    // The next one to work at.
    await runs.createIndex(
      { createdAt: 1 },
      { name: 'open', partialFilterExpression: { state: { $in: ['waiting', 'running'] } } },
    );
    // List of runs, the newest first.
    await runs.createIndex({ createdAt: -1, _id: -1 }, { name: 'list' });
    const differences = await ensureCollection(db, DIFFERENCES);
    // Whether figures of a unit are disputed: asked with every rollup, and nearly always empty.
    await differences.createIndex({ units: 1 }, { name: 'disputed', partialFilterExpression: { state: 'disputed' } });
    // Disputed once at a time.
    await differences.createIndex(
      { subject: 1 },
      { name: 'subject', unique: true, partialFilterExpression: { state: 'disputed' } },
    );
    // Differences of a run, and by state, in order.
    await differences.createIndex({ runs: 1, _id: 1 }, { name: 'of-run' });
    await differences.createIndex({ state: 1, _id: 1 }, { name: 'by-state' });
    const answers = await ensureCollection(db, ANSWERS);
    // An answer that nobody waits for any more goes.
    await answers.createIndex({ at: 1 }, { expireAfterSeconds: DAY_SECONDS });
    const awaited = await ensureCollection(db, AWAITED);
    // What a run that died awaited is awaited no more.
    await awaited.createIndex({ at: 1 }, { expireAfterSeconds: DAY_SECONDS });
  },
});
