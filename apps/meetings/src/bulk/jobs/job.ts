import type { DateOrder, Format, RowFault } from '#bulk';
import { ensureCollection, type Migration } from '#mongo';
import type { JobState } from './jobs.rules.js';

/** Names of the collections. */
export const JOBS = 'bulk_jobs';
export const PARTS = 'bulk_parts';
export const REJECTIONS = 'bulk_rejections';

/** A large file on its way in, with how far it is. */
export type JobDocument = {
  _id: string;
  /** Of what people did with it; its progress makes no version. */
  version: number;
  unit: string;
  /** Who opened it: each meeting is recorded as theirs, and their right is asked for at every chunk. */
  sub: string;
  format: Format;
  dates: DateOrder;
  state: JobState;
  /** Parts and rows that have come, the highest number of a part, and parts that are worked. */
  parts: number;
  highest: number;
  rows: number;
  partsDone: number;
  accepted: number;
  rejected: number;
  acts: { act: 'opened' | 'finished' | 'cancelled'; actor: string; at: Date }[];
  createdAt: Date;
  /** Of the first and the last chunk. */
  firstAt?: Date;
  lastAt?: Date;
  closedAt: Date | null;
  /** Parts wait to be worked; `turn`: when it was last taken up, so that jobs take turns. */
  waiting: boolean;
  turn: Date;
  /** The worker that has it, until when by the clock of the database. */
  claim: { owner: string; until: Date } | null;
};

export type PartDocument = {
  /** `<job>/<number>` */
  _id: string;
  jobId: string;
  number: number;
  /** SHA-256 of its text, without a BOM. */
  sha256: string;
  rows: number;
  receivedAt: Date;
  /** Rows worked so far. */
  next: number;
  done: boolean;
  /** Kept only until it is worked. */
  text: string | null;
};

export type RejectionDocument = { _id: string; jobId: string; part: number; row: number; errors: RowFault[] };

export const bulkJobsMigration = (id: number): Migration => ({
  id,
  name: 'jobs of bulk entry, their parts and rejected rows',
  async up(db) {
    const jobs = await ensureCollection(db, JOBS);
    // The next job to work at.
    await jobs.createIndex({ turn: 1 }, { name: 'waiting', partialFilterExpression: { waiting: true } });
    const parts = await ensureCollection(db, PARTS);
    // The next part of a job.
    await parts.createIndex({ jobId: 1, done: 1, number: 1 }, { name: 'job-waiting' });
    const rejections = await ensureCollection(db, REJECTIONS);
    // Rejected rows of a job, in order.
    await rejections.createIndex({ jobId: 1, part: 1, row: 1 }, { name: 'job-row' });
  },
});
