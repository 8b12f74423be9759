import { exposition } from '#observability';
import { eventually } from '#testing';
import { harness, meeting, remakeTopic, type Harness } from '../../test/harness.js';
import { readLog, type Logged } from '../../test/log-reader.js';
import type { KafkaPort, OutgoingBatch } from '../kafka/kafka-port.js';
import { Bell } from '../outbox/bell.js';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';
import { partitionOf } from '../outbox/partition-of.js';
import { LEASE, relayState, type LaneState, type LeaseState } from './relay-state.js';
import { Relay } from './relay.js';

const TOPIC = 'meetings.events';

/** Sent, failed and sent again, by the counters of this process. */
async function counted(): Promise<number[]> {
  const { text } = await exposition();
  return ['sent', 'send_failures', 'resent'].map((name) =>
    Number(new RegExp(`^lien_cap_outbox_${name}_total\\{topic="${TOPIC}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0),
  );
}

describe('the relay', () => {
  let h: Harness;
  /** When `watched` announced, and how often that fails at first. */
  const announcedAt: number[] = [];
  let unheard = 0;
  const outbox = () => h.store.db.collection<OutboxEntry>(OUTBOX);
  const pending = () => outbox().countDocuments({ pending: true });
  const sentTotal = async (): Promise<number> => {
    const lanes = await relayState<LaneState>(h.store.db)
      .find({ sentTotal: { $exists: true } })
      .toArray();
    return lanes.reduce((sum, lane) => sum + lane.sentTotal, 0);
  };
  const dataOf = ({ event }: Logged) => event.data as { meetingId: string; version: number };
  const versionsOf = (log: { facts: Logged[] }, meetingId: string) =>
    log.facts
      .map(dataOf)
      .filter((data) => data.meetingId === meetingId)
      .map(({ version }) => version);

  /** A relay whose sends can be watched, delayed or broken. */
  function watched(
    around: (batch: OutgoingBatch, send: KafkaPort['send']) => Promise<{ baseOffset: number }>,
    bell = new Bell(),
    leaseMs = 1_500,
  ) {
    const port = new Proxy(h.port, {
      get(target, name) {
        if (name === 'sendToEach' && announcedAt.push(performance.now()) <= unheard)
          return () => Promise.reject(new Error('doubt'));
        if (name === 'send') return (batch: OutgoingBatch) => around(batch, (each) => target.send(each));
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const relay = new Relay({ service: 'meetings', store: h.store, port, bell, leaseMs });
    h.atEnd(() => relay.stop());
    return relay;
  }
  const isFact = ({ records }: OutgoingBatch) => !records[0]!.value.includes('relay.watermark.v1');

  beforeEach(async () => {
    h = await harness('relay');
  });
  afterEach(() => h.end());

  it('publishes what was committed before it lived, in order', async () => {
    const fact = meeting();
    for (const version of [1, 2, 3]) await h.record({ ...fact, version }, meeting());
    const log = readLog(h);
    h.newRelay().start();
    await eventually(() => log.facts.length >= 6);
    expect(versionsOf(log, fact.meetingId)).toEqual([1, 2, 3]);
    expect(await eventually(async () => (await pending()) === 0)).toBe(true);
    expect(await sentTotal()).toBe(6);
  });

  it('sends the versions of a fact in their order, whatever the clocks that made the entries', async () => {
    const fact = meeting();
    for (const version of [3, 2, 1]) await h.record({ ...fact, version });
    const log = readLog(h);
    h.newRelay().start();
    await eventually(() => log.facts.length >= 3);
    expect(versionsOf(log, fact.meetingId)).toEqual([1, 2, 3]);
  });

  it('is woken by a commit, long before it would look by itself', async () => {
    const sentAt: number[] = [];
    const relay = watched((batch, send) => {
      if (isFact(batch)) sentAt.push(performance.now());
      return send(batch);
    }, h.bell);
    relay.start();
    await eventually(() => relay.active);
    const waits: number[] = [];
    for (let n = 0; n < 5; n++) {
      const at = performance.now();
      await h.record(meeting());
      await eventually(() => sentAt.length > n, { everyMs: 5 });
      waits.push(sentAt.at(-1)! - at);
    }
    expect(Math.min(...waits)).toBeLessThan(250);
  });

  it('marks an entry as sent only after the broker has it', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let asked = 0;
    const relay = watched(async (batch, send) => {
      if (!isFact(batch)) return send(batch);
      asked++;
      await released;
      return send(batch);
    });
    await h.record(meeting());
    relay.start();
    await eventually(() => asked > 0);
    expect(await pending()).toBe(1);
    release();
    await eventually(async () => (await pending()) === 0);
    const entry = await outbox().findOne();
    expect(entry).toMatchObject({ sentAt: expect.any(Date) as Date, offset: expect.any(Number) as number });
    expect(await sentTotal()).toBe(1);
  });

  it('sends the same bytes again after any doubt, and counts the fact once', async () => {
    let tries = 0;
    const relay = watched(async (batch, send) => {
      const answer = await send(batch);
      // The answer is lost: the record may be there or not.
      if (isFact(batch) && ++tries <= 2) throw new Error('connection closed');
      return answer;
    });
    const log = readLog(h);
    const before = await counted();
    await h.record(meeting());
    relay.start();
    await eventually(async () => (await pending()) === 0);
    await eventually(() => log.facts.length === 3);
    expect(new Set(log.facts.map(({ event }) => JSON.stringify(event))).size).toBe(1);
    expect(await sentTotal()).toBe(1);
    const after = await counted();
    expect(after.map((n, at) => n - before[at]!)).toEqual([1, 2, 2]);
  });

  it('does not send twice with two of them, and another goes on when one stops', async () => {
    const senders: string[] = [];
    const bells = [new Bell(), new Bell()];
    const [a, b] = ['a', 'b'].map((name, n) =>
      watched((batch, send) => {
        if (isFact(batch)) senders.push(name);
        return send(batch);
      }, bells[n]),
    ) as [Relay, Relay];
    const log = readLog(h);
    a.start();
    b.start();
    await eventually(() => a.active || b.active);
    for (let n = 0; n < 20; n++) {
      await h.record(meeting());
      for (const bell of bells) bell.ring();
      expect(a.active && b.active).toBe(false);
    }
    await eventually(() => log.facts.length === 20);
    expect(new Set(senders).size).toBe(1);
    await (a.active ? a : b).stop();
    await h.record(meeting());
    await eventually(() => log.facts.length === 21);
    expect(new Set(senders).size).toBe(2);
    // A record is read before its entry is marked.
    await eventually(async () => (await pending()) === 0);
    expect(await sentTotal()).toBe(21);
  });

  it('that lost its lease stops, and what it still sent is counted once', async () => {
    const a = h.newRelay(1_500);
    a.start();
    await eventually(() => a.active);
    await h.record(meeting(), meeting());
    // Another took over while this one was not looking, as after SIGSTOP.
    const stolen = { owner: 'another', expiresAt: new Date(Date.now() + 3_000) };
    await relayState<LeaseState>(h.store.db).updateOne({ _id: LEASE }, { $set: stolen, $inc: { token: 1 } });
    await eventually(() => !a.active);
    await eventually(() => a.active); // the other never came back: its lease ended
    await eventually(async () => (await pending()) === 0);
    expect(await sentTotal()).toBe(2);
  });

  it('waits for a broker that is away, and says that the outbox is late only after a while', async () => {
    const relay = h.newRelay(1_500, h.bell);
    relay.start();
    await eventually(() => relay.active);
    h.proxy.set('refuse');
    await h.record(meeting());
    expect(await relay.check()).toEqual({ ok: true });
    await outbox().updateMany({}, { $set: { recordedAt: new Date(Date.now() - 60_000) } });
    expect(await relay.check()).toMatchObject({ ok: false, reason: expect.stringContaining('60 s') as string });
    expect(await pending()).toBe(1);
    await eventually(async () => !(await h.port.check()).ok);
    h.proxy.set('pass');
    await eventually(async () => (await pending()) === 0, { timeoutMs: 25_000 });
    expect(await sentTotal()).toBe(1);
  });

  it('sends again what a log lost that came back without its tail', async () => {
    const relay = h.newRelay(1_500, h.bell);
    relay.start();
    await h.record(meeting(), meeting(), meeting());
    await eventually(async () => (await pending()) === 0);
    await remakeTopic(h);
    const log = readLog(h, TOPIC, h.newPort());
    await eventually(() => new Set(log.facts.map(({ event }) => event.subject)).size === 3, { timeoutMs: 25_000 });
    await eventually(async () => (await pending()) === 0);
    expect(await sentTotal()).toBe(3);
    const lost = await relayState<LaneState>(h.store.db).countDocuments({ tailsLost: { $gte: 1 } });
    expect(lost).toBeGreaterThan(0);
  });

  it('sends again what a log lost that has grown past it by records that nobody heard of', async () => {
    const relay = h.newRelay(1_500, h.bell);
    relay.start();
    const { unitId } = meeting();
    const partition = partitionOf(TOPIC, unitId);
    const facts = [meeting(), meeting()];
    for (const fact of facts) {
      await h.record({ ...fact, unitId });
      await eventually(async () => (await pending()) === 0);
    }
    await relay.stop();
    const lane = await relayState<LaneState>(h.store.db).findOne({ topic: TOPIC, partition });
    await remakeTopic(h);
    // Sent by a relay that was killed then: the broker took them, and nobody knows.
    const records = Array.from({ length: lane!.next + 3 }, () => ({ key: unitId, value: Buffer.from('{"data":{}}') }));
    await eventually(() => h.newPort().send({ topic: TOPIC, partition, records }));
    const log = readLog(h, TOPIC, h.newPort());
    h.newRelay(1_500, h.bell).start();
    await eventually(() => facts.every(({ meetingId }) => versionsOf(log, meetingId).length > 0), {
      timeoutMs: 25_000,
    });
    await eventually(async () => (await pending()) === 0);
    expect(await sentTotal()).toBe(2);
  });

  it('says to every partition how far it is, at most 5 s apart', async () => {
    h.newRelay(1_500, h.bell).start();
    await h.record(meeting(), meeting());
    const log = readLog(h);
    const of = (partition: number) => log.watermarks.filter((each) => each.partition === partition);
    await eventually(() => [0, 1, 2, 3, 4, 5].every((partition) => of(partition).length >= 2), { timeoutMs: 20_000 });
    const times = of(0).map(({ event }) => Date.parse(event.time));
    expect(times[1]! - times[0]!).toBeLessThanOrEqual(5_000);
    expect(of(5).at(-1)!.event.data).toMatchObject({ service: 'meetings', topic: TOPIC, accepted: 2 });
    const through = Date.parse(of(0).at(-1)!.event.data['through'] as string);
    expect(Math.abs(through - times.at(-1)!)).toBeLessThan(2_000);
  });

  it('says how far it is now, when the time to speak comes in the middle of a round', async () => {
    const log = readLog(h);
    const first = (after: Date) => log.watermarks.find(({ event }) => new Date(event.time) > after);
    h.newRelay(60_000, h.bell).start();
    await eventually(() => log.watermarks.length >= 6, { timeoutMs: 20_000 });
    // Between the begin of the next round and its end the clock goes on by a whole interval.
    const clock = performance.now.bind(performance);
    const collection = h.store.db.collection.bind(h.store.db);
    const looked = jest.spyOn(h.store.db, 'collection').mockImplementation((name: string) => {
      looked.mockRestore();
      jest.spyOn(performance, 'now').mockImplementation(() => clock() + 4_000);
      return collection(name);
    });
    h.atEnd(async () => void jest.restoreAllMocks());
    const before = new Date();
    h.bell.ring();
    const next = await eventually(() => first(before), { timeoutMs: 20_000 });
    expect(Date.parse(next.event.data['through'] as string)).toBeGreaterThanOrEqual(before.getTime());
  });

  it('says it again soon when it is not known whether that was heard', async () => {
    unheard = 3;
    announcedAt.length = 0;
    watched((batch, send) => send(batch)).start();
    const times = await eventually(() => announcedAt.length > unheard && announcedAt);
    expect(times[3]! - times[0]!).toBeLessThan(7_900); // two whole intervals and more, had it waited for the next each time
    unheard = 0;
  });

  it('never says that it published past what it could not', async () => {
    const stuck = meeting();
    const partition = partitionOf(TOPIC, stuck.unitId);
    let broken = false;
    const relay = watched(async (batch, send) => {
      if (broken && batch.partition === partition) throw new Error('no leader');
      return send(batch);
    });
    const log = readLog(h);
    relay.start();
    await eventually(() => log.watermarks.length >= 6);
    broken = true;
    const recordedAt = Date.now();
    await h.record(stuck);
    const last = await eventually(() => log.watermarks.find(({ event }) => event.data['accepted'] === 1), {
      timeoutMs: 20_000,
    });
    expect(Date.parse(last.event.data['through'] as string)).toBeLessThanOrEqual(recordedAt);
    broken = false;
    await eventually(() => log.facts.length === 1);
  });
});
