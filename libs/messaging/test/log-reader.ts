import { randomUUID } from 'node:crypto';
import type { Envelope, TopicName } from '#contracts';
import type { KafkaPort } from '../src/kafka/kafka-port.js';
import type { Harness } from './harness.js';

export type Logged = { partition: number; offset: number; event: Envelope<Record<string, unknown>> };

/** Reads a topic from its start, for as long as the harness lives. Watermarks and facts are kept apart. */
export function readLog(
  h: Harness,
  topic: TopicName = 'meetings.events',
  port: KafkaPort = h.port,
): { facts: Logged[]; watermarks: Logged[] } {
  const log: { facts: Logged[]; watermarks: Logged[] } = { facts: [], watermarks: [] };
  const consumption = port.consume({
    topics: [topic],
    groupId: `log-${randomUUID()}`,
    concurrency: 1,
    startAt: async () => null,
    onBatch: async ({ partition, records }) => {
      for (const { value, offset } of records) {
        const event = JSON.parse(value?.toString('utf8') ?? 'null') as Logged['event'];
        const list = event.type === 'relay.watermark.v1' ? log.watermarks : log.facts;
        list.push({ partition, offset: Number(offset), event });
      }
      return { next: String(BigInt(records.at(-1)!.offset) + 1n), pauseMs: 0 };
    },
  });
  h.atEnd(() => consumption.close());
  return log;
}
