import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../harness/cluster.js';
import { MORE } from '../harness/next-version.js';
import type { Nemesis } from './nemesis.js';

/** Where an event is made, without the ending, and what is put in: the text must be there (deploy.spec.ts). */
export const ENVELOPE = 'libs/messaging/src/outbox/outbox';
export const CHECKED = 'this.textOf(type, factId, content.data, now)';
const WITH_MORE = `this.textOf(type, factId, { ...content.data, ${MORE}: 'x' }, now)`;

/** The next version of the whole system: as it is, but its events have a field more. Made once for a run. */
function nextVersion({ home }: Cluster): string {
  const place = join(home, 'next');
  if (existsSync(place)) return place;
  cpSync('dist', join(place, 'dist'), { recursive: true });
  cpSync('package.json', join(place, 'package.json'));
  symlinkSync(join(process.cwd(), 'node_modules'), join(place, 'node_modules'));
  const file = join(place, 'dist', `${ENVELOPE}.js`);
  const code = readFileSync(file, 'utf8');
  if (!code.includes(CHECKED)) throw new Error(`${ENVELOPE} is not made as deploy.ts knows it`);
  writeFileSync(file, code.replace(CHECKED, WITH_MORE));
  return place;
}

/** Processes are ended and begun one after the other, with the next version or again with this one. */
export const deploy: Nemesis = {
  name: 'deploy',
  number: 17,
  weight: 2,
  holds: 'old readers take what new writers send, and the reverse; no figure is missing meanwhile',
  async act(scene) {
    const { cluster, random } = scene;
    const next = nextVersion(cluster);
    for (const { name, service, part } of cluster.processes.toSorted(() => random.next() - 0.5)) {
      if (!scene.on) return;
      const version = random.chance(0.6) ? next : process.cwd();
      const args = [...part.args.slice(0, -1), join(version, 'dist/apps', service, 'src/main.js')];
      scene.inject(`${name} replaced by ${version === next ? 'the next' : 'this'} version`);
      await cluster.supervisor.hold(name, 'SIGTERM');
      cluster.supervisor.release(name, { args });
      await scene.pause(random.between(300, 1_500));
    }
  },
};
