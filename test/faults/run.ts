import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Cluster } from './harness/cluster.js';
import type { Options } from './harness/options.js';
import { Soak } from './harness/soak.js';
import { NEMESES } from './nemeses/all.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs to the end of the time. True when nothing was lost, doubled or wrong, and nothing needed a hand. */
export async function run(options: Options): Promise<boolean> {
  const unknown = options.only.filter((name) => !NEMESES.some((one) => one.name === name));
  if (unknown.length > 0) {
    say(`✗ There is no fault ${unknown.join()}; there are ${NEMESES.map(({ name }) => name).join(', ')}.`);
    return false;
  }
  say(`npm run faults -- --minutes ${options.minutes} --seed ${options.seed}`);
  return (await soak(options)) && (await crashPoints(options));
}

async function soak(options: Options): Promise<boolean> {
  const cluster = await Cluster.start(options, say);
  const stop = (): void => void cluster.stop(true).then(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  say(`Up in ${cluster.home}: ${cluster.all.join(', ')}`);
  let good = false;
  try {
    good = await new Soak(cluster, options, say).run();
  } finally {
    await cluster.stop(!good);
    if (!good) say(`Data, logs and history: ${cluster.home}`);
  }
  return good;
}

/** The crash points (T2) are run too where their file is. */
async function crashPoints({ crashPoints: wanted, only, seed }: Options): Promise<boolean> {
  const file = join(import.meta.dirname, 'crash-points.ts');
  if (!wanted || only.length > 0 || !existsSync(file)) return true;
  const found = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const { runCrashPoints } = found;
  if (typeof runCrashPoints !== 'function') return true;
  return (runCrashPoints as (options: { seed: number }) => Promise<boolean>)({ seed });
}
