import { TOPICS, type TopicName } from '#contracts';
import { Partitioners } from 'kafkajs';

const partitioner = Partitioners.DefaultPartitioner();

/** The partition that any Kafka client with the default (murmur2) partitioner chooses for this key. */
export function partitionOf(topic: TopicName, key: string): number {
  const partitionMetadata = Array.from({ length: TOPICS[topic].partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  return partitioner({ topic, partitionMetadata, message: { key, value: null } });
}
