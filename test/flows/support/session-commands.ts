import { addDays } from '../../oracles/periods.js';
import type { Random } from './random.js';
import type { KnownSession } from './session-world.js';
import { whileBusy } from './tree-commands.js';
import type { World } from './world.js';

const REASON = 'Random run';
const FIELDS = ['economy', 'party-building', 'inspection', 'other'];

const timesOn = (date: string) => ({ startsAt: `${date}T08:00:00+07:00`, endsAt: `${date}T11:00:00+07:00` });
const newItem = (random: Random) => ({ id: random.uuid(), field: random.pick(FIELDS), title: REASON, draft: REASON });

async function prepare(world: World, random: Random, key: string): Promise<void> {
  const body = {
    unitId: random.pick(world.atLevel(random.pick(['commune', 'province']))).id,
    body: random.pick(['committee', 'standing-committee']),
    term: random.pick(['2020-2025', '2025-2030']),
    ...timesOn(world.date(random)),
    items: Array.from({ length: 1 + random.int(3) }, () => newItem(random)),
  };
  world.sessionAnswered('prepare session', await world.meetingsService.post('/v1/sessions', body, { key }));
}

type Step = { name: string; path: string; body: object; method?: 'put' };

function correction(random: Random, { date, items }: KnownSession): Step {
  const kept = items.map(({ itemId: id }) => ({
    id,
    field: 'other',
    title: REASON,
    draft: random.pick([REASON, 'x']),
  }));
  const added = random.chance(0.4) ? [newItem(random)] : [];
  const body = { ...timesOn(addDays(date, random.int(3) - 1)), items: [...kept, ...added], reason: REASON };
  return { name: 'correct session', path: '', body, method: 'put' };
}

function holding(random: Random, { items }: KnownSession): Step {
  const members = 5 + random.int(20);
  const present = random.chance(0.1) ? random.int(members) : members - random.int(3);
  const votes = items
    .filter(() => random.chance(0.8))
    .map(({ itemId }) => {
      const inFavour = random.int(present + 1);
      return { itemId, for: inFavour, against: random.int(present - inFavour + 1), abstained: 0 };
    });
  const questions = Array.from({ length: random.int(3) }, () => ({
    id: random.uuid(),
    askedBy: random.uuid(),
    askedOf: random.uuid(),
    text: REASON,
    ...(random.chance(0.5) ? { answer: REASON } : {}),
  }));
  return { name: 'hold session', path: '/hold', body: { members, present, votes, questions } };
}

function stepOf(random: Random, one: KnownSession): Step {
  const dice = random.next();
  const [item] = one.items;
  if (dice < 0.08) return { name: 'void session', path: '/void', body: { reason: REASON } };
  if (dice < 0.25) return correction(random, one);
  if (dice < 0.35 && item) return { name: 'draft item', path: '/drafts', body: { itemId: item.itemId, text: REASON } };
  if (dice < 0.45 && item)
    return {
      name: 'opine on item',
      path: '/opinions',
      body: { itemId: item.itemId, on: addDays(one.date, -1), text: REASON },
    };
  if (dice < 0.6) return { name: 'write minutes', path: '/minutes', body: { minutes: REASON } };
  return holding(random, one);
}

/** One random command on a committee session: mostly what comes next, sometimes what may be refused. */
export async function sessionCommand(world: World, random: Random, key: string): Promise<void> {
  const { sessions } = world.committees;
  const one = world.free(
    random,
    [...sessions.values()].filter(({ state }) => state !== 'voided'),
  );
  if (!one || random.chance(0.35)) return prepare(world, random, key);
  const step = stepOf(random, one);
  return whileBusy(sessions, one, async () => {
    const options = { key, ifMatch: one.version };
    const reply = await world.meetingsService[step.method ?? 'post'](
      `/v1/sessions/${one.id}${step.path}`,
      step.body,
      options,
    );
    world.sessionAnswered(step.name, reply);
  });
}
