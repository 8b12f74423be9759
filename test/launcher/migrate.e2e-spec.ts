import { join } from 'node:path';
import { TOPIC_NAMES } from '#contracts';
import { freePort, kafkaBrokers, testDatabase, topicPrefix, dropTopics } from '#testing';
import { Kafka, logLevel } from 'kafkajs';
import mongoose from 'mongoose';
import { endAll, outcome } from './programs.js';

jest.setTimeout(90_000);
afterEach(endAll);

const main = (service: string): string => join(process.cwd(), 'dist/apps', service, 'src/migrate.js');

describe('migrate.js of a service', () => {
  const database = testDatabase('reports');
  const prefix = topicPrefix();
  const given = { KAFKA_BROKERS: kafkaBrokers(), MONGODB_URI: database.uri, KAFKA_TOPIC_PREFIX: prefix };
  const run = (env: Record<string, string>, seconds = '30') => outcome([main('reports'), seconds], env);
  const collection = async (name: string) => (await connection).collection<{ _id: number; name: string }>(name);
  const topics = async (): Promise<string[]> => {
    const admin = new Kafka({ brokers: [kafkaBrokers()], logLevel: logLevel.NOTHING }).admin();
    const names = await admin.listTopics();
    await admin.disconnect();
    return names.filter((name) => name.startsWith(prefix));
  };
  const connection = mongoose.createConnection(database.uri).asPromise();

  afterAll(async () => {
    await (await connection).close();
    await database.drop();
    await dropTopics(prefix);
  });

  it('makes what is missing, once, and begins nothing else', async () => {
    const first = await run(given);
    expect(first).toEqual({ code: 0, output: expect.stringContaining('"event":"store.migrated"') as string });
    expect(await topics()).toHaveLength(TOPIC_NAMES.length);
    expect(first.output).toContain('reports: store and topics are as this version needs them\n');
    expect(await (await collection('relay_state')).countDocuments({ owner: { $gt: '' } })).toBe(0);
    const second = await run(given);
    expect(second.code).toBe(0);
    expect(second.output).not.toMatch(/store\.migrated|topic\.created/);
  });

  it('ends with 1 and says whose store is newer than the code', async () => {
    await (await collection('migrations')).insertOne({ _id: 9_999, name: 'of a later year' });
    const { code, output } = await run(given);
    expect(code).toBe(1);
    expect(output).toContain(
      'the store has migration 9999 "of a later year", which this version of the code does not know',
    );
  });

  it('ends with 1 and says who did not answer in time', async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const { code, output } = await run({ KAFKA_BROKERS: nobody, MONGODB_URI: `mongodb://${nobody}/x` }, '5');
    expect(code).toBe(1);
    expect(output).toMatch(/\nreports was not migrated: MongoDB is not connected: .*; Kafka: .* \(after 5 s\)\n$/);
  });
});
