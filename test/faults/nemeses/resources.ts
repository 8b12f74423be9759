import { spawn, spawnSync } from 'node:child_process';
import { NODE_FLAGS } from '../../../deploy/local/services.mjs';
import { again, type Nemesis, type Scene } from './nemesis.js';

type Shortage = (scene: Scene) => Promise<void>;

/** Files and sockets that a process has are kept, new ones are refused. */
const fewFiles: Shortage = async (scene) => {
  const { cluster, random } = scene;
  const { name } = random.pick(cluster.processes);
  const pid = String(cluster.supervisor.pidOf(name));
  const most = random.between(10, 60);
  const { status } = spawnSync('prlimit', ['--pid', pid, `--nofile=${most}:65536`]);
  if (status !== 0) return;
  scene.inject(`${name} may have ${most} files`);
  await scene.hold(random.between(1_000, 3_000));
  spawnSync('prlimit', ['--pid', pid, '--nofile=65536:65536']);
};

/** Too small to live: it dies of it again and again until it has its memory back. */
const smallHeap: Shortage = async (scene) => {
  const { cluster, random } = scene;
  const { name, part } = random.pick(cluster.processes);
  const main = part.args.at(-1)!;
  scene.inject(`${name} with a heap of 30 MB`);
  await cluster.supervisor.hold(name);
  cluster.supervisor.release(name, { args: ['--max-old-space-size=30', main] });
  await scene.hold(random.between(1_000, 4_000));
  await cluster.supervisor.hold(name);
  cluster.supervisor.release(name, { args: [...NODE_FLAGS, main] });
};

const busyCores: Shortage = async (scene) => {
  scene.inject('two more processes want a core each');
  const hogs = [1, 2].map(() => spawn('nice', ['-n', '5', process.execPath, '-e', 'for(;;);'], { stdio: 'ignore' }));
  await scene.hold(scene.random.between(1_000, 3_000));
  for (const hog of hogs) hog.kill('SIGKILL');
};

const burst: Shortage = async (scene) => {
  scene.inject('ten times the commands');
  scene.workload.burst = 10;
  await scene.hold(scene.random.between(1_500, 3_000));
  scene.workload.burst = 1;
};

/** All workers of the figures are away while the sources go on. */
const readersOff: Shortage = async (scene) => {
  const { cluster } = scene;
  const names = cluster.of('reports').map(({ name }) => name);
  for (const name of names) {
    scene.inject(`${name} off, with all workers`);
    await cluster.supervisor.hold(name);
  }
  await scene.hold(scene.random.between(3_000, 8_000));
  for (const name of names) cluster.supervisor.release(name);
};

/** Too little of something. */
export const resources: Nemesis = {
  name: 'resources',
  number: 15,
  weight: 2,
  holds: 'processes that die of it come back; backlogs are worked up; figures are exact',
  act: (scene) =>
    again(scene, 300, 1_500, () =>
      scene.random.pick([fewFiles, fewFiles, smallHeap, busyCores, burst, readersOff])(scene),
    ),
};
