import type { TopicName } from '#contracts';
import type { mongo } from 'mongoose';
import { parseRecord } from '../consume/parse-record.js';
import type { KafkaRecord, ReceivedEvent } from '../consume/record-batch.js';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';

/** A version of a fact that is on a topic of this service, and that this service's store knows nothing of. */
export type Stranger = { topic: TopicName; partition: number; offset: number; factId: string; version: number };

/** Clocks of several processes of a service may differ by less. */
const SKEW_MS = 60_000;

/** When the newest fact that this store knows of was accepted; what was accepted later must not be on a topic yet. */
export async function newestKnown(db: mongo.Db): Promise<number> {
  const newest = await db
    .collection<OutboxEntry>(OUTBOX)
    .findOne({}, { sort: { recordedAt: -1 }, projection: { recordedAt: 1 } });
  return newest?.recordedAt.getTime() ?? -Infinity;
}

/**
 * The facts among some records that are not in the outbox, neither waiting nor sent. Older ones are passed over: sent
 * entries expire, and a record may be sent again by whoever copies a log.
 */
export async function strangersAmong(
  db: mongo.Db,
  { topic, partition, records }: { topic: TopicName; partition: number; records: readonly KafkaRecord[] },
  known: number,
): Promise<Stranger[]> {
  const strangers: Stranger[] = [];
  for (const record of records) {
    const parsed = parseRecord(topic, record);
    if (parsed.kind !== 'fact' || Date.parse(parsed.event.time) < known - SKEW_MS) continue;
    if (await isKnown(db, topic, parsed.event)) continue;
    const { factId, version } = parsed.event;
    strangers.push({ topic, partition, offset: Number(record.offset), factId, version });
  }
  return strangers;
}

/**
 * Waiting entries are found by their fact; sent ones by their topic, which is done for a record that came twice only. Not
 * by the partition it lies in: whoever copies records may have put it anywhere.
 */
async function isKnown(db: mongo.Db, topic: TopicName, { factId, version }: ReceivedEvent): Promise<boolean> {
  const outbox = db.collection<OutboxEntry>(OUTBOX);
  const one = { projection: { _id: 1 } } as const;
  const waiting = await outbox.findOne({ factId, version, pending: true }, one);
  return (
    waiting !== null || (await outbox.findOne({ topic, offset: { $exists: true }, factId, version }, one)) !== null
  );
}
