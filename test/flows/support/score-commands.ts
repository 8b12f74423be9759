import type { Reply } from '#testing';
import type { OracleScoring } from '../../oracles/scores.js';
import type { Random } from './random.js';
import { current, dateOf, type Item, type KnownPlan, type Answer } from './score-world.js';
import { whileBusy } from './tree-commands.js';
import type { KnownMeeting, World } from './world.js';

const REASON = 'Random run';
const CAPACITIES = ['secretary', 'committee-member', 'civil-servant'];

/** Points for every item, and what they come to by the words of the sheet that comes with the system. */
function scoring(random: Random, items: readonly Item[]) {
  const stated = items.map((item) => {
    if (item.notApplicable !== null && random.chance(0.5)) return { item: item.code, points: null };
    const points = item.options ? random.pick(item.options).points : random.int(item.max * 10 + 1) / 10;
    return { item: item.code, points };
  });
  const total: OracleScoring = { earned: 0, reachable: 1000 };
  for (const [at, { points }] of stated.entries()) {
    const { max = 0, notApplicable = null } = items[at] ?? {};
    if (points !== null) total.earned += Math.round(points * 10);
    else if (notApplicable === 'full-marks') total.earned += max * 10;
    else total.reachable -= max * 10;
  }
  return { stated, total };
}

type MeetingCommand = (world: World, random: Random, meeting: KnownMeeting, key: string) => Promise<void>;

const give =
  (by: 'self' | 'superior'): MeetingCommand =>
  async (world, random, { id, unitId }, key) => {
    const { scores, superior, items } = world.superiors;
    const client = by === 'self' ? world.meetingsService : superior;
    const { stated, total } = scoring(random, items);
    const path = `/v1/meetings/${id}/score`;
    const known = scores.get(id);
    const reply = known
      ? await client.put(`${path}/${by}`, { items: stated, reason: REASON }, { key, ...(await at(world, path)) })
      : await client.post(path, { by, items: stated }, { key });
    // Above a unit that was voided meanwhile nobody is: nothing was done.
    if (reply.status === 403 && (await isVoided(world, unitId))) return;
    if (!world.decided(`score by ${by}`, reply)) return;
    const sides = { self: known?.self ?? null, superior: known?.superior ?? null, [by]: total };
    scores.set(id, { meetingId: id, ...sides, ...answer(reply) });
  };

const isVoided = async ({ registry }: World, unitId: string): Promise<boolean> =>
  (await registry.read<{ voided: boolean }>(`/v1/units/${unitId}`)).body.voided;

const voidScore: MeetingCommand = async (world, random, meeting, key) => {
  const { scores, superior } = world.superiors;
  const { id } = meeting;
  if (!scores.has(id)) return give('self')(world, random, meeting, key);
  const path = `/v1/meetings/${id}/score`;
  const reply = await superior.post(`${path}/void`, { reason: REASON }, { key, ...(await at(world, path)) });
  if (world.decided('void score', reply))
    scores.set(id, { meetingId: id, self: null, superior: null, ...answer(reply) });
};

const attend: MeetingCommand = async (world, random, { id }, key) => {
  const { visits, visitors, plans } = world.superiors;
  const chosen = new Set(Array.from({ length: random.int(3) }, () => random.pick(visitors)));
  // Mostly who a plan sends.
  const plan = [...plans.values()].find(({ unitId, voided }) => !voided && unitId === world.meetings.get(id)?.unitId);
  if (plan && random.chance(0.7)) chosen.add(plan.visitorId);
  const stated = [...chosen].map((visitorId) => ({ visitorId, capacity: random.pick(CAPACITIES) }));
  const path = `/v1/meetings/${id}/visits`;
  const reply = visits.has(id)
    ? await world.meetingsService.put(path, { visits: stated, reason: REASON }, { key, ...(await at(world, path)) })
    : await world.meetingsService.post(path, { visits: stated }, { key });
  if (world.decided('state visits', reply)) visits.set(id, { meetingId: id, visitors: [...chosen], ...answer(reply) });
};

const at = async ({ meetingsService }: World, path: string): Promise<{ ifMatch: number }> => ({
  ifMatch: (await current(meetingsService, path)).version,
});
const answer = ({ body }: Reply): Answer => {
  const { version, receipt } = body as unknown as Answer;
  return { version, receipt };
};

function planBody(world: World, random: Random) {
  const from = world.date(random).slice(0, 7);
  const to = `${Number(from.slice(0, 4)) + random.int(2)}-12`;
  const visitorId = random.pick(world.superiors.visitors);
  return {
    unitId: world.withRoll(random).id,
    committeeId: world.atLevel('centre')[0]!.id,
    visitorId,
    from,
    to,
    everyMonths: random.pick([1, 1, 2, 3]),
  };
}

/** Visits make versions of a plan while a command on it is under way: then it is refused as stale, and nothing changed. */
async function planCommand(world: World, random: Random, key: string): Promise<void> {
  const { plans } = world.superiors;
  const take = (name: string, reply: Reply) => {
    if (!world.decided(name, reply)) return;
    const body = reply.body as unknown as KnownPlan & { state: string };
    plans.set(body.id, { ...body, voided: body.state === 'voided', busy: plans.get(body.id)?.busy ?? false });
  };
  const live = [...plans.values()].filter(({ voided }) => !voided);
  const plan = world.free(random, live);
  if (!plan || random.chance(0.6))
    return take('plan visits', await world.meetingsService.post('/v1/visit-plans', planBody(world, random), { key }));
  const path = `/v1/visit-plans/${plan.id}`;
  await whileBusy(plans, plan, async () => {
    const options = { key, ...(await at(world, path)) };
    if (random.chance(0.3))
      return take('void plan', await world.meetingsService.post(`${path}/void`, { reason: REASON }, options));
    const { unitId, committeeId, visitorId } = plan;
    const body = { ...planBody(world, random), ...(random.chance(0.7) ? { unitId, committeeId, visitorId } : {}) };
    take('correct plan', await world.meetingsService.put(path, { ...body, reason: REASON }, options));
  });
}

/** Since when there is a sheet, as the one that comes with the system says. */
const SHEETS_SINCE = '2025-10-28';
const canBeScored = ({ units }: World, { unitId, state, kind, startsAt }: KnownMeeting): boolean =>
  state === 'closed' && kind === 'regular' && dateOf(startsAt) >= SHEETS_SINCE && units.get(unitId)?.voided === false;

/** One random command on scores, visits or plans of them. */
export async function scoreCommand(world: World, random: Random, key: string): Promise<void> {
  if (random.chance(0.25)) return planCommand(world, random, key);
  const closed = [...world.meetings.values()].filter((meeting) => canBeScored(world, meeting));
  const known = closed.filter(({ id }) => world.superiors.scores.has(id));
  const meeting = world.free(random, known.length > 0 && random.chance(0.4) ? known : closed);
  if (!meeting) return planCommand(world, random, key);
  const command = random.pick([give('self'), give('self'), give('superior'), attend, attend, voidScore]);
  await whileBusy(world.meetings, meeting, () => command(world, random, meeting, key));
}
