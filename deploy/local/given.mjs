// Servers that were given outlive the run: what it put there is taken away again.
import { Kafka, logLevel } from 'kafkajs';
import mongoose from 'mongoose';

import { withDatabase } from './mongodb.mjs';
import { SERVICES } from './services.mjs';

export async function dropGiven({ brokers, mongodbUri }, apart, env = process.env) {
  if (env.KAFKA_BROKERS) await dropTopics(brokers, `${apart}.`);
  if (env.MONGODB_URI) for (const name of SERVICES) await dropDatabase(withDatabase(mongodbUri, `${apart}-${name}`));
}

async function dropTopics(brokers, prefix) {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}

async function dropDatabase(uri) {
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await connection.close();
}
