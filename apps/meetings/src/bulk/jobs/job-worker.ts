import { randomUUID } from 'node:crypto';
import { rowsOf, type RowFault } from '#bulk';
import { Refusal } from '#contracts';
import { Authorizer } from '#http';
import { WorkLoop } from '#messaging';
import { eventLogger } from '#observability';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { MEETING_COLUMNS } from '../bulk-columns.rules.js';
import type { Judged } from '../bulk-judge.rules.js';
import { chunksOf } from '../chunks.rules.js';
import { MeetingEntry } from '../meeting-entry.js';
import { JobBell } from './job-bell.js';
import { JobChunks } from './job-chunks.js';
import type { JobDocument, PartDocument } from './job.js';
import { JobsStore } from './jobs.store.js';

export const ROWS_OF_CHUNK = 200;
/** A job that is entered here rings; this is for one of another process, and for one that was left. */
const LOOK_MS = 10_000;
const BACK_OFF_MS = { first: 1_000, most: 30_000 };

const log = eventLogger('bulk');

/**
 * Works the parts of jobs, one after the other, jobs in turn. A job has one worker at a time, by a claim that runs out: who
 * takes over goes on after the last chunk that was committed.
 */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #owner = randomUUID();
  readonly #loop = new WorkLoop({
    turn: () => this.turn(),
    lookMs: LOOK_MS,
    backOffMs: BACK_OFF_MS,
    failed: (err) => log.error({ event: 'bulk.chunk-failed', err }),
  });

  constructor(
    private readonly store: JobsStore,
    private readonly chunks: JobChunks,
    private readonly entry: MeetingEntry,
    private readonly authorizer: Authorizer,
    private readonly bell: JobBell,
  ) {}

  onApplicationBootstrap(): void {
    this.store.store.onReady(() => this.start());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  start(): void {
    this.bell.onRing(this.#loop.ring);
    this.#loop.start();
  }

  /** Ends after the chunk under way; the job is left to whoever comes next. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Works one part of the job whose turn it is. False: nothing waits. */
  async turn(): Promise<boolean> {
    const job = await this.chunks.claim(this.#owner);
    if (!job) return false;
    try {
      const [part] = await this.store.parts
        .find({ jobId: job._id, done: false })
        .sort({ number: 1 })
        .limit(1)
        .toArray();
      if (!part?.text) return false;
      await this.#work(job, part, part.text);
      return true;
    } finally {
      await this.chunks.release(job._id, this.#owner);
    }
  }

  /** The part is judged whole, since its rows may repeat each other, and saved chunk by chunk from where it stands. */
  async #work(job: JobDocument, part: PartDocument, text: string): Promise<void> {
    const { unit, dates, format } = job;
    const scope = part._id;
    const judged = await this.entry.judged({ unit, dates, scope, rows: rowsOf({ text, format }, MEETING_COLUMNS) });
    let from = part.next;
    for (const chunk of chunksOf(judged.slice(from), ROWS_OF_CHUNK)) {
      if (this.#loop.stopping) return;
      await this.chunks.save(this.#owner, part, from, await this.#allowed(job, chunk));
      from += chunk.length;
    }
  }

  /** A right that was taken away since counts at once, for what is left. */
  async #allowed({ sub, unit }: JobDocument, chunk: Judged[]): Promise<Judged[]> {
    try {
      await this.authorizer.require(sub, 'meetings:write', unit);
      return chunk;
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'forbidden') throw error;
      const faults: RowFault<never>[] = [{ column: 'row', code: error.code }];
      return chunk.map(({ row }) => ({ row, id: null, meeting: null, faults }));
    }
  }
}
