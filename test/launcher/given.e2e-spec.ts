import { databaseUri, dropDatabase, dropTopics, topicPrefix } from '#testing';
import { apart, begin, endAll, START } from './programs.js';

jest.setTimeout(300_000);
afterEach(endAll);

const dropStores = async (): Promise<void> => {
  for (const name of ['registry', 'meetings', 'inspection', 'reports']) await dropDatabase(databaseUri(name));
};

it('npm start -- --once uses given servers, proves itself, ends what it started and leaves the servers alone', async () => {
  const prefix = topicPrefix();
  const { KAFKA_BROKERS = '', MONGODB_URI = '' } = process.env;
  const given = { KAFKA_BROKERS, MONGODB_URI, KAFKA_TOPIC_PREFIX: prefix, NODE_ENV: 'development' };
  await dropStores();

  const run = begin(process.execPath, [START, '--once'], await apart(given));
  const code = await run.ended;
  const said = run.output();
  const proofs = said.split('\n').filter((line) => /^PROOF \{.*"ok":true/.test(line));
  expect({ code, proofs: proofs.length, said }).toEqual({ code: 0, proofs: 5, said });
  expect(said).not.toContain('Starting kafka');

  await dropStores();
  await dropTopics(prefix);
});
