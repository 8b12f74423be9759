import { eventually } from '#testing';
import type mongoose from 'mongoose';
import { reconciled } from '../harness/reconcile.js';
import { administer } from '../harness/rogue.js';
import { PREFIX } from '../harness/services.js';
import type { Nemesis, Scene } from './nemesis.js';

/** What the reports service derives from events; its own reports and their outbox are a source like any other. */
const DERIVED = [
  'cells',
  'contributions',
  'contribution_history',
  'dead_letters',
  'grants',
  'progress',
  'roll',
  'tree_head',
  'tree_log',
  'units',
];

type Dump = Map<string, mongoose.mongo.Document[]>;
let dump: Dump | null = null;
/** Records that the earlier state had not read were deleted since: reading on does not bring them back. */
let gap = false;

const derived = async ({ cluster }: Pick<Scene, 'cluster'>): Promise<mongoose.mongo.Collection[]> => {
  const db = cluster.databases.of('reports');
  const names = (await db.listCollections().toArray()).map(({ name }) => name);
  return names.filter((name) => DERIVED.includes(name)).map((name) => db.collection(name));
};

async function takeDump(scene: Pick<Scene, 'cluster'>): Promise<string[]> {
  dump = new Map();
  for (const collection of await derived(scene)) dump.set(collection.collectionName, await collection.find().toArray());
  return [];
}

async function putBack(scene: Scene, earlier: Dump): Promise<void> {
  for (const collection of await derived(scene)) {
    await collection.deleteMany({});
    const documents = earlier.get(collection.collectionName) ?? [];
    if (documents.length > 0) await collection.insertMany(documents);
  }
}

async function isGap({ cluster }: Scene, earlier: Dump): Promise<boolean> {
  const shards = (earlier.get('progress') ?? []).map((shard) => ({
    topic: String(shard['topic']),
    partition: Number(shard['partition']),
    next: Number(shard['next']),
  }));
  for (const topic of new Set(shards.map((shard) => shard.topic))) {
    const ask = () => administer(cluster.brokerList, (admin) => admin.fetchTopicOffsets(PREFIX + topic));
    const offsets = await eventually(ask, { timeoutMs: 40_000 });
    const begins = new Map(offsets.map(({ partition, low }) => [partition, Number(low)]));
    if (shards.some((shard) => shard.topic === topic && (begins.get(shard.partition) ?? 0) > shard.next)) return true;
  }
  return false;
}

/** The figures' store is put back to an earlier state; events since then are read again. */
export const oldState: Nemesis = {
  name: 'old-state',
  number: 16,
  weight: 1,
  holds: 'reading on from where the old state was, figures are exact again',
  async act(scene) {
    const { cluster } = scene;
    const names = cluster.of('reports').map(({ name }) => name);
    const earlier = dump;
    if (!earlier) return;
    for (const name of names) await cluster.supervisor.hold(name);
    scene.inject('figures, tree and progress of an earlier round put back');
    await scene.storePutBack(() => putBack(scene, earlier));
    gap = await isGap(scene, earlier);
    for (const name of names) cluster.supervisor.release(name);
  },
  /** As of records that are deleted: how long topics keep them is how old a state may be that needs no comparison. */
  async repair(scene) {
    if (!gap) return [];
    gap = false;
    return reconciled(scene);
  },
  prepare: takeDump,
  verify: takeDump,
};
