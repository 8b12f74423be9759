import { pathToFileURL } from 'node:url';
import {
  eventually,
  kafkaBrokers,
  databaseUri,
  startSystem,
  TcpProxy,
  type ManagedProcess,
  type System,
} from '#testing';
import { held, heldBecomes, logMeeting, meetingOn, plantSmallTree, type SmallTree } from './support/small-tree.js';

/** How long a server stays away in these tests: longer than a relay's lease and than a client's first retries. */
const AWAY_MS = 15_000;
const DATE = '2026-03-04';

const portOf = (address: string): number => Number(/:(\d+)/.exec(address.replace(/^\w+:\/\//, ''))![1]);

const ask = async (service: ManagedProcess, path: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(service.url + path);
  return { status: answer.status, text: await answer.text() };
};

/** Live, and readiness names what is missing, during all of the time. */
async function assertWaits(system: System, reason: RegExp, forMs: number): Promise<void> {
  for (const service of system.services) {
    await eventually(
      async () => {
        const [live, ready] = [await ask(service, '/health/live'), await ask(service, '/health/ready')];
        expect(live.status).toBe(200);
        expect(ready.status).toBe(503);
        expect(ready.text).toMatch(reason);
        return true;
      },
      { timeoutMs: 60_000 },
    );
  }
  const end = Date.now() + forMs;
  await eventually(
    async () => {
      for (const service of system.services) expect((await ask(service, '/health/live')).status).toBe(200);
      return Date.now() > end;
    },
    { timeoutMs: forMs + 10_000, everyMs: 500 },
  );
  for (const service of system.services) expect(service.exitCode).toBeNull();
}

const allReady = (system: System) => Promise.all(system.services.map((service) => service.ready()));

describe('outages', () => {
  let system: System;
  let tree: SmallTree;
  let kafka: TcpProxy;
  let mongo: TcpProxy;

  beforeAll(async () => {
    kafka = await TcpProxy.to('127.0.0.1', portOf(kafkaBrokers()));
    mongo = await TcpProxy.to('127.0.0.1', portOf(databaseUri('any')));
    kafka.set('refuse');
    mongo.set('refuse');
    const redirect = [`${portOf(kafkaBrokers())}>${kafka.port}`, `${portOf(databaseUri('any'))}>${mongo.port}`].join(
      ',',
    );
    system = await startSystem({
      waitReady: false,
      env: {
        NODE_OPTIONS: `--import ${pathToFileURL('test/flows/support/redirect.mjs').href}`,
        TEST_REDIRECT: redirect,
      },
    });
  }, 120_000);
  afterAll(async () => {
    kafka?.set('pass');
    mongo?.set('pass');
    await system?.stop();
    await Promise.all([kafka?.close(), mongo?.close()]);
  }, 60_000);

  it('boots without broker and database, says so, and is ready by itself when they come', async () => {
    await assertWaits(system, /mongo/i, 3_000);
    mongo.set('pass');
    await assertWaits(system, /kafka/i, 3_000);
    kafka.set('pass');
    await allReady(system);
    tree = await plantSmallTree(system);
    await logMeeting(system, tree.branch, DATE);
    await heldBecomes(system, tree.centre, DATE, 1);
  }, 240_000);

  it('accepts meetings while the broker is away, and counts them when it is back', async () => {
    kafka.set('refuse');
    await logMeeting(system, tree.branch, DATE);
    await assertWaits(system, /kafka/i, AWAY_MS);
    await logMeeting(system, tree.branch, DATE);
    expect(await held(system, tree.centre, DATE)).toBe(1);
    kafka.set('pass');
    await heldBecomes(system, tree.centre, DATE, 3, 60_000);
    await allReady(system);
  }, 240_000);

  it('refuses with 503 while the database is away, keeps its events in Kafka, and loses and doubles nothing', async () => {
    mongo.set('refuse');
    const meetings = system.client('meetings');
    const body = meetingOn(tree.branch, DATE);
    await eventually(
      async () => {
        const reply = await meetings.call('POST', '/v1/meetings', { body, key: 'during-outage', timeoutMs: 40_000 });
        expect(reply.status).toBe(503);
        expect(reply.headers.get('retry-after')).not.toBeNull();
        return true;
      },
      { timeoutMs: 60_000 },
    );
    await assertWaits(system, /mongo/i, AWAY_MS);
    mongo.set('pass');
    expect((await meetings.post('/v1/meetings', body, { key: 'during-outage' })).status).toBe(201);
    await heldBecomes(system, tree.centre, DATE, 4, 60_000);
    await allReady(system);
  }, 240_000);
});
