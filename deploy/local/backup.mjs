// Saves the databases of the services to a folder and puts them back, where there is no mongodump: a mongod from a wheel or
// from npm comes without it. The files are those of mongodump (BSON, one document after another), so mongorestore reads
// them too. All databases are read in one snapshot session: one instant of the whole server, also while services run.
//   node deploy/local/backup.mjs save <folder> [database,…]
//   node deploy/local/backup.mjs restore <folder> [database,…]      with the services stopped
// MONGODB_URI names the server, without a database.
import { createWriteStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;
const SERVICES = ['registry', 'meetings', 'inspection', 'reports'];
const INSERTED_AT_ONCE = 1_000;

/** A snapshot dies after five minutes: more than that wants the tools of MongoDB. */
export async function save(client, folder, databases = SERVICES) {
  const session = client.startSession({ snapshot: true });
  try {
    for (const name of databases) {
      const db = client.db(name);
      mkdirSync(join(folder, name), { recursive: true });
      for (const { name: collection, options } of await db.listCollections().toArray()) {
        const file = join(folder, name, collection);
        const indexes = await db.collection(collection).indexes();
        writeFileSync(`${file}.metadata.json`, BSON.EJSON.stringify({ options, indexes }));
        const out = createWriteStream(`${file}.bson`);
        for await (const document of db.collection(collection).find({}, { session, raw: true, batchSize: 1_000 }))
          if (!out.write(document)) await new Promise((resolve) => out.once('drain', resolve));
        await finished(out.end());
      }
    }
  } finally {
    await session.endSession();
  }
}

/** @throws Error while a service that uses one of the databases runs: it would go on with what is no more. */
export async function restore(client, folder, databases = SERVICES) {
  for (const name of databases) await refuseWhileUsed(client.db(name));
  for (const name of databases) {
    const db = client.db(name);
    await db.dropDatabase();
    for (const file of readdirSync(join(folder, name)).filter((each) => each.endsWith('.bson'))) {
      const collection = file.slice(0, -'.bson'.length);
      const { options, indexes } = BSON.EJSON.parse(
        readFileSync(join(folder, name, `${collection}.metadata.json`), 'utf8'),
      );
      await db.createCollection(collection, options);
      await insertAll(db.collection(collection), readFileSync(join(folder, name, file)));
      const more = indexes.filter((index) => index.name !== '_id_').map(({ v: _v, ns: _ns, ...index }) => index);
      if (more.length > 0) await db.collection(collection).createIndexes(more);
    }
  }
}

async function insertAll(collection, bytes) {
  let batch = [];
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readInt32LE(at);
    // As they were: numbers keep their types, binaries stay binaries.
    batch.push(BSON.deserialize(bytes.subarray(at, at + size), { promoteValues: false, promoteBuffers: false }));
    at += size;
    if (batch.length < INSERTED_AT_ONCE && at < bytes.length) continue;
    await collection.insertMany(batch);
    batch = [];
  }
}

/** Whoever relays holds a lease by the server's clock. */
async function refuseWhileUsed(db) {
  const held = { _id: 'lease', $expr: { $gt: ['$expiresAt', '$$NOW'] } };
  if (await db.collection('relay_state').findOne(held))
    throw new Error(
      `the service of ${db.databaseName} is running: stop it, and try again when its lease has ended (5 s)`,
    );
}

async function main([act, folder, names]) {
  const acts = { save, restore };
  if (!acts[act] || !folder) throw new Error('usage: backup.mjs save|restore <folder> [database,…]');
  const client = new mongoose.mongo.MongoClient(process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017/?replicaSet=rs0');
  try {
    await acts[act](client, folder, names?.split(','));
  } finally {
    await client.close();
  }
}

if (import.meta.filename === process.argv[1])
  await main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
