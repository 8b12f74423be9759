import { freeze } from '../harness/signals.js';
import { again, type Nemesis } from './nemesis.js';

/** SIGSTOP of a process past the lease of its relay (4 s here) and the session of its consumers (9 s), or for less. */
export const pauseProcess: Nemesis = {
  name: 'pause',
  number: 2,
  weight: 3,
  holds: 'the zombie finds its lease and its partitions taken, and what it still sends is skipped',
  async act(scene) {
    const { cluster, random } = scene;
    const zombie = async (): Promise<void> => {
      const { name } = random.chance(0.5) ? random.pick(cluster.of('reports')) : random.pick(cluster.processes);
      const ms = random.chance(0.3) ? random.between(9_500, 11_000) : random.between(500, 5_000);
      scene.inject(`SIGSTOP ${name} for ${ms} ms`);
      await freeze(scene, name, ms);
    };
    await Promise.all([again(scene, 200, 800, zombie), again(scene, 200, 800, zombie)]);
  },
};
