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
