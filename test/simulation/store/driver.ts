import { mongo, type Connection } from 'mongoose';
import { FakeCollection } from './collection.js';
import type { Engine } from './engine.js';
import { FakeSession, Sessions } from './session.js';
import type { Update } from './updates.js';
import { copyOf, type Doc } from './values.js';
import type { Wire } from './wire.js';

type UpdateStatement = { q: Doc; u: Update; upsert: boolean };

/** The database of one service as one process reaches it: what our code uses of the driver, and no more. */
export class FakeDb {
  constructor(
    private readonly wire: Wire,
    private readonly engine: Engine,
    private readonly sessions: Sessions,
  ) {}

  readonly client = {
    withSession: async <T>(work: (session: FakeSession) => Promise<T>): Promise<T> => work(this.session()),
  };

  session(options: { snapshot?: boolean } = {}): FakeSession {
    return new FakeSession(this.wire, this.engine, this.sessions, options.snapshot === true);
  }

  collection(name: string): FakeCollection {
    return new FakeCollection(name, { wire: this.wire, engine: this.engine });
  }

  /** `hello`, for the time of the server, and `update`. */
  async command(command: Doc, { session }: { session?: FakeSession } = {}): Promise<Doc> {
    if ('hello' in command) return this.wire.call(() => ({ localTime: new Date(this.wire.machine.time) }));
    const { update: table, updates } = command as { update?: string; updates: UpdateStatement[] };
    if (table === undefined) throw new Error(`the fake store knows no ${Object.keys(command)[0]}`);
    return this.wire.call(() => {
      const view = session?.view() ?? null;
      for (const { q, u, upsert } of copyOf(updates)) this.engine.update(table, q, u, { upsert, view });
      return { ok: 1 };
    }, session?.label);
  }

  admin() {
    return {
      command: ({ killSessions }: { killSessions: { id: mongo.Binary }[] }): Promise<void> =>
        this.wire.call(() => {
          for (const { id } of killSessions) this.sessions.end(this.engine, id.toString('hex'));
        }),
    };
  }

  listCollections() {
    return { hasNext: async () => true, toArray: async () => [{}] };
  }

  createCollection = async (name: string): Promise<FakeCollection> => this.collection(name);
}

/** An open connection of mongoose, as far as the store and the transactions look at it. */
export function fakeConnection(db: FakeDb): Connection {
  const startSession = async (options?: { snapshot?: boolean }): Promise<FakeSession> => db.session(options);
  const connection = {
    readyState: 1,
    db,
    on: () => connection,
    startSession,
    getClient: () => ({ startSession: (options?: { snapshot?: boolean }) => db.session(options) }),
    close: async () => undefined,
  };
  return connection as never;
}
