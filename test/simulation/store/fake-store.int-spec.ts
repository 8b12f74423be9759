import { testDatabase } from '#testing';
import mongoose, { mongo } from 'mongoose';
import { Machine } from '../world/machine.js';
import { Random } from '../world/random.js';
import { FakeDb } from './driver.js';
import { Engine } from './engine.js';
import { Sessions } from './session.js';
import { equal, type Doc } from './values.js';
import { Wire } from './wire.js';

/** What both stores are asked in the same words. */
type Session = {
  startTransaction(options?: object): void;
  commitTransaction(): Promise<unknown>;
  abortTransaction(): Promise<unknown>;
  endSession(): Promise<unknown>;
};
type Options = { session?: Session; [option: string]: unknown };
type Cursor = { sort(sort: Doc): Cursor; limit(n: number): Cursor; toArray(): Promise<unknown[]> };
type Collection = {
  find(filter: Doc, options: Options): Cursor;
  insertMany(docs: Doc[], options: Options): Promise<unknown>;
  updateOne(filter: Doc, update: Doc | Doc[], options: Options): Promise<unknown>;
  updateMany(filter: Doc, update: Doc | Doc[], options: Options): Promise<unknown>;
  findOneAndUpdate(filter: Doc, update: Doc | Doc[], options: Options): Promise<unknown>;
  bulkWrite(writes: Doc[], options: Options): Promise<unknown>;
  deleteMany(filter: Doc, options: Options): Promise<unknown>;
  countDocuments(filter: Doc, options: Options): Promise<unknown>;
};
type Db = { command(command: Doc, options: Options): Promise<unknown> };
type Act = {
  on: number | null;
  name: string;
  run: (docs: Collection, options: Options, db: Db) => Promise<unknown>;
  ids: string[];
};

const MAJORITY = { writeConcern: { w: 'majority' as const } };
const IDS = ['a', 'b', 'c', 'd', 'e'];
const SESSIONS = 3;
const ACTS = Number(process.env['ACTS'] ?? 600);
const seed = Number(process.env['SEED'] ?? 7);
const random = new Random(seed);

/** No way at all: what is asked takes effect at once. */
class Direct extends Wire {
  override call<T>(work: () => T): Promise<T> {
    return Promise.resolve().then(work);
  }
}

const someIds = (): string[] => IDS.filter(() => random.chance(0.4));
const someDay = (): Date => new Date(random.below(5) * 86_400_000);
const someDoc = (_id: string): Doc => ({
  _id,
  n: random.below(4),
  at: someDay(),
  deep: { x: random.below(3) },
  list: [{ u: random.pick(IDS), d: random.below(3) }],
  bytes: new mongo.Binary(Buffer.from([random.below(3)])),
});

function someUpdate(): Doc | Doc[] {
  const updates: (() => Doc | Doc[])[] = [
    () => ({ $set: { n: random.below(4) } }),
    () => ({ $inc: { n: random.below(2), 'deep.y': 1 } }),
    () => ({ $inc: { n: 0 } }),
    () => ({ $max: { n: random.below(4), at: someDay() } }),
    () => ({ $set: { 'deep.x': random.below(3) }, $unset: { flag: 1 } }),
    () => ({ $set: { flag: true }, $setOnInsert: { made: 1 } }),
    () => [{ $set: { n: { $add: ['$n', 1] }, at: { $max: ['$at', { $add: ['$at', 1] }] } } }],
    () => [{ $set: { flag: { $cond: [{ $gte: ['$deep.x', 1] }, '$deep', { x: { $literal: 9 } }] } } }],
  ];
  return random.pick(updates)();
}

function someFilter(): Doc {
  const filters: (() => Doc)[] = [
    () => ({}),
    () => ({ n: { $gt: random.below(3) } }),
    () => ({ n: { $lte: 2, $ne: 1 } }),
    () => ({ _id: { $in: someIds() } }),
    () => ({ 'list.u': random.pick(IDS) }),
    () => ({ list: { $elemMatch: { d: { $in: [0, 1] } } }, at: { $lt: new Date(3 * 86_400_000) } }),
    () => ({ flag: { $exists: random.chance(0.5) } }),
    () => ({ flag: true }),
    () => ({ $nor: [{ n: 1 }, { 'deep.x': 2 }] }),
    () => ({ $expr: { $lt: ['$n', { $subtract: [3, 1] }] } }),
    () => ({ _id: /^[abc]/ }),
  ];
  return random.pick(filters)();
}

function someAct(): Act {
  const on = random.chance(0.8) ? random.below(SESSIONS) : null;
  const _id = random.pick(IDS);
  const [filter, update, doc] = [someFilter(), someUpdate(), someDoc(_id)];
  const [upsert, way] = [random.chance(0.5), random.pick([1, -1])];
  const returnDocument = random.pick(['before', 'after']);
  const projection: Doc = upsert ? { n: 1, 'deep.x': 1 } : { 'deep.x': 0, 'list.d': 0 };
  const acts: Omit<Act, 'on'>[] = [
    { name: 'find', ids: [], run: (docs, options) => docs.find(filter, options).sort({ n: way, _id: 1 }).toArray() },
    {
      name: 'project',
      ids: [],
      run: (docs, options) =>
        docs
          .find({}, { ...options, projection })
          .sort({ _id: way })
          .limit(2)
          .toArray(),
    },
    { name: 'count', ids: [], run: (docs, options) => docs.countDocuments(filter, options) },
    { name: 'insert', ids: [_id], run: (docs, options) => docs.insertMany([doc], options) },
    { name: 'update', ids: [_id], run: (docs, options) => docs.updateOne({ _id }, update, { ...options, upsert }) },
    { name: 'update some', ids: IDS, run: (docs, options) => docs.updateMany(filter, update, options) },
    {
      name: 'find and update',
      ids: [_id],
      run: (docs, options) => docs.findOneAndUpdate({ _id }, update, { ...options, returnDocument }),
    },
    {
      name: 'bulk',
      ids: [_id],
      run: (docs, options) =>
        docs.bulkWrite(
          [
            { updateOne: { filter: { _id }, update, upsert } },
            { replaceOne: { filter: { _id }, replacement: { n: 1 } } },
          ],
          { ...options, ordered: true },
        ),
    },
    {
      name: 'command',
      ids: [_id],
      run: (_docs, options, db) =>
        db.command({ update: 'docs', updates: [{ q: { _id }, u: { $inc: { n: 1 } }, upsert: true }] }, options),
    },
    { name: 'delete', ids: [_id], run: (docs, options) => docs.deleteMany({ _id }, options) },
  ];
  return { on, ...random.pick(acts) };
}

/** What can be compared: counts and documents, or the code of the error. */
async function outcome(work: Promise<unknown>, name: string): Promise<unknown> {
  try {
    const result = await work;
    if (name === 'insert' || name === 'command') return 'done';
    if (name === 'delete') return (result as { deletedCount: number }).deletedCount;
    if (name === 'bulk') return Object.values((result as { upsertedIds: object }).upsertedIds);
    if (!name.startsWith('update')) return result;
    const { matchedCount, modifiedCount, upsertedId } = result as Record<string, unknown>;
    return { matchedCount, modifiedCount, upsertedId: upsertedId ?? null };
  } catch (error) {
    return { code: (error as { code?: number }).code ?? String(error) };
  }
}

let connection: mongoose.Connection;
const database = testDatabase('fake-store');
beforeAll(async () => {
  connection = await mongoose.createConnection(database.uri, { autoIndex: false, autoCreate: false }).asPromise();
});
afterAll(async () => {
  await connection.close(true);
  await database.drop();
});

it(`does what MongoDB does, in transactions that meet each other and outside (SEED=${seed})`, async () => {
  await connection.db?.createCollection('docs');
  const real = connection.db?.collection('docs', MAJORITY) as never as Collection;
  const machine = new Machine(seed);
  const nobody = { name: 'nobody', alive: true, stoppedUntil: 0, skewMs: 0 };
  const wire = new Direct(machine, nobody, () => ({ lostRequest: 0, lostAnswer: 0 }));
  const db = new FakeDb(wire, new Engine(() => machine.time), new Sessions());
  const fake = db.collection('docs') as never as Collection;
  const pairs: { real: Session; fake: Session; open: boolean; wrote: Set<string> }[] = [];
  for (let n = 0; n < SESSIONS; n += 1)
    pairs.push({
      real: await connection.startSession(),
      fake: db.session(),
      open: false,
      wrote: new Set(),
    });
  const done: string[] = [];
  const both = async (
    name: string,
    ofReal: () => Promise<unknown>,
    ofFake: () => Promise<unknown>,
  ): Promise<unknown> => {
    const [a, b] = [await outcome(ofReal(), name), await outcome(ofFake(), name)];
    done.push(name);
    if (!equal(a, b)) expect({ after: done.slice(-12), fake: b }).toEqual({ after: done.slice(-12), fake: a });
    return a;
  };
  for (let n = 0; n < ACTS; n += 1) {
    const { on, name, run, ids } = someAct();
    const pair = on === null ? null : pairs[on]!;
    if (pair && random.chance(0.2) && pair.open) {
      const end = random.chance(0.7) ? 'commitTransaction' : 'abortTransaction';
      await both(
        end,
        () => pair.real[end]().then(() => null),
        () => pair.fake[end]().then(() => null),
      );
      pair.open = false;
      pair.wrote.clear();
      continue;
    }
    // Outside of a transaction such a write would wait for the end of one, here for ever.
    if (!pair && pairs.some(({ wrote }) => ids.some((id) => wrote.has(id)))) continue;
    if (pair && !pair.open) {
      pair.real.startTransaction({ readConcern: { level: 'snapshot' }, ...MAJORITY });
      pair.fake.startTransaction();
      pair.open = true;
    }
    for (const id of ids) pair?.wrote.add(id);
    const session = (of: 'real' | 'fake'): Options => (pair ? { session: pair[of] } : {});
    const said = await both(
      name,
      () => run(real, session('real'), connection.db as never),
      () => run(fake, session('fake'), db as never),
    );
    if (pair && typeof said === 'object' && said !== null && 'code' in said) {
      await both(
        'abort',
        () => pair.real.abortTransaction(),
        () => pair.fake.abortTransaction(),
      );
      pair.open = false;
      pair.wrote.clear();
    }
  }
  for (const { real: session } of pairs) await session.endSession();
  expect(new Set(done).size).toBeGreaterThan(9);
});
