import type { Store } from '#mongo';
import type { ClientSession, mongo } from 'mongoose';

type Note = { _id: string; lsid: mongo.Binary; pid: number; since: Date };
const OF_TREE = /^tree\//;

/**
 * The server session that this process changes the tree in, noted outside of any transaction. A process killed inside
 * one leaves all progress documents locked until the server ends it (up to 60 s and more); who gets stuck ends the
 * sessions of the others instead. One that lives after all loses a transaction and tries again.
 */
export class TreeSessions {
  #session: ClientSession | undefined;

  constructor(private readonly store: Store) {}

  /** This process's session, noted. */
  async own(): Promise<ClientSession> {
    if (!this.#session || this.#session.hasEnded) this.#session = await this.store.connection.startSession();
    const lsid = this.#lsid(this.#session);
    await this.#notes.updateOne(
      { _id: `tree/${lsid.toString('hex')}` },
      { $set: { lsid, pid: process.pid, since: new Date() } },
      { upsert: true },
    );
    return this.#session;
  }

  /** Ends the sessions that other processes noted. Answers their process ids. */
  async endOthers(): Promise<number[]> {
    const mine = this.#session && `tree/${this.#lsid(this.#session).toString('hex')}`;
    const others = (await this.#notes.find({ _id: OF_TREE }).toArray()).filter(({ _id }) => _id !== mine);
    if (others.length === 0) return [];
    await this.store.db.admin().command({ killSessions: others.map(({ lsid }) => ({ id: lsid })) });
    await this.#notes.deleteMany({ _id: { $in: others.map(({ _id }) => _id) } });
    return others.map(({ pid }) => pid);
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (!session || session.hasEnded) return;
    await this.#notes.deleteOne({ _id: `tree/${this.#lsid(session).toString('hex')}` });
    await session.endSession();
  }

  #lsid(session: ClientSession): mongo.Binary {
    const id = session.serverSession.id?.id;
    if (!id) throw new Error('a session without an id');
    return id;
  }

  get #notes(): mongo.Collection<Note> {
    return this.store.db.collection<Note>('worker_sessions');
  }
}
