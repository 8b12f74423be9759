import { harness, meeting, type Harness } from '../../test/harness.js';
import type { KafkaPort, OutgoingBatch } from '../kafka/kafka-port.js';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';
import { partitionOf } from '../outbox/partition-of.js';
import { markSent } from './lane-entries.js';
import { LaneSender } from './lane-sender.js';
import { laneId, relayState, type LaneState } from './relay-state.js';

const topic = 'meetings.events';
const { unitId } = meeting();
const partition = partitionOf(topic, unitId);
const NOON = Date.UTC(2026, 6, 1, 12);

/** A log of one partition, in memory. */
class Log {
  times: number[] = [];
  connections = 0;
  asked = 0;
  /** Happens once, just before the next request. */
  beforeNext: () => void = () => undefined;

  append(timestamp: number, count = 1): number {
    return this.times.push(...Array.from({ length: count }, () => timestamp)) - count;
  }

  port(): KafkaPort {
    const everywhere = (offset: number) => Array.from({ length: 6 }, () => offset);
    const port: Partial<KafkaPort> = {
      send: async ({ records, timestamp }: OutgoingBatch) => {
        const { beforeNext } = this;
        this.beforeNext = () => undefined;
        beforeNext();
        return { baseOffset: this.append(timestamp!, records.length) };
      },
      endOffsets: async () => everywhere(this.times.length),
      offsetsSince: async (_, time) => {
        this.asked++;
        const found = this.times.findIndex((each) => each >= time);
        return everywhere(found < 0 ? this.times.length : found);
      },
    };
    return Object.defineProperty(port, 'connections', { get: () => this.connections }) as KafkaPort;
  }
}

describe('what is sent into one partition', () => {
  let h: Harness;
  let log: Log;
  let now: number;
  let lane: LaneSender;
  const entries = (filter: object) =>
    h.store.db
      .collection<OutboxEntry>(OUTBOX)
      .find({ topic, partition, ...filter })
      .toArray();
  const sender = () =>
    new LaneSender(
      { topic, partition },
      {
        store: h.store,
        port: log.port(),
        mark: async (request) => (await markSent(h.store, [request]))[0]!,
        mayStillSend: () => true,
        clock: () => now,
      },
    );
  const state = async () => (await relayState<LaneState>(h.store.db).findOne({ _id: laneId(topic, partition) }))!;
  /** Accepts facts and sends all that waits, in one request. */
  const publish = async (facts: number): Promise<boolean> => {
    await h.record(...Array.from({ length: facts }, () => meeting({ unitId })));
    return lane.send(await entries({ pending: true }));
  };

  const announce = async (): Promise<void> => {
    expect(await lane.mayAnnounce()).toBe(true);
    const timestamp = lane.stamp();
    await lane.announced(log.append(timestamp), timestamp);
  };

  beforeAll(async () => {
    h = await harness('lane', { topics: [] });
  });
  afterAll(() => h.end());
  beforeEach(async () => {
    await h.store.db.collection(OUTBOX).deleteMany({});
    const unsent = { $set: { next: 0, sentTotal: 0, tailsLost: 0 }, $unset: { at: 1 as const } };
    await relayState<LaneState>(h.store.db).updateOne({ _id: laneId(topic, partition) }, unsent);
    log = new Log();
    now = NOON;
    lane = sender();
  });

  it('has a time for each request, later than all before it, whatever the clock and whoever sends', async () => {
    await publish(2);
    await publish(1);
    now -= 5_000;
    lane = sender(); // by another process, which takes over
    await publish(1);
    expect(log.times).toEqual([NOON, NOON, NOON + 1, NOON + 2]);
    expect(await state()).toMatchObject({ next: 4, at: new Date(NOON + 2), tailsLost: 0, sentTotal: 4 });
    now = NOON + 60_000;
    await announce();
    await lane.noteEnd();
    expect(await state()).toMatchObject({ next: 5, at: new Date(now), tailsLost: 0 });
  });

  it('is marked together with what went into others, each lane counting its own once', async () => {
    await h.record(meeting({ unitId }), meeting({ unitId }));
    const both = await entries({ pending: true });
    const other = { topic, partition: (partition + 1) % 6 } as const;
    const requests = [
      { lane: { topic, partition } as const, entries: both, reached: { next: 2, at: NOON } },
      { lane: other, entries: both, reached: { next: 9, at: NOON } },
    ];
    expect(await markSent(h.store, requests)).toEqual([2, 0]);
    expect(await entries({ pending: true })).toEqual([]);
    expect(await state()).toMatchObject({ next: 2, sentTotal: 2 });
    const stateOfOther = await relayState<LaneState>(h.store.db).findOne({ _id: laneId(topic, other.partition) });
    expect(stateOfOther).toMatchObject({ next: 9, sentTotal: 0 });
  });

  it('asks nothing more while each answer names the next place', async () => {
    await publish(1);
    const { asked } = log;
    for (let n = 0; n < 3; n++) await publish(1);
    expect(log.asked).toBe(asked);
  });

  it('is sent again after a doubt when the log lost it and grew to what it was, or more', async () => {
    for (const grown of [2, 5]) {
      now += 60_000;
      await publish(1);
      await publish(2);
      log.times.length -= 2;
      log.append((now += 1_000), grown);
      lane.restart();
      expect(await publish(1)).toBe(false); // what is older comes first
      expect(await entries({ pending: true })).toHaveLength(3);
      expect(await publish(0)).toBe(true);
    }
    expect(await state()).toMatchObject({ tailsLost: 2, sentTotal: 8, next: log.times.length });
  });

  it.each([
    ['names another place than the next', 3, 0],
    ['comes over a new connection', 2, 1],
  ])('is sent again when the log lost it and the next answer %s', async (_, grown, connected) => {
    await publish(1);
    await publish(2);
    log.beforeNext = () => {
      log.times.length -= 2;
      log.append(now, grown); // no request of ours failed
      log.connections += connected;
    };
    now += 60_000;
    expect(await publish(1)).toBe(false);
    expect(await entries({ pending: true })).toHaveLength(2);
    expect(await state()).toMatchObject({ tailsLost: 1, sentTotal: 2 });
  });

  it('is not taken for lost because of records that nobody heard of, or older ones that came late', async () => {
    await publish(2);
    log.append(NOON + 500, 3);
    log.append(NOON - 9_000);
    lane.restart();
    now += 60_000;
    expect(await publish(1)).toBe(true);
    lane.restart();
    expect(await publish(1)).toBe(true);
    expect(await state()).toMatchObject({ tailsLost: 0, next: 8 });
  });

  it('is told by the end alone where a lane was written by older code', async () => {
    await publish(2);
    await relayState<LaneState>(h.store.db).updateOne({ _id: laneId(topic, partition) }, { $unset: { at: 1 } });
    lane = sender();
    expect(await lane.mayAnnounce()).toBe(true);
    log.times.length = 1;
    lane = sender();
    expect(await lane.mayAnnounce()).toBe(false);
    expect(await state()).toMatchObject({ tailsLost: 1, next: 1 });
  });

  it('is told as well when the log loses more, below what it had lost before', async () => {
    for (let n = 0; n < 3; n++) await publish(1);
    for (const kept of [2, 1]) {
      log.times.length = kept;
      log.append((now += 1_000), 4);
      lane.restart();
      expect(await lane.mayAnnounce()).toBe(false);
      expect(await entries({ pending: true })).toHaveLength(3 - kept);
    }
  });
  it('is told once for each loss, though signs of life are not written down', async () => {
    await publish(1);
    for (let n = 0; n < 3; n++) await announce();
    log.times.length -= 1;
    log.append((now += 1_000), 2);
    await announce();
    expect(await state()).toMatchObject({ tailsLost: 1, next: 3 });
    for (let n = 0; n < 2; n++) {
      lane.restart();
      expect(await lane.mayAnnounce()).toBe(true);
    }
    expect(await state()).toMatchObject({ tailsLost: 1 });
  });
});
