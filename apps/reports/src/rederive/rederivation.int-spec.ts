import type { EventData, EventType } from '#contracts';
import type { Consumption, KafkaPort, KafkaRecord, Subscription } from '#messaging';
import { createLogger } from '#observability';
import { eventually, testDatabase } from '#testing';
import type { Entry } from '../figures/contribution.js';
import { Derivation } from '../figures/derivation.js';
import { contributionsOf, historyOf } from '../figures/ledger.js';
import { compare, RandomHistory } from '../figures/random-history.harness.js';
import {
  batchOf,
  idOf,
  meeting,
  meetingValue,
  storedContributions,
  unitRecord,
  unitValue,
  worker,
  type MeetingOf,
  type Worker,
} from '../figures/write-path.harness.js';
import { rebuildsOf } from '../rebuild/rebuild.js';
import { RebuildRunner } from '../rebuild/rebuild-runner.js';
import { rulesProgressOf, type ShardOfRules } from './rederivation.rules.js';
import { Rederivation } from './rederivation.js';
import { rebuildOfRules, takeOver } from './take-over.js';

jest.setTimeout(120_000);
createLogger('rederivation', 'silent');

/** Counts everything twice. */
class Doubled extends Derivation {
  override readonly rules: number = 2;

  override derive<T extends EventType>(type: T, data: EventData<T>): Entry[] {
    return super
      .derive(type, data)
      .map((entry) => ({ ...entry, m: Object.fromEntries(Object.entries(entry.m).map(([key, n]) => [key, 2 * n])) }));
  }
}

/** Kafka as far as a re-derivation needs it: partitions that are read from an offset to their end, again and again. */
class MemoryLog {
  readonly partitions = new Map<number, KafkaRecord[]>();

  append(partition: number, values: readonly Buffer[]): void {
    const log = this.partitions.get(partition) ?? [];
    for (const value of values) log.push({ offset: String(log.length), key: null, value, timestamp: '0' });
    this.partitions.set(partition, log);
  }

  port(): KafkaPort {
    const endOffsets = (topic: string): Promise<number[]> =>
      Promise.resolve(
        [0, 1, 2, 3, 4, 5].map((n) => (topic === 'meetings.events' ? (this.partitions.get(n)?.length ?? 0) : 0)),
      );
    return {
      endOffsets,
      consume: (subscription: Subscription) => this.#consume(subscription),
    } as Partial<KafkaPort> as KafkaPort;
  }

  #consume(subscription: Subscription): Consumption {
    const topic = 'meetings.events' as const;
    let open = true;
    const read = async (partition: number, log: readonly KafkaRecord[]): Promise<void> => {
      let next = (await subscription.startAt(partition, topic)) ?? 0;
      while (open && next < log.length) {
        const records = log.slice(next, next + 40);
        const batch = { topic, partition, records, highWatermark: String(log.length), assignment: 1 };
        next = Number(
          (await subscription.onBatch({ ...batch, heartbeat: async () => undefined, current: () => open })).next,
        );
      }
    };
    const logs = subscription.topics.includes(topic) ? [...this.partitions] : [];
    const reading = Promise.all(logs.map(([partition, log]) => read(partition, log)));
    return {
      state: { ok: true },
      close: async () => {
        open = false;
        await reading;
      },
    };
  }
}

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));
const history = new RandomHistory(seed);
const changes = history.tree(30);
const meetings = history.meetings();
const log = new MemoryLog();
let database: ReturnType<typeof testDatabase>;
let old: Worker;
let newer: Worker;
const doubled = new Doubled();
const started: { beforeApplicationShutdown(): Promise<void> }[] = [];

const shards = (): Promise<ShardOfRules[]> => old.store.db.collection<ShardOfRules>('progress').find().toArray();
const batch = (partition: number, list: readonly MeetingOf[]) => {
  const from = log.partitions.get(partition)?.length ?? 0;
  const values = list.map((each) => meetingValue(meeting(each)));
  log.append(partition, values);
  return batchOf('meetings.events', partition, values, from);
};
function rederivation(): Rederivation {
  const one = new Rederivation(newer.store, newer.replica, doubled, log.port());
  started.push(one);
  return one;
}

beforeAll(async () => {
  process.stdout.write(`rederivation, random: SEED=${seed}\n`);
  database = testDatabase('rederive');
  old = await worker(database.uri);
  newer = await worker(database.uri, doubled);
  const tree = changes
    .slice(0, 20)
    .map(({ revision, unit, stretches }) => unitValue(revision, unitRecord(unit, revision, stretches)));
  await old.units(batchOf('registry.tree', 0, tree));
  for (const partition of [0, 1])
    await old.facts(batch(partition, meetings.slice(partition * 150, partition * 150 + 150)));
  // Some come twice, as after a relay that was killed.
  await old.facts(batch(0, meetings.slice(0, 20)));
});
afterAll(async () => {
  for (const each of started) await each.beforeApplicationShutdown();
  await old.close();
  await newer.close();
  await database.drop();
});

it('newer code waits for its rules to be those of the figures, and older code refuses from then on', async () => {
  await expect(newer.facts(batch(2, []))).rejects.toThrow('about to take them over');
  expect(await takeOver(newer.store, 2)).toBe(true);
  expect(await takeOver(newer.store, 2)).toBe(false);
  expect(await takeOver(old.store, 1)).toBe(false);
  await expect(old.facts(batch(2, []))).rejects.toThrow('newer rules');
  expect(rulesProgressOf(await shards())).toEqual({ records: { done: 0, of: 320 }, cells: null, underived: 0 });
});

it('derives every fact anew while facts come and the tree moves, through kills, and what was known stays known', async () => {
  const before = new Map((await storedContributions(old.store)).map((one) => [one._id, one]));
  const first = rederivation();
  const rest = meetings.slice(300);
  const deliver = async (): Promise<void> => {
    for (const part of history.batches(rest, 30)) await newer.facts(batch(history.random(3), part));
  };
  const grow = async (): Promise<void> => {
    for (const { revision, unit, stretches } of changes.slice(20))
      await newer.units(batchOf('registry.tree', 0, [unitValue(revision, unitRecord(unit, revision, stretches))]));
  };
  const kill = async (): Promise<void> => {
    const notes = await old.store.db
      .collection<{ _id: string; lsid: unknown }>('worker_sessions')
      .find({ _id: /^rules/ })
      .toArray();
    if (notes.length > 0) await old.store.db.admin().command({ killSessions: notes.map(({ lsid }) => ({ id: lsid })) });
  };
  await Promise.all([first.look(), deliver(), grow(), kill(), kill()]);
  await first.beforeApplicationShutdown();
  const second = rederivation();
  const runner = new RebuildRunner(newer.store, newer.replica, doubled);
  started.push(runner);
  const rebuilt = await eventually(
    async () => {
      await kill();
      await second.look();
      await runner.ring();
      const cells = await rebuildsOf(old.store.db).findOne({ _id: rebuildOfRules(2) });
      return cells?.state === 'done' && cells;
    },
    { timeoutMs: 60_000 },
  );
  // These rules differ in what they derive only, so cells were right all along.
  expect(rebuilt).toMatchObject({ corrected: 0 });
  await newer.tree.ring();
  await compare(newer);
  const stored = await storedContributions(newer.store);
  expect(new Set(stored.map(({ rv }) => rv))).toEqual(new Set([2]));
  expect(rulesProgressOf(await shards())).toBeUndefined();
  expect(await historyOf(old.store.db).countDocuments({ '_id.rv': 2 })).toBe(0);
  const anew = stored.filter(({ was }) => was === 1);
  expect(anew.length).toBeGreaterThan(10);
  for (const { _id, v, t } of anew) {
    const known = before.get(_id);
    const kept = await historyOf(old.store.db).findOne({ '_id.f': _id, '_id.v': v, '_id.rv': 1 });
    expect(kept).toMatchObject({ p: known?.v === v ? known.p : expect.anything(), rv: 1, replacedAt: t });
  }
  expect(await old.store.db.collection('dead_letters').countDocuments()).toBe(0);
});

it('takes a fact that no log had when its source sends it again', async () => {
  const lost: MeetingOf = { id: 'lost', unit: 'unit-0', day: 20_500 };
  await newer.facts(batch(3, [lost]));
  await contributionsOf(old.store.db).updateOne({ _id: idOf('lost') }, { $set: { rv: 1 } });
  await newer.facts(batch(3, [lost]));
  expect(await contributionsOf(old.store.db).findOne({ _id: idOf('lost') })).toMatchObject({ v: 1, rv: 2, was: 1 });
});
