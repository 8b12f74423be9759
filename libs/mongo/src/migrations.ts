import { setTimeout as pause } from 'node:timers/promises';
import type { mongo } from 'mongoose';

/**
 * One step of a store's shape. Collections and indexes are made only here: one created while a service runs makes
 * snapshot reads fail. `up` may be run again after a crash in its middle, so it must not mind what it already did.
 */
export type Migration = { id: number; name: string; up: (db: mongo.Db) => Promise<void> };

/** The store was written by newer code than this; only an upgrade of the code helps. */
export class StoreTooNew extends Error {
  constructor(readonly found: string) {
    super(`the store has migration ${found}, which this version of the code does not know: start a newer version`);
    this.name = 'StoreTooNew';
  }
}

type LockDocument = { _id: string; owner: string; expiresAt: Date };
type MigrationDocument = { _id: number; name: string; doneAt: Date };

const MIGRATIONS = 'migrations';
const LOCKS = 'migration_locks';
const LOCK = 'migrations';
const LOCK_MS = 30_000;
const majority = { writeConcern: { w: 'majority' as const } };

async function tryLock(db: mongo.Db, owner: string): Promise<boolean> {
  const locks = db.collection<LockDocument>(LOCKS);
  try {
    // By the server's clock, so that no process with a wrong clock takes a living lock.
    // The server refuses $expr in the filter of an upsert, so the pipeline decides.
    const free = { $or: [{ $eq: ['$owner', owner] }, { $lt: [{ $ifNull: ['$expiresAt', new Date(0)] }, '$$NOW'] }] };
    const held = await locks.findOneAndUpdate(
      { _id: LOCK },
      [
        { $set: { free } },
        {
          $set: {
            owner: { $cond: ['$free', owner, '$owner'] },
            expiresAt: { $cond: ['$free', { $add: ['$$NOW', LOCK_MS] }, '$expiresAt'] },
          },
        },
        { $unset: 'free' },
      ],
      { upsert: true, returnDocument: 'after', ...majority },
    );
    return held?.owner === owner;
  } catch (error) {
    // Two made the document at once: the other did.
    if ((error as { code?: number }).code === 11000) return false;
    throw error;
  }
}

async function lock(db: mongo.Db, owner: string): Promise<() => Promise<void>> {
  while (!(await tryLock(db, owner))) await pause(200);
  const renewal = setInterval(() => {
    tryLock(db, owner).catch(() => undefined); // expiry is far off; the next beat tries again
  }, LOCK_MS / 3);
  return async () => {
    clearInterval(renewal);
    await db.collection<LockDocument>(LOCKS).deleteOne({ _id: LOCK, owner });
  };
}

/** By id. @throws Error when two have one id: a fault of the code, which stops the boot. */
export function inOrder(migrations: readonly Migration[]): Migration[] {
  const ordered = [...migrations].sort((a, b) => a.id - b.id);
  const twice = ordered.find((one, at) => ordered[at - 1]?.id === one.id);
  if (twice) throw new Error(`two migrations have the id ${twice.id}`);
  return ordered;
}

/**
 * Brings the store to the shape this code knows: the missing migrations in the order of their ids, under a lock
 * document, each recorded when done.
 *
 * @throws StoreTooNew when the store records a migration this code does not have.
 */
export async function migrate(db: mongo.Db, migrations: readonly Migration[], owner: string): Promise<string[]> {
  const ordered = inOrder(migrations);
  const known = new Set(ordered.map(({ id }) => id));
  const unlock = await lock(db, owner);
  try {
    const done = await db.collection<MigrationDocument>(MIGRATIONS).find().sort({ _id: 1 }).toArray();
    const newer = done.find(({ _id }) => !known.has(_id));
    if (newer) throw new StoreTooNew(`${newer._id} "${newer.name}"`);
    const missing = ordered.filter(({ id }) => !done.some(({ _id }) => _id === id));
    for (const { id, name, up } of missing) {
      await up(db);
      await db
        .collection<MigrationDocument>(MIGRATIONS)
        .updateOne({ _id: id }, { $set: { name, doneAt: new Date() } }, { upsert: true, ...majority });
    }
    return missing.map(({ name }) => name);
  } finally {
    await unlock();
  }
}

/** Creates a collection unless it is there, so that a migration can be repeated. */
export async function ensureCollection(
  db: mongo.Db,
  name: string,
  options: mongo.CreateCollectionOptions = {},
): Promise<mongo.Collection> {
  const [found] = await db.listCollections({ name }, { nameOnly: true }).toArray();
  return found ? db.collection(name) : db.createCollection(name, options);
}
