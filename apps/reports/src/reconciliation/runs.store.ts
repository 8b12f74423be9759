import { LostClaim } from '#messaging';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { COMPARED_KINDS } from './facts.rules.js';
import { RUNS, type RunDocument, type RunProgress, type Scope } from './reconciliation.schema.js';

/** Longer than a step that tells nothing takes on a busy machine; after it, another worker may take the run over. */
export const CLAIM_MS = 20_000;
const MAJORITY = { writeConcern: { w: 'majority' as const } };

export const newRun = (id: string, scope: Scope, requestedBy: string | null, now: Date): RunDocument => ({
  _id: id,
  scope,
  requestedBy,
  state: 'waiting',
  progress: firstProgress(),
  counts: { suspects: 0, repaired: 0, disputed: 0, healed: 0 },
  silent: [],
  createdAt: now,
  startedAt: null,
  finishedAt: null,
  claim: null,
});

/** Whoever takes a run over begins it again: nothing it did is wrong to do twice. */
export const firstProgress = (): RunProgress => ({
  step: 'facts',
  facts: 0,
  kinds: 0,
  kindsAll: COMPARED_KINDS.length,
  cells: 0,
  slices: 0,
  slicesAll: 0,
});

/** Runs as stored. One is worked at a time, by whoever has its claim. */
@Injectable()
export class RunsStore {
  constructor(private readonly store: Store) {}

  get runs(): mongo.Collection<RunDocument> {
    return this.store.db.collection<RunDocument>(RUNS);
  }

  async insert(run: RunDocument, session: ClientSession): Promise<void> {
    await this.runs.insertOne(run, { session });
  }

  /** Unless it is there already: several workers have the same clock. Answers whether it was made. */
  async insertOnce(run: RunDocument): Promise<boolean> {
    const { _id, ...fields } = run;
    const made = await this.runs.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true, ...MAJORITY });
    return made.upsertedCount === 1;
  }

  waiting(session: ClientSession): Promise<number> {
    return this.runs.countDocuments({ state: { $in: ['waiting', 'running'] } }, { session });
  }

  find(id: string, session?: ClientSession): Promise<RunDocument | null> {
    return this.runs.findOne({ _id: id }, { session });
  }

  /** The last one of everything that came to its end, also without some sources. */
  last(): Promise<RunDocument | null> {
    return this.runs.findOne(
      { state: { $in: ['finished', 'incomplete', 'failed'] } },
      { sort: { createdAt: -1, _id: -1 } },
    );
  }

  list(before: { at: Date; id: string } | undefined, limit: number): Promise<RunDocument[]> {
    const older = before && [{ createdAt: { $lt: before.at } }, { createdAt: before.at, _id: { $lt: before.id } }];
    return this.runs
      .find(older ? { $or: older } : {})
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** The oldest open run, unless somebody has one. */
  async claim(owner: string): Promise<RunDocument | null> {
    const open = { state: { $in: ['waiting', 'running'] as ('waiting' | 'running')[] } };
    const oldest = await this.runs.findOne(open, { sort: { createdAt: 1 }, projection: { _id: 1 } });
    if (!oldest) return null;
    const until = { $add: ['$$NOW', CLAIM_MS] };
    return this.runs.findOneAndUpdate(
      { _id: oldest._id, ...open, $expr: { $lt: [{ $ifNull: ['$claim.until', new Date(0)] }, '$$NOW'] } },
      [
        {
          $set: {
            state: 'running',
            startedAt: '$$NOW',
            claim: { owner: { $literal: owner }, until },
            progress: { $literal: firstProgress() },
          },
        },
      ],
      { returnDocument: 'after', ...MAJORITY },
    );
  }

  /** Keeps the claim and tells how far the run is. @throws LostClaim */
  async note(id: string, owner: string, progress: RunProgress): Promise<void> {
    const claim = { owner: { $literal: owner }, until: { $add: ['$$NOW', CLAIM_MS] } };
    const kept = await this.runs.updateOne({ _id: id, 'claim.owner': owner }, [
      { $set: { claim, progress: { $literal: progress } } },
    ]);
    if (kept.matchedCount === 0) throw new LostClaim();
  }

  /** @throws LostClaim */
  async finish(
    id: string,
    owner: string,
    result: Pick<RunDocument, 'state' | 'counts' | 'silent' | 'progress'>,
  ): Promise<void> {
    const ended = await this.runs.updateOne(
      { _id: id, 'claim.owner': owner },
      { $set: { ...result, finishedAt: new Date(), claim: null } },
      MAJORITY,
    );
    if (ended.matchedCount === 0) throw new LostClaim();
  }

  /** Left to whoever comes next. */
  async release(id: string, owner: string): Promise<void> {
    await this.runs.updateOne({ _id: id, 'claim.owner': owner }, { $set: { claim: null } });
  }
}
