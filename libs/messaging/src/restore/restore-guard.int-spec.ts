import { topicsOf, type TopicName } from '#contracts';
import { exposition } from '#observability';
import { dumpDatabase, eventually, restoreDatabase } from '#testing';
import { harness, meeting, type Harness } from '../../test/harness.js';
import { readLog } from '../../test/log-reader.js';
import { Bell } from '../outbox/bell.js';
import type { KafkaPort } from '../kafka/kafka-port.js';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';
import { Outbox } from '../outbox/outbox.js';
import { Relay } from '../relay/relay.js';
import { relayState, type LaneState } from '../relay/relay-state.js';
import { RestoreGuard } from './restore-guard.js';
import { tellOfLoss } from './went-back.js';

describe('a store and its topics', () => {
  let h: Harness;
  const outbox = () => h.store.db.collection<OutboxEntry>(OUTBOX);
  const pending = () => outbox().countDocuments({ pending: true });
  const lanes = () => relayState<LaneState>(h.store.db);

  /** A start of the service: a guard, and a relay that it holds. */
  function start(port = h.port): { guard: RestoreGuard; relay: Relay; record: () => Promise<void> } {
    const bell = new Bell();
    const guard = new RestoreGuard({ service: 'meetings', store: h.store, port });
    const relay = new Relay({ service: 'meetings', store: h.store, port, bell, leaseMs: 1_500, guard });
    const guarded = new Outbox({ service: 'meetings', store: h.store, bell, guard });
    h.atEnd(async () => {
      await relay.stop();
      await guard.stop();
    });
    guard.start();
    relay.start();
    const record = async (): Promise<void> => {
      const tx = {
        session: h.store.connection.getClient().startSession(),
        now: new Date(),
        onCommitted: () => undefined,
      };
      try {
        await guarded.add(tx, { type: 'meetings.meeting-recorded.v1', data: meeting() });
      } finally {
        await tx.session.endSession();
      }
    };
    return { guard, relay, record };
  }
  async function publish(facts: number): Promise<void> {
    const { relay, guard, record } = start();
    for (let n = 0; n < facts; n += 1) await record();
    await eventually(async () => (await pending()) === 0);
    await relay.stop();
    await guard.stop();
  }

  beforeEach(async () => {
    h = await harness('restore-guard', { topics: topicsOf('meetings') });
  });
  afterEach(() => h.end());

  it('are alike after every end of a service, a sudden one too', async () => {
    await publish(3);
    // Sent, but killed before it was marked; and marked, but before anything was noted of the logs' ends.
    const [killed] = await outbox().find().toArray();
    await outbox().updateOne({ _id: killed!._id }, { $set: { pending: true }, $unset: { sentAt: 1, offset: 1 } });
    await lanes().updateMany({ topic: 'meetings.events' }, { $set: { next: 0 } });
    const { guard } = start();
    await eventually(() => guard.mayPublish, { timeoutMs: 20_000 });
    expect(guard.state).toEqual({ ok: true });
    await eventually(async () => (await pending()) === 0);
  });

  // Found by npm run faults, seed 5: connections were cut while a service that had just begun asked for the ends of its topics.
  it('are compared again when an answer never comes', async () => {
    await publish(1);
    let asked = 0;
    const never = new Promise<number[]>(() => undefined);
    const port = Object.create(h.port, {
      endOffsets: { value: (topic: TopicName) => ((asked += 1) === 1 ? never : h.port.endOffsets(topic)) },
    }) as KafkaPort;
    const guard = new RestoreGuard({ service: 'meetings', store: h.store, port, hangsMs: 50 });
    h.atEnd(() => guard.stop());
    guard.start();
    await eventually(() => guard.mayPublish, { timeoutMs: 20_000 });
    expect(asked).toBeGreaterThan(1);
  });

  // Found by npm run faults, seed 1: replays, and then a start.
  it('are alike when someone copied a record into another partition', async () => {
    await publish(1);
    const [entry] = await outbox().find().toArray();
    const { topic, partition, key, value } = entry!;
    const records = [{ key, value: Buffer.from(value.buffer) }];
    await h.port.send({ topic, partition: (partition + 1) % 6, records });
    const { guard } = start();
    await eventually(() => guard.mayPublish, { timeoutMs: 20_000 });
  });

  it('need no reading after an orderly end: the ends of the logs were noted', async () => {
    await publish(1);
    const watched = new Proxy(h.port, {
      get(target, name) {
        if (name === 'consume') throw new Error('a topic was read');
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const { guard } = start(watched);
    await eventually(() => guard.mayPublish);
  });

  it('that was restored from an older backup accepts and publishes nothing, says why, and goes on with a newer one', async () => {
    await publish(2);
    const older = await dumpDatabase(h.store.db);
    await publish(3);
    const newer = await dumpDatabase(h.store.db);
    await restoreDatabase(h.store.db, older);
    // Accepted by nobody; it only stands for what may be waiting in a backup.
    await h.record(meeting());
    const log = readLog(h);
    const restored = start();
    await eventually(() => !restored.guard.state.ok && restored.guard.state.reason?.includes('older backup'), {
      timeoutMs: 20_000,
    });
    expect(restored.guard.state.reason).toContain('3 versions of facts');
    await expect(restored.record()).rejects.toMatchObject({ code: 'restored-from-older-backup', kind: 'unavailable' });
    await eventually(() => log.facts.length === 5, { timeoutMs: 20_000 });
    await eventually(() => restored.relay.active);
    expect(await pending()).toBe(1);
    expect((await exposition()).text).toMatch(/^lien_cap_store_behind_facts 3$/m);
    await restored.relay.stop();
    await restored.guard.stop();
    // It is remembered, for a start that cannot ask.
    h.proxy.set('refuse');
    const alone = start(h.newPort());
    await eventually(() => alone.guard.state.reason?.includes('older backup'), { timeoutMs: 20_000 });
    await expect(alone.record()).rejects.toMatchObject({ code: 'restored-from-older-backup' });
    await alone.relay.stop();
    await alone.guard.stop();
    h.proxy.set('pass');
    await restoreDatabase(h.store.db, newer);
    const mended = start(h.newPort());
    await eventually(() => mended.guard.mayPublish, { timeoutMs: 20_000 });
    await mended.record();
    expect(log.facts).toHaveLength(5);
  });

  it('cannot be compared while Kafka is away: writes are accepted as ever, and nothing is published', async () => {
    h.proxy.set('refuse');
    const { guard, record } = start(h.newPort());
    await eventually(async () => {
      await record();
      return (await pending()) > 0;
    });
    expect(guard.mayPublish).toBe(false);
    h.proxy.set('pass');
    await eventually(async () => (await pending()) === 0, { timeoutMs: 25_000 });
  });
});

it('a source that counts fewer facts than it did is told, once for each time', async () => {
  const count = async (): Promise<number> =>
    Number(/went_back_total\{topic="meetings.events"\} (\d+)/.exec((await exposition()).text)?.[1] ?? 0);
  const mark = (through: string, accepted: number) =>
    ({ service: 'meetings', topic: 'meetings.events', through, accepted }) as const;
  const heard = { through: new Date('2026-07-01T00:00:00Z'), accepted: 10 };
  const before = await count();
  tellOfLoss('meetings.events/0', null, mark('2026-07-01T00:00:04Z', 1));
  tellOfLoss('meetings.events/0', heard, mark('2026-07-01T00:00:04Z', 10));
  tellOfLoss('meetings.events/0', heard, mark('2026-06-30T00:00:00Z', 9));
  expect(await count()).toBe(before);
  tellOfLoss('meetings.events/0', heard, mark('2026-07-01T00:00:04Z', 9));
  expect(await count()).toBe(before + 1);
});
