import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '#testing';
import type { Admin } from 'kafkajs';
import { administer } from '../harness/rogue.js';
import { PREFIX, type Service } from '../harness/services.js';
import { signal } from '../harness/signals.js';
import type { Nemesis, Scene } from './nemesis.js';

type Lane = { _id: string; topic: string; partition: number; next: number; tailsLost?: number };
const PARTITIONS = 6;
const OWNER: readonly [string, Service][] = [
  ['meetings.events', 'meetings'],
  ['inspection.events', 'inspection'],
  ['registry.members', 'registry'],
  ['reports.events', 'reports'],
];

const lanesOf = ({ cluster }: Scene, service: Service, topic: string): Promise<Lane[]> =>
  cluster.databases.of(service).collection<Lane>('relay_state').find({ topic }).toArray();

const lossesNoticed = async (scene: Scene, service: Service, topic: string): Promise<number> =>
  (await lanesOf(scene, service, topic)).reduce((sum, { tailsLost = 0 }) => sum + tailsLost, 0);

/** Cuts the end off a partition's newest segment. */
function cut(folder: string, share: number): void {
  const segment = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .at(-1)!;
  const file = join(folder, segment);
  truncateSync(file, Math.floor(statSync(file).size * (1 - share)));
}

/** Stops the figures' workers while the broker comes back: whoever fills the log again is ahead of its readers. */
async function withReadersFrozen(scene: Scene, work: () => Promise<void>): Promise<void> {
  const frozen = scene.random.chance(0.5) ? scene.cluster.of('reports').map(({ name }) => name) : [];
  for (const name of frozen) signal(scene, name, 'SIGSTOP');
  await work();
  await scene.hold(frozen.length > 0 ? 6_000 : 0);
  for (const name of frozen) signal(scene, name, 'SIGCONT');
}

/** What `act` expects to be told of, by scene. */
const before = new WeakMap<Scene, { service: Service; topic: string; noticed: number }>();

async function noteBefore(scene: Scene): Promise<{ topic: string; lanes: Lane[] }> {
  const [topic, service] = scene.random.pick(OWNER);
  const lanes = (await lanesOf(scene, service, topic)).filter(({ next }) => next > 0);
  before.set(scene, { service, topic, noticed: await lossesNoticed(scene, service, topic) });
  return { topic, lanes };
}

/** An alarm was given: the relay counts each log that it found shorter than it must be. */
async function verify(scene: Scene): Promise<string[]> {
  const noted = before.get(scene);
  if (!noted) return [];
  const noticed = await lossesNoticed(scene, noted.service, noted.topic);
  return noticed > noted.noticed ? [] : [`the relay of ${noted.service} did not notice what ${noted.topic} lost`];
}

/** A broker comes back without the end of what it had acknowledged: a machine that crashed before it wrote to its disk. */
export const tailLost: Nemesis = {
  name: 'tail-lost',
  number: 4,
  weight: 1,
  holds: 'the relay notices, says so and sends again; readers, also slow ones, miss nothing of it',
  possible: ({ brokers }) => brokers.length === 1,
  verify,
  async act(scene) {
    const { cluster, random } = scene;
    const [broker] = cluster.brokers;
    const { topic, lanes } = await noteBefore(scene);
    if (lanes.length === 0) {
      before.delete(scene);
      return;
    }
    await cluster.supervisor.hold(broker!.name);
    scene.logShortened();
    await withReadersFrozen(scene, async () => {
      for (const { partition } of lanes.slice(0, random.between(1, 3))) {
        const share = random.between(25, 90) / 100;
        scene.inject(`${topic}/${partition} lost ${Math.round(share * 100)} % of its log`);
        cut(join(broker!.folder, 'data', `${PREFIX}${topic}-${partition}`), share);
      }
      cluster.supervisor.release(broker!.name);
    });
  },
};

/** A topic is deleted by mistake, and made again empty by whoever operates. */
export const topicLost: Nemesis = {
  name: 'topic-lost',
  number: 5,
  weight: 1,
  holds: 'the relay notices and sends all it keeps again; readers begin anew and skip what they have',
  verify,
  async act(scene) {
    const { cluster } = scene;
    const { topic, lanes } = await noteBefore(scene);
    if (lanes.length === 0) {
      before.delete(scene);
      return;
    }
    scene.inject(`${topic} deleted and made again`);
    scene.logShortened();
    const name = PREFIX + topic;
    // The broker may be away just now by another fault: asked until it is so.
    const until = (isSo: (admin: Admin) => Promise<boolean>): Promise<unknown> =>
      eventually(() => administer(cluster.brokerList, isSo), { timeoutMs: 40_000 });
    await withReadersFrozen(scene, async () => {
      await until(async (admin) => {
        await admin.deleteTopics({ topics: [name] }).catch(() => undefined); // gone since the last attempt
        return !(await admin.listTopics()).includes(name);
      });
      const made = { topic: name, numPartitions: PARTITIONS, replicationFactor: cluster.brokers.length };
      await until(async (admin) => {
        await admin.createTopics({ topics: [made], waitForLeaders: false }).catch(() => false); // made since then
        return (await admin.listTopics()).includes(name);
      });
    });
  },
};
