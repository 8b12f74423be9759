import { setTimeout as pause } from 'node:timers/promises';
import type { WatermarkV1 } from '#contracts';
import type { Store } from '#mongo';
import type { mongo } from 'mongoose';
import { tellOfLoss } from '../restore/went-back.js';
import { countedAt, PROGRESS, tellOfGaps } from './commit-step.js';
import { markOf } from './continuity.js';
import { Halt, shardOf, type ProgressDocument, type RecordBatch } from './record-batch.js';

/** A source speaks to all partitions of all its topics at once; what it says arrives within this time. */
const GATHER_MS = 20;

/** One batch of watermarks alone; `said` is the last of them. */
type Step = { shard: string; first: number; next: number; last: string; said: WatermarkV1 };
type Heard = ProgressDocument['heard'];
type Before = Pick<ProgressDocument, 'next' | 'heard'>;

/**
 * Batches of watermarks alone: one write of one document each, which needs no transaction. It has no guard, since it
 * changes no figure; `seq` and `time` go on as ever, so that a transaction under way on this shard runs into it. At rest
 * nearly every batch is such a one, so those that come together are written by one command.
 */
export class WatermarkSteps {
  private gathered: Step[] = [];
  private writing: Promise<ReadonlySet<string>> | undefined;
  /** As last seen by this process. Where a shard goes on from there, nobody else wrote it in between. */
  private readonly seen = new Map<string, Before>();

  constructor(private readonly store: Store) {}

  /** Resolves when it is written. @throws Halt without a progress document; whatever the store failed with */
  async write({ topic, partition, records }: RecordBatch, said: WatermarkV1): Promise<void> {
    const shard = shardOf(topic, partition);
    const end = records.at(-1)!;
    const [first, next] = [Number(records[0]!.offset), Number(end.offset) + 1];
    this.gathered.push({ shard, first, next, last: markOf(end), said });
    const written = await (this.writing ??= this.writeGathered());
    if (!written.has(shard)) throw new Halt(`no progress document ${shard}: a migration makes them`);
  }

  private async writeGathered(): Promise<ReadonlySet<string>> {
    await pause(GATHER_MS);
    const steps = this.gathered;
    this.gathered = [];
    this.writing = undefined;
    const progress = this.store.db.collection<ProgressDocument>(PROGRESS);
    const unknown = steps.filter(({ shard, first }) => this.seen.get(shard)?.next !== first);
    for (const [shard, before] of await readBefore(progress, unknown)) this.seen.set(shard, before);
    const { matchedCount } = await progress.bulkWrite(steps.map(updateOf), { ordered: false });
    if (matchedCount < steps.length) return new Set((await readBefore(progress, steps)).map(([shard]) => shard));
    for (const { shard, first, next, said } of steps) {
      const { heard, next: expected } = this.seen.get(shard) ?? { heard: null, next: first };
      tellOfLoss(shard, heard, said);
      tellOfGaps(shard, expected, first);
      this.seen.set(shard, { next, heard: laterOf(heard, said) });
    }
    return new Set(steps.map(({ shard }) => shard));
  }
}

async function readBefore(
  progress: mongo.Collection<ProgressDocument>,
  steps: readonly Step[],
): Promise<[string, Before][]> {
  if (steps.length === 0) return [];
  const of = { _id: { $in: steps.map(({ shard }) => shard) } };
  const found = await progress.find(of, { projection: { next: 1, heard: 1 } }).toArray();
  return found.map(({ _id, next, heard }) => [_id, { next, heard }]);
}

function laterOf(heard: Heard, { through, accepted }: WatermarkV1): Heard {
  const at = new Date(through);
  return heard && heard.through >= at ? heard : { through: at, accepted };
}

function updateOf({ shard, next, last, said }: Step): mongo.AnyBulkWriteOperation<ProgressDocument> {
  const at = countedAt(said, next);
  const { through, accepted } = at;
  const heard = { $cond: [{ $gte: ['$heard.through', through] }, '$heard', { through, accepted }] };
  const time = { $max: [new Date(), { $add: ['$time', 1] }] };
  const set = { seq: { $add: ['$seq', 1] }, time, next, last, heard, counted: { ...at, applied: '$applied' } };
  return { updateOne: { filter: { _id: shard }, update: [{ $set: set }] } };
}
