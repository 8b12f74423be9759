import { inTransaction, isTransient, type Store } from '#mongo';
import { crashPoint, eventLogger, inSpans, runWithTrace } from '#observability';
import type { ClientSession } from 'mongoose';
import pLimit, { type LimitFunction } from 'p-limit';
import { deadLetter, type DeadLetter } from '../dead-letters/dead-letter.js';
import { noteAtRest, noteFailure, reasonOf } from './batch-notes.js';
import { batchRecords, batchSeconds } from './consumer.metrics.js';
import { commitStep, GuardLost, StillRefused, type Step } from './commit-step.js';
import { parseRecord, type Parsed } from './parse-record.js';
import { processSpans } from './process-spans.js';
import { Halt, shardOf, type BatchApplier, type ReceivedEvent, type RecordBatch } from './record-batch.js';
import { ServerClock } from './server-clock.js';
import { WatermarkSteps } from './watermark-steps.js';
import { WorkerSessions } from './worker-sessions.js';

const log = eventLogger('batches');
const MAX_GUARD_LOSSES = 20;
const PARSED_BETWEEN_BEATS = 500;
/** Transactions of one topic at a time: more hold more in memory and in the store's cache, and are no faster. */
const CONCURRENCY = 3;

/** `passedOver`: facts of types that this applier does not take. */
type Sorted = Pick<Step, 'events' | 'letters' | 'watermark' | 'endsWithWatermark'> & { passedOver: number };

/**
 * "A batch" of DESIGN.md 4: parses and checks before, then one transaction that reads what it decides on, applies, and
 * writes the progress document last. What fails for ever goes to dead letters and the partition goes on; what passes by
 * itself is thrown, and the caller tries the batch again.
 */
export class BatchProcessor {
  private readonly sessions: WorkerSessions;
  private readonly clock: ServerClock;
  private readonly watermarks: WatermarkSteps;
  private readonly turns = new Map<string, LimitFunction>();

  constructor(private readonly deps: { store: Store; clock?: ServerClock }) {
    this.sessions = new WorkerSessions(deps.store);
    this.clock = deps.clock ?? new ServerClock(deps.store);
    this.watermarks = new WatermarkSteps(deps.store);
  }

  /**
   * Returns when the batch is committed, with all it skipped and put aside.
   *
   * @throws what is worth trying again (MongoDB away, Halt); StillRefused for a dead letter that is no better now.
   */
  async process(batch: RecordBatch, applier: BatchApplier): Promise<void> {
    try {
      await this.clock.check();
      const parsed = await parseAll(batch);
      for (const [from, to] of cutsOf(parsed)) {
        const whole = to - from === parsed.length;
        const part = whole ? batch : { ...batch, records: batch.records.slice(from, to) };
        await this.processPart(part, parsed.slice(from, to), applier);
      }
    } catch (error) {
      noteFailure(batch, error);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.sessions.close();
  }

  private async processPart(batch: RecordBatch, parsed: readonly Parsed[], applier: BatchApplier): Promise<void> {
    const { passedOver, ...sorted } = sortOut(batch, parsed, applier);
    const { watermark } = sorted;
    if (watermark && sorted.events.length + sorted.letters.length + passedOver === 0) {
      await this.sessionOf(batch); // a killed worker's transaction would hold up the write
      await this.watermarks.write(batch, watermark);
      noteAtRest(batch);
    } else await this.turnOf(batch.topic)(() => this.work({ batch, applier, ...sorted, closing: true }));
  }

  private turnOf(topic: string): LimitFunction {
    const found = this.turns.get(topic) ?? pLimit(CONCURRENCY);
    this.turns.set(topic, found);
    return found;
  }

  private async work(step: Step): Promise<void> {
    const { batch, events } = step;
    const begun = performance.now();
    // A batch holds many traces; the first one's is that of its log lines, each fact keeps its own.
    await runWithTrace(events[0]?.traceparent, () =>
      inSpans(
        () => processSpans(batch, events),
        async () => this.applyOrSplit(step, await this.sessionOf(batch)),
      ),
    );
    countBatch(batch.topic, events.length, performance.now() - begun);
  }

  private async sessionOf({
    topic,
    partition,
    assignment,
    redriveOf,
  }: RecordBatch): Promise<ClientSession | undefined> {
    return redriveOf ? undefined : this.sessions.of(shardOf(topic, partition), assignment);
  }

  /** A fault of the code is narrowed down to the event that brings it out, which is put aside; the others go through. */
  private async applyOrSplit(step: Step, session: ClientSession | undefined): Promise<void> {
    const { events, applier, batch } = step;
    try {
      await this.commit(step, session);
    } catch (error) {
      if (isTransient(error) || error instanceof Halt || error instanceof StillRefused) throw error;
      log.error({
        event: 'batch.code-fault',
        topic: batch.topic,
        partition: batch.partition,
        events: events.length,
        err: error,
      });
      if (applier.strict || events.length === 0) throw new Halt(`code fault: ${reasonOf(error)}`);
      if (batch.redriveOf) throw new StillRefused('code-fault');
      const [event] = events;
      if (events.length === 1 && event) {
        const letter = letterOf(batch, event, 'code-fault', error instanceof Error ? error.name : 'not an Error');
        await this.commit({ ...step, events: [], letters: [...step.letters, letter] }, session);
        return;
      }
      const middle = Math.ceil(events.length / 2);
      await batch.heartbeat();
      await this.applyOrSplit({ ...step, events: events.slice(0, middle), letters: [], closing: false }, session);
      await this.applyOrSplit({ ...step, events: events.slice(middle) }, session);
    }
  }

  private async commit(step: Step, session: ClientSession | undefined): Promise<void> {
    const { store } = this.deps;
    for (let losses = 0; ; losses++) {
      let hooks: (() => void)[] = [];
      const attempt = async (tx: ClientSession): Promise<void> => {
        hooks = [];
        const onCommitted = (hook: () => void): void => void hooks.push(hook);
        await step.applier.turn?.(shardOf(step.batch.topic, step.batch.partition), onCommitted);
        return commitStep(store.db, tx, step, onCommitted);
      };
      try {
        await inTransaction(store.connection, attempt, session ? { session } : {});
        crashPoint('after-commit-before-resolve');
        for (const hook of hooks) hook();
        return;
      } catch (error) {
        if (!(error instanceof GuardLost)) throw error;
        if (losses >= MAX_GUARD_LOSSES)
          throw new Halt(`what this worker holds in memory is never current: ${error.message}`);
        await step.applier.onGuardLost?.();
      }
    }
  }
}

/** A batch of a backlog is worked up whole; nobody counts by it. */
const MOST_CUT = 500;

/** In two behind the last watermark, so that what lies before it can be counted (`counted`); else all of it. */
function cutsOf(parsed: readonly Parsed[]): [from: number, to: number][] {
  const end = parsed.length;
  const cut = parsed.findLastIndex(({ kind }) => kind === 'watermark') + 1;
  if (cut === 0 || cut === end || end > MOST_CUT) return [[0, end]];
  return [
    [0, cut],
    [cut, end],
  ];
}

/** At rest nearly every batch is a watermark, which says nothing of how long work takes. */
function countBatch(topic: string, events: number, ms: number): void {
  if (events === 0) return;
  batchRecords.observe({ topic }, events);
  batchSeconds.observe({ topic }, ms / 1000);
}

const letterOf = (batch: RecordBatch, event: ReceivedEvent, code: string, detail: string): DeadLetter =>
  deadLetter(batch, { offset: event.offset, key: null, value: event.raw, timestamp: '' }, { code, detail, event });

/** Reads every record of the batch; nothing here depends on the store, so a retry need not do it again. */
async function parseAll(batch: RecordBatch): Promise<Parsed[]> {
  const parsed: Parsed[] = [];
  for (const [at, record] of batch.records.entries()) {
    if (at % PARSED_BETWEEN_BEATS === PARSED_BETWEEN_BEATS - 1) await batch.heartbeat();
    parsed.push(parseRecord(batch.topic, record));
  }
  return parsed;
}

/** What is to be done with the records of a batch, which were parsed in their order. */
function sortOut(batch: RecordBatch, parsed: readonly Parsed[], applier: BatchApplier): Sorted {
  const endsWithWatermark = parsed.at(-1)?.kind === 'watermark';
  const sorted: Sorted = { events: [], letters: [], watermark: null, endsWithWatermark, passedOver: 0 };
  for (const [at, one] of parsed.entries())
    if (one.kind === 'watermark') sorted.watermark = one.watermark;
    else if (one.kind === 'fault') sorted.letters.push(deadLetter(batch, batch.records[at]!, one));
    else if (applier.types.includes(one.event.type)) sorted.events.push(one.event);
    else sorted.passedOver++;
  const [letter] = sorted.letters;
  if (batch.redriveOf && letter) throw new StillRefused(letter.code);
  if (sorted.letters.length > 0)
    log.warn({
      event: 'batch.dead-letters',
      topic: batch.topic,
      partition: batch.partition,
      codes: sorted.letters.map(({ code }) => code),
    });
  return sorted;
}
