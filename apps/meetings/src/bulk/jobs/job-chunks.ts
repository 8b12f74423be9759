import { inTx, type Tx } from '#http';
import { LostClaim } from '#messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { Judged } from '../bulk-judge.rules.js';
import { MeetingEntry } from '../meeting-entry.js';
import type { JobDocument, PartDocument } from './job.js';
import { afterPart } from './jobs.rules.js';
import { JobsStore } from './jobs.store.js';

/** Longer than a chunk takes on a busy machine; after it, another may take the job over. */
const CLAIM_MS = 15_000;

/** What a worker does to jobs in the store: takes them, saves chunks of their rows, gives them back. */
@Injectable()
export class JobChunks {
  constructor(
    private readonly store: JobsStore,
    private readonly entry: MeetingEntry,
  ) {}

  /** The job that waits longest for its turn and is nobody's, by the clock of the database. */
  async claim(owner: string): Promise<JobDocument | null> {
    const claim = { owner: { $literal: owner }, until: { $add: ['$$NOW', CLAIM_MS] } };
    return this.store.jobs.findOneAndUpdate(
      { waiting: true, $expr: { $lt: ['$claim.until', '$$NOW'] } },
      [{ $set: { claim, turn: '$$NOW' } }],
      { sort: { turn: 1 }, returnDocument: 'after', writeConcern: { w: 'majority' } },
    );
  }

  async release(jobId: string, owner: string): Promise<void> {
    await this.store.jobs.updateOne({ _id: jobId, 'claim.owner': owner }, { $set: { claim: null } });
  }

  /**
   * One chunk, one transaction: meetings with their events, rejected rows, and how far the part and its job are. Only the
   * worker that has the job and begins where the part stands gets through, so no row is entered twice.
   *
   * @throws LostClaim when another worker has the job, or it was cancelled: nothing of the chunk was written
   */
  async save(owner: string, part: PartDocument, from: number, judged: readonly Judged[]): Promise<void> {
    await inTx(this.store.store.connection, async (tx) => {
      const results = await this.entry.unlessThere(tx, judged);
      const job = await this.#advance(tx, { owner, part, from, results });
      await this.#reject(part, results, tx.session);
      await this.entry.save(tx, job.sub, results);
    });
  }

  async #advance(
    { session, now }: Tx,
    { owner, part, from, results }: { owner: string; part: PartDocument; from: number; results: readonly Judged[] },
  ): Promise<JobDocument> {
    const next = from + results.length;
    const done = next === part.rows;
    const moved = await this.store.parts.updateOne(
      { _id: part._id, next: from, done: false },
      { $set: { next, done, ...(done && { text: null }) } },
      { session },
    );
    if (moved.matchedCount === 0) throw new LostClaim();
    const accepted = results.filter(({ meeting }) => meeting !== null).length;
    const job = await this.store.jobs.findOneAndUpdate(
      { _id: part.jobId, 'claim.owner': owner, state: { $in: ['open', 'finishing'] } },
      {
        $inc: { accepted, rejected: results.length - accepted, partsDone: Number(done) },
        $set: { lastAt: now, 'claim.until': new Date(now.getTime() + CLAIM_MS) },
        $min: { firstAt: now },
      },
      { session, returnDocument: 'after' },
    );
    if (!job) throw new LostClaim();
    if (done) await this.#settle(job, now, session);
    return job;
  }

  async #settle(job: JobDocument, now: Date, session: ClientSession): Promise<void> {
    const state = afterPart(job);
    const closing = state === 'finished' ? { closedAt: now } : {};
    const changes = { state, waiting: job.partsDone < job.parts, ...closing };
    await this.store.jobs.updateOne({ _id: job._id }, { $set: changes }, { session });
  }

  async #reject({ _id, jobId, number }: PartDocument, results: readonly Judged[], session: ClientSession) {
    const rejected = results.filter(({ meeting }) => meeting === null);
    if (rejected.length === 0) return;
    await this.store.rejections.insertMany(
      rejected.map(({ row, faults }) => ({ _id: `${_id}/${row}`, jobId, part: number, row, errors: faults })),
      { session },
    );
  }
}
