import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { PREFIX } from './services.js';

export type Raw = { partition: number; key: string | null; value: Buffer | null };
/** What the harness itself puts on a topic bears this key: it is no fact, and is never replayed. */
export const MARK = 'fault';

const kafkaOf = (brokers: string): Kafka =>
  new Kafka({
    clientId: 'harness',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    requestTimeout: 5_000,
    retry: { retries: 8, initialRetryTime: 200, maxRetryTime: 2_000 },
  });

export async function administer<T>(brokers: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaOf(brokers).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

const letterId = (topic: string, partition: number, offset: number, value: Buffer | null): string =>
  `${topic}-${partition}-${offset}-${createHash('sha256')
    .update(value ?? '')
    .digest('hex')
    .slice(0, 32)}`;

/** Puts records on a topic that no service made; answers the ids that dead letters of them would have. */
export async function produce(brokers: string, topic: string, records: readonly Raw[]): Promise<string[]> {
  const producer = kafkaOf(brokers).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    const ids: string[] = [];
    for (const { partition, key, value } of records) {
      const messages = [{ partition, key, value }];
      const [answer] = await producer.send({ topic: PREFIX + topic, messages, acks: -1 });
      ids.push(letterId(topic, partition, Number(answer?.baseOffset), value));
    }
    return ids;
  } finally {
    await producer.disconnect();
  }
}

/** As produce, many in one request, in the given order; nobody wants to know where they lie. */
export async function pour(brokers: string, topic: string, records: readonly Raw[]): Promise<void> {
  const producer = kafkaOf(brokers).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    await producer.send({ topic: PREFIX + topic, messages: [...records], acks: -1 });
  } finally {
    await producer.disconnect();
  }
}

/** Facts that lie on a topic, at most so many, from its beginning; without watermarks and what the harness put there. */
export async function factsOn(brokers: string, topic: string, most: number): Promise<Raw[]> {
  const kafka = kafkaOf(brokers);
  const groupId = `harness-${process.pid}-${Date.now()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 200 });
  const facts: Raw[] = [];
  let lastAt = Date.now();
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [PREFIX + topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message: { key, value } }) => {
        lastAt = Date.now();
        const name = key?.toString() ?? null;
        if (name !== null && name !== MARK && facts.length < most) facts.push({ partition, key: name, value });
      },
    });
    for (const end = Date.now() + 6_000; Date.now() < end && facts.length < most && Date.now() - lastAt < 2_500;)
      await pause(100);
    return facts;
  } finally {
    await consumer.disconnect();
  }
}

/** Members of a group that take partitions, do nothing with them, and leave again. */
export async function ghosts(
  brokers: string,
  groupId: string,
  topic: string,
  count: number,
  ms: number,
): Promise<void> {
  const consumers = Array.from({ length: count }, () =>
    kafkaOf(brokers).consumer({ groupId: PREFIX + groupId, allowAutoTopicCreation: false, sessionTimeout: 6_000 }),
  );
  try {
    for (const consumer of consumers) {
      await consumer.connect();
      await consumer.subscribe({ topics: [PREFIX + topic] });
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
    }
    await pause(ms);
  } finally {
    await Promise.all(consumers.map((consumer) => consumer.disconnect()));
  }
}
