import { KAFKA_API, type ProxyMode } from '#testing';
import type { Link } from '../harness/services.js';
import { again, type Nemesis, type Scene } from './nemesis.js';

const MODES: readonly [string, ProxyMode][] = [
  ['refused', 'refuse'],
  ['black hole', 'silent'],
  ['no answers', 'no-answers'],
  ['no requests', 'no-requests'],
  ['late', { delayMs: 300, jitterMs: 700 }],
  ['slow', { bytesPerSecond: 20_000 }],
  ['cut after some bytes', { cutAfterBytes: 3_000 }],
];

const linksOf = ({ cluster, random }: Scene, kind: 'kafka' | 'mongodb'): { name: string; links: Link[] } => {
  const process = random.pick(cluster.processes);
  return { name: process.name, links: process.linksTo(kind) };
};

async function disturb(scene: Scene): Promise<void> {
  const { random } = scene;
  const kind = random.pick(['kafka', 'mongodb'] as const);
  const { name, links } = linksOf(scene, kind);
  const some = random.chance(0.5) ? [random.pick(links)] : links;
  if (random.chance(0.3)) {
    scene.inject(`${name} to ${kind}: reset`);
    for (const { proxy } of some) proxy.reset();
    return;
  }
  const [what, mode] = random.pick(MODES);
  const ms = random.between(200, 3_000);
  scene.inject(`${name} to ${kind}: ${what} for ${ms} ms`);
  for (const { proxy } of some) proxy.set(mode);
  await scene.hold(ms);
  for (const { proxy } of some) proxy.set('pass');
}

/** The network between one process and its servers, four of them at once. */
export const network: Nemesis = {
  name: 'network',
  number: 8,
  weight: 5,
  holds: 'services wait and go on; nothing is lost or done twice',
  async act(scene) {
    const one = () => again(scene, 100, 600, () => disturb(scene));
    await Promise.all([one(), one(), one(), one()]);
  },
};

/** What the broker did and the client never hears: a produced record, a committed offset, a heartbeat, a place in a group. */
const ANSWERS: readonly [string, readonly number[], number][] = [
  ['Produce', [KAFKA_API.produce], 6],
  ['OffsetCommit', [KAFKA_API.offsetCommit], 1],
  ['Heartbeat', [KAFKA_API.heartbeat], 2],
  ['JoinGroup and SyncGroup', [KAFKA_API.joinGroup, KAFKA_API.syncGroup], 2],
];

/** The most valuable single test: answers of chosen requests are lost, and nothing else. */
export const lostAnswers: Nemesis = {
  name: 'lost-answers',
  number: 8,
  weight: 5,
  holds: 'records are sent again, and the second of them is skipped',
  async act(scene) {
    const { random } = scene;
    const all = ANSWERS.flatMap((answer) => Array<(typeof ANSWERS)[number]>(answer[2]).fill(answer));
    const lose = async (): Promise<void> => {
      const [what, apiKeys] = random.pick(all);
      const { name, links } = linksOf(scene, 'kafka');
      const rule = { apiKeys, times: random.between(1, 4), reset: random.chance(0.7) };
      scene.inject(`${name}: ${rule.times} answers to ${what} lost${rule.reset ? ', with the connection' : ''}`);
      for (const { proxy } of links) proxy.dropAnswers(rule);
    };
    await Promise.all([again(scene, 200, 700, lose), again(scene, 200, 700, lose)]);
  },
};
