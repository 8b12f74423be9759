import { BatchProcessor } from '../src/consume/batch-processor.js';
import { KAFKA_BATCH, KafkaBatchServer } from '../src/consume/kafka-batch-server.js';
import type { BatchApplier, RecordBatch } from '../src/consume/record-batch.js';
import { replaceFacts } from '../src/consume/replace-facts.js';
import type { KafkajsPort } from '../src/kafka/kafkajs-port.js';
import { REPLICA, type Harness } from './harness.js';
import type { MeetingRecordedV1 } from '#contracts';

export type Reader = {
  server: KafkaBatchServer;
  processor: BatchProcessor;
  /** Records of each batch handed over. */
  sizes: number[];
  /** Replaces the handler, to fail on purpose. */
  handle: (batch: RecordBatch) => Promise<void>;
  close(): Promise<void>;
};

/** A replica of meetings: id, version, hash and minutes. */
export const meetingsReplica = (h: Pick<Harness, 'store'>): BatchApplier =>
  replaceFacts<MeetingRecordedV1>({
    store: h.store,
    collection: REPLICA,
    types: ['meetings.meeting-recorded.v1'],
    fields: ({ data }) => ({ minutes: data.minutes }),
  });

/** A service that keeps the replica; consumes until the harness ends. */
export function consumer(
  h: Harness,
  { port = h.port, applier = meetingsReplica(h) }: { port?: KafkajsPort; applier?: BatchApplier } = {},
): Reader {
  const processor = new BatchProcessor({ store: h.store });
  const server = new KafkaBatchServer({
    port,
    store: h.store,
    service: 'reports',
    retryMs: { first: 100, most: 1_000 },
  });
  const reader: Reader = {
    server,
    processor,
    sizes: [],
    handle: (batch) => processor.process(batch, applier),
    async close() {
      await server.close();
      await processor.close();
    },
  };
  server.setTransportId(KAFKA_BATCH);
  server.addHandler(
    'meetings.events',
    async (batch: RecordBatch) => {
      reader.sizes.push(batch.records.length);
      return reader.handle(batch);
    },
    true,
  );
  server.listen((error) => {
    if (error) throw error;
  });
  h.atEnd(() => reader.close());
  return reader;
}
