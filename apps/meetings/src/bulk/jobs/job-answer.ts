import type { JobAnswer, PartAnswer } from './jobs.dto.js';
import type { JobDocument, PartDocument } from './job.js';

export const toJobAnswer = (job: JobDocument): JobAnswer => ({
  id: job._id,
  version: job.version,
  unit: job.unit,
  mode: 'partial',
  format: job.format,
  dates: job.dates,
  state: job.state,
  parts: job.parts,
  partsDone: job.partsDone,
  rows: job.rows,
  accepted: job.accepted,
  rejected: job.rejected,
  acts: job.acts.map(({ act, actor, at }) => ({ act, actor, at: at.toISOString() })),
  firstAt: job.firstAt?.toISOString() ?? null,
  lastAt: job.lastAt?.toISOString() ?? null,
  closedAt: job.closedAt?.toISOString() ?? null,
});

export const toPartAnswer = ({ jobId, number, sha256, rows, receivedAt }: PartDocument): PartAnswer => ({
  jobId,
  part: number,
  sha256,
  rows,
  receivedAt: receivedAt.toISOString(),
});
