import { inTransaction, type Store } from '#mongo';
import type { mongo } from 'mongoose';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';
import { laneId, relayState, type Lane, type LaneState } from './relay-state.js';

const SLICE = 2_000;

/** Where the next record of a lane goes, at least, and when the last of those before it was sent. */
export type Position = { next: number; at: number | undefined };

export async function positionOf(store: Store, lane: Lane): Promise<Position> {
  const state = await relayState<LaneState>(store.db).findOne(stateOf(lane));
  return { next: state?.next ?? 0, at: state?.at?.getTime() };
}

/** Writes down how far the log went by what is no fact. */
export async function noteReached(store: Store, lane: Lane, reached: Position): Promise<void> {
  await relayState<LaneState>(store.db).updateOne(stateOf(lane), { $max: asStored(reached) });
}

/** What the broker acknowledged in one request, and how far the log of its lane went with it. */
export type Acknowledged = { lane: Lane; entries: readonly OutboxEntry[]; reached: Position };

/** Marks entries as sent, in one transaction; answers of each request how many were not before. */
export function markSent(store: Store, requests: readonly Acknowledged[]): Promise<number[]> {
  return inTransaction(store.connection, async (session) => {
    const marked: number[] = [];
    const states: mongo.AnyBulkWriteOperation<LaneState>[] = [];
    for (const { lane, entries, reached } of requests) {
      const change = { $set: { sentAt: new Date(), offset: reached.next - 1 }, $unset: { pending: 1 as const } };
      const { all, counted } = await changeCounting(entries, async (ids) => {
        const filter = { _id: { $in: ids }, pending: true as const };
        return (await outboxOf(store).updateMany(filter, change, { session })).modifiedCount;
      });
      marked.push(all);
      const update = { $inc: { sentTotal: counted }, $max: asStored(reached) };
      states.push({ updateOne: { filter: stateOf(lane), update } });
    }
    await relayState<LaneState>(store.db).bulkWrite(states, { session });
    return marked;
  });
}

/**
 * The log has only what is before `kept.next`: entries sent there or beyond are pending again. In slices, the position
 * last. Answers how many they were.
 */
export async function sendAgain(store: Store, lane: Lane, kept: Position): Promise<number> {
  const { topic, partition } = lane;
  const { next, ...at } = asStored(kept);
  let again = 0;
  for (;;) {
    const lost = await outboxOf(store)
      .find({ topic, partition, offset: { $gte: next } }, { projection: { _id: 1, uncounted: 1 }, limit: SLICE })
      .toArray();
    if (lost.length === 0) break;
    again += await takeBack(store, lane, lost, next);
  }
  const change = { $set: { next }, $max: at, $inc: { tailsLost: 1 } };
  await relayState<LaneState>(store.db).updateOne(stateOf(lane), change);
  return again;
}

function takeBack(store: Store, lane: Lane, lost: readonly Counted[], next: number): Promise<number> {
  const change = { $set: { pending: true as const }, $unset: { sentAt: 1 as const, offset: 1 as const } };
  return inTransaction(store.connection, async (session) => {
    const { all, counted } = await changeCounting(lost, async (ids) => {
      const filter = { _id: { $in: ids }, offset: { $gte: next } };
      return (await outboxOf(store).updateMany(filter, change, { session })).modifiedCount;
    });
    const less = { $inc: { sentTotal: -counted } };
    await relayState<LaneState>(store.db).updateOne(stateOf(lane), less, { session });
    return all;
  });
}

const outboxOf = (store: Store): mongo.Collection<OutboxEntry> => store.db.collection<OutboxEntry>(OUTBOX);
const stateOf = ({ topic, partition }: Lane): { _id: string } => ({ _id: laneId(topic, partition) });
const asStored = ({ next, at }: Position): { next: number; at?: Date } =>
  at === undefined ? { next } : { next, at: new Date(at) };
type Counted = Pick<OutboxEntry, '_id' | 'uncounted'>;

/** Changes entries; answers how many were, and how many of those tell of a new version of a fact. */
async function changeCounting(
  entries: readonly Counted[],
  change: (ids: OutboxEntry['_id'][]) => Promise<number>,
): Promise<{ all: number; counted: number }> {
  const idsOf = (some: readonly Counted[]) => some.map(({ _id }) => _id);
  const others = entries.filter(({ uncounted }) => uncounted);
  const counted = await change(idsOf(entries.filter(({ uncounted }) => !uncounted)));
  return { all: counted + (others.length > 0 ? await change(idsOf(others)) : 0), counted };
}
