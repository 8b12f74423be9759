import { setTimeout as pause } from 'node:timers/promises';
import { dayOf } from '#calendar';
import { createLogger } from '#observability';
import { eventually, testDatabase } from '#testing';
import { Tree, TreeFault } from '#tree';
import { oracleFigures, type OracleStretch } from '../../../../test/oracles/cells.js';
import { meetingKey } from './measure-keys.js';
import {
  batchOf,
  idOf,
  meeting,
  meetingValue,
  member,
  memberValue,
  storedContributions,
  storedFigures,
  unitRecord,
  unitValue,
  worker,
  wrongTotals,
  type ChangeOf,
  type MemberOf,
  type StretchOf,
  type Worker,
} from './write-path.harness.js';

jest.setTimeout(180_000);
// Records come twice and tree changes early here, on purpose: the log would say so on every line.
createLogger('write-path', 'silent');

const FIRST = dayOf('2025-11-01');
const DAYS = 240;
const UNITS = Array.from({ length: 14 }, (_, at) => `unit-${at}`);
const FACTS = 260;
const MEMBERS = 30;
const CHANGES = 60;
const PARTITIONS = 3;
const REGULAR = [meetingKey('held', 'regular'), meetingKey('joined', 'regular')];
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));

/** Numbers that follow from the seed alone (mulberry32). */
function randomOf(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
const random = randomOf(seed);
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
const shuffled = <T>(list: readonly T[]): T[] => {
  const rest = [...list];
  return list.map(() => rest.splice(random(rest.length), 1)[0] as T);
};

/** Changes of the tree that are legal in this order, with moves in the past and the future. */
function treeHistory(): ChangeOf[] {
  const tree = new Tree();
  const changes: ChangeOf[] = [];
  const known: string[] = [];
  const put = (unit: string, stretches: StretchOf[]): void => {
    const revision = changes.length + 1;
    try {
      tree.apply(unitRecord(unit, revision, stretches), revision);
    } catch (fault) {
      if (fault instanceof TreeFault) return;
      throw fault;
    }
    if (!known.includes(unit)) known.push(unit);
    changes.push({ revision, unit, stretches });
  };
  put('unit-0', [{ from: FIRST, to: null, parent: null }]);
  while (changes.length < CHANGES) {
    const unit = pick(UNITS.slice(1));
    const cut = FIRST + random(DAYS);
    const stretches: StretchOf[] = [{ from: FIRST - 100, to: cut, parent: pick(known) }];
    if (random(3) > 0) stretches.push({ from: cut + random(20), to: null, parent: pick(known) });
    put(unit, random(15) === 0 ? [] : stretches);
  }
  return changes;
}

/** Every version of every meeting: corrected, moved to another branch or day, voided. */
const meetingHistory = () =>
  Array.from({ length: FACTS }, (_, at) =>
    Array.from({ length: 1 + random(4) }, (_none, version) => ({
      id: `fact-${at}`,
      unit: pick(UNITS),
      day: FIRST + random(DAYS),
      version: version + 1,
      present: 1 + random(40),
      state: random(8) === 0 ? ('voided' as const) : ('closed' as const),
      ...(random(5) === 0 ? { joint: pick(UNITS) } : {}),
    })),
  ).flat();

/** Every version of every member: on the roll of one unit after another, corrected, or entered by mistake. */
const memberHistory = (): MemberOf[] =>
  Array.from({ length: MEMBERS }, (_, at) =>
    Array.from({ length: 1 + random(3) }, (_none, version) => {
      const days = Array.from({ length: random(4) }, () => FIRST + random(DAYS)).sort((a, b) => a - b);
      const stays = [...new Set(days)].map((from) => ({ unit: pick(UNITS), from }));
      const end = random(2) === 0 ? null : FIRST + DAYS + random(10);
      return { id: `member-${at}`, version: version + 1, stays, end };
    }),
  ).flat();

/** Cuts a list into batches of random sizes. */
function batches<T>(list: readonly T[], most: number): T[][] {
  const result: T[][] = [];
  for (let at = 0; at < list.length;) {
    const size = 1 + random(most);
    result.push(list.slice(at, at + size));
    at += size;
  }
  return result;
}

let database: ReturnType<typeof testDatabase>;
const workers: Worker[] = [];
beforeAll(async () => {
  database = testDatabase('write-random');
  for (let at = 0; at < 3; at += 1) workers.push(await worker(database.uri));
});
afterAll(async () => {
  for (const each of workers) await each.close();
  await database.drop();
});

/** Compares the stored cells with a naive fold over the stored contributions under the stored tree, in one snapshot. */
async function compare({ store }: Worker): Promise<{ revision: number; facts: number }> {
  const snapshot = await store.connection.startSession({ snapshot: true });
  try {
    const heads = store.db.collection<{ revision: number }>('tree_head');
    const head = await heads.findOne({}, { session: snapshot });
    const records = await store.db
      .collection<{
        record: { id: string; stretches: { from: string; to: string | null; parentId: string | null }[] };
        hadChild?: true;
      }>('units')
      .find({}, { session: snapshot })
      .toArray();
    const contributions = await storedContributions(store, snapshot);
    const units = new Map<string, OracleStretch[]>(
      records.map(({ record }) => [
        record.id,
        record.stretches.map(({ from, to, parentId }) => ({
          from: dayOf(from),
          to: to === null ? null : dayOf(to),
          parent: parentId,
        })),
      ]),
    );
    const parents = new Set(records.filter(({ hadChild }) => hadChild).map(({ record }) => record.id));
    const entries = contributions.flatMap(({ p }) =>
      p.map(({ u, d, to, m }) => ({ unit: u, day: d, amounts: m, ...(to === undefined ? {} : { to }) })),
    );
    // Nobody is on a roll before the first day, and nothing moves after the last.
    const days = { epoch: FIRST - 1, lastDay: FIRST + DAYS + 40 };
    const expected = oracleFigures({ units, parents, entries, ...days }, REGULAR);
    const stored = await storedFigures(store, snapshot);
    expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(expected));
    expect(await wrongTotals(store, snapshot)).toEqual([]);
    return { revision: head?.revision ?? -1, facts: contributions.length };
  } finally {
    await snapshot.endSession();
  }
}

it(`any history by concurrent workers equals a naive fold, in every snapshot (SEED=${seed})`, async () => {
  process.stdout.write(`write path, random: SEED=${seed}\n`);
  const changes = treeHistory();
  const meetings = meetingHistory();
  // Each version comes once or twice, in any order and on any partition.
  const events = shuffled([...meetings, ...meetings.filter(() => random(2) === 0)]);
  const members = memberHistory();
  const ofMembers = shuffled([...members, ...members.filter(() => random(3) === 0)]);
  const byPartition = Array.from({ length: PARTITIONS }, (_, partition) =>
    events.filter((_event, at) => at % PARTITIONS === partition),
  );
  const deliver = async (each: Worker, partition: number, list: typeof meetings, run: number): Promise<void> => {
    let offset = 0;
    for (const part of batches(list, 60)) {
      await each.facts(
        batchOf(
          'meetings.events',
          partition,
          part.map((one) => meetingValue(meeting(one))),
          offset,
          run,
        ),
      );
      offset += part.length;
    }
  };
  const enrol = async (each: Worker, list: readonly MemberOf[]): Promise<void> => {
    let offset = 0;
    for (const part of batches(list, 20)) {
      const values = part.map((one) => memberValue(member(one)));
      await each.facts(batchOf('registry.members', 0, values, offset, 1));
      offset += part.length;
      await pause(random(60));
    }
  };
  const grow = async (each: Worker): Promise<void> => {
    // Late, early and twice: the log keeps them, the applier takes them in order.
    const order = [...changes.slice(0, 1), ...shuffled(changes.slice(1)), ...changes.slice(0, 20)];
    for (const part of batches(order, 6)) {
      const values = part.map(({ revision, unit, stretches }) =>
        unitValue(revision, unitRecord(unit, revision, stretches)),
      );
      await each.units(batchOf('registry.tree', 0, values));
      await pause(random(40));
    }
  };
  let running = true;
  let snapshots = 0;
  const watch = async (): Promise<void> => {
    while (running) {
      await compare(workers[2] as Worker);
      snapshots += 1;
      await pause(20);
    }
  };
  const [first, second, third] = workers as [Worker, Worker, Worker];
  const watching = watch();
  const work = [
    ...byPartition.map((part, partition) => deliver(first, partition, part, 1)),
    // The same partitions a second time by another worker, as in a rebalance that came too late for the first.
    ...byPartition.map((part, partition) => deliver(second, partition, shuffled(part), 1)),
    enrol(second, ofMembers),
    enrol(third, shuffled(ofMembers)),
    grow(first),
    grow(third),
  ];
  const results = await Promise.allSettled(work);
  running = false;
  await watching;
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  await eventually(async () => {
    await Promise.all([first.tree.ring(), second.tree.ring()]);
    return (await first.replica.headRevision()) === changes.length;
  });
  expect(await compare(first)).toEqual({ revision: changes.length, facts: FACTS + MEMBERS });
  expect(snapshots).toBeGreaterThan(3);
  const last = new Map<string, { version: number }>([
    ...meetings.map((one) => [idOf(one.id), one] as const),
    ...members.map((one) => [`member/${idOf(one.id)}`, one] as const),
  ]);
  for (const { _id, v, unplaced, p } of await storedContributions(first.store)) {
    expect(v).toBe(last.get(_id)?.version);
    expect(unplaced === true).toBe(p.some(({ u }) => !unitIsKnown(changes, u)));
  }
  const unplaced = await first.store.db.collection('contributions').countDocuments({ unplaced: true });
  const counted = await first.store.db
    .collection('progress')
    .aggregate<{ applied: number; unplaced: number }>([
      { $match: { topic: { $in: ['meetings.events', 'registry.members'] } } },
      { $group: { _id: null, applied: { $sum: '$applied' }, unplaced: { $sum: '$unplaced' } } },
    ])
    .toArray();
  expect(counted).toMatchObject([{ applied: meetings.length + members.length, unplaced }]);
  expect(await first.store.db.collection('dead_letters').countDocuments()).toBe(0);
});

/** Whether the last state of a unit has it in the tree. */
const unitIsKnown = (changes: readonly ChangeOf[], id: string): boolean =>
  (changes.findLast(({ unit }) => idOf(unit) === id)?.stretches.length ?? 0) > 0;
