import { rowsOf, type Format } from '#bulk';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, sha256, type Answer, type CommandRequest, type Tx } from '#http';
import { Injectable } from '@nestjs/common';
import { MEETING_COLUMNS } from '../bulk-columns.rules.js';
import { toJobAnswer, toPartAnswer } from './job-answer.js';
import { JobBell } from './job-bell.js';
import type { JobDocument, PartDocument } from './job.js';
import type { JobAnswer, OpenJobDto, PartAnswer } from './jobs.dto.js';
import { cancelled, finished, isNewPart } from './jobs.rules.js';
import { JobsStore } from './jobs.store.js';

export type PartFile = { number: number; format: Format; text: string };

/** What people do with jobs; the rows are worked by JobWorker. */
@Injectable()
export class JobsService {
  constructor(
    private readonly store: JobsStore,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly bell: JobBell,
  ) {}

  async open(command: CommandRequest, { id, unit, mode, format, dates }: OpenJobDto): Promise<Answer<JobAnswer>> {
    await this.authorizer.require(command.sub, 'meetings:write', unit);
    if (mode === 'atomic') throw new Refusal('unprocessable', 'job-not-atomic', {}, [{ path: 'mode', code: 'is-in' }]);
    const _id = id ?? command.derivedId;
    return this.commands.run(command, async ({ session, now }) => {
      if (await this.store.jobs.findOne({ _id }, { session })) throw new Refusal('conflict', 'job-exists');
      const job = newJob({ _id, unit, format, dates, sub: command.sub }, now);
      await this.store.jobs.insertOne(job, { session });
      return answered(201, job);
    });
  }

  /** A part that comes again is answered as the first time, whatever became of the job since. */
  async part(command: CommandRequest, id: string, { number, format, text }: PartFile): Promise<Answer<PartAnswer>> {
    const { unit, format: declared } = await this.store.job(id);
    await this.authorizer.require(command.sub, 'meetings:write', unit);
    if (format !== declared) throw new Refusal('unprocessable', 'part-format');
    // What cannot be read as rows at all is refused now; what is wrong with a row is told with the job.
    const rows = rowsOf({ text, format }, MEETING_COLUMNS).length;
    const hash = sha256(text);
    return this.commands.run(command, async (tx) => {
      const job = await this.store.job(id, tx.session);
      const known = await this.store.parts.findOne({ _id: `${id}/${number}` }, { session: tx.session });
      const part = known ?? newPart({ jobId: id, number, sha256: hash, rows, text }, tx.now);
      if (isNewPart(job, known, { number, sha256: hash })) await this.#receive(tx, part);
      return { status: 200, body: toPartAnswer(part), headers: {} };
    });
  }

  async finish(command: CommandRequest, id: string, parts: number): Promise<Answer<JobAnswer>> {
    return this.#change(command, id, async (job, { now }) => {
      const state = finished(job, parts);
      return { state, closedAt: state === 'finished' ? now : null, acts: acted(job, 'finished', command.sub, now) };
    });
  }

  /** What was accepted stays, as each meeting is a fact of its own; the parts that wait are dropped. */
  async cancel(command: CommandRequest, id: string): Promise<Answer<JobAnswer>> {
    return this.#change(command, id, async (job, { session, now }) => {
      const state = cancelled(job);
      await this.store.parts.updateMany({ jobId: id, done: false }, { $set: { text: null } }, { session });
      return { state, closedAt: now, waiting: false, claim: null, acts: acted(job, 'cancelled', command.sub, now) };
    });
  }

  async #change(
    command: CommandRequest,
    id: string,
    decide: (job: JobDocument, tx: Tx) => Promise<Partial<JobDocument>>,
  ): Promise<Answer<JobAnswer>> {
    await this.authorizer.require(command.sub, 'meetings:write', (await this.store.job(id)).unit);
    return this.commands.run(command, async (tx) => {
      const job = await this.store.job(id, tx.session);
      requireIfMatch(command, job.version);
      const changes = { ...(await decide(job, tx)), version: job.version + 1 };
      await this.store.jobs.updateOne({ _id: id }, { $set: changes }, { session: tx.session });
      return answered(200, { ...job, ...changes });
    });
  }

  async #receive(tx: Tx, part: PartDocument): Promise<void> {
    const { session } = tx;
    await this.store.parts.insertOne(part, { session });
    await this.store.jobs.updateOne(
      { _id: part.jobId },
      { $inc: { parts: 1, rows: part.rows }, $max: { highest: part.number }, $set: { waiting: true } },
      { session },
    );
    tx.onCommitted(() => this.bell.ring());
  }
}

const newJob = (declared: Pick<JobDocument, '_id' | 'unit' | 'format' | 'dates' | 'sub'>, now: Date): JobDocument => ({
  ...declared,
  version: 1,
  state: 'open',
  parts: 0,
  highest: 0,
  rows: 0,
  partsDone: 0,
  accepted: 0,
  rejected: 0,
  acts: [{ act: 'opened', actor: declared.sub, at: now }],
  createdAt: now,
  closedAt: null,
  waiting: false,
  turn: now,
  claim: null,
});

const newPart = (
  part: Pick<PartDocument, 'jobId' | 'number' | 'sha256' | 'rows' | 'text'>,
  receivedAt: Date,
): PartDocument => ({ _id: `${part.jobId}/${part.number}`, ...part, receivedAt, next: 0, done: false });

const acted = (job: JobDocument, act: 'finished' | 'cancelled', actor: string, at: Date): JobDocument['acts'] => [
  ...job.acts,
  { act, actor, at },
];

const answered = (status: 200 | 201, job: JobDocument): Answer<JobAnswer> => ({
  status,
  body: toJobAnswer(job),
  headers: { ETag: `"${job.version}"` },
});
