// npm run fuzz: schemathesis asks every route of every service, as its OpenAPI document describes it and as it forbids, for
// ten minutes in all. Exit 1 when a service answers 5xx, or anything that its document does not say.
import { randomInt } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { Apart } from './apart.mjs';
import { homeFolder } from './paths.mjs';
import { findSchemathesis, fuzz, outcomeOf } from './schemathesis.mjs';
import { SERVICES } from './services.mjs';
import { report, Trouble } from './trouble.mjs';

const say = (line) => console.log(line);
const USAGE = 'npm run fuzz takes --minutes <minutes in all>, --seed <number> and --service <name>.';
/** Who asks, with the part of the time: who may do everything gets furthest, a clerk is refused in other ways. */
const PEOPLE = [
  ['demo-administrator', 0.8],
  ['demo-clerk-vinh-niem', 0.2],
];
/** In less time than this for all, the clerk is left out. */
const ENOUGH_FOR_ALL = 4;

export function optionsOf(args) {
  const options = { minutes: 10, seed: randomInt(1, 2 ** 31), services: SERVICES };
  for (let at = 0; at < args.length; at += 2) {
    const [name, value] = [args[at], args[at + 1]];
    if (name === '--minutes' && Number(value) > 0) options.minutes = Number(value);
    else if (name === '--seed' && /^\d+$/.test(value ?? '')) options.seed = Number(value);
    else if (name === '--service' && SERVICES.includes(value)) options.services = [value];
    else throw new Trouble(USAGE);
  }
  return options;
}

/** The runs, with the time for each: a service gets as much as it has of all routes. */
export function runsOf({ minutes, services }, routes) {
  const people = minutes < ENOUGH_FOR_ALL ? [[PEOPLE[0][0], 1]] : PEOPLE;
  const all = services.reduce((sum, service) => sum + routes[service], 0);
  return services.flatMap((service) =>
    people.map(([person, part]) => ({
      service,
      person,
      name: `${service}-${person.replace('demo-', '')}`,
      seconds: Math.max(1, Math.round((minutes * 60 * part * routes[service]) / all)),
    })),
  );
}

async function routesOf(addresses, services) {
  const count = async (service) => {
    const { paths } = await (await fetch(`${addresses[service]}/docs-json`)).json();
    return [service, Object.values(paths).flatMap((item) => Object.keys(item)).length];
  };
  return Object.fromEntries(await Promise.all(services.map(count)));
}

export { outcomeOf };

export const isGood = ({ code, routes, failures, errors }) =>
  code === 0 && routes > 0 && failures.length === 0 && errors.length === 0;

function show(results, routes, { minutes, seed }) {
  say(`\nschemathesis, ${minutes} min in all, seed ${seed}:\n`);
  say('service and person             routes  requests  failures');
  for (const result of results) {
    const { name, service, requests, failures, errors } = result;
    const tested = `${result.routes}/${routes[service]}`;
    const count = [...failures, ...errors].reduce((sum, one) => sum + one.count, 0);
    say(`${name.padEnd(29)}${tested.padStart(8)}${String(requests).padStart(10)}${String(count).padStart(10)}`);
    for (const { title, count: times, operations = [] } of [...failures, ...errors])
      say(`  ✗ ${title}, ${times} times: ${operations.join(', ')}`);
  }
}

async function main(args) {
  const options = optionsOf(args);
  const folder = join(homeFolder(), 'fuzz');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const schemathesis = await findSchemathesis(say);
  const apart = await Apart.open('fuzz', say);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void apart.stop().then(() => process.exit(1)));
  try {
    // One person sends here what a thousand send otherwise.
    await apart.start({ RATE_LIMIT: '1000000' });
    say(`Up, the demo is loaded. Asking for ${options.minutes} min, seed ${options.seed} …`);
    const routes = await routesOf(apart.addresses, options.services);
    const { client } = await import('./demo/client.mjs');
    const { token } = client(apart.addresses);
    const results = [];
    for (const run of runsOf(options, routes)) {
      const url = apart.addresses[run.service];
      const given = { ...run, url, folder, seed: options.seed, token: await token(run.person) };
      results.push({ ...run, ...(await fuzz(schemathesis, given)) });
    }
    if (apart.gaveUp) throw apart.gaveUp;
    show(results, routes, options);
    const failed = results.filter((result) => !isGood(result)).length;
    say(failed === 0 ? '\n✓ No 5xx, and no answer that is not documented' : `\n✗ The requests are in ${folder}`);
    say(`${results.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await apart.stop();
  }
}

if (process.argv[1] === import.meta.filename)
  process.exit(await main(process.argv.slice(2)).catch((error) => report(error)));
