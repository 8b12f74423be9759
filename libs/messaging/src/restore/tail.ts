import { randomUUID } from 'node:crypto';
import type { TopicName } from '#contracts';
import type { KafkaRecord } from '../consume/record-batch.js';
import type { KafkaPort } from '../kafka/kafka-port.js';

/** Offsets [from, to) of a partition. */
export type Tail = { partition: number; from: number; to: number };

/** So long a topic is read before it is tried anew. */
const WITHIN_MS = 30_000;

/** Hands over the records of some tails of a topic. @throws Error when they do not come in time */
export async function readTails(
  port: KafkaPort,
  { service, topic, tails }: { service: string; topic: TopicName; tails: readonly Tail[] },
  take: (partition: number, records: readonly KafkaRecord[]) => Promise<void>,
): Promise<void> {
  const left = new Map(tails.map((tail) => [tail.partition, tail]));
  let finish: (error?: Error) => void = () => undefined;
  const finished = new Promise<void>((resolve, reject) => (finish = (error) => (error ? reject(error) : resolve())));
  const consumption = port.consume({
    topics: [topic],
    // Of its own: it reads all partitions, whoever else does.
    groupId: `${service}.restore-check-${randomUUID()}`,
    concurrency: 1,
    startAt: (partition) => Promise.resolve(left.get(partition)?.from ?? null),
    onBatch: async ({ partition, records }) => {
      const tail = left.get(partition);
      const next = String(BigInt(records.at(-1)?.offset ?? '-1') + 1n);
      const inside = tail
        ? records.filter(({ offset }) => Number(offset) >= tail.from && Number(offset) < tail.to)
        : [];
      try {
        await take(partition, inside);
        if (tail && Number(next) >= tail.to) left.delete(partition);
        if (left.size === 0) finish();
      } catch (error) {
        finish(error instanceof Error ? error : new Error(String(error)));
      }
      return { next, pauseMs: 0, atRest: true };
    },
  });
  const timer = setTimeout(() => finish(new Error(`the tail of ${topic} did not come in time`)), WITHIN_MS);
  try {
    await finished;
  } finally {
    clearTimeout(timer);
    await consumption.close();
  }
}
