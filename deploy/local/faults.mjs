// npm run faults: everything on one machine, and everything in it is killed, stopped, cut off and fed with rubbish, while
// commands go on. Exit 1 when one fact is lost, doubled or wrongly counted, or anything needs a hand. test/faults/README.md.
import { register } from 'node:module';
import { randomInt } from 'node:crypto';

import { report, Trouble } from './trouble.mjs';

const USAGE =
  'npm run faults takes --minutes <minutes>, --seed <number>, --only <nemesis>[,<nemesis>], --brokers 1|3, --members 1|3, --no-crash-points.';

export function optionsOf(args) {
  const options = { minutes: 10, seed: randomInt(1, 2 ** 31), only: [], brokers: 1, members: 3, crashPoints: true };
  for (let at = 0; at < args.length; at += 2) {
    const [name, value = ''] = [args[at], args[at + 1]];
    if (name === '--no-crash-points') {
      options.crashPoints = false;
      at -= 1;
    } else if (name === '--minutes' && Number(value) > 0) options.minutes = Number(value);
    else if (name === '--seed' && /^\d+$/.test(value)) options.seed = Number(value);
    else if (name === '--only' && /^[a-z0-9,-]+$/.test(value)) options.only = value.split(',');
    else if (name === '--brokers' && /^[13]$/.test(value)) options.brokers = Number(value);
    else if (name === '--members' && /^[13]$/.test(value)) options.members = Number(value);
    else throw new Trouble(USAGE);
  }
  return options;
}

async function main(args) {
  const options = optionsOf(args);
  const { installIfNeeded } = await import('./install.mjs');
  await installIfNeeded();
  const { buildIfStale } = await import('./build-dist.mjs');
  await buildIfStale();
  register('./typescript.mjs', import.meta.url);
  const { run } = await import('../../test/faults/run.ts');
  return (await run(options)) ? 0 : 1;
}

if (process.argv[1] === import.meta.filename)
  process.exit(await main(process.argv.slice(2)).catch((error) => report(error)));
