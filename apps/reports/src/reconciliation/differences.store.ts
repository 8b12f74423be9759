import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { DIFFERENCES, type DifferenceDocument, type DifferenceState } from './reconciliation.schema.js';

/** A difference as a run found it. */
export type FoundDifference = Omit<DifferenceDocument, '_id' | 'runs' | 'state' | 'foundAt' | 'decidedAt'>;

/** More runs than this of one difference are not kept with it: it is disputed for weeks. */
const RUNS_KEPT = 50;
/** More disputed at once are left to the runs after. */
export const MOST_OPEN = 20_000;
const MAJORITY = { writeConcern: { w: 'majority' as const } };

/** Differences as stored. */
@Injectable()
export class DifferencesStore {
  constructor(private readonly store: Store) {}

  get all(): mongo.Collection<DifferenceDocument> {
    return this.store.db.collection<DifferenceDocument>(DIFFERENCES);
  }

  find(id: string): Promise<DifferenceDocument | null> {
    return this.all.findOne({ _id: id });
  }

  list(filter: { run?: string; state?: DifferenceState }, after: string | null, limit: number) {
    const { run, state } = filter;
    return this.all
      .find({
        ...(run === undefined ? {} : { runs: run }),
        ...(state === undefined ? {} : { state }),
        ...(after === null ? {} : { _id: { $gt: after } }),
      })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
  }

  disputed(kind: 'fact' | 'cell'): Promise<DifferenceDocument[]> {
    return this.all
      .find({ state: 'disputed', kind: kind === 'cell' ? 'cell' : { $ne: 'cell' } })
      .limit(MOST_OPEN)
      .toArray();
  }

  countDisputed(): Promise<number> {
    return this.all.countDocuments({ state: 'disputed' }, { maxTimeMS: 2_000 });
  }

  /** What a run found and made right at once. */
  async repaired(run: string, found: readonly FoundDifference[]): Promise<void> {
    if (found.length === 0) return;
    const now = new Date();
    await this.all.insertMany(
      found.map((one) => ({
        _id: randomUUID(),
        ...one,
        state: 'repaired' as const,
        runs: [run],
        foundAt: now,
        decidedAt: now,
      })),
      MAJORITY,
    );
  }

  /** What a run could not make right: it stays one difference, however many runs find it. */
  async dispute(run: string, found: readonly FoundDifference[]): Promise<void> {
    if (found.length === 0) return;
    const now = new Date();
    await this.all.bulkWrite(
      found.map(({ subject, ...fields }) => ({
        updateOne: {
          filter: { subject, state: 'disputed' as const },
          update: {
            $set: { ...fields, decidedAt: now },
            $setOnInsert: { _id: randomUUID(), foundAt: now },
            $push: { runs: { $each: [run], $slice: -RUNS_KEPT } },
          },
          upsert: true,
        },
      })),
      { ordered: false, ...MAJORITY },
    );
  }

  /** Answers how many were disputed and are right now. */
  async heal(run: string, subjects: readonly string[]): Promise<number> {
    if (subjects.length === 0) return 0;
    const { modifiedCount } = await this.all.updateMany(
      { state: 'disputed', subject: { $in: [...subjects] } },
      { $set: { state: 'healed', decidedAt: new Date() }, $push: { runs: { $each: [run], $slice: -RUNS_KEPT } } },
      MAJORITY,
    );
    return modifiedCount;
  }
}
