import { randomUUID } from 'node:crypto';
import { grantsOf } from '#access';
import { Store } from '#mongo';
import { eventually, freePort, TcpProxy, TestApp, type HttpClient } from '#testing';
import { TreeReplica } from '#tree';
import { ABOUT, AppModule } from '../app.module.js';
import type { MeetingAnswer } from './meetings.dto.js';

const CLERK = 'demo-clerk-my-phong';
const BRANCH = randomUUID();
const meeting = {
  unitId: BRANCH,
  kind: 'regular',
  startsAt: '2024-03-01T19:30:00+07:00',
  endsAt: '2024-03-01T21:30:00+07:00',
};

/** What would have come by events, when there is no broker to bring it. */
async function teach({ app }: TestApp): Promise<void> {
  const store = app.get(Store);
  await store.ready();
  const session = await store.connection.startSession();
  const stretch = { from: '2000-01-01', to: null, code: 'B', name: 'Chi bộ', parentId: null } as const;
  const record = {
    id: BRANCH,
    version: 1,
    voided: false,
    stretches: [{ ...stretch, kind: 'other-branch', level: 'branch' } as const],
  };
  await session.withTransaction(() => app.get(TreeReplica).writeRecord(session, record, 1));
  await session.endSession();
  await grantsOf(store.db).insertOne({
    _id: randomUUID(),
    version: 1,
    person: CLERK,
    role: 'clerk',
    unitId: BRANCH,
    from: '2020-01-01',
    to: null,
    voided: false,
  });
}

const readiness = async ({ url }: TestApp): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${url}/health/ready`);
  return { status: answer.status, text: await answer.text() };
};

describe('with Kafka away', () => {
  let service: TestApp;
  beforeAll(async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env), {
      variables: { KAFKA_BROKERS: nobody },
      waitReady: false,
    });
    await teach(service);
  }, 60_000);
  afterAll(() => service?.close(), 60_000);

  it('lives, says that it waits for Kafka, and accepts meetings all the same', async () => {
    const client: HttpClient = service.client(CLERK);
    const logged = await client.call<MeetingAnswer>('POST', '/v1/meetings', { body: meeting });
    expect(logged.status).toBe(201);
    expect((await client.call('GET', `/v1/meetings/${logged.body.id}`)).status).toBe(200);
    const pending = await service.app.get(Store).db.collection('outbox').countDocuments({ pending: true });
    expect(pending).toBe(1);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    const ready = await readiness(service);
    expect(ready).toMatchObject({ status: 503, text: expect.stringContaining('kafka') as string });
  });
});

describe('with MongoDB away', () => {
  let service: TestApp;
  let proxy: TcpProxy;
  beforeAll(async () => {
    const [host, port] = (/^mongodb:\/\/([^/?,]+)/.exec(process.env.MONGODB_URI ?? '')?.[1] ?? '').split(':');
    proxy = await TcpProxy.to(host ?? '', Number(port));
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env), {
      throughMongo: (uri) =>
        `mongodb://127.0.0.1:${proxy.port}/${uri.split('/').at(-1)?.split('?')[0]}?directConnection=true`,
    });
    await teach(service);
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await proxy?.close();
  }, 60_000);

  it('answers 503 store-away, then does the same command with the same key', async () => {
    const client = service.client(CLERK);
    const key = randomUUID();
    proxy.set('refuse');
    const away = await client.call('POST', '/v1/meetings', { body: meeting, key });
    expect(away).toMatchObject({ status: 503, body: { code: 'store-away' } });
    expect(away.headers.get('retry-after')).toBe('2');
    expect((await client.call('GET', `/v1/meetings/${randomUUID()}`)).status).toBe(503);
    await eventually(async () => (await readiness(service)).text.includes('mongodb'));
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    proxy.set('pass');
    await service.ready();
    const logged = await client.call<MeetingAnswer>('POST', '/v1/meetings', { body: meeting, key });
    expect(logged.status).toBe(201);
  }, 60_000);
});
