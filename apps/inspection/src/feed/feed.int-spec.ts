// Long because all of it needs one service under way, with its tree and rights.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { CaseChangedV1 } from '#contracts';
import { inTx } from '#http';
import { Outbox, type BatchTx, type ReceivedEvent } from '#messaging';
import { Store } from '#mongo';
import { eventually, ForgingIssuer, grant, issuerToken, SseClient, TestApp, unit } from '#testing';
import type { ClientSession } from 'mongoose';
import { ABOUT, AppModule } from '../app.module.js';
import { FeedStreams } from './feed-streams.js';
import { FeedApplier } from './feed.applier.js';
import { FEED, FEED_HEAD, HEAD, type HeadDocument } from './feed.migration.js';
import type { FeedEvent, StreamLimits } from './feed.rules.js';
import { LIMITS } from './limits.js';

const [INSPECTOR, CLERK] = ['demo-inspector-hai-phong', 'demo-clerk-my-phong'] as const;
const id = (): string => randomUUID();
const [ROOT, WARD, BRANCH, MOVER, FOREIGN] = [id(), id(), id(), id(), id()];
const TOMORROW = new Date(Date.now() + 31 * 3_600_000).toISOString().slice(0, 10);
const TODAY = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

/** From the ward to the foreign unit. */
const movedOn = (day: string) => [
  { parentId: WARD, to: day },
  { parentId: FOREIGN, from: day },
];
const GRANT = id();

const opened = (unitId: string, more: Partial<CaseChangedV1> = {}): CaseChangedV1 => ({
  caseId: id(),
  version: 1,
  unitId,
  committeeId: WARD,
  kind: 'inspection',
  form: 'regular',
  object: 'organisation',
  state: 'opened',
  openedOn: TODAY,
  concludedOn: null,
  closedOn: null,
  annulledOn: null,
  findings: [],
  obligations: [],
  change: { what: 'opened', on: TODAY, severity: null },
  ...more,
});

/** Some 200 kB of a case. */
const BULKY = Array.from({ length: 1_500 }, () => ({
  findingId: id(),
  date: TODAY,
  severity: 'serious' as const,
  content: 'other' as const,
}));
const dataOf = (text: string): CaseChangedV1 => (JSON.parse(text) as { data: CaseChangedV1 }).data;

describe('supervision events', () => {
  let service: TestApp;
  const clients: SseClient[] = [];

  const limits = (of: TestApp = service): StreamLimits => of.app.get<StreamLimits>(LIMITS, { strict: false });
  const feed = () => service.app.get(Store).db.collection<FeedEvent>(FEED);
  const put = (...events: CaseChangedV1[]): Promise<void> => putAt(service, events);
  const putAt = async ({ app }: TestApp, events: CaseChangedV1[]): Promise<void> => {
    await inTx(app.get(Store).connection, async (tx) => {
      for (const data of events) await app.get(Outbox).add(tx, { type: 'inspection.case-changed.v1', data });
    });
  };
  const open = async (query = `unit=${WARD}`, lastEventId = '', at: TestApp = service, sub: string = INSPECTOR) => {
    const client = await SseClient.connect(`${at.url}/v1/supervision-events?${query}`, {
      token: await issuerToken(sub, at.env.oidcIssuer),
      lastEventId,
    });
    clients.push(client);
    return client;
  };
  /** Another instance on the same store and topics. */
  const instance = (variables: Record<string, string> = {}): Promise<TestApp> =>
    TestApp.open(ABOUT, (env) => AppModule.forRoot(env), {
      variables: {
        MONGODB_URI: service.env.mongodbUri,
        KAFKA_TOPIC_PREFIX: service.env.kafkaTopicPrefix,
        ...variables,
      },
    });
  const caseIds = (client: SseClient): string[] => client.named('case-*').map(({ data }) => dataOf(data).caseId);

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    await service.publish([
      unit(ROOT, null),
      unit(WARD, ROOT),
      unit(BRANCH, WARD),
      unit(FOREIGN, ROOT),
      unit(MOVER, WARD),
      grant(INSPECTOR, 'inspector', WARD, { grantId: GRANT }),
      grant(CLERK, 'clerk', WARD),
    ]);
    const inspector = service.client(INSPECTOR);
    await eventually(async () => (await inspector.get(`/v1/cases?unit=${MOVER}`)).status === 200, {
      timeoutMs: 45_000,
    });
  }, 90_000);
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await eventually(() => service.app.get(FeedStreams).size === 0);
  });
  afterAll(() => service?.close(), 30_000);

  it('come to who may read inspection there, as on Kafka, and foreign ones never', async () => {
    const stream = await open();
    expect(stream.status).toBe(200);
    expect(stream.headers.get('cache-control')).toContain('no-store');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    expect((await stream.nextWhere(() => true)).event).toBe('subscribed');
    expect(stream.lastEventId).toMatch(/^@\d+$/);
    const [foreign, own] = [opened(FOREIGN), opened(BRANCH)];
    await put(foreign);
    await put(own);
    const event = await stream.nextWhere(({ event: name }) => name === 'case-opened');
    expect(JSON.parse(event.data)).toMatchObject({ id: event.id, type: 'inspection.case-changed.v1', data: own });
    await eventually(async () => (await feed().countDocuments({ factId: `case/${foreign.caseId}` })) === 1);
    const after = opened(BRANCH);
    await put(after);
    await eventually(() => caseIds(stream).includes(after.caseId));
    expect(caseIds(stream)).toEqual([own.caseId, after.caseId]);
    const kept = await feed().findOne({ factId: `case/${foreign.caseId}` });
    expect((await open(undefined, kept!.eventId)).problem).toMatchObject({ code: 'event-gone' });
  });

  it('are refused without the right', async () => {
    expect((await open(undefined, '', service, CLERK)).problem).toMatchObject({ code: 'outside-subtree' });
    expect((await open(`unit=${FOREIGN}`)).status).toBe(403);
    expect((await open(undefined, 'nonsense')).problem).toMatchObject({ status: 400, code: 'invalid-last-event-id' });
    expect((await open(undefined, id())).problem).toMatchObject({ status: 410, code: 'event-gone' });
    expect((await open(undefined, '@999999')).problem).toMatchObject({ status: 410, code: 'event-gone' });
    expect((await open(`unit=${WARD}&changes=exploded`)).status).toBe(400);
  });

  it('are chosen by change, kind and severity, and every version of a case comes', async () => {
    const chosen = await open(`unit=${WARD}&changes=finding-recorded&severity=serious&kind=inspection`);
    const all = await open();
    const one = opened(BRANCH);
    const finding = (version: number, severity: 'serious' | 'less-serious') => ({
      ...one,
      version,
      change: { what: 'finding-recorded' as const, on: TODAY, severity },
    });
    await put(one, finding(2, 'less-serious'), finding(3, 'serious'));
    await eventually(() => all.named('case-*').length === 3);
    expect(all.named('case-*').map(({ event }) => event)).toEqual([
      'case-opened',
      'case-finding-recorded',
      'case-finding-recorded',
    ]);
    await eventually(() => chosen.named('case-*').length > 0);
    expect(chosen.named('case-*').map(({ data }) => dataOf(data).version)).toEqual([3]);
  });

  it('have positions without gaps, and who reconnects while they flow, on any instance, misses and repeats none', async () => {
    const other = await instance();
    try {
      const first = await open();
      await first.nextWhere(({ event }) => event === 'subscribed');
      const sent: string[] = [];
      const writing = Promise.all(
        Array.from({ length: 4 }, async () => {
          for (let n = 0; n < 15; n++) {
            const [own, foreign] = [opened(BRANCH), opened(FOREIGN)];
            sent.push(own.caseId);
            await put(own, foreign);
          }
        }),
      );
      const seen: string[] = [];
      let stream = first;
      for (let turn = 0; turn < 6; turn++) {
        const before = stream.events.length;
        if (turn < 5 && turn > 0)
          await eventually(() => stream.events.length > before || seen.length + caseIds(stream).length >= 60);
        stream.close();
        await eventually(() => stream.ended);
        seen.push(...caseIds(stream));
        stream = await open(undefined, stream.lastEventId, turn % 2 ? service : other);
        expect(stream.problem).toBeNull();
      }
      await writing;
      await eventually(() => seen.length + caseIds(stream).length >= sent.length, { timeoutMs: 30_000 });
      seen.push(...caseIds(stream));
      expect([...seen].sort()).toEqual([...sent].sort());
      const positions = (await feed().find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
      expect(positions).toEqual(positions.map((_, index) => index + 1));
    } finally {
      await other.app.close();
    }
  }, 90_000);

  it('get no position while one before it is not committed, and leave no gap where one is given up', async () => {
    const { connection, db } = service.app.get(Store);
    const last = async () => (await db.collection<HeadDocument>(FEED_HEAD).findOne({ _id: HEAD }))!.last;
    const before = await last();
    const [first, second] = [await connection.startSession(), await connection.startSession()];
    const give = (session: ClientSession) => {
      const data = opened(BRANCH);
      const time = new Date();
      const event = { id: id(), factId: `case/${data.caseId}`, version: 1, hash: '', time: time.toISOString(), data };
      session.startTransaction();
      return service.app
        .get(FeedApplier)
        .apply({ session, time } as unknown as BatchTx, [
          { ...event, raw: Buffer.from('{}') } as unknown as ReceivedEvent,
        ]);
    };
    try {
      await give(first);
      await expect(give(second)).rejects.toMatchObject({ codeName: 'WriteConflict' });
    } finally {
      for (const session of [first, second]) {
        await session.abortTransaction();
        await session.endSession();
      }
    }
    expect(await last()).toBe(before);
  });

  it('of a unit that moved stay with its old parent from before, and go to the new one from then on', async () => {
    const [old, fresh] = [opened(MOVER), opened(MOVER)];
    const start = await open();
    await start.nextWhere(({ event }) => event === 'subscribed');
    const { lastEventId } = start;
    await put(old);
    await eventually(() => caseIds(start).includes(old.caseId));
    await service.publish([unit(MOVER, movedOn(TODAY), { version: 2 })]);
    await eventually(async () => (await service.client(INSPECTOR).get(`/v1/cases?unit=${MOVER}`)).status === 403);
    const last = opened(BRANCH);
    await put(fresh);
    const stored = await eventually(() => feed().findOne({ factId: `case/${fresh.caseId}` }));
    expect(stored.path).toEqual([MOVER, FOREIGN, ROOT]);
    await put(last);
    const again = await open(undefined, lastEventId);
    await eventually(() => caseIds(again).includes(last.caseId));
    expect(caseIds(again)).toEqual([old.caseId, last.caseId]);
  });

  it('of a unit not known yet wait for it', async () => {
    const late = id();
    const stream = await open();
    await put(opened(late));
    await eventually(async () => !(await fetch(`${service.url}/health/ready`)).ok);
    // It moves away tomorrow: today's event is still its parent's of today.
    await service.publish([unit(late, movedOn(TOMORROW))]);
    await stream.nextWhere(({ event }) => event === 'case-opened');
  });

  it('tell a filtered subscriber now and then how far they are', async () => {
    limits().heartbeatMs = 100;
    const stream = await open(`unit=${WARD}&changes=voided`);
    await stream.nextWhere(({ event }) => event === 'subscribed');
    const before = stream.lastEventId;
    await put(opened(FOREIGN));
    await eventually(() => stream.comments > 0 && stream.lastEventId !== before);
    expect(stream.lastEventId).toMatch(/^@\d+$/);
    expect(stream.events).toHaveLength(1);
    limits().heartbeatMs = 15_000;
  });

  it('are limited in streams of one person and of the process', async () => {
    for (let n = 0; n < 5; n++) expect((await open()).status).toBe(200);
    const sixth = await open();
    expect(sixth.problem).toMatchObject({ status: 429, code: 'too-many-streams' });
    expect(sixth.headers.get('retry-after')).toBe('10');
  });

  it('end when the right is withdrawn, saying why', async () => {
    limits().rightsMs = 100;
    const stream = await open();
    await service.publish([grant(INSPECTOR, 'inspector', WARD, { grantId: GRANT, version: 2, voided: true })]);
    const end = await stream.nextWhere(({ event }) => event === 'ended');
    expect(JSON.parse(end.data)).toEqual({ code: 'outside-subtree' });
    await eventually(() => stream.ended);
    await service.publish([grant(INSPECTOR, 'inspector', WARD)]);
    await eventually(async () => (await service.client(INSPECTOR).get(`/v1/cases?unit=${WARD}`)).status === 200);
  });

  it('are cut off for a consumer that does not read, who then resumes without loss', async () => {
    limits().bufferBytes = 65_536;
    const bulky = () => ({ ...opened(BRANCH), findings: BULKY });
    const sent = [bulky()];
    const url = new URL(`${service.url}/v1/supervision-events?unit=${WARD}`);
    const token = await issuerToken(INSPECTOR, service.env.oidcIssuer);
    const asked = get(url, { headers: { authorization: `Bearer ${token}` }, agent: false });
    const [slow] = (await once(asked, 'response')) as [IncomingMessage];
    let text = '';
    slow.setEncoding('utf8').on('error', () => undefined);
    slow.on('data', (chunk) => (text += String(chunk)));
    try {
      await put(sent[0]!);
      await eventually(() => text.includes('event: case-') && text.endsWith('\n\n'));
      slow.pause();
      // Until what the kernels hold for both ends is full.
      while (service.app.get(FeedStreams).size > 0 && sent.length < 200) {
        sent.push(bulky());
        await put(sent.at(-1)!);
      }
      expect(service.app.get(FeedStreams).size).toBe(0);
      limits().bufferBytes = 1_048_576;
      const again = await open(undefined, /^id: (.*)\nevent: case-/m.exec(text)![1]);
      // Counted without looking inside: each of them is big.
      await eventually(() => again.named('case-*').length >= sent.length - 1, { timeoutMs: 30_000 });
      const rest = sent.slice(1).map(({ caseId }) => caseId);
      expect(caseIds(again).sort()).toEqual(rest.sort());
    } finally {
      limits().bufferBytes = 1_048_576;
      asked.destroy();
    }
  }, 90_000);

  it('end with the token, saying so', async () => {
    const issuer = new ForgingIssuer();
    await issuer.start();
    const other = await instance({ OIDC_ISSUER: issuer.url });
    try {
      const exp = Math.ceil(Date.now() / 1_000) + 2;
      const stream = await SseClient.connect(`${other.url}/v1/supervision-events?unit=${WARD}`, {
        token: await issuer.token({ sub: INSPECTOR, exp }),
      });
      expect(stream.status).toBe(200);
      await eventually(() => stream.ended);
      expect(stream.events.at(-1)).toMatchObject({ event: 'ended', data: '{"code":"invalid-token"}' });
      expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000);
    } finally {
      await other.app.close();
      await issuer.stop();
    }
  }, 60_000);

  it('are gone for who resumes from one no longer kept', async () => {
    const stream = await open();
    const [old, later] = [opened(BRANCH), opened(BRANCH)];
    await put(old);
    await eventually(() => caseIds(stream).includes(old.caseId));
    const oldId = stream.lastEventId;
    await put(later);
    await eventually(() => caseIds(stream).includes(later.caseId));
    const { _id: position } = (await feed().findOne({ factId: `case/${later.caseId}` }))!;
    // As its expiry does: everything up to the old one.
    await feed().deleteMany({ _id: { $lt: position } });
    expect((await open(undefined, oldId)).problem).toMatchObject({ status: 410, code: 'event-gone' });
    expect((await open(undefined, `@${position - 2}`)).problem).toMatchObject({ status: 410, code: 'event-gone' });
    const oldest = await open(undefined, `@${position - 1}`);
    await eventually(() => caseIds(oldest).length === 1);
    expect(caseIds(oldest)).toEqual([later.caseId]);
    await feed().deleteMany({});
    expect((await open(undefined, `@${position}`)).status).toBe(200);
    expect((await open(undefined, `@${position - 1}`)).status).toBe(410);
  });

  it('end in order when the service stops, and go on after its restart where they stood', async () => {
    const stream = await open();
    const [seen, missed, last] = [opened(BRANCH), opened(BRANCH), opened(BRANCH)];
    await put(seen);
    await eventually(() => caseIds(stream).includes(seen.caseId));
    const { lastEventId } = stream;
    await service.app.close();
    await eventually(() => stream.ended);
    expect(stream.events.at(-1)).toMatchObject({ event: 'ended', data: '{"code":"server-stopping"}' });
    const restarted = await instance();
    try {
      await putAt(restarted, [missed]);
      await eventually(() =>
        restarted.app
          .get(Store)
          .db.collection<FeedEvent>(FEED)
          .findOne({ factId: `case/${missed.caseId}` }),
      );
      const again = await open(undefined, lastEventId, restarted);
      await putAt(restarted, [last]);
      await eventually(() => caseIds(again).includes(last.caseId));
      expect(caseIds(again)).toEqual([missed.caseId, last.caseId]);
      again.close();
    } finally {
      await restarted.app.close();
    }
  }, 60_000);
});
