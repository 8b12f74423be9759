import { again, type Nemesis } from './nemesis.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** The clock of one process jumps, and is set right again. */
export const clock: Nemesis = {
  name: 'clock',
  number: 11,
  weight: 2,
  holds: 'leases and periods are unaffected; a worker whose clock is far off does not work until it is right',
  async act(scene) {
    const { cluster, random } = scene;
    const jump = async (): Promise<void> => {
      const process = random.pick(cluster.processes);
      const offsetMs = random.pick([-HOUR, HOUR, -90 * SECOND, 90 * SECOND, -1_500, 1_500, 5 * SECOND]);
      scene.inject(`clock of ${process.name} off by ${offsetMs} ms`);
      process.setClock(offsetMs);
      await scene.hold(random.between(500, 3_000));
      process.setClock(0);
    };
    await Promise.all([again(scene, 100, 600, jump), again(scene, 100, 600, jump)]);
  },
};
