import type { EventType, TopicName } from '#contracts';
import type { mongo } from 'mongoose';

export const OUTBOX = 'outbox';

/** An event on its way to Kafka: written with its fact, kept for some days after it was sent. */
export type OutboxEntry = {
  /** Made by the service, so roughly in order of writing; the order of a fact is that of its versions. */
  _id: mongo.ObjectId;
  topic: TopicName;
  /** Fixed when written: the number of partitions may change, what was promised to a reader may not. */
  partition: number;
  key: string;
  type: EventType;
  factId: string;
  version: number;
  /** The CloudEvent as it goes over the wire; every resend has these very bytes. */
  value: mongo.Binary;
  recordedAt: Date;
  /** True until the broker acknowledged it; absent afterwards. */
  pending?: true;
  sentAt?: Date;
  /** No new version of a fact (a repetition, an answer), so it is not counted among what was accepted. */
  uncounted?: true;
  /** Offset of the last record of the request it went in: a log whose end is not beyond it lost this entry. */
  offset?: number;
};
