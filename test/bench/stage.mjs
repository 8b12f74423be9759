// What the measurements stand on: the system apart from any other, a national tree in its stores, records in its topics.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import mongoose from 'mongoose';

import { withDatabase } from '../../deploy/local/mongodb.mjs';
import { ROOT } from '../../deploy/local/paths.mjs';

const runFile = promisify(execFile);
const SEND = 700;
export const REVISION = 1;
/** Who asks: an administrator at the centre. */
export const WHO = 'demo-administrator';

/**
 * Stores and topics for one measurement; `label` makes the topics new ones. A store that was emptied beside topics that are full
 * would be one restored from an older backup.
 */
export class Stage {
  constructor(apart, label) {
    Object.assign(this, { apart, label, prefix: `${apart.name}.${label}.` });
    this.kafka = new Kafka({
      clientId: 'bench',
      brokers: apart.servers.brokers.split(','),
      logLevel: logLevel.NOTHING,
    });
  }

  uriOf(service) {
    return withDatabase(this.apart.servers.mongodbUri, `${this.apart.name}-${service}`);
  }

  /** A part for the supervisor, on this stage's topics. */
  partOf(service, env = {}) {
    return this.apart.partOf(service, {
      KAFKA_TOPIC_PREFIX: this.prefix,
      LOG_LEVEL: 'warn',
      RATE_LIMIT: '1000000',
      ...env,
    });
  }

  async start(service, env = {}) {
    await this.apart.supervisor.start(this.partOf(service, env));
  }

  async end(service) {
    await this.apart.supervisor.endPart(service);
  }

  /** An empty store, brought to shape by the service's own migrations, with the tree and one administrator in it. */
  async store(service, nation, uri = this.uriOf(service)) {
    await onDatabase(uri, (db) => db.dropDatabase());
    const { env } = this.partOf(service, { MONGODB_URI: uri });
    await runFile(process.execPath, [join(ROOT, `dist/apps/${service}/src/migrate.js`)], {
      env: { ...process.env, ...env },
    });
    await onDatabase(uri, (db) => seed(db, nation));
  }

  /** Sends records to a topic of this stage as the relay does. Answers how many and how many bytes. */
  async fill(name, records) {
    const topic = this.prefix + name;
    const producer = this.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    let [count, bytes, messages] = [0, 0, []];
    const send = async () => {
      if (messages.length > 0) await producer.send({ topic, acks: -1, messages });
      messages = [];
    };
    for (const record of records) {
      messages.push(record);
      count += 1;
      bytes += record.value.length;
      if (messages.length >= SEND) await send();
    }
    await send();
    await producer.disconnect();
    return { topic, count, bytes };
  }
}

/** Gives the store of meetings what one has that sent what these stores of reports took in: it sends on from there. */
export async function pretendSent(stage) {
  const shards = await onDatabase(stage.uriOf('reports'), (db) =>
    db.collection('progress').find({ topic: 'meetings.events' }).toArray(),
  );
  await onDatabase(stage.uriOf('meetings'), async (db) => {
    for (const { topic, partition, next, applied } of shards)
      await db.collection('relay_state').updateOne({ topic, partition }, { $set: { next, sentTotal: applied } });
  });
}

/** Runs a script of this folder in a process of its own and reads the line of JSON it prints. */
export async function measure(script, args, flags = []) {
  const { stdout } = await runFile(
    process.execPath,
    [...flags, join(import.meta.dirname, script), ...args.map(String)],
    {
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return JSON.parse(stdout);
}

export async function onDatabase(uri, work) {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    return await work(client.db());
  } finally {
    await client.close();
  }
}

/**
 * The tree is set up, not measured: 253,356 changes in their order would take the better part of an hour. What is written
 * is what applying them one by one leaves, but for the number of revisions.
 */
async function seed(db, nation) {
  let batch = [];
  const write = async () => {
    if (batch.length > 0) await db.collection('units').insertMany(batch, { ordered: false });
    batch = [];
  };
  for (const unit of nation.documents(REVISION)) {
    batch.push(unit);
    if (batch.length === 10_000) await write();
  }
  await write();
  await db.collection('tree_head').updateOne({ _id: 'tree-head' }, { $set: { revision: REVISION } });
  await db.collection('progress').updateMany({ treeRevision: { $exists: true } }, { $set: { treeRevision: REVISION } });
  await db.collection('grants').insertOne({
    _id: nation.centreId().replace(/^./, 'f'),
    version: 1,
    person: WHO,
    role: 'administrator',
    unitId: nation.centreId(),
    from: '2020-01-01',
    to: null,
    voided: false,
  });
}
