import { randomUUID } from 'node:crypto';
import type { Envelope, ServiceName, TopicName, WatermarkV1 } from '#contracts';
import type { Store } from '#mongo';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';
import { relayState, type LaneState } from './relay-state.js';

/** Of each topic: fact versions that were ever accepted, marked and pending ones read at one instant. */
export async function acceptedByTopic(store: Store): Promise<Map<TopicName, number>> {
  const session = store.connection.getClient().startSession({ snapshot: true });
  try {
    const totals = new Map<TopicName, number>();
    const add = (topic: TopicName, n: number) => totals.set(topic, (totals.get(topic) ?? 0) + n);
    const lanes = relayState<LaneState>(store.db).find({ sentTotal: { $exists: true } }, { session });
    for await (const { topic, sentTotal } of lanes) add(topic, sentTotal);
    const pending = store.db
      .collection<OutboxEntry>(OUTBOX)
      .aggregate<{ _id: TopicName; n: number }>(
        [{ $match: { pending: true, uncounted: { $ne: true } } }, { $group: { _id: '$topic', n: { $sum: 1 } } }],
        { session },
      );
    for await (const { _id, n } of pending) add(_id, n);
    return totals;
  } finally {
    await session.endSession();
  }
}

/** A watermark as it goes over the wire. */
export function watermarkEvent(service: ServiceName, topic: TopicName, through: Date, accepted: number): Buffer {
  const data: WatermarkV1 = { service, topic, through: through.toISOString(), accepted };
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
