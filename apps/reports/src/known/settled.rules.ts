/** The newest instant that every shard's time has passed: nothing will be known at it, or before, that is not known yet. */
export const settledThrough = (shards: readonly { time: Date }[]): Date =>
  new Date(Math.min(...shards.map(({ time }) => time.getTime())));
