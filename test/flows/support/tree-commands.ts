import type { Reply } from '#testing';
import { addDays } from '../../oracles/periods.js';
import type { Random } from './random.js';
import type { KnownUnit, World } from './world.js';

const KIND: Record<string, string> = {
  centre: 'centre',
  province: 'province',
  district: 'rural-district',
  commune: 'commune',
  branch: 'residential-branch',
  group: 'group',
};
const ABOVE: Record<string, string> = {
  group: 'branch',
  branch: 'commune',
  commune: 'district',
  district: 'province',
  province: 'centre',
};
/** How many of each level a run begins with: 1 + 4 + 12 + 40 + 250 = 307 units. */
const SIZES: readonly [string, number][] = [
  ['centre', 1],
  ['province', 4],
  ['district', 12],
  ['commune', 40],
  ['branch', 250],
];
const REASON = 'Random run';

type NewUnit = { id: string } & Record<string, unknown>;

function newUnit(random: Random, level: string, from: string, parents: KnownUnit[]): NewUnit {
  const id = random.uuid();
  const code = `${level.slice(0, 2).toUpperCase()}-${id.slice(0, 8)}`;
  const parentId = parents.length ? random.pick(parents).id : null;
  return { id, code, name: `Đơn vị ${code}`, kind: KIND[level], level, parentId, from };
}

const create = (world: World, unit: NewUnit): Promise<Reply> =>
  world.registry.post('/v1/units', unit, { key: `create-${unit.id}` });

/** They get in each other's way: each takes the next revision of the tree. Three took 47 s where one at a time took 60. */
const PLANTED_AT_ONCE = 3;

/** Builds the tree a run begins with, level by level. Known in the order in which they were asked for, as a seed has them. */
export async function plantTree(world: World, random: Random, sizes = SIZES): Promise<void> {
  const begin = addDays(world.from, -400);
  for (const [level, size] of sizes) {
    const parents = level === 'centre' ? [] : world.atLevel(ABOVE[level]!);
    const units = Array.from({ length: size }, () => newUnit(random, level, begin, parents));
    while (units.length > 0) {
      const some = units.splice(0, PLANTED_AT_ONCE);
      const replies = await Promise.all(some.map((unit) => create(world, unit)));
      for (const reply of replies) world.unitAnswered('create unit', reply);
    }
  }
}

/** A date of a tree change: mostly in the past of the facts, sometimes ahead. */
const changeDate = (world: World, random: Random): string =>
  random.chance(0.25) ? addDays(world.today, random.between(1, 300)) : world.date(random);

type TreeCommand = (world: World, random: Random, unit: KnownUnit, key: string) => Promise<void>;

const act =
  (
    name: string,
    body: (world: World, random: Random, unit: KnownUnit) => Record<string, unknown> | null,
  ): TreeCommand =>
  async (world, random, unit, key) => {
    const asked = body(world, random, unit);
    if (!asked) return;
    const path = `/v1/units/${unit.id}/${name}`;
    const reply = await world.registry.post(path, { ...asked, reason: REASON }, { key, ifMatch: unit.version });
    world.unitAnswered(name, reply);
  };

const move = act('move', (world, random, unit) => {
  const above = ABOVE[world.levelOf(unit)];
  return above ? { parentId: random.pick(world.atLevel(above)).id, from: changeDate(world, random) } : null;
});
const close = act('close', (world, random) => ({ from: changeDate(world, random) }));
const rename = act('rename', (world, random, unit) => ({
  name: `Đơn vị ${unit.code} ${random.int(1000)}`,
  from: changeDate(world, random),
}));
const reopen = act('reopen', (world, random, unit) => {
  const closed = unit.stretches.at(-1)?.to;
  const above = ABOVE[world.levelOf(unit)];
  if (!closed || !above) return null;
  return { from: addDays(closed, random.int(60)), parentId: random.pick(world.atLevel(above)).id };
});
const voidUnit = act('void', () => ({}));

/** What was entered wrongly: the last parent, and since when. */
const correct: TreeCommand = async (world, random, unit, key) => {
  const above = ABOVE[world.levelOf(unit)];
  if (!above) return;
  const { body } = await world.registry.read<{ stretches: Record<string, unknown>[] }>(`/v1/units/${unit.id}`);
  const stretches = body.stretches.map((stretch, index, all) =>
    index === all.length - 1 ? { ...stretch, parentId: random.pick(world.atLevel(above)).id } : stretch,
  );
  const reply = await world.registry.put(
    `/v1/units/${unit.id}`,
    { stretches, reason: REASON },
    { key, ifMatch: unit.version },
  );
  world.unitAnswered('correct unit', reply);
};

const isClosed = (unit: KnownUnit): boolean => (unit.stretches.at(-1)?.to ?? null) !== null;

/** One random change of the tree. */
export async function treeCommand(world: World, random: Random, key: string): Promise<void> {
  const dice = random.next();
  if (dice < 0.12) {
    // A commune is born without children and gets its first by a move; a branch gets its first by a group.
    const born = random.pick(['branch', 'branch', 'commune', 'group']);
    const unit = newUnit(random, born, changeDate(world, random), world.atLevel(ABOVE[born]!));
    world.unitAnswered('create unit', await create(world, unit));
    return;
  }
  const level = random.pick(['group', 'branch', 'branch', 'branch', 'branch', 'commune', 'commune', 'district']);
  const unit = world.free(random, world.atLevel(level));
  const closed = world.free(random, [...world.units.values()].filter(isClosed));
  const [command, on]: [TreeCommand, KnownUnit | null] =
    dice < 0.6
      ? [move, unit]
      : dice < 0.7
        ? [rename, unit]
        : dice < 0.82
          ? [close, world.free(random, world.atLevel(random.chance(0.8) ? 'branch' : 'commune'))]
          : dice < 0.9
            ? [reopen, closed]
            : dice < 0.97
              ? [correct, unit]
              : [voidUnit, world.free(random, world.atLevel(random.chance(0.8) ? 'branch' : 'commune'))];
  if (!on) return;
  await whileBusy(world.units, on, () => command(world, random, on, key));
}

/** Marks a thing as busy while `work` goes on; its record may be replaced meanwhile. */
export async function whileBusy<T extends { id: string; busy: boolean }>(
  known: Map<string, T>,
  thing: T,
  work: () => Promise<void>,
): Promise<void> {
  thing.busy = true;
  try {
    await work();
  } finally {
    const now = known.get(thing.id);
    if (now) now.busy = false;
  }
}
