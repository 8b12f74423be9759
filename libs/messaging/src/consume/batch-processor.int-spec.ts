import type { MeetingRecordedV1 } from '#contracts';
import { exposition } from '#observability';
import { meetingsReplica } from '../../test/consumer.js';
import {
  cloudEvent,
  harness,
  meeting,
  progressOf,
  recordBatch,
  recordCommands,
  REPLICA,
  type Command,
  type Harness,
} from '../../test/harness.js';
import { DEAD_LETTERS, type DeadLetter } from '../dead-letters/dead-letter.js';
import { BatchProcessor } from './batch-processor.js';
import { PROGRESS } from './commit-step.js';
import { Halt, type BatchApplier, type ProgressDocument } from './record-batch.js';
import { ServerClock } from './server-clock.js';

type Kept = { _id: string; version: number; hash: string; minutes: number };

describe('a batch', () => {
  let h: Harness;
  let processor: BatchProcessor;
  let replica: BatchApplier;
  let commands: Command[];
  const kept = () => h.store.db.collection<Kept>(REPLICA);
  const letters = () => h.store.db.collection<DeadLetter>(DEAD_LETTERS).find().sort({ offset: 1 }).toArray();
  const apply = (facts: MeetingRecordedV1[], from = 0, applier = replica) =>
    processor.process(
      recordBatch(
        facts.map((fact) => cloudEvent(fact)),
        { from },
      ),
      applier,
    );

  /** What the counters of this process say. */
  const counted = async () => {
    const { text } = await exposition();
    const of = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return {
      batches: of('lien_cap_consumer_batch_events_count{topic="meetings.events"}'),
      events: of('lien_cap_consumer_batch_events_sum{topic="meetings.events"}'),
      letters: of('lien_cap_dead_letters_stored_total{topic="meetings.events",code="version-conflict"}'),
    };
  };

  beforeAll(async () => {
    h = await harness('batch', { topics: [], uriSuffix: '&monitorCommands=true' });
    replica = meetingsReplica(h);
    commands = recordCommands(h.store);
  });
  beforeEach(async () => {
    processor = new BatchProcessor({ store: h.store });
    await kept().deleteMany({});
    await h.store.db.collection(DEAD_LETTERS).deleteMany({});
    await h.store.db
      .collection(PROGRESS)
      .updateMany(
        {},
        { $set: { next: 0, applied: 0, refused: 0, heard: null, time: new Date(0), treeRevision: 0, rules: 0 } },
      );
  });
  afterEach(() => processor.close());
  afterAll(() => h.end());

  describe('of valid events', () => {
    it('applies each and notes how far it is, in one transaction', async () => {
      const facts = [meeting(), meeting()];
      await apply(facts, 10);
      expect(await kept().countDocuments()).toBe(2);
      expect(await progressOf(h.store)).toMatchObject({ next: 12, applied: 2, refused: 0 });
    });

    it('has one effect for the same event twice, in one batch or in two', async () => {
      const fact = meeting();
      await apply([fact, fact]);
      await apply([fact], 2);
      expect(await kept().findOne({ _id: fact.meetingId })).toMatchObject({ version: 1 });
      expect(await progressOf(h.store)).toMatchObject({ next: 3, applied: 1 });
      expect(await letters()).toEqual([]);
    });

    it('keeps the newest state when versions come out of order', async () => {
      const fact = meeting({ minutes: 10 });
      const newer = { ...fact, version: 3, minutes: 30 };
      await apply([newer, { ...fact, version: 2, minutes: 20 }]);
      await apply([fact], 2);
      expect(await kept().findOne({ _id: fact.meetingId })).toMatchObject({ version: 3, minutes: 30 });
      expect((await progressOf(h.store)).applied).toBe(3); // versions, so that it can be held against a watermark
    });

    it('puts aside another content under the same version, and keeps the first', async () => {
      const fact = meeting({ minutes: 10 });
      await apply([fact]);
      await apply([{ ...fact, minutes: 11 }], 1);
      expect(await kept().findOne({ _id: fact.meetingId })).toMatchObject({ minutes: 10 });
      expect(await letters()).toMatchObject([
        { code: 'version-conflict', offset: 1, factId: fact.meetingId, version: 1 },
      ]);
      expect(await progressOf(h.store)).toMatchObject({ next: 2, refused: 1 });
    });

    it('finds the conflict also when both come in one batch', async () => {
      const fact = meeting({ minutes: 10 });
      await apply([fact, { ...fact, minutes: 11 }]);
      expect(await kept().findOne({ _id: fact.meetingId })).toMatchObject({ minutes: 10 });
      expect(await letters()).toMatchObject([{ code: 'version-conflict', offset: 1 }]);
    });

    it('counts a replayed conflict once', async () => {
      const fact = meeting({ minutes: 10 });
      const records = [fact, { ...fact, minutes: 11 }].map((data) => cloudEvent(data));
      for (let time = 0; time < 2; time++) await processor.process(recordBatch(records), replica);
      expect(await letters()).toHaveLength(1);
      expect((await progressOf(h.store)).refused).toBe(1);
    });
  });

  describe('of bad records', () => {
    const good = meeting();
    const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
    const bad: [string, Buffer | null][] = [
      ['null-value', null],
      ['empty-value', Buffer.alloc(0)],
      ['leading-zero-byte', Buffer.from([0, 0, 0, 0, 1])],
      ['not-utf8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
      ['not-json', cloudEvent(meeting()).subarray(0, 80)],
      ['too-deep', Buffer.from(deep)],
      ['duplicate-key', Buffer.from('{"id":"a","id":"b"}')],
      ['bad-envelope', Buffer.from('{"specversion":"1.0"}')],
      ['unknown-type', cloudEvent(meeting(), { type: 'meetings.meeting-recorded.v9' })],
      ['wrong-topic', cloudEvent(meeting(), { type: 'registry.role-changed.v1' })],
      ['bad-data', cloudEvent(meeting({ minutes: -1 }))],
      ['bad-data', cloudEvent(meeting({ version: 0 }))],
    ];

    it.each(bad)('puts %s aside with its bytes, and goes on', async (code, value) => {
      await processor.process(recordBatch([value, cloudEvent(good)], { from: 7 }), replica);
      expect(await letters()).toMatchObject([
        { code, offset: 7, partition: 0, topic: 'meetings.events', state: 'open' },
      ]);
      const [letter] = await letters();
      expect(letter?.raw && Buffer.from(letter.raw.buffer)).toEqual(value);
      expect(await kept().countDocuments()).toBe(1);
      expect(await progressOf(h.store)).toMatchObject({ next: 9, applied: 1, refused: 1 });
    });

    it('puts them aside once, however often they are read', async () => {
      for (let time = 0; time < 3; time++) await processor.process(recordBatch(bad.map(([, value]) => value)), replica);
      expect(await letters()).toHaveLength(bad.length);
      expect((await progressOf(h.store)).refused).toBe(bad.length);
    });
  });

  it('that only skips writes its progress before anyone commits an offset', async () => {
    const fact = meeting();
    await apply([fact]);
    const { seq } = await progressOf(h.store);
    commands.length = 0;
    await apply([fact], 1);
    const writes = commands.filter(({ name }) => ['insert', 'update', 'delete', 'bulkWrite'].includes(name));
    expect(writes).toEqual([{ name: 'update', collections: [PROGRESS], inTransaction: true }]);
    expect(commands.map(({ name }) => name)).toContain('commitTransaction');
    expect(await progressOf(h.store)).toMatchObject({ seq: seq + 1, next: 2 });
  });

  it('reads all it decides on inside its transaction', async () => {
    await apply([meeting()]);
    commands.length = 0;
    await apply([meeting()], 1);
    const reads = commands.filter(({ name }) => name === 'find');
    expect(reads.map(({ collections, inTransaction }) => [collections[0], inTransaction])).toEqual([
      [PROGRESS, true],
      [REPLICA, true],
    ]);
  });

  it('writes the progress document last', async () => {
    commands.length = 0;
    await apply([meeting(), meeting()]);
    const written = commands.filter(({ name }) => name === 'insert' || name === 'update');
    expect(written.map(({ collections }) => collections[0]).slice(-2)).toEqual([REPLICA, PROGRESS]);
  });

  it('applied by two workers at once takes effect once', async () => {
    const facts = Array.from({ length: 20 }, () => meeting());
    const other = new BatchProcessor({ store: h.store });
    const batch = () => recordBatch(facts.map((fact) => cloudEvent(fact)));
    await Promise.all([processor.process(batch(), replica), other.process({ ...batch(), assignment: 2 }, replica)]);
    await other.close();
    expect((await progressOf(h.store)).applied).toBe(20);
  });

  it('passes the time of what it replaced, and its own last time, whatever the clock says', async () => {
    const ahead = Date.now() + 60_000;
    await apply([meeting()], 0, { ...replica, apply: async () => ({ minTime: ahead }) });
    expect((await progressOf(h.store)).time.getTime()).toBe(ahead + 1);
    const seen: number[] = [];
    await apply([meeting()], 1, { ...replica, apply: async ({ time }) => (seen.push(time), {}) });
    expect(seen).toEqual([ahead + 2]);
  });

  it('is not applied by a worker whose clock is 2 s off', async () => {
    const wrong = new BatchProcessor({ store: h.store, clock: new ServerClock(h.store, () => Date.now() - 2_500) });
    await expect(wrong.process(recordBatch([cloudEvent(meeting())]), replica)).rejects.toThrow(Halt);
    expect(await kept().countDocuments()).toBe(0);
  });

  it('is counted when it is committed, and only then', async () => {
    const fact = meeting();
    const batch = recordBatch([cloudEvent(fact), cloudEvent({ ...fact, minutes: 1 })]);
    const before = await counted();
    await expect(
      apply([meeting()], 0, { ...replica, apply: () => Promise.reject(new Halt('not now')) }),
    ).rejects.toThrow();
    await processor.process(batch, replica);
    await processor.process(batch, replica); // a replay puts nothing new aside
    const after = await counted();
    expect(after.batches - before.batches).toBe(2);
    expect(after.events - before.events).toBe(4);
    expect(after.letters - before.letters).toBe(1);
  });

  it('waits for its turn before it reads, and tells of its commit also when it has dead letters alone', async () => {
    const told: string[] = [];
    const turn: BatchApplier['turn'] = async (shard, onCommitted) => {
      told.push(`turn of ${shard} after ${commands.length} commands`);
      onCommitted(() => told.push('committed'));
    };
    await processor.process(recordBatch([Buffer.from('{}')]), replica); // has its session and clock from here on
    commands.length = 0;
    await processor.process(recordBatch([Buffer.from('not JSON')], { from: 1 }), { ...replica, turn });
    expect(told).toEqual(['turn of meetings.events/0 after 0 commands', 'committed']);
  });

  it('goes back when the log does, so that nothing written after a lost tail is skipped', async () => {
    await apply([meeting(), meeting()], 100);
    await apply([meeting()], 40);
    expect((await progressOf(h.store)).next).toBe(41);
  });

  describe('with a guard', () => {
    const guarded = (held: { treeRevision: number; losses: number }): BatchApplier => ({
      ...replica,
      guard: async () => ({ treeRevision: held.treeRevision, rules: 0 }),
      onGuardLost: async () => {
        held.losses++;
        held.treeRevision = 5;
      },
    });
    const setRevision = (treeRevision: number) =>
      h.store.db.collection<ProgressDocument>(PROGRESS).updateMany({}, { $set: { treeRevision } });

    it('is done again after a reload when the worker holds another tree', async () => {
      await setRevision(5);
      const held = { treeRevision: 4, losses: 0 };
      let applied = 0;
      await apply([meeting()], 0, {
        ...guarded(held),
        apply: async (tx, events) => (applied++, replica.apply(tx, events)),
      });
      expect(held.losses).toBe(1);
      expect(applied).toBe(1); // compared before any work
    });

    it('is not committed when the tree changes between its read and its last write', async () => {
      const held = { treeRevision: 0, losses: 0 };
      let first = true;
      await apply([meeting()], 0, {
        ...guarded(held),
        // Memory that goes stale while the batch runs: the filter of the last write is all that sees it.
        guard: async (): Promise<Record<string, number>> => {
          if (!first) return { treeRevision: held.treeRevision, rules: 0 };
          first = false;
          return {
            get treeRevision() {
              const now = held.treeRevision;
              held.treeRevision = 7;
              return now;
            },
          };
        },
        onGuardLost: async () => {
          held.losses++;
          held.treeRevision = 0;
        },
      });
      expect(held.losses).toBe(1);
      expect((await progressOf(h.store)).applied).toBe(1);
    });
  });

  describe('that the code fails on', () => {
    const choking = (on: string, strict = false): BatchApplier => ({
      ...replica,
      strict,
      apply: async (tx, events) => {
        if (events.some(({ factId }) => factId === on)) throw new TypeError('cannot read it');
        return replica.apply(tx, events);
      },
    });

    it('loses only the event that brings it out', async () => {
      const facts = Array.from({ length: 9 }, () => meeting());
      await apply(facts, 0, choking(facts[5]!.meetingId));
      expect(await kept().countDocuments()).toBe(8);
      expect(await letters()).toMatchObject([{ code: 'code-fault', offset: 5, factId: facts[5]!.meetingId }]);
      expect(await progressOf(h.store)).toMatchObject({ next: 9, applied: 8, refused: 1 });
    });

    it('halts where the order matters', async () => {
      const fact = meeting();
      await expect(apply([fact], 0, choking(fact.meetingId, true))).rejects.toThrow(Halt);
      expect(await letters()).toEqual([]);
      expect((await progressOf(h.store)).next).toBe(0);
    });
  });

  it('hands a strict applier every version in order', async () => {
    const fact = meeting();
    const seen: number[] = [];
    const versions = [3, 1, 2, 2].map((version) => ({ ...fact, version }));
    await apply(versions, 0, {
      ...replica,
      strict: true,
      apply: async (_, events) => (seen.push(...events.map(({ version }) => version)), {}),
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('of a killed worker holds nobody up: whoever takes over ends its transaction', async () => {
    const fact = meeting();
    const killed = new BatchProcessor({ store: h.store });
    let inside: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (inside = resolve));
    // It wrote, and then never comes back, as after kill -9: its transaction stays open on the server.
    const stuck: BatchApplier = {
      ...replica,
      apply: async (tx, events) => {
        await replica.apply(tx, events);
        await h.store.db
          .collection(PROGRESS)
          .updateOne({ partition: 0 }, { $inc: { seq: 1 } }, { session: tx.session });
        inside();
        return new Promise(() => undefined);
      },
    };
    void killed.process(recordBatch([cloudEvent(fact)]), stuck).catch(() => undefined);
    await reached;
    const startedAt = performance.now();
    await processor.process({ ...recordBatch([cloudEvent(fact)]), assignment: 2 }, replica);
    expect(performance.now() - startedAt).toBeLessThan(5_000); // 10 s is when the server would end it by itself
    expect((await progressOf(h.store)).applied).toBe(1);
  });
});
