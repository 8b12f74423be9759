import { Refusal } from '#contracts';

/** `open`: parts may come. `finishing`: all have come, some wait. */
export const JOB_STATES = ['open', 'finishing', 'finished', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Most parts of a job, and most that may wait at once: what waits is kept whole in the store. */
export const MOST_PARTS = 1_000;
export const MOST_WAITING = 20;
const SECONDS_TO_WAIT = 2;

type Progress = { state: JobState; parts: number; highest: number; partsDone: number };

/**
 * Whether a part is new to a job; one that came before is answered as it was then.
 * @throws Refusal part-out-of-range (422), part-differs, job-closed (409), parts-waiting (409, to be sent again)
 */
export function isNewPart(job: Progress, known: { sha256: string } | null, part: { number: number; sha256: string }) {
  if (part.number < 1 || part.number > MOST_PARTS)
    throw new Refusal('unprocessable', 'part-out-of-range', { most: MOST_PARTS });
  if (known && known.sha256 !== part.sha256) throw new Refusal('conflict', 'part-differs');
  if (known) return false;
  if (job.state !== 'open') throw new Refusal('conflict', 'job-closed');
  if (job.parts - job.partsDone >= MOST_WAITING)
    throw new Refusal('conflict', 'parts-waiting', { most: MOST_WAITING }, [], SECONDS_TO_WAIT);
  return true;
}

/**
 * All parts have come: 1 to `parts`.
 * @throws Refusal job-closed, parts-missing (409)
 */
export function finished(job: Progress, parts: number): JobState {
  if (job.state !== 'open') throw new Refusal('conflict', 'job-closed');
  if (job.parts !== parts || job.highest !== parts)
    throw new Refusal('conflict', 'parts-missing', { parts: job.parts, highest: job.highest });
  return afterPart({ ...job, state: 'finishing' });
}

/** What is in stays; what waits is dropped. @throws Refusal job-closed (409) */
export function cancelled({ state }: Progress): JobState {
  if (state === 'finished' || state === 'cancelled') throw new Refusal('conflict', 'job-closed');
  return 'cancelled';
}

/** A job whose parts have all come is over when the last is worked. */
export const afterPart = ({ state, parts, partsDone }: Omit<Progress, 'highest'>): JobState =>
  state === 'finishing' && parts === partsDone ? 'finished' : state;
