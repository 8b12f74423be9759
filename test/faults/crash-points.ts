import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually, spawnService, startSystem, type ServiceName, type System } from '#testing';
import mongoose from 'mongoose';
import { CrashWorld } from './crash-points-world.js';

type Point = { point: string; service: ServiceName; by: 'meeting' | 'move' | 'poison' };
export type Case = Point & { hit: number };
type Options = { seed: number; cases?: readonly Case[]; say?: (line: string) => void };

/** Where each point lies on the way of what. Names as in libs/observability/src/crash-point.ts. */
const POINTS: readonly Point[] = [
  { point: 'after-business-commit', service: 'meetings', by: 'meeting' },
  { point: 'before-send', service: 'meetings', by: 'meeting' },
  { point: 'after-send-before-mark', service: 'meetings', by: 'meeting' },
  { point: 'after-mark', service: 'meetings', by: 'meeting' },
  { point: 'after-business-commit', service: 'registry', by: 'move' },
  { point: 'after-send-before-mark', service: 'registry', by: 'move' },
  { point: 'after-assignment', service: 'reports', by: 'meeting' },
  { point: 'after-read-of-contributions', service: 'reports', by: 'meeting' },
  { point: 'before-commit', service: 'reports', by: 'meeting' },
  { point: 'after-commit-before-resolve', service: 'reports', by: 'meeting' },
  { point: 'in-quarantine', service: 'reports', by: 'poison' },
  { point: 'in-tree-change', service: 'reports', by: 'move' },
];
const HITS = [1, 2, 5];
export const ALL_CASES: readonly Case[] = POINTS.flatMap((point) => HITS.map((hit) => ({ ...point, hit })));

const BETWEEN_MS = 80;
const DIES_WITHIN_MS = 60_000;

/**
 * At each point, for its first, second and fifth time: kill -9, start again, drain, compare. On real services, Kafka and
 * MongoDB; those of the environment, or some of its own. True when nothing was lost, doubled or wrong.
 */
export async function runCrashPoints({ seed, cases = ALL_CASES, say = print }: Options): Promise<boolean> {
  const end = process.env['KAFKA_BROKERS'] && process.env['MONGODB_URI'] ? async () => undefined : await ownServers();
  const system = await startSystem({ only: ['registry', 'meetings', 'reports'] });
  const failed: string[] = [];
  try {
    const world = new CrashWorld(system, seed);
    await world.plant();
    for (const one of cases) {
      const begun = performance.now();
      const wrong = await crash(system, world, one);
      const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
      const name = `${one.service} ${one.point}, hit ${one.hit}`;
      say(`${wrong.length === 0 ? '✓' : '✗'} ${name}: ${seconds} s${wrong.map((each) => `\n    ${each}`).join('')}`);
      if (wrong.length > 0) failed.push(name);
    }
  } finally {
    await system.stop();
    await end();
  }
  say(`crash points: ${cases.length - failed.length} of ${cases.length} exact, seed ${seed}`);
  return failed.length === 0;
}

/** Answers what is not as it must be. */
async function crash(system: System, world: CrashWorld, { point, service, by, hit }: Case): Promise<string[]> {
  try {
    await system.one(service).stop();
    const armed = await begin(system, service, { CRASH_AT: `${point}:${hit}` });
    const end = performance.now() + DIES_WITHIN_MS;
    while (armed.running && performance.now() < end) {
      world.send(by);
      if (by !== 'meeting') world.send('meeting');
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
    if (armed.running) return [`it did not die within ${DIES_WITHIN_MS} ms`];
    if (armed.exitCode !== null) return [`it ended by itself: ${armed.lines.slice(-3).join('\n')}`];
    await (await begin(system, service)).ready();
    await world.settle();
    return [...(await world.differences()), ...(await lettersMissing(system, world))];
  } catch (error) {
    return [String(error)];
  }
}

/** The service in place of the one that is gone, on its port. */
async function begin(system: System, name: ServiceName, more: Record<string, string> = {}) {
  const gone = system.one(name);
  const service = await spawnService(name, {
    MONGODB_URI: system.databases[name]!.uri,
    KAFKA_TOPIC_PREFIX: system.prefix,
    OIDC_ISSUER: system.issuer.url,
    PORT: new URL(gone.url).port,
    ...more,
  });
  system.services.splice(system.services.indexOf(gone), 1, service);
  return service;
}

/** What nobody can read is put aside once each. */
async function lettersMissing(system: System, { poisons }: CrashWorld): Promise<string[]> {
  const connection = await mongoose.createConnection(system.databases['reports']!.uri).asPromise();
  try {
    const count = () => connection.db!.collection('dead_letters').countDocuments();
    await eventually(async () => (await count()) >= poisons, { timeoutMs: 30_000 });
    const found = await count();
    return found === poisons ? [] : [`${found} dead letters, should be ${poisons}`];
  } finally {
    await connection.close();
  }
}

async function ownServers(): Promise<() => Promise<void>> {
  const file = pathToFileURL(join(process.cwd(), 'deploy/local/test-servers.mjs')).href;
  type Servers = { startTestServers(): Promise<void>; stopTestServers(): Promise<void> };
  const servers = (await import(file)) as Servers;
  await servers.startTestServers();
  return () => servers.stopTestServers();
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
