import { meetingsReplica } from '../../test/consumer.js';
import {
  cloudEvent,
  harness,
  meeting,
  progressOf,
  recordBatch,
  recordCommands,
  type Command,
  type Harness,
} from '../../test/harness.js';
import { BatchProcessor } from './batch-processor.js';
import { PROGRESS } from './commit-step.js';
import type { BatchApplier } from './record-batch.js';

describe('a batch with watermarks', () => {
  let h: Harness;
  let processor: BatchProcessor;
  let replica: BatchApplier;
  let commands: Command[];

  beforeAll(async () => {
    h = await harness('watermarks', { topics: [], uriSuffix: '&monitorCommands=true' });
    replica = meetingsReplica(h);
    commands = recordCommands(h.store);
    processor = new BatchProcessor({ store: h.store });
  });
  afterAll(async () => {
    await processor.close();
    await h.end();
  });

  it('remembers the last watermark of its source', async () => {
    const watermark = (through: string, accepted: number) =>
      cloudEvent(meeting(), {
        type: 'relay.watermark.v1',
        data: { service: 'meetings', topic: 'meetings.events', through, accepted },
      });
    await processor.process(
      recordBatch([watermark('2026-07-01T00:00:00Z', 3), watermark('2026-07-01T00:00:05Z', 4)]),
      replica,
    );
    await processor.process(recordBatch([watermark('2026-07-01T00:00:00Z', 3)], { from: 2 }), replica);
    expect((await progressOf(h.store)).heard).toEqual({ through: new Date('2026-07-01T00:00:05Z'), accepted: 4 });
  });

  it('counts what lay before a watermark, whatever else is in its batch', async () => {
    const oldestPending = '2026-07-02T00:00:04.000Z';
    const data = {
      service: 'meetings',
      topic: 'meetings.events',
      through: '2026-07-02T00:00:05.000Z',
      accepted: 9,
      pending: 1,
      oldestPending,
    };
    const watermark = cloudEvent(meeting(), { type: 'relay.watermark.v1', data });
    await processor.process(recordBatch([]), replica);
    const { applied } = await progressOf(h.store);
    const facts = [meeting(), meeting(), meeting()].map((fact) => cloudEvent(fact));
    await processor.process(recordBatch([facts[0]!, watermark, facts[1]!, facts[2]!], { from: 40 }), replica);
    expect(await progressOf(h.store)).toMatchObject({
      next: 44,
      applied: applied + 3,
      counted: {
        through: new Date(data.through),
        accepted: 9,
        pending: 1,
        oldestPending: new Date(oldestPending),
        applied: applied + 1,
        next: 42,
      },
    });
  });

  it('of watermarks alone is written without a transaction, with others of its kind, and meets other transactions', async () => {
    const through = '2026-07-03T00:00:00.000Z';
    const data = { service: 'meetings', topic: 'meetings.events', through, accepted: 3 };
    const batch = recordBatch([cloudEvent(meeting(), { type: 'relay.watermark.v1', data })], { from: 7 });
    await processor.process(recordBatch([]), replica); // the shard is this worker's from here on
    const { seq, time, applied } = await progressOf(h.store);
    const others = [1, 2, 3, 4, 5].map((partition) => ({ ...batch, partition }));
    for (const other of others) await processor.process({ ...other, records: [] }, replica); // taken over, too
    commands.length = 0;
    await Promise.all([batch, ...others].map((one) => processor.process(one, replica)));
    expect(commands).toEqual(
      ['find', 'update'].map((name) => ({ name, collections: [PROGRESS], inTransaction: false })),
    );
    expect((await progressOf(h.store, 'meetings.events/5')).heard).toEqual({ through: new Date(through), accepted: 3 });
    const after = await progressOf(h.store);
    expect(after).toMatchObject({ seq: seq + 1, next: 8, heard: { through: new Date(through), accepted: 3 } });
    expect(after.time.getTime()).toBeGreaterThan(time.getTime());
    let meanwhile = true;
    await processor.process(recordBatch([cloudEvent(meeting())], { from: 8 }), {
      ...replica,
      apply: async (tx, events) => {
        if (meanwhile) await processor.process(batch, replica);
        meanwhile = false;
        return replica.apply(tx, events);
      },
    });
    expect(await progressOf(h.store)).toMatchObject({ seq: seq + 3, next: 9, applied: applied + 1 });
  });

  it('is read up on only where somebody else wrote since the one before', async () => {
    const data = { service: 'meetings', topic: 'meetings.events', through: '2026-07-04T00:00:00.000Z', accepted: 3 };
    const watermark = cloudEvent(meeting(), { type: 'relay.watermark.v1', data });
    const asked = async (from: number): Promise<string[]> => {
      commands.length = 0;
      await processor.process({ ...recordBatch([watermark], { from }), partition: 2 }, replica);
      return commands.map(({ name }) => name);
    };
    await asked(20);
    expect(await asked(21)).toEqual(['update']);
    await h.store.db.collection(PROGRESS).updateOne({ partition: 2 }, { $set: { next: 23 } });
    expect(await asked(23)).toEqual(['find', 'update']);
    expect(await asked(24)).toEqual(['update']);
    await h.store.db.collection(PROGRESS).deleteOne({ partition: 2 });
    await expect(asked(25)).rejects.toThrow('no progress document meetings.events/2');
  });
});
