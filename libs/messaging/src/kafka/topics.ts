import type { Admin, ITopicConfig, KafkaJSAggregateError } from 'kafkajs';
import type { TopicReport, TopicSpec } from './kafka-port.js';

/**
 * Facts are kept for ever; with three replicas one may be missing without a write being refused or lost. Records keep the
 * time that their relay gave them: by it the relay sees what a log lost.
 */
const configOf = (replication: number): ITopicConfig['configEntries'] => [
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'message.timestamp.type', value: 'CreateTime' },
  { name: 'min.insync.replicas', value: replication >= 3 ? '2' : '1' },
];

// By name: kafkajs's error classes are no named exports for ESM.
const isAggregate = (error: unknown): error is KafkaJSAggregateError =>
  error instanceof Error && error.name === 'KafkaJSAggregateError';

const createdByAnother = (error: unknown): boolean =>
  isAggregate(error) &&
  error.errors.every((each) => typeof each !== 'string' && 'type' in each && each.type === 'TOPIC_ALREADY_EXISTS');

async function partitionsOf(admin: Admin, name: string): Promise<number> {
  const existing = await admin.listTopics();
  if (!existing.includes(name)) return 0;
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  return topics[0]?.partitions.length ?? 0;
}

/**
 * Creates a missing topic or adds missing partitions; never shrinks one. Several services do this at once: losing the
 * race to another is success.
 */
export async function ensureTopic(
  admin: Admin,
  prefix: string,
  replication: number,
  { topic, partitions }: TopicSpec,
): Promise<TopicReport> {
  const name = prefix + topic;
  const found = await partitionsOf(admin, name);
  if (found === partitions) return { topic, outcome: 'present', partitions };
  if (found > partitions) return { topic, outcome: 'too-many', partitions: found };
  if (found > 0) {
    await admin.createPartitions({ topicPartitions: [{ topic: name, count: partitions }] });
    return { topic, outcome: 'grown', partitions };
  }
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic: name,
          numPartitions: partitions,
          replicationFactor: replication,
          configEntries: configOf(replication),
        },
      ],
    });
  } catch (error) {
    if (!createdByAnother(error)) throw error;
  }
  return { topic, outcome: 'created', partitions };
}
