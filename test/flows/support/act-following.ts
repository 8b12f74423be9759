import type { HttpClient, Reply } from '#testing';
import type { KnownOpinion, KnownResolution } from './followup-world.js';
import type { KnownCase, World } from './world.js';

type Page<T> = { items: T[]; next: string | null };
type Stored = { id: string; version: number };

/** Takes in the units as an act left them, unless something newer is known. */
export async function unitsAfter(world: World, actId: string): Promise<void> {
  for (const { id } of await pages<{ id: string }>(world.registry, `/v1/acts/${actId}/units`)) {
    const reply = await world.registry.read<Stored>(`/v1/units/${id}`);
    const known = world.units.get(id);
    if (reply.status === 200 && (known?.version ?? 0) <= reply.body.version) world.unitKnown(reply);
  }
}

/**
 * Reads again what may have gone on with another unit, by itself, since it was last heard of: nothing of it was asked
 * for by a command.
 */
export async function refreshFollowed(world: World): Promise<void> {
  if (world.acts.ended.size === 0) return;
  const { resolutions, opinions } = world.followup;
  const open = ({ state, tasks }: KnownResolution): boolean =>
    state !== 'voided' && tasks.some(({ doneOn, droppedOn }) => doneOn === null && droppedOn === null);
  for (const { id } of [...resolutions.values()].filter(open))
    world.followup.resolutionAccepted(await readOne(world.meetingsService, `/v1/resolutions/${id}`));
  for (const { id } of [...opinions.values()].filter(({ state }: KnownOpinion) => state === 'open'))
    world.followup.opinionAccepted(await readOne(world.meetingsService, `/v1/opinions/${id}`));
  // Nobody was at a planned one yet.
  for (const { id, state } of world.meetings.values())
    if (state === 'planned') world.meetingKnown(await readOne(world.meetingsService, `/v1/meetings/${id}`), {});
  for (const { id, state } of world.cases.values())
    if (state === 'opened' || state === 'concluded') {
      const { body } = await readOne(world.inspection, `/v1/cases/${id}`);
      world.cases.set(id, { ...(body as unknown as KnownCase), busy: world.cases.get(id)?.busy ?? false });
    }
  for (const unitId of [...world.acts.ended, ...world.acts.heirs]) await readReports(world, unitId);
}

/** A draft goes on as the draft of another unit, which nobody asked for. */
async function readReports(world: World, unitId: string): Promise<void> {
  if (!world.units.get(unitId)?.stretches.length) return;
  for (const { id } of await pages<Stored>(world.reports, `/v1/reports?unit=${unitId}`))
    world.reportKnown(await readOne(world.reports, `/v1/reports/${id}`));
}

async function readOne(client: HttpClient, path: string): Promise<Reply> {
  const reply = await client.read(path);
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply;
}

async function pages<T>(client: HttpClient, path: string): Promise<T[]> {
  const found: T[] = [];
  for (let next: string | null = ''; next !== null;) {
    const cursor: string = next ? `&cursor=${encodeURIComponent(next)}` : '';
    const query = `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor}`;
    const { status, body }: Reply<Page<T>> = await client.read<Page<T>>(query);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    found.push(...body.items);
    next = body.next;
  }
  return found;
}
