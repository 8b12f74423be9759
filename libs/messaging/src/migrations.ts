import { TOPICS, topicsOf, type ServiceName, type TopicName } from '#contracts';
import { ensureCollection, type Migration } from '#mongo';
import type { mongo } from 'mongoose';
import { PROGRESS } from './consume/commit-step.js';
import { shardOf, type ProgressDocument } from './consume/record-batch.js';
import { WORKER_SESSIONS } from './consume/worker-sessions.js';
import { DEAD_LETTERS } from './dead-letters/dead-letter.js';
import { OUTBOX } from './outbox/entry.js';
import { LEASE, laneId, RELAY_STATE, type LaneState, type LeaseState } from './relay/relay-state.js';

/** Days that a sent entry is kept, to repair a Kafka log that lost its tail. */
export const KEEP_SENT_DAYS = 14;
const DAY_SECONDS = 86_400;

async function makeOutbox(db: mongo.Db): Promise<void> {
  const outbox = await ensureCollection(db, OUTBOX);
  await outbox.createIndexes([
    // The relay's page of what is unsent, in order of insertion.
    { key: { pending: 1, _id: 1 }, name: 'pending', partialFilterExpression: { pending: true } },
    // Pending versions of the facts on a page (the relay sends them in order).
    { key: { factId: 1 }, name: 'pending-of-fact', partialFilterExpression: { pending: true } },
    // What was sent at or after an offset that the log no longer has.
    {
      key: { topic: 1, partition: 1, offset: 1 },
      name: 'sent',
      partialFilterExpression: { offset: { $exists: true } },
    },
    // Sent entries go after a while, unsent ones never: they have no sentAt.
    { key: { sentAt: 1 }, name: 'expiry', expireAfterSeconds: KEEP_SENT_DAYS * DAY_SECONDS },
  ]);
}

async function makeRelayState(db: mongo.Db, service: ServiceName): Promise<void> {
  await ensureCollection(db, RELAY_STATE);
  const lanes = topicsOf(service).flatMap((topic) =>
    Array.from({ length: TOPICS[topic].partitions }, (_, partition) => ({ topic, partition })),
  );
  for (const { topic, partition } of lanes)
    await db
      .collection<LaneState>(RELAY_STATE)
      .updateOne(
        { _id: laneId(topic, partition) },
        { $setOnInsert: { topic, partition, sentTotal: 0, next: 0 } },
        { upsert: true },
      );
  await db
    .collection<LeaseState>(RELAY_STATE)
    .updateOne({ _id: LEASE }, { $setOnInsert: { owner: '', token: 0, expiresAt: new Date(0) } }, { upsert: true });
}

async function makeDeadLetters(db: mongo.Db): Promise<void> {
  const letters = await ensureCollection(db, DEAD_LETTERS);
  await letters.createIndexes([
    // GET /v1/dead-letters, newest first, by state and perhaps code.
    { key: { state: 1, at: -1, _id: -1 }, name: 'list' },
    { key: { state: 1, code: 1, at: -1, _id: -1 }, name: 'list-by-code' },
    // Whether a receipt's version was refused.
    { key: { factId: 1, version: 1 }, name: 'of-fact', partialFilterExpression: { factId: { $exists: true } } },
  ]);
}

async function makeProgress(db: mongo.Db, topics: readonly TopicName[], rules: number): Promise<void> {
  await ensureCollection(db, PROGRESS);
  for (const topic of topics)
    for (let partition = 0; partition < TOPICS[topic].partitions; partition++)
      await db.collection<ProgressDocument>(PROGRESS).updateOne(
        { _id: shardOf(topic, partition) },
        {
          $setOnInsert: {
            topic,
            partition,
            next: 0,
            seq: 0,
            treeRevision: 0,
            rules,
            time: new Date(0),
            heard: null,
            applied: 0,
            unplaced: 0,
            refused: 0,
          },
        },
        { upsert: true },
      );
}

/**
 * Migrations 1 and 2 of a service: outbox, relay state and dead letters; the progress documents of the topics it
 * consumes. `rules` is the first version of its derivation rules. Other libs take ids 10–99, services 100 and up.
 */
export function messagingMigrations(
  service: ServiceName,
  consumes: readonly TopicName[],
  { rules = 0 }: { rules?: number } = {},
): Migration[] {
  return [
    {
      id: 1,
      name: 'messaging',
      up: async (db) => {
        await makeOutbox(db);
        await makeRelayState(db, service);
        await makeDeadLetters(db);
        await ensureCollection(db, WORKER_SESSIONS);
      },
    },
    { id: 2, name: 'progress', up: (db) => makeProgress(db, consumes, rules) },
  ];
}

/**
 * For a store made before some topics were there: gives it the relay lanes and progress documents that migrations 1 and
 * 2 give a new one. `id` is the service's own; where progress is counted (reports), the count has to follow.
 */
export const newTopicsMigration = (
  id: number,
  service: ServiceName,
  consumes: readonly TopicName[],
  { rules = 0 }: { rules?: number } = {},
): Migration => ({
  id,
  name: 'lanes and progress of new topics',
  up: async (db) => {
    await makeRelayState(db, service);
    await makeProgress(db, consumes, rules);
  },
});
