import { Refusal } from '#contracts';

/** Watermarks come at most 5 s apart: then the instant may be settled. */
const SETTLES_WITHIN_S = 5;

/** The newest instant that every shard's time has passed: nothing will be known at it, or before, that is not known yet. */
export const settledThrough = (shards: readonly { time: Date }[]): Date =>
  new Date(Math.min(...shards.map(({ time }) => time.getTime())));

export const notSettled = (path: string, settled: Date): Refusal =>
  new Refusal(
    'conflict',
    'instant-not-settled',
    { settled: settled.toISOString() },
    [{ path, code: 'instant-not-settled' }],
    SETTLES_WITHIN_S,
  );
