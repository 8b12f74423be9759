import { toldFaults } from '#bulk';
import { Authorizer, decodeCursor, pageOf, type PageQuery } from '#http';
import { Injectable } from '@nestjs/common';
import { toJobAnswer } from './job-answer.js';
import type { JobDocument } from './job.js';
import type { JobAnswer, RejectionsPage } from './jobs.dto.js';
import { JobsStore } from './jobs.store.js';

/** Reads of jobs, for whoever may enter meetings at their unit. */
@Injectable()
export class JobsReader {
  constructor(
    private readonly store: JobsStore,
    private readonly authorizer: Authorizer,
  ) {}

  async one(sub: string, id: string): Promise<JobAnswer> {
    return toJobAnswer(await this.#readable(sub, id));
  }

  /** Rejected rows so far, by part and row, with texts in the language asked for. */
  async rejections(
    sub: string,
    id: string,
    { limit, cursor }: PageQuery,
    language: string | undefined,
  ): Promise<RejectionsPage> {
    await this.#readable(sub, id);
    const [part = 0, row = 0] = (decodeCursor(cursor, 2) ?? []).map(Number);
    const found = await this.store.rejections
      .find({ jobId: id, $or: [{ part: { $gt: part } }, { part, row: { $gt: row } }] })
      .sort({ part: 1, row: 1 })
      .limit(limit + 1)
      .toArray();
    const { items, next } = pageOf(found, limit, (one) => [one.part, one.row]);
    const told = items.map((one) => ({ part: one.part, row: one.row, errors: toldFaults(one.errors, language) }));
    return { items: told, next };
  }

  async #readable(sub: string, id: string): Promise<JobDocument> {
    const job = await this.store.job(id);
    await this.authorizer.require(sub, 'meetings:write', job.unit);
    return job;
  }
}
