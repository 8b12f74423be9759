import type { TopicName } from '#contracts';
import type { KafkaRecord } from '../consume/record-batch.js';

export const KAFKA_PORT = Symbol('KAFKA_PORT');

export type PortState = { ok: boolean; reason?: string };

/** Records of one partition, sent in one request and appended together or not at all; `timestamp`: now, if not said. */
export type OutgoingBatch = {
  topic: TopicName;
  partition: number;
  records: readonly { key: string | null; value: Buffer }[];
  timestamp?: number;
};

/** A record without a key, for one partition. */
export type SingleRecord = { topic: TopicName; partition: number; value: Buffer; timestamp?: number };

export type TopicSpec = { topic: TopicName; partitions: number };
/** What was found or done for a topic; `too-many` cannot be mended without losing records. */
export type TopicReport = {
  topic: TopicName;
  outcome: 'present' | 'created' | 'grown' | 'too-many';
  partitions: number;
};

/** Records fetched from one partition; `pause` keeps the partition away for a time and then has the same records come again. */
export type FetchedBatch = {
  topic: TopicName;
  partition: number;
  records: readonly KafkaRecord[];
  highWatermark: string;
  assignment: number;
  heartbeat: () => Promise<void>;
  /** True while the partition is still this member's and nothing else was asked for. */
  current: () => boolean;
};

export type Subscription = {
  /** Read together: each fetch waits for the batches of the last one, of whatever topic. */
  topics: readonly TopicName[];
  groupId: string;
  /** Partitions handled at the same time. */
  concurrency: number;
  /**
   * Where to begin, asked once per assignment and again after every new connection; null: at the group's committed
   * offset, else at the start.
   */
  startAt(partition: number, topic: TopicName): Promise<number | null>;
  /**
   * Works up records; answers how far: the offset to read next (perhaps an earlier one), and for how many milliseconds to leave the partition
   * alone. `atRest`: they were signs of life only, and nobody need hurry to tell the broker. Never rejects.
   */
  onBatch(batch: FetchedBatch): Promise<{ next: string; pauseMs: number; atRest?: boolean }>;
  /** All the partitions of a topic that are this member's from now on. */
  onAssigned?(topic: TopicName, partitions: readonly number[]): void;
};

export interface Consumption {
  readonly state: PortState;
  close(): Promise<void>;
}

/**
 * All that the services need of Kafka, so that its client can be replaced after measuring. Topics and groups are named
 * without the prefix. Nothing here waits for a broker at boot.
 */
export interface KafkaPort {
  /** Connections made so far: a broker behind a new one may have less than it had. */
  readonly connections: number;
  /** What the last contact with a broker was like; makes one when the last is older than 5 s. */
  check(): Promise<PortState>;
  /** Tries once. Resolves when all in-sync replicas have the records. @throws on any doubt; the caller sends the same. */
  send(batch: OutgoingBatch): Promise<{ baseOffset: number }>;
  /**
   * Sends one record to each of several partitions, of any topics, in one request to each broker; answers the offset for
   * those that have it, in the order of the records. Only for what may be lost. @throws when no broker can be reached
   */
  sendToEach(records: readonly SingleRecord[]): Promise<(number | undefined)[]>;
  /** Consumes in the background, through every absence of the broker, until closed. */
  consume(subscription: Subscription): Consumption;
  ensureTopics(topics: readonly TopicSpec[]): Promise<TopicReport[]>;
  /** Offset of the next record, by partition. */
  endOffsets(topic: TopicName): Promise<number[]>;
  /** Offset of the first record that was sent at this time or later, by partition; the end where there is none. */
  offsetsSince(topic: TopicName, time: number): Promise<number[]>;
  /** Cuts the beginning of partitions, for tests. */
  deleteRecords(topic: TopicName, before: readonly { partition: number; offset: number }[]): Promise<void>;
  close(): Promise<void>;
}
