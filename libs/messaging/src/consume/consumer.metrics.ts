import { counter, gauge, histogram } from '#observability';

export const consumerLag = gauge({
  name: 'lien_cap_consumer_lag_records',
  help: 'Records of a partition that are not worked up: its end minus the position in the store',
  labels: ['topic', 'partition'],
});

export const sourceSilence = gauge({
  name: 'lien_cap_source_silence_seconds',
  help: 'Age of the last watermark of a source that was worked up, on its most silent partition; sources speak every 4 s',
  labels: ['topic'],
});

export const haltedSeconds = gauge({
  name: 'lien_cap_consumer_halted_seconds',
  help: 'How long a partition waits because its batch cannot be applied; absent for those that go on',
  labels: ['topic', 'partition'],
});

export const consumerRetries = counter({
  name: 'lien_cap_consumer_retries_total',
  help: 'Batches that failed and are tried again',
  labels: ['topic'],
});

export const batchRecords = histogram({
  name: 'lien_cap_consumer_batch_events',
  help: 'Events in a batch that was committed (batches of watermarks alone are not counted)',
  labels: ['topic'],
  buckets: [1, 5, 20, 100, 500, 1_000, 2_000],
});

export const batchSeconds = histogram({
  name: 'lien_cap_consumer_batch_duration_seconds',
  help: 'Time from a batch in hand to its commit, with repeats inside (batches of watermarks alone are not counted)',
  labels: ['topic'],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});
