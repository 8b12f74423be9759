// npm run idle: what the four services use while nobody asks them anything. Starts the whole system apart from any other,
// loads the demo, lets it rest, then reads resident memory and CPU time over some minutes. Exit 1 when it is too much.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { dropGiven } from './idle-given.mjs';
import { summary, usageOf } from './idle-usage.mjs';
import { installIfNeeded } from './install.mjs';
import { Journal } from './journal.mjs';
import { withDatabase } from './mongodb.mjs';
import { freePorts, PORTS } from './ports.mjs';
import { addressesOf, issuerPart, SERVICES, servicePart } from './services.mjs';
import { Supervisor } from './supervisor.mjs';
import { report, Trouble } from './trouble.mjs';

export const LIMITS = { mostMb: 800, mostPercent: 5 };
const EVERY_MS = 5_000;
const say = (line) => console.log(line);

/** `--rest 30 --minutes 1`: seconds of rest before, minutes of looking; usually 120 and 5. */
export function optionsOf(args) {
  const options = { rest: 120, minutes: 5 };
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at].replace(/^--/, '');
    const value = Number(args[at + 1]);
    if (!(name in options) || !Number.isFinite(value) || value < 0 || (name === 'minutes' && value === 0))
      throw new Trouble('npm run idle takes --rest <seconds> and --minutes <minutes>, as numbers.');
    options[name] = value;
  }
  return options;
}

async function start(home, supervisor, apart) {
  const names = Object.keys(PORTS);
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, at) => [name, free[at]]));
  const { findServers } = await import('./servers.mjs');
  const servers = await findServers({ home, logs: join(home, 'logs'), ports, supervisor, engine: false, say });
  const addresses = addressesOf(ports);
  await supervisor.start(issuerPart({ addresses, ports, home }));
  const parts = SERVICES.map((name) => {
    const part = servicePart(name, { addresses, ports, servers });
    const MONGODB_URI = withDatabase(servers.mongodbUri, `${apart}-${name}`);
    return { ...part, env: { ...part.env, MONGODB_URI, KAFKA_TOPIC_PREFIX: `${apart}.` } };
  });
  await Promise.all(parts.map((part) => supervisor.start(part)));
  const { loadDemo } = await import('./demo/load.mjs');
  await loadDemo({ ...addresses, log: () => undefined });
  return servers;
}

function usageOfRunning(name, pid) {
  try {
    return usageOf(pid);
  } catch (cause) {
    throw new Trouble(`${name} ended while it was looked at: what a service that was started again uses is no rest.`, {
      cause,
    });
  }
}

async function watch(supervisor, minutes) {
  const pids = Object.fromEntries(SERVICES.map((name) => [name, supervisor.pidOf(name)]));
  const look = () => Object.fromEntries(SERVICES.map((name) => [name, usageOfRunning(name, pids[name])]));
  const begun = performance.now();
  const samples = [look()];
  while (performance.now() - begun < minutes * 60_000) {
    await pause(Math.min(EVERY_MS, minutes * 60_000));
    samples.push(look());
  }
  return summary(samples, (performance.now() - begun) / 1000, LIMITS);
}

function show({ rows, ok }, { minutes, rest }) {
  say(`\nIdle, demo loaded, ${minutes} min after ${rest} s of rest (MB = 1,000,000 bytes; CPU of one core):\n`);
  say('service      mean MB  highest MB   CPU %');
  for (const { name, meanMb, highestMb, percent } of rows)
    say(
      `${name.padEnd(11)}${meanMb.toFixed(1).padStart(9)}${highestMb.toFixed(1).padStart(12)}${percent.toFixed(2).padStart(8)}`,
    );
  const limits = `${LIMITS.mostMb} MB and ${LIMITS.mostPercent} % of one core together`;
  say(ok ? `\n✓ Within ${limits}` : `\n✗ Over ${limits}`);
}

async function main(args) {
  const options = optionsOf(args);
  const home = mkdtempSync(join(tmpdir(), 'lien-cap-idle-'));
  mkdirSync(join(home, 'logs'), { recursive: true });
  const apart = `idle-${randomBytes(3).toString('hex')}`;
  const journal = await Journal.open(home, say);
  let gaveUp = null;
  const supervisor = new Supervisor({ journal, logs: join(home, 'logs'), say, onGivenUp: (why) => (gaveUp = why) });
  let servers = null;
  const stop = async () => {
    await supervisor.stop([SERVICES, ['issuer']]);
    if (servers) await dropGiven(servers, apart);
    await supervisor.stop([['kafka', 'mongodb']]);
    journal.close();
    rmSync(home, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().then(() => process.exit(1)));
  try {
    await installIfNeeded({ say, logs: join(home, 'logs') });
    const { buildIfStale } = await import('./build-dist.mjs');
    await buildIfStale({ say });
    servers = await start(home, supervisor, apart);
    say(`Up, the demo is loaded. Resting for ${options.rest} s, then looking for ${options.minutes} min …`);
    await pause(options.rest * 1000);
    const result = await watch(supervisor, options.minutes);
    if (gaveUp) throw gaveUp;
    show(result, options);
    return result.ok ? 0 : 1;
  } finally {
    await stop();
  }
}

if (process.argv[1] === import.meta.filename)
  process.exit(await main(process.argv.slice(2)).catch((error) => report(error)));
