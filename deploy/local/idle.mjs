// npm run idle: what the four services use while nobody asks them anything. Starts the whole system apart from any other,
// loads the demo, lets it rest, then reads resident memory and CPU time over some minutes. Exit 1 when it is too much.
import { setTimeout as pause } from 'node:timers/promises';

import { Apart } from './apart.mjs';
import { summary, usageOf } from './idle-usage.mjs';
import { SERVICES } from './services.mjs';
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
  const apart = await Apart.open('idle', say);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void apart.stop().then(() => process.exit(1)));
  try {
    await apart.start();
    say(`Up, the demo is loaded. Resting for ${options.rest} s, then looking for ${options.minutes} min …`);
    await pause(options.rest * 1000);
    const result = await watch(apart.supervisor, options.minutes);
    if (apart.gaveUp) throw apart.gaveUp;
    show(result, options);
    return result.ok ? 0 : 1;
  } finally {
    await apart.stop();
  }
}

if (process.argv[1] === import.meta.filename)
  process.exit(await main(process.argv.slice(2)).catch((error) => report(error)));
