import { ghosts } from '../harness/rogue.js';
import { signal } from '../harness/signals.js';
import { again, type Nemesis } from './nemesis.js';

const TOPICS = ['meetings.events', 'registry.members', 'inspection.events', 'reports.events'];

/** Workers come and go, more of them than there are partitions, and all at once. */
export const rebalance: Nemesis = {
  name: 'rebalance',
  number: 14,
  weight: 2,
  holds: 'partitions find a worker again; nothing is applied twice or left out meanwhile',
  async act(scene) {
    const { cluster, random } = scene;
    await again(scene, 100, 800, async () => {
      if (random.chance(0.2)) {
        for (const { name } of cluster.of('reports')) {
          scene.inject(`SIGTERM ${name}, with all workers`);
          signal(scene, name, 'SIGTERM');
        }
        return;
      }
      const topic = random.pick(TOPICS);
      const count = random.pick([1, 2, 8]);
      const ms = random.between(200, 1_500);
      scene.inject(`${count} more workers on ${topic} for ${ms} ms`);
      await ghosts(cluster.brokerList, `reports.${topic}`, topic, count, ms).catch(() => undefined); // they need not come in
    });
  },
};
