import { freeze, signal } from '../harness/signals.js';
import { again, type Nemesis } from './nemesis.js';

/** A broker is killed or ended and comes back after a while, or is frozen while requests pile up. */
export const broker: Nemesis = {
  name: 'broker',
  number: 3,
  weight: 2,
  holds: 'nothing is lost, and what is sent again is skipped by its version',
  async act(scene) {
    const { cluster, random } = scene;
    await again(scene, 800, 2_500, async () => {
      const { name } = random.pick(cluster.brokers);
      const dice = random.next();
      if (dice < 0.4) {
        const ms = random.between(500, 5_000);
        scene.inject(`SIGSTOP ${name} for ${ms} ms`);
        await freeze(scene, name, ms);
      } else if (dice < 0.6) {
        scene.inject(`kill -9 ${name}, back at once`);
        signal(scene, name, 'SIGKILL');
      } else {
        const how = dice < 0.8 ? 'SIGKILL' : 'SIGTERM';
        const ms = random.between(0, 3_000);
        scene.inject(`${how} ${name} for ${ms} ms`);
        await cluster.supervisor.hold(name, how);
        await scene.hold(ms);
        cluster.supervisor.release(name);
      }
    });
  },
};
