import { Refusal } from '#contracts';
import { testDatabase } from '#testing';
import { ensureCollection, inTransaction, openStore, type Migration, type Store } from './index.js';

type Counter = { _id: string; n: number };
const migrations: Migration[] = [
  { id: 1, name: 'counters', up: async (db) => void (await ensureCollection(db, 'counters')) },
];

describe('a transaction', () => {
  const database = testDatabase('transaction');
  // The fault is made by the server for this client alone, told by its name.
  const appName = `faults-${database.name}`;
  let store: Store;
  const counters = () => store.db.collection<Counter>('counters');
  const fail = (times: number, data: object) =>
    store.connection
      .getClient()
      .db('admin')
      .command({ configureFailPoint: 'failCommand', mode: { times }, data: { appName, ...data } });
  const add = (id: string) =>
    inTransaction(store.connection, async (session) => {
      const { matchedCount } = await counters().updateOne({ _id: id }, { $inc: { n: 1 } }, { session });
      if (matchedCount === 0) await counters().insertOne({ _id: id, n: 1 }, { session });
    });

  beforeAll(async () => {
    store = openStore({ uri: `${database.uri}&appName=${appName}`, migrations });
    await store.ready();
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('is run again from its start when another wrote the same', async () => {
    await add('a');
    await Promise.all(Array.from({ length: 8 }, () => add('a')));
    expect(await counters().findOne({ _id: 'a' })).toMatchObject({ n: 9 });
  });

  it('commits again when it is not known whether it did', async () => {
    await fail(2, {
      failCommands: ['commitTransaction'],
      writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
    });
    await add('b');
    expect(await counters().findOne({ _id: 'b' })).toMatchObject({ n: 1 });
  });

  it('is run again when the server gave it up', async () => {
    await fail(1, { failCommands: ['commitTransaction'], errorCode: 251, errorLabels: ['TransientTransactionError'] });
    await add('c');
    expect(await counters().findOne({ _id: 'c' })).toMatchObject({ n: 1 });
  });

  it('is run again when somebody ended its session in the middle of a command', async () => {
    let runs = 0;
    await inTransaction(store.connection, async (session) => {
      runs += 1;
      await counters().insertOne({ _id: 'before', n: 1 }, { session });
      if (runs === 1) await fail(1, { failCommands: ['update'], errorCode: 11601 });
      const one = { updateOne: { filter: { _id: 'e' }, update: { $inc: { n: 1 } }, upsert: true } };
      await counters().bulkWrite([one], { session });
    });
    expect(runs).toBe(2);
    expect(await counters().findOne({ _id: 'e' })).toMatchObject({ n: 1 });
  });

  it('leaves nothing behind when its work fails, and says why', async () => {
    const work = inTransaction(store.connection, async (session) => {
      await counters().insertOne({ _id: 'd', n: 1 }, { session });
      throw new Refusal('conflict', 'no');
    });
    await expect(work).rejects.toMatchObject({ code: 'no' });
    expect(await counters().findOne({ _id: 'd' })).toBeNull();
  });

  it('gives up after its time, as away', async () => {
    await fail(1_000, {
      failCommands: ['commitTransaction'],
      errorCode: 251,
      errorLabels: ['TransientTransactionError'],
    });
    const never = inTransaction(
      store.connection,
      (session) => counters().updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { session }),
      { withinMs: 300 },
    );
    await expect(never).rejects.toMatchObject({ kind: 'unavailable', code: 'store-away' });
    await store.connection.getClient().db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
  });
});
