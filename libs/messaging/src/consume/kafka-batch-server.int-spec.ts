import { Kafka, logLevel, type Admin } from 'kafkajs';
import { eventually, kafkaBrokers } from '#testing';
import { consumer, type Reader } from '../../test/consumer.js';
import {
  cloudEvent,
  harness,
  meeting,
  progressOf,
  remakeTopic,
  REPLICA,
  totals,
  type Harness,
} from '../../test/harness.js';
import { DEAD_LETTERS } from '../dead-letters/dead-letter.js';
import { PROGRESS } from './commit-step.js';
import { KafkaBatchServer } from './kafka-batch-server.js';
import { shardOf, type ProgressDocument, type RecordBatch } from './record-batch.js';

const TOPIC = 'meetings.events';

describe('the batch server', () => {
  let h: Harness;
  const kafka = new Kafka({ brokers: kafkaBrokers().split(','), logLevel: logLevel.NOTHING });
  let admin: Admin;
  const kept = () => h.store.db.collection<{ _id: string }>(REPLICA);
  const send = (values: (Buffer | null)[], partition = 0) =>
    h.port.send({ topic: TOPIC, partition, records: values.map((value) => ({ key: null, value: value! })) });
  const committed = async (partition = 0): Promise<number> => {
    const groupId = `${h.prefix}reports.${TOPIC}`;
    const [found] = await admin.fetchOffsets({ groupId, topics: [h.prefix + TOPIC] });
    return Number(found?.partitions.find((each) => each.partition === partition)?.offset ?? -1);
  };
  const nextIs = (next: number, partition = 0) =>
    eventually(async () => (await progressOf(h.store, shardOf(TOPIC, partition))).next === next, { timeoutMs: 25_000 });

  beforeEach(async () => {
    h = await harness('server');
    // One for each test: a kafkajs client that once asked for a topic which is gone fails on all others.
    admin = kafka.admin();
    await admin.connect();
    h.atEnd(() => admin.disconnect());
  });
  afterEach(() => h.end());

  it('brings an event from the outbox to its reader once', async () => {
    h.newRelay(1_500, h.bell).start();
    consumer(h);
    const fact = meeting();
    await h.record(fact);
    const found = await eventually(() => kept().findOne({ _id: fact.meetingId }));
    expect(found).toMatchObject({ version: 1, minutes: 90 });
    expect((await totals(h.store)).applied).toBe(1);
  });

  it('lets no bad record stop what comes after it', async () => {
    const [one, two] = [meeting(), meeting()];
    await send([cloudEvent(one), Buffer.from('{"cut": '), null, cloudEvent(one), Buffer.from([0, 1]), cloudEvent(two)]);
    consumer(h);
    await nextIs(6);
    expect(await kept().countDocuments()).toBe(2);
    const letters = await h.store.db.collection(DEAD_LETTERS).find().sort({ offset: 1 }).toArray();
    expect(letters.map(({ code, offset }) => [offset, code])).toEqual([
      [1, 'not-json'],
      [2, 'null-value'],
      [4, 'leading-zero-byte'],
    ]);
    await eventually(async () => (await committed()) === 6); // no lag is left behind either
  });

  it('tries a batch again until it goes, and meanwhile works the other partitions', async () => {
    const reader = consumer(h);
    const goesOn = reader.handle;
    let attempts = 0;
    reader.handle = async (batch: RecordBatch) => {
      if (batch.partition === 0 && ++attempts <= 4) throw new Error('away for a moment');
      return goesOn(batch);
    };
    await send([cloudEvent(meeting())]);
    await eventually(() => attempts >= 2);
    expect(reader.server.state).toMatchObject({
      ok: false,
      reason: expect.stringContaining('away for a moment') as string,
    });
    await send([cloudEvent(meeting())], 1);
    await nextIs(1, 1);
    await nextIs(1);
    expect(attempts).toBe(5);
    expect(await kept().countDocuments()).toBe(2);
    expect((await totals(h.store)).applied).toBe(2);
    expect(reader.server.state).toEqual({ ok: true });
  });

  it('commits an offset only after its transaction', async () => {
    const reader = consumer(h);
    const goesOn = reader.handle;
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let reached = false;
    reader.handle = async (batch) => {
      await goesOn({ ...batch, records: [] }); // nothing of it yet
      reached = true;
      await released;
      return goesOn(batch);
    };
    await send([cloudEvent(meeting()), cloudEvent(meeting())]);
    await eventually(() => reached);
    expect(await committed()).toBeLessThanOrEqual(0);
    release();
    await eventually(async () => (await committed()) === 2);
    expect(await kept().countDocuments()).toBe(2);
  });

  it('begins where the progress says, not where Kafka does', async () => {
    const facts = [meeting(), meeting(), meeting()];
    await send(facts.map((fact) => cloudEvent(fact)));
    const first = consumer(h);
    await eventually(async () => (await committed()) === 3);
    await first.close();
    // As after a restore of the database from an older copy.
    await kept().deleteMany({});
    await h.store.db.collection<ProgressDocument>(PROGRESS).updateMany({}, { $set: { next: 0, applied: 0 } });
    consumer(h);
    await nextIs(3);
    expect(await kept().countDocuments()).toBe(3);
  });

  it('reads a log from its start when it is shorter than the progress says', async () => {
    await h.store.db.collection<ProgressDocument>(PROGRESS).updateMany({}, { $set: { next: 1_000 } });
    await send([cloudEvent(meeting()), cloudEvent(meeting())]);
    consumer(h);
    await nextIs(2);
    expect(await kept().countDocuments()).toBe(2);
  });

  it('reads a log from its start when another record lies where it stopped', async () => {
    await send([cloudEvent(meeting()), cloudEvent(meeting())]);
    const first = consumer(h);
    await nextIs(2);
    await first.close();
    // As after a log lost its tail and grew again, past this reader's position, before the reader was back.
    await h.store.db.collection<ProgressDocument>(PROGRESS).updateMany({ next: 2 }, { $set: { last: 'another' } });
    await kept().deleteMany({});
    consumer(h);
    await eventually(async () => (await kept().countDocuments()) === 2);
  });

  it('reads a log from its start when the same fact, sent again, lies where it stopped', async () => {
    const [known, again, unseen] = [meeting(), meeting(), meeting()].map((fact) => cloudEvent(fact));
    await send([known!, again!]);
    const first = consumer(h);
    await nextIs(2);
    await first.close();
    await remakeTopic(h);
    const port = h.newPort(); // a kafkajs client that knew the topic before fails on it for a while
    const records = [unseen!, again!].map((value) => ({ key: null, value }));
    await eventually(() => port.send({ topic: TOPIC, partition: 0, records }));
    consumer(h, { port });
    await eventually(async () => (await kept().countDocuments()) === 3);
  });

  it('starts with the broker away, says so, and goes on by itself, also the second time', async () => {
    h.newRelay(1_500, h.bell).start();
    h.proxy.set('refuse');
    const reader = consumer(h, { port: h.newPort() });
    await h.record(meeting()); // accepted: an outbox needs no broker
    expect(reader.server.state.ok).toBe(false);
    h.proxy.set('pass');
    await eventually(async () => (await kept().countDocuments()) === 1, { timeoutMs: 25_000 });
    expect(reader.server.state.ok).toBe(true);
    h.proxy.set('refuse');
    await h.record(meeting(), meeting());
    await eventually(() => !reader.server.state.ok, { timeoutMs: 25_000 });
    h.proxy.set('pass');
    await eventually(async () => (await kept().countDocuments()) === 3, { timeoutMs: 30_000 });
  }, 90_000);

  it('works a backlog up in large batches', async () => {
    const perPartition = 20_000 / 6;
    for (let partition = 0; partition < 6; partition++)
      for (let sent = 0; sent < perPartition; sent += 1_000)
        await send(
          Array.from({ length: Math.min(1_000, Math.ceil(perPartition - sent)) }, () => cloudEvent(meeting())),
          partition,
        );
    const reader = consumer(h);
    await eventually(async () => (await totals(h.store)).next >= 20_000, { timeoutMs: 60_000, everyMs: 500 });
    const handled = reader.sizes.reduce((sum, size) => sum + size, 0);
    expect(handled / reader.sizes.length).toBeGreaterThan(200);
    expect(Math.max(...reader.sizes)).toBeLessThanOrEqual(2_000);
    expect(reader.sizes).not.toContain(1);
    expect(await kept().countDocuments()).toBe(handled);
  }, 120_000);

  describe('does not boot', () => {
    const listening = (prepare: (server: KafkaBatchServer) => void): Promise<unknown> => {
      const server = new KafkaBatchServer({ port: h.port, store: h.store, service: 'reports' });
      prepare(server);
      return new Promise((resolve) => server.listen(resolve));
    };
    const handler = async () => undefined;

    it('with a handler for a topic that is not registered', async () => {
      const error = await listening((server) => server.addHandler('meetings.event', handler, true));
      expect(error).toMatchObject({ message: expect.stringContaining('meetings.event') as string });
    });

    it('with two handlers for a topic', async () => {
      const error = await listening((server) => {
        for (let n = 0; n < 2; n++) server.addHandler(TOPIC, async () => undefined, true);
      });
      expect(error).toMatchObject({ message: expect.stringContaining('two handlers') as string });
    });
  });

  it('two workers share the partitions, and either takes over what the other leaves', async () => {
    const readers: Reader[] = [consumer(h), consumer(h, { port: h.newPort() })];
    const sendToAll = () =>
      Promise.all([0, 1, 2, 3, 4, 5].map((partition) => send([cloudEvent(meeting())], partition)));
    await sendToAll();
    await eventually(async () => (await totals(h.store)).applied === 6, { timeoutMs: 25_000 });
    await readers[0]!.close();
    await sendToAll();
    await eventually(async () => (await totals(h.store)).applied === 12, { timeoutMs: 25_000 });
    expect(readers[1]!.sizes.length).toBeGreaterThan(0);
  }, 60_000);

  it('says no more that a partition waits when another worker has it', async () => {
    const first = consumer(h);
    first.handle = () => Promise.reject(new Error('store-away'));
    await Promise.all([0, 1, 2, 3, 4, 5].map((partition) => send([cloudEvent(meeting())], partition)));
    await eventually(() => first.server.waiting().length === 6);
    consumer(h, { port: h.newPort() });
    await eventually(() => first.server.waiting().length === 3, { timeoutMs: 25_000 });
    expect((await totals(h.store)).applied).toBeLessThanOrEqual(3);
  }, 60_000);
});
