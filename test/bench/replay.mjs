// Baseline (b), a process of its own: the transactions that recorder.mjs wrote down, issued straight by the driver. One lane for
// each shard, as many at once as a worker has. Prints {transactions, seconds, cpuSeconds}.
// node replay.mjs <MongoDB URI> <file> <all|writes> <lanes at once>
import { readFileSync } from 'node:fs';
import mongoose from 'mongoose';

const { BSON, MongoClient } = mongoose.mongo;
const OPTIONS = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
};
const [uri, file, which, atOnce] = process.argv.slice(2);

/** By shard, in their order: the worker's transactions on facts, those of watermarks and the tree left out. */
function lanesOf(bytes) {
  const lanes = new Map();
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readInt32LE(at);
    const { operations } = BSON.deserialize(bytes.subarray(at, at + size), { promoteValues: true });
    at += size;
    const shard = operations.find((one) => one.find === 'progress')?.filter._id;
    const facts = operations.some((one) => one.insert === 'contributions' || one.update === 'contributions');
    if (!shard || !facts) continue;
    const kept = which === 'writes' ? operations.filter((one) => one.find === undefined) : operations;
    lanes.set(shard, [...(lanes.get(shard) ?? []), kept]);
  }
  return [...lanes.values()];
}

async function run(client, db, lane) {
  const session = client.startSession();
  for (const operations of lane) {
    session.startTransaction(OPTIONS);
    for (const operation of operations) {
      const answer = await db.command(operation, { session });
      if (answer.writeErrors?.length) throw new Error(`the baseline could not write: ${answer.writeErrors[0].errmsg}`);
    }
    await session.commitTransaction();
  }
  await session.endSession();
}

const lanes = lanesOf(readFileSync(file));
const client = await new MongoClient(uri).connect();
const db = client.db();
await db.command({ ping: 1 });
const waiting = [...lanes];
const begun = performance.now();
const cpu = process.cpuUsage();
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    for (let lane = waiting.shift(); lane; lane = waiting.shift()) await run(client, db, lane);
  }),
);
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage(cpu);
await client.close();
const transactions = lanes.reduce((sum, lane) => sum + lane.length, 0);
console.log(JSON.stringify({ transactions, seconds, cpuSeconds: (user + system) / 1e6 }));
