import { randomUUID } from 'node:crypto';
import { createLogger } from '#observability';
import { testDatabase } from '#testing';
import type { mongo } from 'mongoose';
import { cellsOf, type CellDocument } from '../figures/cells.js';
import { Derivation } from '../figures/derivation.js';
import { compare, DAYS, FIRST, RandomHistory } from '../figures/random-history.harness.js';
import {
  batchOf,
  idOf,
  meeting,
  meetingValue,
  member,
  memberValue,
  unitRecord,
  unitValue,
  worker,
  type ChangeOf,
  type MeetingOf,
  type Worker,
} from '../figures/write-path.harness.js';
import { dateOf } from '#calendar';
import { newRebuild, rebuildsOf, slicesOf, type Rebuild } from './rebuild.js';
import { RebuildRunner } from './rebuild-runner.js';

jest.setTimeout(120_000);
createLogger('rebuild', 'silent');

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));
const history = new RandomHistory(seed);
const KILLS = 4;
const SMALL = { units: 3, cells: 12 };

let database: ReturnType<typeof testDatabase>;
let one: Worker;
let two: Worker;
const runners: RebuildRunner[] = [];

function runnerOf({ store, replica }: Worker, derivation = new Derivation()): RebuildRunner {
  const runner = new RebuildRunner(store, replica, derivation);
  runner.sizes = SMALL;
  runners.push(runner);
  return runner;
}

const changes = history.tree(50);
const meetings = history.meetings();
const members = history.members();

const units = (list: readonly ChangeOf[]) =>
  batchOf(
    'registry.tree',
    0,
    list.map(({ revision, unit, stretches }) => unitValue(revision, unitRecord(unit, revision, stretches))),
  );
const facts = (partition: number, list: readonly MeetingOf[], from = 0) =>
  batchOf(
    'meetings.events',
    partition,
    list.map((each) => meetingValue(meeting(each))),
    from,
  );

beforeAll(async () => {
  process.stdout.write(`rebuild, random: SEED=${seed}\n`);
  database = testDatabase('rebuild');
  one = await worker(database.uri);
  two = await worker(database.uri);
  await one.units(units(changes.slice(0, 30)));
  await one.facts(facts(0, meetings.slice(0, 300)));
  await one.facts(
    batchOf(
      'registry.members',
      0,
      members.map((each) => memberValue(member(each))),
    ),
  );
});
afterAll(async () => {
  for (const runner of runners) await runner.beforeApplicationShutdown();
  await one.close();
  await two.close();
  await database.drop();
});

/** Makes cells wrong in every way there is: lost, doubled, changed in one place only, made up. */
async function damage(): Promise<void> {
  const cells = cellsOf(one.store.db);
  const all = await cells.find().toArray();
  const writes = all.flatMap((cell): mongo.AnyBulkWriteOperation<CellDocument>[] => {
    const dice = history.random(6);
    const filter = { _id: cell._id };
    if (dice === 0) return [{ deleteOne: { filter } }];
    if (dice === 1) return [{ insertOne: { document: { ...cell, _id: randomUUID(), s: randomUUID() } } }];
    if (dice === 2) return [{ updateOne: { filter, update: { $inc: { 't.h:r': 3, 't.L:m': -1 } } } }];
    const ofChild = { [`r.${idOf('unit-3')}.07`]: 2 };
    return dice === 3 && !cell.m.startsWith('Y') ? [{ updateOne: { filter, update: { $inc: ofChild } } }] : [];
  });
  await cells.bulkWrite(writes);
  const [u, m] = [history.pick(all).u, dateOf(FIRST + DAYS + 900).slice(0, 7)];
  await cells.insertOne({ _id: randomUUID(), u, m, s: 'x', t: { 'h:r': 1 }, d: { '05': { 'h:r': 1 } } });
}

async function open(over: Partial<Rebuild> = {}): Promise<string> {
  const id = randomUUID();
  const wanted = {
    id,
    reason: 'requested' as const,
    unitId: null,
    from: null,
    to: null,
    by: null,
    at: new Date(),
    notBefore: null,
  };
  await rebuildsOf(one.store.db).insertOne({ ...newRebuild(wanted), ...over });
  return id;
}
const stateOf = async (id: string): Promise<Rebuild> =>
  (await rebuildsOf(one.store.db).findOne({ _id: id })) as Rebuild;

it('finds nothing to correct where cells are the sum of their contributions', async () => {
  const id = await open();
  await runnerOf(one).ring();
  expect(await stateOf(id)).toMatchObject({ state: 'done', corrected: 0, samples: [] });
  await compare(one);
});

it('makes cells what their contributions say, however wrong they were', async () => {
  await damage();
  await expect(compare(one)).rejects.toThrow();
  const id = await open();
  await runnerOf(one).ring();
  const done = await stateOf(id);
  expect(done).toMatchObject({ state: 'done', next: done.total });
  expect(done.corrected).toBeGreaterThan(0);
  expect(done.samples.length).toBeGreaterThan(0);
  expect(await slicesOf(one.store.db).countDocuments()).toBe(0);
  await compare(one);
});

it('is exact while facts come and the tree moves, by two runners at once that are killed on the way', async () => {
  await damage();
  const id = await open();
  const [first, second] = [runnerOf(one), runnerOf(two)];
  const deliver = async (partition: number): Promise<void> => {
    let offset = 0;
    for (const part of history.batches(history.shuffled(meetings).slice(0, 150), 60)) {
      await (partition === 1 ? one : two).facts(facts(partition, part, offset));
      offset += part.length;
    }
  };
  const grow = async (): Promise<void> => {
    for (const change of changes.slice(30)) await two.units(units([change]));
  };
  /** What a kill in the middle comes to: the transaction is gone, and whoever asks takes over the claim. */
  const kill = async (): Promise<void> => {
    const notes = await one.store.db
      .collection<{ _id: string; lsid: unknown }>('worker_sessions')
      .find({ _id: /^tree/ })
      .toArray();
    if (notes.length > 0) await one.store.db.admin().command({ killSessions: notes.map(({ lsid }) => ({ id: lsid })) });
    await rebuildsOf(one.store.db).updateOne({ _id: id }, { $set: { until: new Date(0) } });
  };
  const rebuild = async (): Promise<void> => {
    for (let kills = 0; (await stateOf(id)).state !== 'done'; kills += 1)
      await Promise.all([first.ring(), second.ring(), ...(kills < KILLS ? [kill()] : [])]);
  };
  await Promise.all([deliver(1), deliver(2), grow(), rebuild()]);
  await one.tree.ring();
  expect(await one.replica.headRevision()).toBe(changes.length);
  const done = await stateOf(id);
  process.stdout.write(`rebuild: ${done.total} slices in ${done.passes} passes, ${done.corrected} cells\n`);
  await compare(one);
});

it('does a slice again when the tree changed after it was read', async () => {
  const revision = await one.replica.headRevision();
  const id = await open();
  const read = two.replica.at.bind(two.replica);
  const slicesRead: [number, number][] = [];
  let moved = false;
  jest.spyOn(two.replica, 'at').mockImplementation(async (session, at) => {
    const tree = await read(session, at);
    if (session.inTransaction()) {
      slicesRead.push([(await stateOf(id)).next, at]);
      if (!moved) {
        moved = true;
        const stretches = [{ from: FIRST, to: null, parent: 'unit-0' }];
        await one.units(units([{ revision: revision + 1, unit: 'newcomer', stretches }]));
      }
    }
    return tree;
  });
  await runnerOf(two).ring();
  expect(slicesRead.slice(0, 2)).toEqual([
    [0, revision],
    [0, revision + 1],
  ]);
});

it('leaves a rebuild to who has the rules of the figures', async () => {
  class Other extends Derivation {
    override readonly rules: number = 9;
  }
  const id = await open();
  await runnerOf(two, new Other()).ring();
  expect(await stateOf(id)).toMatchObject({ state: 'running', next: 0, runner: null });
  await runnerOf(one).ring();
  expect(await stateOf(id)).toMatchObject({ state: 'done' });
});
