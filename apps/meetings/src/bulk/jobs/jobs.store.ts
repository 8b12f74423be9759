import { Refusal } from '#contracts';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { JOBS, PARTS, REJECTIONS, type JobDocument, type PartDocument, type RejectionDocument } from './job.js';

/** The collections of jobs. */
@Injectable()
export class JobsStore {
  constructor(readonly store: Store) {}

  get jobs() {
    return this.store.db.collection<JobDocument>(JOBS);
  }

  get parts() {
    return this.store.db.collection<PartDocument>(PARTS);
  }

  get rejections() {
    return this.store.db.collection<RejectionDocument>(REJECTIONS);
  }

  /** @throws Refusal `no-such-job` (404) */
  async job(id: string, session?: ClientSession): Promise<JobDocument> {
    const job = await this.jobs.findOne({ _id: id }, { session });
    if (!job) throw new Refusal('not-found', 'no-such-job');
    return job;
  }
}
