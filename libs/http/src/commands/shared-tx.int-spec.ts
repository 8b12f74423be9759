import { randomUUID } from 'node:crypto';
import { Refusal } from '#contracts';
import { addAll, openStore, type Store } from '#mongo';
import { currentTraceId, runWithTrace } from '#observability';
import { testDatabase } from '#testing';
import { httpMigrations } from './migrations.js';
import { Commands } from './commands.js';
import type { CommandRequest } from './command-request.js';
import type { Tx } from './tx.js';

type Note = { _id: string };

describe('commands that only add, of one moment', () => {
  const database = testDatabase('shared-tx');
  let store: Store;
  let commands: Commands;
  /** The sessions in which work was done. */
  let sessions: Tx['session'][];
  let rung: string[];
  /** In which trace work was done: those of the tests are named after the notes. */
  let traces: Record<string, string | undefined>;

  const request = (key: string, bodyHash = 'h'): CommandRequest => ({
    sub: 'a',
    route: 'POST /v1/notes',
    key,
    bodyHash,
    derivedId: randomUUID(),
  });
  const adding = (id: string, { key = id, end = () => {} } = {}) =>
    commands.runAdding(request(key), async (tx) => {
      sessions.push(tx.session);
      traces[id] = currentTraceId();
      tx.onCommitted(() => void rung.push(id));
      await addAll(store.db, tx, 'notes', [{ _id: id }]);
      end();
      return { status: 201, body: { id }, headers: {} };
    });
  /** The first begins a transaction of its own; the others, asked for meanwhile, are those of one moment. */
  const together = async (...others: (() => Promise<unknown>)[]) => {
    const first = adding('first');
    const settled = await Promise.allSettled(others.map((other) => other()));
    await first;
    return settled.map((one) =>
      one.status === 'fulfilled' ? 'done' : ((one.reason as { code: unknown }).code ?? one.reason),
    );
  };
  const notes = async () =>
    (await store.db.collection<Note>('notes').find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);

  beforeAll(async () => {
    const notesMigration = {
      id: 1,
      name: 'notes',
      up: async (db: Store['db']) => void (await db.createCollection('notes')),
    };
    store = openStore({ uri: database.uri, migrations: [...httpMigrations, notesMigration] });
    await store.ready();
    commands = new Commands(store);
  });
  beforeEach(async () => {
    for (const name of ['notes', 'commands']) await store.db.collection(name).deleteMany({});
    [sessions, rung, traces] = [[], [], {}];
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('share a transaction, each with its own answer and key', async () => {
    const traceOf = (id: string): string => id.repeat(32);
    const traced = (id: string) => () => runWithTrace(`00-${traceOf(id)}-${'1'.repeat(16)}-01`, () => adding(id));
    expect(await together(...['b', 'c', 'd'].map(traced))).toEqual(['done', 'done', 'done']);
    expect(traces).toMatchObject({ b: traceOf('b'), c: traceOf('c'), d: traceOf('d') });
    expect(await notes()).toEqual(['b', 'c', 'd', 'first']);
    expect(sessions).toHaveLength(4);
    expect(new Set(sessions).size).toBe(2);
    expect(rung.toSorted()).toEqual(['b', 'c', 'd', 'first']);
    expect(await adding('c')).toMatchObject({ body: { id: 'c' }, headers: { 'idempotent-replayed': 'true' } });
  });

  it('are refused alone, with nothing left behind', async () => {
    const refuse = () => {
      throw new Refusal('unprocessable', 'too-wide');
    };
    expect(
      await together(
        () => adding('b', { end: refuse }),
        () => adding('c'),
      ),
    ).toEqual(['too-wide', 'done']);
    expect(await notes()).toEqual(['c', 'first']);
    expect(rung).not.toContain('b');
    expect(new Set(sessions).size).toBe(2);
  });

  it('are each done by itself when one of them is a fault, or has an id that is there', async () => {
    const fault = () => {
      throw new TypeError('a fault of the code');
    };
    const failed = await together(
      () => adding('b', { end: fault }),
      () => adding('c'),
    );
    expect(failed).toEqual([expect.any(TypeError), 'done']);
    expect(
      await together(
        () => adding('d'),
        () => adding('c', { key: 'another' }),
        () => adding('e'),
      ),
    ).toEqual(['done', 11000, 'done']);
    expect(await notes()).toEqual(['c', 'd', 'e', 'first']);
  });

  it('are one for one key', async () => {
    const answers = await Promise.all([adding('b'), adding('b'), adding('b')]);
    expect(answers.map(({ body }) => body)).toEqual([{ id: 'b' }, { id: 'b' }, { id: 'b' }]);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'])).toHaveLength(2);
    expect(await notes()).toEqual(['b']);
  });
});
