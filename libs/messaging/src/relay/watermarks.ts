import { randomUUID } from 'node:crypto';
import type { Envelope, ServiceName, TopicName, WatermarkV1 } from '#contracts';
import type { Store } from '#mongo';
import type { ClientSession, mongo } from 'mongoose';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';
import { laneId, relayState, type LaneState } from './relay-state.js';

/** What was ever accepted for a topic, in fact versions; how much of it is not sent yet, and since when. */
export type Accepted = { accepted: number; pending: number; oldest: Date | null };

/** What was accepted for each topic when nothing waits: all of it is sent. Only who sends can know that nothing does. */
export async function sentByTopic(store: Store): Promise<Map<TopicName, Accepted>> {
  const topics = new Map<TopicName, Accepted>();
  await addSent(topics, store, { readConcern: { level: 'majority' } });
  return topics;
}

/** Of each topic, marked and pending entries read at one instant. */
export async function acceptedByTopic(store: Store): Promise<Map<TopicName, Accepted>> {
  const session = store.connection.getClient().startSession({ snapshot: true });
  try {
    return await readAccepted(store, session);
  } finally {
    await session.endSession();
  }
}

/** @param session with a snapshot */
export async function readAccepted(store: Store, session: ClientSession): Promise<Map<TopicName, Accepted>> {
  const topics = new Map<TopicName, Accepted>();
  await addSent(topics, store, { session });
  const waiting = store.db
    .collection<OutboxEntry>(OUTBOX)
    .aggregate<{ _id: TopicName; n: number; oldest: Date }>(
      [
        { $match: { pending: true, uncounted: { $ne: true } } },
        { $group: { _id: '$topic', n: { $sum: 1 }, oldest: { $min: '$recordedAt' } } },
      ],
      { session },
    );
  for await (const { _id, n, oldest } of waiting) {
    const topic = ofTopic(topics, _id);
    topic.accepted += n;
    topic.pending = n;
    topic.oldest = oldest;
  }
  return topics;
}

async function addSent(topics: Map<TopicName, Accepted>, store: Store, options: mongo.FindOptions): Promise<void> {
  const lanes = relayState<LaneState>(store.db).find({ sentTotal: { $exists: true } }, options);
  for await (const { topic, sentTotal } of lanes) ofTopic(topics, topic).accepted += sentTotal;
}

function ofTopic(topics: Map<TopicName, Accepted>, topic: TopicName): Accepted {
  const found = topics.get(topic) ?? { accepted: 0, pending: 0, oldest: null };
  topics.set(topic, found);
  return found;
}

/** A watermark as it goes over the wire. */
export function watermarkEvent(
  service: ServiceName,
  topic: TopicName,
  through: Date,
  { accepted, pending, oldest }: Accepted = { accepted: 0, pending: 0, oldest: null },
): Buffer {
  const oldestPending = oldest && oldest.toISOString();
  const data: WatermarkV1 = { service, topic, through: through.toISOString(), accepted, pending, oldestPending };
  const envelope: Envelope<WatermarkV1> = {
    specversion: '1.0',
    id: randomUUID(),
    type: 'relay.watermark.v1',
    source: `/${service}`,
    subject: service,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data,
  };
  return Buffer.from(JSON.stringify(envelope));
}

/** Sets right how much was ever accepted for a topic: only the sum over its lanes means anything, so the first takes it. */
export async function correctAccepted(
  store: Store,
  session: ClientSession,
  topic: TopicName,
  by: number,
): Promise<void> {
  await relayState<LaneState>(store.db).updateOne({ _id: laneId(topic, 0) }, { $inc: { sentTotal: by } }, { session });
}
