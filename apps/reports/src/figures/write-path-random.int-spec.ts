import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '#observability';
import { eventually, testDatabase } from '#testing';
import { compare, FACTS, MEMBERS, RandomHistory } from './random-history.harness.js';
import {
  batchOf,
  idOf,
  meeting,
  meetingValue,
  member,
  memberValue,
  storedContributions,
  unitRecord,
  unitValue,
  worker,
  type ChangeOf,
  type MemberOf,
  type Worker,
} from './write-path.harness.js';

jest.setTimeout(180_000);
// Records come twice and tree changes early here, on purpose: the log would say so on every line.
createLogger('write-path', 'silent');

const PARTITIONS = 3;
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));
const history = new RandomHistory(seed);

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

it(`any history by concurrent workers equals a naive fold, in every snapshot (SEED=${seed})`, async () => {
  process.stdout.write(`write path, random: SEED=${seed}\n`);
  const changes = history.tree();
  const meetings = history.meetings();
  // Each version comes once or twice, in any order and on any partition.
  const events = history.shuffled([...meetings, ...meetings.filter(() => history.random(2) === 0)]);
  const members = history.members();
  const ofMembers = history.shuffled([...members, ...members.filter(() => history.random(3) === 0)]);
  const byPartition = Array.from({ length: PARTITIONS }, (_, partition) =>
    events.filter((_event, at) => at % PARTITIONS === partition),
  );
  const deliver = async (each: Worker, partition: number, list: typeof meetings, run: number): Promise<void> => {
    let offset = 0;
    for (const part of history.batches(list, 60)) {
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
    for (const part of history.batches(list, 20)) {
      const values = part.map((one) => memberValue(member(one)));
      await each.facts(batchOf('registry.members', 0, values, offset, 1));
      offset += part.length;
      await pause(history.random(60));
    }
  };
  const grow = async (each: Worker): Promise<void> => {
    // Late, early and twice: the log keeps them, the applier takes them in order.
    const order = [...changes.slice(0, 1), ...history.shuffled(changes.slice(1)), ...changes.slice(0, 20)];
    for (const part of history.batches(order, 6)) {
      const values = part.map(({ revision, unit, stretches }) =>
        unitValue(revision, unitRecord(unit, revision, stretches)),
      );
      await each.units(batchOf('registry.tree', 0, values));
      await pause(history.random(40));
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
    ...byPartition.map((part, partition) => deliver(second, partition, history.shuffled(part), 1)),
    enrol(second, ofMembers),
    enrol(third, history.shuffled(ofMembers)),
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
