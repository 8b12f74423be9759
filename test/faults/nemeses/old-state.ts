import type mongoose from 'mongoose';
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
    for (const name of names) cluster.supervisor.release(name);
  },
  prepare: takeDump,
  verify: takeDump,
};
