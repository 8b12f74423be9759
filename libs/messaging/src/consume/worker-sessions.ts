import type { Store } from '#mongo';
import { eventLogger } from '#observability';
import type { ClientSession, mongo } from 'mongoose';

export const WORKER_SESSIONS = 'worker_sessions';
type SessionDocument = { _id: string; lsid: mongo.Binary; pid: number; since: Date };

const log = eventLogger('worker-sessions');

/**
 * One server session for each shard, its id noted outside of any transaction. A worker killed inside a transaction
 * leaves it open on the server, where every write that conflicts waits; whoever takes the shard over ends it first.
 */
export class WorkerSessions {
  private readonly sessions = new Map<string, ClientSession>();
  private readonly taken = new Map<string, number>();

  constructor(private readonly store: Store) {}

  /** The session for a shard; takes the shard over when the assignment is a new one. */
  async of(shard: string, assignment: number): Promise<ClientSession> {
    const session = await this.session(shard);
    if (this.taken.get(shard) === assignment) return session;
    await this.takeOver(shard, session);
    this.taken.set(shard, assignment);
    return session;
  }

  async close(): Promise<void> {
    const open = [...this.sessions.values()];
    this.sessions.clear();
    await Promise.allSettled(open.map((session) => session.endSession()));
  }

  private async session(shard: string): Promise<ClientSession> {
    const found = this.sessions.get(shard);
    if (found && !found.hasEnded) return found;
    this.taken.delete(shard);
    const session = await this.store.connection.startSession();
    this.sessions.set(shard, session);
    return session;
  }

  private async takeOver(shard: string, session: ClientSession): Promise<void> {
    const notes = this.store.db.collection<SessionDocument>(WORKER_SESSIONS);
    const lsid = session.serverSession.id.id;
    const before = await notes.findOne({ _id: shard });
    if (before && !before.lsid.buffer.every((byte, at) => byte === lsid.buffer[at])) {
      await this.store.db.admin().command({ killSessions: [{ id: before.lsid }] });
      log.info({ event: 'shard.taken-over', shard, fromPid: before.pid });
    }
    await notes.updateOne({ _id: shard }, { $set: { lsid, pid: process.pid, since: new Date() } }, { upsert: true });
  }
}
