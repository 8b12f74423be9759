import { isBusy, TOPIC_NAMES, TOPICS, type ServiceName, type TopicName } from '#contracts';
import type { Store } from '#mongo';
import { crashPoint, eventLogger } from '#observability';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Consumption, FetchedBatch, KafkaPort, PortState, Subscription } from '../kafka/kafka-port.js';
import { failureOf, reasonOf, wasAtRest } from './batch-notes.js';
import { PROGRESS } from './commit-step.js';
import { Continuity } from './continuity.js';
import { consumerRetries } from './consumer.metrics.js';
import { inParts } from './parts.rules.js';
import { Halt, Outdated, shardOf, type KafkaRecord, type ProgressDocument, type RecordBatch } from './record-batch.js';

/** Transport id for `@EventPattern('meetings.events', KAFKA_BATCH)`; `{strategy: app.get(KafkaBatchServer)}` connects it. */
export const KAFKA_BATCH = Symbol('KAFKA_BATCH');

const log = eventLogger('batch-server');
const BATCH = { most: 2_000, least: 50 };
const RETRY_MS = { first: 250, most: 30_000 };

const isTopic = (name: string): name is TopicName => (TOPIC_NAMES as string[]).includes(name);

/** Topics that are read by one consumer, and what its group is called. */
type Group = { name: string; topics: TopicName[] };

/**
 * A busy topic has a consumer of its own, since each fetch waits for the batches of the last one. All others share one:
 * a consumer at rest costs a fetch each 2 s and a heartbeat each 3 s, whatever it reads.
 */
function groupsOf(topics: readonly TopicName[]): Group[] {
  const quiet = topics.filter((topic) => !isBusy(topic));
  const busy = topics.filter(isBusy).map((topic) => ({ name: topic, topics: [topic] }));
  return quiet.length > 0 ? [...busy, { name: 'quiet', topics: quiet }] : busy;
}

/** A partition whose batch cannot be applied just now: since when, how often it was tried, and why. */
type Halted = { reason: string; tries: number; since: Date };

/**
 * Nest transport strategy that gives a handler whole batches of one partition and owns what happens around it: a failing
 * batch pauses its partition alone and is tried again for ever, and a position moves only after its handler resolved.
 */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  override transportId = KAFKA_BATCH;
  private readonly consumptions: Consumption[] = [];
  private readonly halted = new Map<string, Halted>();
  private readonly continuity = new Continuity();
  private readonly listening: (() => void)[] = [];
  private retired: string | undefined;

  constructor(
    private readonly deps: { port: KafkaPort; store: Store; service: ServiceName; retryMs?: typeof RETRY_MS },
  ) {
    super();
  }

  /** Boots with the broker and the store away: consuming begins in the background. A bad pattern stops the boot. */
  listen(callback: (error?: unknown) => void): void {
    try {
      for (const pattern of this.messageHandlers.keys()) this.checkPattern(pattern);
      for (const group of groupsOf(this.topics())) this.consumptions.push(this.consume(group));
      for (const hook of this.listening) hook();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Runs `hook` once handlers are known and consuming has begun. */
  onListening(hook: () => void): void {
    this.listening.push(hook);
  }

  async close(): Promise<void> {
    await Promise.all(this.consumptions.splice(0).map((consumption) => consumption.close()));
  }

  /** No events of its own: `state` says how it goes. */
  on(): void {}

  // The type of Nest's own method.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  unwrap<T>(): T {
    return this.consumptions as T;
  }

  /** Not ok while a consumer is out of its group or a partition waits; the reason names the first of them. */
  get state(): PortState {
    if (this.retired) return { ok: false, reason: this.retired };
    const [shard] = [...this.halted.entries()].sort(([, a], [, b]) => a.since.getTime() - b.since.getTime());
    if (shard)
      return { ok: false, reason: `${shard[0]} waits since ${shard[1].since.toISOString()}: ${shard[1].reason}` };
    const away = this.consumptions.find(({ state }) => !state.ok);
    return away ? away.state : { ok: true };
  }

  /** Partitions that wait, and since when. */
  waiting(): { topic: string; partition: string; since: Date }[] {
    return [...this.halted].map(([shard, { since }]) => {
      const [topic = '', partition = ''] = shard.split('/');
      return { topic, partition, since };
    });
  }

  /** Topics with a handler. */
  topics(): TopicName[] {
    return [...this.messageHandlers.keys()].filter(isTopic);
  }

  /** Hands one dead record to its topic's handler again. @throws what the handler's processor failed with. */
  async redrive(id: string, topic: TopicName, partition: number, record: KafkaRecord): Promise<void> {
    await this.hand({
      topic,
      partition,
      records: [record],
      highWatermark: '0',
      assignment: -1,
      redriveOf: id,
      heartbeat: async () => undefined,
    });
  }

  private checkPattern(pattern: string): void {
    if (!isTopic(pattern)) throw new Error(`a handler names ${pattern}, which is no registered topic`);
    if (this.messageHandlers.get(pattern)?.next) throw new Error(`${pattern} has two handlers: its progress is one`);
  }

  private consume({ name, topics }: Group): Consumption {
    const { port, service } = this.deps;
    return port.consume({
      topics,
      groupId: `${service}.${name}`,
      // All at once: watermarks wait for one another; the processor limits what is heavier.
      concurrency: topics.reduce((sum, topic) => sum + TOPICS[topic].partitions, 0),
      startAt: (partition, topic) => this.startAt(topic, partition),
      onBatch: (fetched) => this.onBatch(fetched),
      onAssigned: (topic, partitions) => this.leaveToOthers(topic, partitions),
    });
  }

  /** What waited here and is another worker's now, waits here no more. */
  private leaveToOthers(topic: TopicName, partitions: readonly number[]): void {
    const mine = new Set(partitions.map((partition) => shardOf(topic, partition)));
    for (const shard of this.halted.keys())
      if (shard.startsWith(`${topic}/`) && !mine.has(shard)) this.halted.delete(shard);
  }

  private async startAt(topic: TopicName, partition: number): Promise<number | null> {
    const progress = await this.deps.store.db
      .collection<ProgressDocument>(PROGRESS)
      .findOne({ _id: shardOf(topic, partition) }, { projection: { next: 1, last: 1 } });
    crashPoint('after-assignment');
    return progress && this.continuity.begin(progress._id, progress);
  }

  private async onBatch(fetched: FetchedBatch): ReturnType<Subscription['onBatch']> {
    const { topic, partition, highWatermark, assignment, heartbeat, current } = fetched;
    const shard = shardOf(topic, partition);
    const records = this.unread(shard, fetched.records);
    if (!records) return { next: '0', pauseMs: 0 };
    let next = records[0]?.offset ?? String(BigInt(fetched.records[0]?.offset ?? '-1') + 1n);
    let atRest = true;
    for (const part of inParts(records, this.partSize(shard), highWatermark)) {
      if (!current()) break;
      const batch: RecordBatch = { topic, partition, records: part, highWatermark, assignment, heartbeat };
      try {
        await this.hand(batch);
      } catch (error) {
        if (error instanceof Outdated) this.retire(error.reason);
        if (!current()) break; // another worker's by now, who reads it from where it is
        consumerRetries.inc({ topic });
        return { next, pauseMs: this.halt(shard, error) };
      }
      atRest &&= wasAtRest(batch);
      if (this.halted.delete(shard)) log.info({ event: 'shard.goes-on', shard });
      next = String(BigInt(part.at(-1)!.offset) + 1n);
    }
    return { next, pauseMs: 0, atRest };
  }

  /** Without the record that only shows that the log is still the same; null when it is another. */
  private unread(shard: string, records: readonly KafkaRecord[]): readonly KafkaRecord[] | null {
    const found = this.continuity.check(shard, records[0]);
    if (found === 'broken') log.error({ event: 'shard.log-is-another', shard, at: records[0]?.offset });
    if (found === 'broken') return null;
    return found === 'again' ? records.slice(1) : records;
  }

  /** @throws what the processor failed with, or else what came out of the handler. */
  private async hand(batch: RecordBatch): Promise<void> {
    const handler = this.messageHandlers.get(batch.topic);
    if (!handler) throw new Error(`${batch.topic} has no handler`);
    try {
      const result: unknown = await handler(batch);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (error) {
      throw failureOf(batch, error);
    }
  }

  /** Leaves all groups. Not waited for: the handler that found it out is one of those that have to end first. */
  private retire(reason: string): void {
    if (this.retired) return;
    this.retired = reason;
    log.error({ event: 'batch-server.outdated', reason });
    void this.close().catch((err: unknown) => log.warn({ event: 'batch-server.not-closed', err }));
  }

  /** Milliseconds to leave the partition alone: doubling, with a cap and some chance, for ever. */
  private halt(shard: string, error: unknown): number {
    const { first, most } = this.deps.retryMs ?? RETRY_MS;
    const before = this.halted.get(shard);
    const tries = (before?.tries ?? 0) + 1;
    this.halted.set(shard, { reason: reasonOf(error), tries, since: before?.since ?? new Date() });
    const pauseMs = Math.min(most, first * 2 ** Math.min(tries - 1, 10)) * (0.8 + Math.random() * 0.2);
    const level = error instanceof Halt ? 'error' : 'warn';
    log[level]({ event: 'shard.waits', shard, tries, pauseMs: Math.round(pauseMs), err: error });
    return pauseMs;
  }

  /** Smaller after failures: a transaction too big or too slow for the server would fail in the same way for ever. */
  private partSize(shard: string): number {
    const tries = this.halted.get(shard)?.tries ?? 0;
    return Math.max(BATCH.least, BATCH.most >> Math.max(0, tries - 2));
  }
}
