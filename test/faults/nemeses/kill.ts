import { again, type Nemesis } from './nemesis.js';

/** kill -9 of Node processes, one or all at once. */
export const kill: Nemesis = {
  name: 'kill',
  number: 1,
  weight: 3,
  holds: 'exact, and all come back by themselves',
  async act(scene) {
    const { cluster, random } = scene;
    await again(scene, 1_200, 3_000, async () => {
      const victims = random.chance(0.15) ? cluster.processes : [random.pick(cluster.processes)];
      for (const { name } of victims) {
        const pid = cluster.supervisor.pidOf(name);
        if (pid === undefined || !cluster.supervisor.runs(name)) continue;
        process.kill(pid, 'SIGKILL');
        scene.inject(`kill -9 ${name}`);
      }
    });
  },
};
