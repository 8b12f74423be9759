import { createHook } from 'node:async_hooks';
import { eventually, TcpProxy, testDatabase } from '#testing';
import { inTransaction, openStore, type Migration } from './index.js';

const migrations: Migration[] = [{ id: 1, name: 'nothing', up: async () => undefined }];

describe('a store', () => {
  const database = testDatabase('store');
  afterAll(() => database.drop());

  const through = async (proxy: TcpProxy) => {
    const uri = new URL(database.uri);
    uri.port = String(proxy.port);
    uri.searchParams.delete('replicaSet');
    uri.searchParams.set('directConnection', 'true');
    return openStore({ uri: uri.toString(), migrations });
  };
  const proxyTo = async () => TcpProxy.to('127.0.0.1', Number(new URL(database.uri).port));

  it('is opened in the background, says why it is not ready, and heals by itself', async () => {
    const proxy = await proxyTo();
    proxy.set('refuse');
    const store = await through(proxy);
    expect(store.state).toMatchObject({ ok: false });
    expect(() => store.db).toThrow(expect.objectContaining({ code: 'store-away', kind: 'unavailable' }) as Error);
    proxy.set('pass');
    await eventually(() => store.state.ok);
    await store.ready();
    proxy.set('refuse');
    await eventually(() => !store.state.ok);
    await expect(inTransaction(store.connection, async () => undefined)).rejects.toMatchObject({ code: 'store-away' });
    proxy.set('pass');
    await eventually(() => store.state.ok);
    await store.db.collection('counters').findOne();
    await store.close();
    await proxy.close();
  }, 60_000);

  it('lets an idle process sleep', async () => {
    const store = openStore({ uri: database.uri, migrations });
    await store.ready();
    let timers = 0;
    // The driver as it comes makes ten of them a second.
    const hook = createHook({ init: (_id, type) => void (type === 'Timeout' && timers++) });
    hook.enable();
    const until = performance.now() + 1_000;
    await eventually(() => performance.now() > until, { everyMs: 500 });
    hook.disable();
    expect(timers).toBeLessThan(8);
    await store.close();
  });

  it('runs its migrations once, in order, however many start at once', async () => {
    const own = testDatabase('migrations');
    const ran: number[] = [];
    const step = (id: number): Migration => ({ id, name: `step ${id}`, up: async () => void ran.push(id) });
    const stores = [1, 2, 3].map(() => openStore({ uri: own.uri, migrations: [step(2), step(1)] }));
    await Promise.all(stores.map((store) => store.ready()));
    expect(ran).toEqual([1, 2]);
    const later = openStore({ uri: own.uri, migrations: [step(1), step(3), step(2)] });
    await later.ready();
    expect(ran).toEqual([1, 2, 3]);
    await Promise.all([...stores, later].map((store) => store.close()));
    await own.drop();
  });

  it('written by newer code is refused', async () => {
    const own = testDatabase('newer');
    const newer = openStore({
      uri: own.uri,
      migrations: [...migrations, { id: 9, name: 'of tomorrow', up: async () => undefined }],
    });
    await newer.ready();
    let refused = '';
    const older = openStore({ uri: own.uri, migrations, refuse: ({ message }) => (refused = message) });
    await expect(older.ready()).rejects.toThrow('of tomorrow');
    expect(refused).toContain('start a newer version');
    await Promise.all([newer.close(), older.close()]);
    await own.drop();
  });

  it('is not made with two migrations of one id', () => {
    const twice = [...migrations, ...migrations];
    expect(() => openStore({ uri: database.uri, migrations: twice })).toThrow('two migrations have the id 1');
  });
});
