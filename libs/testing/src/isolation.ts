import { randomBytes } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import mongoose from 'mongoose';
import { freePorts } from '../../../deploy/local/ports.mjs';

const given = (name: 'KAFKA_BROKERS' | 'MONGODB_URI'): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: tests are started by npm test, or with the address given`);
  return value;
};

/** The broker list that tests share, as services take it. */
export const kafkaBrokers = (): string => given('KAFKA_BROKERS');

/** The URI of a database on the MongoDB that tests share. */
export function databaseUri(database: string): string {
  const match = /^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*(\?.*)?$/.exec(given('MONGODB_URI'));
  if (!match) throw new Error('MONGODB_URI is no MongoDB URI');
  return `${match[1]}/${database}${match[2] ?? ''}`;
}

const unique = (): string => randomBytes(4).toString('hex');

/** A prefix for topics and groups that no other test has. */
export const topicPrefix = (): string => `t${unique()}.`;

/** Drops a database; for those that a test made. */
export async function dropDatabase(uri: string): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await connection.close();
}

/** A database of this test alone: its URI, and a `drop` for afterAll. */
export function testDatabase(name: string): { uri: string; name: string; drop(): Promise<void> } {
  const database = `${name}-${unique()}`;
  const uri = databaseUri(database);
  return { uri, name: database, drop: () => dropDatabase(uri) };
}

/** Deletes the topics and groups that begin with a test's prefix, so that the shared broker stays small. */
export async function dropTopics(prefix: string): Promise<void> {
  const kafka = new Kafka({ brokers: kafkaBrokers().split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  if (topics.length) await admin.deleteTopics({ topics });
  await admin.disconnect();
}

/** A port of this machine that nothing listens on, and that is given to no other test. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port!;
}
