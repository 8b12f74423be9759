import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isSmallDisk } from '../harness/disk.js';
import { freeze } from '../harness/signals.js';
import { again, type Nemesis } from './nemesis.js';

const CHUNK = Buffer.alloc(1024 * 1024);

function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (;;) writeSync(handle, CHUNK);
  } catch {
    return; // full, which was wanted
  } finally {
    closeSync(handle);
  }
}

/** The small disk of a broker or a member is filled, and freed again after a while. */
export const diskFull: Nemesis = {
  name: 'disk-full',
  number: 9,
  weight: 1,
  holds: 'the server ends or waits, services wait, nothing acknowledged is lost',
  possible: ({ brokers, members }) => [...brokers, ...members].every(({ folder }) => isSmallDisk(folder)),
  async act(scene) {
    const { cluster, random } = scene;
    const { name, folder } = random.pick([...cluster.brokers, ...cluster.members]);
    const file = join(folder, 'filler');
    fill(file);
    scene.inject(`disk of ${name} full (${statfsSync(folder).bavail} blocks left)`);
    await scene.hold(random.between(2_000, 5_000));
    rmSync(file);
  },
};

/** A disk that stalls: the server stops and goes on, many times. */
export const slowDisk: Nemesis = {
  name: 'slow-disk',
  number: 10,
  weight: 1,
  holds: 'everything is slower, and nothing else',
  async act(scene) {
    const { cluster, random } = scene;
    await again(scene, 200, 700, async () => {
      const { name } = random.pick([...cluster.brokers, ...cluster.members]);
      scene.inject(`${name} stalls again and again`);
      for (let stall = 0; stall < 4 && scene.on; stall++) {
        await freeze(scene, name, random.between(50, 300));
        await scene.pause(random.between(50, 200));
      }
    });
  },
};
