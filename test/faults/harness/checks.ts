import { cpus, loadavg } from 'node:os';
import { eventually, type HttpClient } from '#testing';
import { refreshFollowed } from '../../flows/support/act-following.js';
import { parallel } from '../../flows/support/driver.js';
import type { World } from '../../flows/support/world.js';
import type { Cluster } from './cluster.js';
import type { Databases } from './databases.js';
import type { Service } from './services.js';

const LIVENESS_MS = 60_000;
/** Processes that want a core, for each core, up to which a machine counts as one that is not overloaded. */
const BUSY = 4;

/** How long after the last fault everything must be well again by itself: 60 s, and longer where others load the machine. */
export function patienceMs(): number {
  const load = (loadavg()[0] ?? 0) / cpus().length;
  return LIVENESS_MS * Math.min(3, Math.max(1, load / BUSY));
}

/** @throws Error naming what is not ready, and why, when it needs a hand */
export async function allReady(cluster: Cluster): Promise<void> {
  const end = Date.now() + patienceMs();
  for (const { name, part } of [...cluster.brokers, ...cluster.members, ...cluster.processes])
    await eventually(
      async () => (await part.ready()) || Promise.reject(new Error(`${name}: ${part.why?.() ?? 'silent'}`)),
      {
        timeoutMs: Math.max(1_000, end - Date.now()),
        everyMs: 100,
      },
    );
}

type Source = { source: string; heardThrough: string | null; pending: number | null };

/** Until the figures have heard of everything that was accepted before now, from every source. */
export async function drained(world: World): Promise<void> {
  const over = new Date().toISOString();
  const centre = world.atLevel('centre')[0]!.id;
  await eventually(
    async () => {
      const { body } = await world.reports.read<{ freshness: { sources: Source[] } }>(
        `/v1/units/${centre}/rollup?period=${world.today}`,
      );
      const waiting = body.freshness.sources.filter(
        ({ heardThrough, pending }) => (heardThrough ?? '') < over || pending !== 0,
      );
      return waiting.length === 0 || Promise.reject(new Error(JSON.stringify(waiting)));
    },
    { timeoutMs: patienceMs(), everyMs: 200 },
  );
}

/** Services whose open things go on with another unit after an act. */
const FOLLOWING: readonly Service[] = ['meetings', 'inspection', 'reports'];

/** The product looks once more 90 s after it took along what it found: for what a command left that had not seen the act. */
const NEXT_LOOK_MS = 120_000;

/**
 * Until what lay open at units that acts changed has gone on with their successors; and takes in what nobody asked for by a
 * command: that, and scores and visits, which change with their meeting. No command is under way: so the next looks are made
 * now, since one in the midst of the comparison would make versions that it does not know.
 */
export async function takeInWhatFollowed(world: World, databases: Databases): Promise<void> {
  const soon = { $expr: { $lte: ['$due', { $add: ['$$NOW', NEXT_LOOK_MS] }] } };
  // A claim puts off when it is due next; until it is given back, the look is under way.
  const left = { $or: [soon, { owner: { $exists: true } }] };
  for (const service of FOLLOWING)
    await eventually(
      async () => {
        const works = databases.of(service).collection('tree_follow');
        await works.updateMany({ ...soon, owner: { $exists: false } }, [{ $set: { due: '$$NOW' } }]);
        const units = await works.countDocuments(left);
        return units === 0 || Promise.reject(new Error(`${service} has ${units} units to follow`));
      },
      { timeoutMs: patienceMs(), everyMs: 200 },
    );
  await world.superiors.refresh(world.meetingsService);
  await refreshFollowed(world);
}

/** Asks for receipts until each is in the figures; one that was, is not asked for again. */
export class Receipts {
  readonly #seen = new Set<string>();

  /** Receipts that are not in the figures in time, with what is said of them. */
  async missing(world: World, reports: HttpClient): Promise<string[]> {
    const fresh = world.receipts.map(({ receipt }) => receipt).filter((receipt) => !this.#seen.has(receipt));
    const missing: string[] = [];
    await parallel(fresh, 8, async (receipt) => {
      const { body } = await reports.read<{ status: string }>(`/v1/receipts/${receipt}?wait=10s`);
      if (['applied', 'no-figure', 'unplaced'].includes(body.status)) this.#seen.add(receipt);
      else missing.push(`receipt ${receipt}: ${JSON.stringify(body)}`);
    });
    return missing;
  }
}

type Known = ReadonlyMap<string, { version: number }>;
type Versioned = { _id: string; unit?: string; version: number };

/** What the sources hold against what they acknowledged: versions that are missing, and facts that nobody asked for. */
export async function sourceDifferences(
  world: World,
  databases: Databases,
): Promise<{ lost: string[]; doubled: string[] }> {
  const places: [Service, string, Known][] = [
    ['registry', 'unit_versions', world.units],
    ['registry', 'members', world.members],
    ['meetings', 'meetings', world.meetings],
    ['meetings', 'resolutions', world.followup.resolutions],
    ['meetings', 'opinions', world.followup.opinions],
    ['meetings', 'sessions', world.committees.sessions],
    ['inspection', 'cases', world.cases],
    ['reports', 'reports', world.periodic],
  ];
  const [lost, doubled]: [string[], string[]] = [[], []];
  for (const [service, collection, known] of places) {
    const projection = { version: 1, unit: 1 };
    const stored = await databases.of(service).collection<Versioned>(collection).find({}, { projection }).toArray();
    const versions = new Map<string, number>();
    // Of a unit every version is a document of its own.
    for (const { _id, unit, version } of stored) {
      const id = collection === 'unit_versions' ? (unit ?? '') : _id;
      versions.set(id, Math.max(version, versions.get(id) ?? 0));
    }
    for (const [id, { version }] of known)
      if ((versions.get(id) ?? 0) < version)
        lost.push(`${collection} ${id}: acknowledged is version ${version}, stored ${versions.get(id) ?? 'nothing'}`);
      else if (versions.get(id)! > version)
        doubled.push(`${collection} ${id}: acknowledged is version ${version}, stored ${versions.get(id)}`);
    for (const id of versions.keys()) if (!known.has(id)) doubled.push(`${collection} ${id}: nobody asked for it`);
  }
  return { lost, doubled };
}
