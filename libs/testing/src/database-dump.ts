import type { mongo } from 'mongoose';

/** All documents of a database by collection: a backup as far as tests need one. Indexes stay where they are. */
export type DatabaseDump = Map<string, mongo.Document[]>;

/** Takes a dump; nothing may be writing. */
export async function dumpDatabase(db: mongo.Db): Promise<DatabaseDump> {
  const dump: DatabaseDump = new Map();
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    dump.set(name, await db.collection(name).find().toArray());
  return dump;
}

/** Puts a database back to what it was when the dump was taken; what came since is gone. */
export async function restoreDatabase(db: mongo.Db, dump: DatabaseDump): Promise<void> {
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    await db.collection(name).deleteMany({});
    const documents = dump.get(name) ?? [];
    if (documents.length > 0) await db.collection(name).insertMany(documents);
  }
}
