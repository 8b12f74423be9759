// npm run bench: what the system does in a second, each figure beside a baseline of the same run. README.md says how.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

import { Apart } from '../../deploy/local/apart.mjs';
import { client } from '../../deploy/local/demo/client.mjs';
import { homeFolder } from '../../deploy/local/paths.mjs';
import { report } from '../../deploy/local/trouble.mjs';
import { acts } from './acts.mjs';
import { backlog } from './backlog.mjs';
import { growth } from './growth.mjs';
import { optionsOf, partOfTheWhole } from './options.mjs';
import { WHO } from './stage.mjs';
import { accepting, together } from './system.mjs';
import { tableOf } from './table.mjs';
import { Nation } from './tree.mjs';

const say = (line) => console.log(line);

async function main(args) {
  const options = optionsOf(args);
  const apart = await Apart.open('bench', say);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void apart.stop().then(() => process.exit(1)));
  try {
    await apart.prepare({ cacheGb: options.cache });
    await apart.startIssuer();
    const token = () => client(apart.addresses).token(WHO);
    if (options.growth) return await growth(apart, { ...options, token, say });
    if (options.acts.length > 0) return await acts(apart, { ...options, token, say });
    say(`\n${partOfTheWhole(options)}; seed ${options.seed}, ${cpus().length} CPUs\n`);
    const found = await measured(apart, { ...options, token });
    say(tableOf(found));
    mkdirSync(homeFolder(), { recursive: true });
    writeFileSync(join(homeFolder(), 'bench.json'), JSON.stringify({ options, found }, withoutParts, 1));
    return 0;
  } finally {
    await apart.stop();
  }
}

/** The parts in their order; the steady year comes last, since the whole system is looked at on what it leaves. */
async function measured(apart, options) {
  const { parts, runs, seed, events: most, token } = options;
  const nation = new Nation(seed, options.scale);
  const found = {};
  const drained = async (name, work) => {
    if (!parts.includes(name)) return;
    found[name] = await backlog(apart, nation, { label: name, runs, token, ...work });
    say(`${name}: ${found[name].checked} figures are the generator's`);
    if (name !== 'steady') await found[name].stage.end('reports');
  };
  const { branches } = nation.sizes;
  await drained('members', { shape: 'steady', count: Math.ceil(most / 2), members: true });
  await drained('evening', { shape: 'evening', count: Math.min(most, branches) });
  if (parts.includes('rest')) found.rest = await accepting(apart, nation, options);
  await drained('steady', { shape: 'steady', count: most });
  if (parts.includes('system')) found.system = await together(apart, nation, { ...options, stage: found.steady.stage });
  return found;
}

const withoutParts = (name, value) => (['stage', 'sums', 'topic'].includes(name) ? undefined : value);

process.exit(await main(process.argv.slice(2)).catch((error) => report(error)));
