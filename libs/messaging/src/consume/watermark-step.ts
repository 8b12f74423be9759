import type { WatermarkV1 } from '#contracts';
import type { ClientSession, mongo } from 'mongoose';
import { PROGRESS, tellOfGaps } from './commit-step.js';
import { Halt, shardOf, type ProgressDocument, type RecordBatch } from './record-batch.js';

/**
 * A batch of watermarks alone: one write of one document, which needs no transaction. It has no guard, since it changes
 * no figure; `seq` and `time` go on as ever, so that a transaction under way on this shard runs into it. At rest nearly
 * every batch is such a one, and this is half of what an idle service does.
 */
export async function watermarkStep(
  db: mongo.Db,
  session: ClientSession | undefined,
  batch: RecordBatch,
  watermark: WatermarkV1,
): Promise<void> {
  const shard = shardOf(batch.topic, batch.partition);
  const next = Number(batch.records.at(-1)!.offset) + 1;
  const through = new Date(watermark.through);
  const heard = {
    $cond: [{ $gte: ['$heard.through', through] }, '$heard', { through, accepted: { $literal: watermark.accepted } }],
  };
  const { accepted, pending = 0, oldestPending } = watermark;
  const oldest = oldestPending ? new Date(oldestPending) : null;
  const said = { through, accepted: { $literal: accepted }, pending: { $literal: pending }, oldestPending: oldest };
  const counted = { ...said, applied: '$applied', next: { $literal: next } };
  const time = { $max: [new Date(), { $add: ['$time', 1] }] };
  const before = await db
    .collection<ProgressDocument>(PROGRESS)
    .findOneAndUpdate({ _id: shard }, [{ $set: { seq: { $add: ['$seq', 1] }, time, next, heard, counted } }], {
      returnDocument: 'before',
      projection: { next: 1 },
      ...(session ? { session } : {}),
    });
  if (!before) throw new Halt(`no progress document ${shard}: a migration makes them`);
  tellOfGaps(shard, before.next, Number(batch.records[0]!.offset));
}
