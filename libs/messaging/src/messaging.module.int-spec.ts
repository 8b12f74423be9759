import { randomUUID } from 'node:crypto';
import { Refusal, type EventType, type MeetingRecordedV1 } from '#contracts';
import { Authorizer } from '#http';
import { ensureCollection, inTransaction, Store } from '#mongo';
import { eventually, type HttpClient, TcpProxy, TestApp } from '#testing';
import { Controller, Module, type DynamicModule } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { mongo } from 'mongoose';
import { cloudEvent, meeting, REPLICA } from '../test/harness.js';
import { serviceGround } from './boot.js';
import { BatchProcessor } from './consume/batch-processor.js';
import { KAFKA_BATCH } from './consume/kafka-batch-server.js';
import type { ReceivedEvent, RecordBatch } from './consume/record-batch.js';
import { replaceFacts } from './consume/replace-facts.js';
import { DEAD_LETTERS, deadLetter, type DeadLetter } from './dead-letters/dead-letter.js';
import { KAFKA_PORT, type KafkaPort } from './kafka/kafka-port.js';
import { OUTBOX } from './outbox/entry.js';
import { Outbox } from './outbox/outbox.js';

const TOPIC = 'meetings.events' as const;
const OPERATOR = 'demo-operator-hai-phong';
/** The fact that the handler below cannot take, while it is set; and the fault it then has. */
const fault: { on?: string; error?: Error } = {};

@Controller()
class MeetingsReader {
  private readonly replica;

  constructor(
    private readonly processor: BatchProcessor,
    store: Store,
  ) {
    const types: EventType[] = ['meetings.meeting-recorded.v1'];
    const fields = ({ data }: ReceivedEvent<MeetingRecordedV1>) => {
      if (data.meetingId === fault.on) throw fault.error!;
      return { minutes: data.minutes };
    };
    this.replica = replaceFacts<MeetingRecordedV1>({ store, collection: REPLICA, types, fields });
  }

  @EventPattern(TOPIC, KAFKA_BATCH)
  async handle(batch: RecordBatch): Promise<void> {
    await this.processor.process(batch, this.replica);
  }
}

class OnlyTheOperator extends Authorizer {
  async require(sub: string): Promise<void> {
    if (sub !== OPERATOR) throw new Refusal('forbidden', 'outside-subtree');
  }
  requireAnywhere = (sub: string) => this.require(sub);
  reachable = async () => [];
}

@Module({
  controllers: [MeetingsReader],
  providers: [{ provide: Authorizer, useClass: OnlyTheOperator }],
  exports: [Authorizer],
})
class Reader {}

const replicaMigration = {
  id: 900,
  name: 'replica of the test',
  up: async (db: mongo.Db) => void (await ensureCollection(db, REPLICA)),
};
const ABOUT = { service: 'meetings', title: 'Reader', description: 'A reader of meetings.' } as const;
const open = (more: Parameters<typeof TestApp.open>[2] = {}, migrations = [replicaMigration]) =>
  TestApp.open(
    ABOUT,
    (env): DynamicModule => ({
      module: class App {},
      imports: [
        ...serviceGround(env, {
          service: 'meetings',
          consumes: [TOPIC],
          publishes: ['meetings.meeting-recorded.v1'],
          migrations,
        }),
        { module: Reader, global: true },
      ],
    }),
    more,
  );

type LetterAnswer = { id: string; code: string; state: string; raw?: string; decidedBy: string | null };
type ListAnswer = { items: LetterAnswer[]; next: string | null };

describe('messaging in an app', () => {
  let app: TestApp;
  let operator: HttpClient;
  const store = () => app.app.get(Store);
  const send = (...values: Buffer[]) =>
    app.app
      .get<KafkaPort>(KAFKA_PORT)
      .send({ topic: TOPIC, partition: 0, records: values.map((value) => ({ key: null, value })) });
  const list = async (query = '') => (await operator.get<ListAnswer>(`/v1/dead-letters${query}`)).body;
  const oneLetter = () => eventually(async () => (await list()).items[0]);

  beforeAll(async () => {
    app = await open();
    operator = app.client(OPERATOR);
  }, 60_000);
  afterEach(async () => {
    delete fault.on;
    await store().db.collection(DEAD_LETTERS).deleteMany({});
  });
  afterAll(() => app.close());

  it('lists a bad event, shows its bytes, and lets it be given up once with a reason', async () => {
    await send(Buffer.from('{"not": "an event"}'));
    const { id } = await oneLetter();
    const { body } = await operator.get<LetterAnswer>(`/v1/dead-letters/${id}`);
    expect(body).toMatchObject({ code: 'bad-envelope', state: 'open' });
    expect(Buffer.from(body.raw!, 'base64').toString()).toBe('{"not": "an event"}');
    const given = await operator.post<LetterAnswer>(`/v1/dead-letters/${id}/discard`, { reason: 'a test record' });
    expect(given).toMatchObject({ status: 200, body: { state: 'discarded', decidedBy: OPERATOR } });
    const again = await operator.post(`/v1/dead-letters/${id}/discard`, { reason: 'again' });
    expect(again).toMatchObject({ status: 409, body: { code: 'dead-letter-not-open' } });
    expect((await list()).items).toEqual([]);
    expect((await list('?state=discarded')).items).toHaveLength(1);
  });

  it('keeps the bytes of an event that tells of people from who operates', async () => {
    const record = { offset: '7', key: null, value: Buffer.from('{"women": 1}'), timestamp: '' };
    const letter = deadLetter({ topic: 'registry.composition', partition: 0 }, record, { code: 'bad-envelope' });
    await store().db.collection<DeadLetter>(DEAD_LETTERS).insertOne(letter);
    const { body } = await operator.get<LetterAnswer>(`/v1/dead-letters/${letter._id}`);
    expect(body).toMatchObject({ code: 'bad-envelope', raw: null });
  });

  it('pages the list, newest first', async () => {
    await send(...[1, 2, 3].map((n) => Buffer.from(`{"n": ${n}}`)));
    await eventually(async () => (await list()).items.length === 3);
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(3);
    expect((await list('?code=not-json')).items).toEqual([]);
  });

  it('takes an event up again once the fault is mended, through the same path', async () => {
    const fact = meeting();
    fault.on = fact.meetingId;
    fault.error = new TypeError('a fault of ours');
    await send(cloudEvent(fact));
    const { id, code } = await oneLetter();
    expect(code).toBe('code-fault');
    const tooSoon = await operator.call('POST', `/v1/dead-letters/${id}/redrive`);
    expect(tooSoon).toMatchObject({ status: 422, body: { code: 'dead-letter-still-refused' } });
    delete fault.on;
    const mended = await operator.call('POST', `/v1/dead-letters/${id}/redrive`);
    expect(mended).toMatchObject({ status: 200, body: { state: 'redriven', decidedBy: OPERATOR } });
    expect(await store().db.collection<{ _id: string }>(REPLICA).findOne({ _id: fact.meetingId })).toMatchObject({
      version: 1,
    });
    expect(await operator.call('POST', `/v1/dead-letters/${id}/redrive`)).toMatchObject({ status: 409 });
  });

  it('takes nothing up that nobody reads any more, or that cannot be applied just now', async () => {
    const fact = meeting();
    const record = { offset: '9', key: null, value: cloudEvent(fact), timestamp: '' };
    const cause = { code: 'code-fault' };
    const unread = deadLetter({ topic: 'reports.events', partition: 0 }, record, cause);
    const waiting = deadLetter({ topic: TOPIC, partition: 0 }, record, cause);
    await store().db.collection<DeadLetter>(DEAD_LETTERS).insertMany([unread, waiting]);
    const redrive = ({ _id }: DeadLetter) => operator.call('POST', `/v1/dead-letters/${_id}/redrive`);
    expect(await redrive(unread)).toMatchObject({ status: 409, body: { code: 'dead-letter-without-handler' } });
    fault.on = fact.meetingId;
    fault.error = new Refusal('unavailable', 'store-away');
    const later = await redrive(waiting);
    expect(later).toMatchObject({ status: 503, body: { code: 'consumer-waits' } });
    expect(later.headers.get('retry-after')).toBe('5');
    delete fault.on;
    expect(await redrive(waiting)).toMatchObject({ status: 200, body: { state: 'redriven' } });
  });

  it('is only for those who operate', async () => {
    const other = app.client('demo-clerk-dak-pek');
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/x'],
      ['POST', '/x/redrive'],
      ['POST', '/x/discard', { reason: 'r' }],
    ] as const)
      expect(await other.call(method, `/v1/dead-letters${path}`, { body })).toMatchObject({ status: 403 });
    expect(await operator.get('/v1/dead-letters/x')).toMatchObject({
      status: 404,
      body: { code: 'dead-letter-not-found' },
    });
  });

  it('says in readiness why a partition waits, and goes on by itself', async () => {
    const fact = meeting();
    fault.on = fact.meetingId;
    fault.error = new Refusal('unavailable', 'store-away');
    await send(cloudEvent(fact));
    const reasons = () => fetch(`${app.url}/health/ready`).then((answer) => answer.text());
    await eventually(async () => (await reasons()).includes('store-away'));
    delete fault.on;
    await eventually(async () => store().db.collection<{ _id: string }>(REPLICA).findOne({ _id: fact.meetingId }));
    await app.ready();
  });

  it('publishes what the app records, and reads it back', async () => {
    const data = meeting();
    const { connection } = store();
    await inTransaction(connection, (session) =>
      app.app
        .get(Outbox)
        .add(
          { session, now: new Date(), onCommitted: () => undefined },
          { type: 'meetings.meeting-recorded.v1', data },
        ),
    );
    await eventually(async () => store().db.collection<{ _id: string }>(REPLICA).findOne({ _id: data.meetingId }));
  });
});

/** An app that finds neither broker nor store, and the proxy that gives it the store. */
async function openAlone(): Promise<{ app: TestApp; proxy: TcpProxy }> {
  const uri = new URL(process.env['MONGODB_URI']!);
  const proxy = await TcpProxy.to(uri.hostname, Number(uri.port));
  proxy.set('refuse');
  const throughMongo = (real: string) => {
    const url = new URL(real);
    url.port = String(proxy.port);
    url.searchParams.delete('replicaSet');
    url.searchParams.set('directConnection', 'true');
    return url.toString();
  };
  const app = await open({ variables: { KAFKA_BROKERS: '127.0.0.1:1' }, throughMongo, waitReady: false });
  return { app, proxy };
}

describe('messaging in an app that starts', () => {
  it('alone can be ended', async () => {
    const { app, proxy } = await openAlone();
    const startedAt = performance.now();
    await app.close();
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    await proxy.close();
  }, 60_000);

  it('with broker and store away lives, says so, and accepts what it can as soon as it can', async () => {
    const { app, proxy } = await openAlone();
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${app.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toMatch(/Kafka[\s\S]*MongoDB|MongoDB[\s\S]*Kafka/);
    proxy.set('pass');
    const store = app.app.get(Store);
    await store.ready();
    await inTransaction(store.connection, (session) =>
      app.app
        .get(Outbox)
        .add(
          { session, now: new Date(), onCommitted: () => undefined },
          { type: 'meetings.meeting-recorded.v1', data: meeting() },
        ),
    );
    expect(await store.db.collection(OUTBOX).countDocuments({ pending: true })).toBe(1);
    await app.close();
    await proxy.close();
  }, 60_000);

  it('with newer code takes up by itself the events that the older one did not know', async () => {
    const fact = meeting();
    const record = { offset: '7', key: null, value: cloudEvent(fact), timestamp: '' };
    const unknown = deadLetter({ topic: TOPIC, partition: 0 }, record, {
      code: 'unknown-type',
      type: 'meetings.meeting-recorded.v1',
    });
    const foreign = { ...unknown, _id: `other-${randomUUID()}`, type: 'meetings.meeting-recorded.v9' };
    const left = {
      id: 901,
      name: 'what older code left behind',
      up: async (db: mongo.Db) => void (await db.collection<DeadLetter>(DEAD_LETTERS).insertMany([unknown, foreign])),
    };
    const app = await open({}, [replicaMigration, left]);
    const store = app.app.get(Store);
    await eventually(async () => store.db.collection<{ _id: string }>(REPLICA).findOne({ _id: fact.meetingId }));
    const letters = () => store.db.collection<DeadLetter>(DEAD_LETTERS).find().sort({ _id: 1 }).toArray();
    await eventually(async () => (await letters()).some(({ state }) => state === 'redriven'));
    expect((await letters()).map(({ state, decidedBy }) => [state, decidedBy])).toEqual([
      ['redriven', 'system:upgrade'],
      ['open', null],
    ]);
    await app.close();
  }, 60_000);
});
