import type { WatermarkV1 } from '#contracts';
import { crashPoint, eventLogger } from '#observability';
import type { ClientSession, mongo } from 'mongoose';
import { DEAD_LETTERS, deadLetter, type DeadLetter } from '../dead-letters/dead-letter.js';
import { deadLettersStored } from '../dead-letters/dead-letters.metrics.js';
import { tellOfLoss } from '../restore/went-back.js';
import { markOf } from './continuity.js';
import { foldFacts, orderFacts } from './fold.rules.js';
import {
  Halt,
  shardOf,
  type Applied,
  type BatchApplier,
  type BatchTx,
  type Counted,
  type ProgressDocument,
  type ReceivedEvent,
  type RecordBatch,
} from './record-batch.js';

export const PROGRESS = 'progress';
const log = eventLogger('batches');

/** What one transaction does: a batch, or a part of one whose failing event is being looked for. */
export type Step = {
  batch: RecordBatch;
  applier: BatchApplier;
  events: ReceivedEvent[];
  letters: DeadLetter[];
  watermark: WatermarkV1 | null;
  /** It is the last record: exactly what lay before it is worked up with it. */
  endsWithWatermark?: boolean;
  /** The last step of its batch: only it moves the shard's position. */
  closing: boolean;
};

/** The tree or rules in this worker's memory are not those of the store (any more). */
export class GuardLost extends Error {}

/** A dead letter was taken up and refused again. */
export class StillRefused extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'StillRefused';
  }
}

type Outcome = { inc: Record<string, number>; letters: DeadLetter[]; minTime: number };

/** The transaction of DESIGN.md 4, steps 2–4; the write of the progress document comes last. */
export async function commitStep(
  db: mongo.Db,
  session: ClientSession,
  step: Step,
  onCommitted: BatchTx['onCommitted'],
): Promise<void> {
  const { batch, applier } = step;
  const shard = shardOf(batch.topic, batch.partition);
  const progress = await db.collection<ProgressDocument>(PROGRESS).findOne({ _id: shard }, { session });
  if (!progress) throw new Halt(`no progress document ${shard}: a migration makes them`);
  const guard = (await applier.guard?.(progress)) ?? {};
  for (const [field, held] of Object.entries(guard))
    if (progress[field] !== held) throw new GuardLost(`${field} is ${String(progress[field])}, not ${held}`);
  const time = Math.max(Date.now(), progress.time.getTime() + 1);
  const { inc, letters, minTime } = await applyRounds({ session, progress, time, onCommitted }, step);
  const aside = await putAside(db, session, [...step.letters, ...letters]);
  inc['refused'] = (inc['refused'] ?? 0) + aside.length;
  if (aside.length > 0) crashPoint('in-quarantine');
  onCommitted(() => countLetters(aside));
  if (batch.redriveOf) inc['refused'] -= await takeUp(db, session, batch.redriveOf);
  const written = await db.collection<mongo.BSON.Document & { _id: string }>(PROGRESS).updateOne(
    { _id: shard, ...guard },
    {
      $inc: { ...inc, seq: 1 },
      $set: {
        time: new Date(Math.max(time, minTime + 1)),
        ...position(step, progress),
        ...heard(step, progress),
        ...counted(step, progress, inc),
      },
    },
    { session },
  );
  if (written.matchedCount === 0) throw new GuardLost(`${shard} changed`);
  const { watermark } = step;
  if (watermark && step.closing) onCommitted(() => tellOfLoss(shard, progress.heard, watermark));
  crashPoint('before-commit');
}

async function applyRounds(tx: BatchTx, { applier, events, batch }: Step): Promise<Outcome> {
  const outcome: Outcome = { inc: {}, letters: [], minTime: -Infinity };
  for (const round of applier.strict ? orderFacts(events) : foldFacts(events)) {
    const applied: Applied = await applier.apply(tx, round);
    for (const [counter, n] of Object.entries(applied.inc ?? {}))
      outcome.inc[counter] = (outcome.inc[counter] ?? 0) + n;
    outcome.minTime = Math.max(outcome.minTime, applied.minTime ?? -Infinity);
    for (const { event, code, detail } of applied.deadLetters ?? []) {
      if (batch.redriveOf) throw new StillRefused(code);
      const record = { offset: event.offset, key: null, value: event.raw, timestamp: '' };
      outcome.letters.push(deadLetter(batch, record, { code, event, ...(detail === undefined ? {} : { detail }) }));
    }
  }
  return outcome;
}

/** Answers those that are new: a replay finds those of before. */
async function putAside(db: mongo.Db, session: ClientSession, letters: DeadLetter[]): Promise<DeadLetter[]> {
  if (letters.length === 0) return [];
  const written = await db.collection<DeadLetter>(DEAD_LETTERS).bulkWrite(
    letters.map(({ _id, ...letter }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: letter }, upsert: true },
    })),
    { session, ordered: false },
  );
  return letters.filter((_, at) => at in written.upsertedIds);
}

function countLetters(letters: readonly DeadLetter[]): void {
  for (const { topic, code } of letters) deadLettersStored.inc({ topic, code });
}

async function takeUp(db: mongo.Db, session: ClientSession, _id: string): Promise<number> {
  const taken = await db
    .collection<DeadLetter>(DEAD_LETTERS)
    .updateOne({ _id, state: 'open' }, { $set: { state: 'redriven', decidedAt: new Date() } }, { session });
  return taken.modifiedCount;
}

/**
 * Set, not `$max` as DESIGN.md 4 has it: when a log lost its tail or was made anew, reading starts again lower, and a
 * position left high would make the next start skip what was written there since. Going back only repeats.
 */
function position({ batch, closing }: Step, progress: ProgressDocument): { next?: number; last?: string } {
  const first = batch.records[0];
  const last = batch.records.at(-1);
  if (!closing || batch.redriveOf || !first || !last) return {};
  tellOfGaps(progress._id, progress.next, Number(first.offset));
  return { next: Number(last.offset) + 1, last: markOf(last) };
}

/** A log that is not what it was is worked up all the same, and said. */
export function tellOfGaps(shard: string, expected: number, found: number): void {
  if (found > expected) log.error({ event: 'batch.records-missing', shard, expected, found });
  if (found < expected) log.warn({ event: 'batch.records-again', shard, expected, found });
}

function heard({ watermark, closing }: Step, progress: ProgressDocument): { heard?: ProgressDocument['heard'] } {
  if (!watermark || !closing) return {};
  const through = new Date(watermark.through);
  return progress.heard && progress.heard.through >= through
    ? {}
    : { heard: { through, accepted: watermark.accepted } };
}

function counted(
  { batch, watermark, endsWithWatermark, closing }: Step,
  progress: ProgressDocument,
  inc: Readonly<Record<string, number>>,
): { counted?: Counted } {
  if (!closing || !watermark || !endsWithWatermark) return {};
  const applied = progress.applied + (inc['applied'] ?? 0);
  return { counted: { ...countedAt(watermark, Number(batch.records.at(-1)!.offset) + 1), applied } };
}

/** What a watermark said, with the offset after it. */
export const countedAt = (
  { through, accepted, pending = 0, oldestPending }: WatermarkV1,
  next: number,
): Omit<Counted, 'applied'> => ({
  through: new Date(through),
  accepted,
  pending,
  oldestPending: oldestPending ? new Date(oldestPending) : null,
  next,
});
