import { Kafka, logLevel } from 'kafkajs';
import { eventually } from './eventually.js';
import { kafkaBrokers, topicPrefix } from './isolation.js';

/** A CloudEvent as it lies on a topic. */
export type ReadEvent = { type: string; subject: string; traceparent?: string; data: Record<string, unknown> };

/**
 * Reads a topic from its beginning until an event matches, and returns that one.
 *
 * @throws Error when none came within `timeoutMs`.
 */
export async function eventOn(
  topic: string,
  matches: (event: ReadEvent) => boolean,
  timeoutMs = 30_000,
): Promise<ReadEvent> {
  const kafka = new Kafka({ brokers: kafkaBrokers().split(','), logLevel: logLevel.NOTHING });
  const group = `reader-${topicPrefix()}`;
  const consumer = kafka.consumer({ groupId: group });
  let found: ReadEvent | null = null;
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ message }) => {
        const event = JSON.parse(message.value?.toString('utf8') ?? '{}') as ReadEvent;
        if (!found && matches(event)) found = event;
        return Promise.resolve();
      },
    });
    return await eventually(() => found, { timeoutMs });
  } finally {
    await consumer.disconnect();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteGroups([group]);
    await admin.disconnect();
  }
}

/** A record as it lies on a topic. */
export type ReadRecord = { topic: string; key: string; value: string; headers: string };

/** Every record there is now on the topics that begin with a prefix. */
export async function everyRecord(prefix: string, timeoutMs = 60_000): Promise<ReadRecord[]> {
  const kafka = new Kafka({ brokers: kafkaBrokers().split(','), logLevel: logLevel.NOTHING });
  const group = `reader-${topicPrefix()}`;
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: group });
  await Promise.all([admin.connect(), consumer.connect()]);
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    const unread = new Set<string>();
    const ends = new Map<string, number>();
    for (const topic of topics)
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        ends.set(`${topic} ${partition}`, Number(high));
        if (Number(high) > Number(low)) unread.add(`${topic} ${partition}`);
      }
    const records: ReadRecord[] = [];
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ topic, partition, message }) => {
        const text = (part: Buffer | null | undefined): string => part?.toString('utf8') ?? '';
        const headers = Object.entries(message.headers ?? {})
          .map(([name, value]) => `${name}: ${String(value)}`)
          .join('\n');
        records.push({ topic, key: text(message.key), value: text(message.value), headers });
        if (Number(message.offset) + 1 >= ends.get(`${topic} ${partition}`)!) unread.delete(`${topic} ${partition}`);
        return Promise.resolve();
      },
    });
    await eventually(() => unread.size === 0, { timeoutMs });
    return records;
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([group]);
    await admin.disconnect();
  }
}
