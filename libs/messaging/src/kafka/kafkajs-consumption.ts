import { setTimeout as pause } from 'node:timers/promises';
import { eventLogger } from '#observability';
import type { TopicName } from '#contracts';
import type { Consumer, ConsumerCrashEvent, EachBatchPayload, Kafka } from 'kafkajs';
import type { Contact } from './contact.js';
import type { Consumption, PortState, Subscription } from './kafka-port.js';

const log = eventLogger('kafka-consumer');

// A killed worker's partitions are taken over after this long; with the rebalance it stays under the 15 s promised.
const SESSION_MS = 9_000;
const HEARTBEAT_MS = 3_000;
const REBALANCE_MS = 30_000;
// Also how long a partition that is resumed may wait for the next fetch. Records that come end a fetch at once; at rest
// each consumer asks once in this time.
const MAX_WAIT_MS = 2_000;
// Two whole batches in one fetch of a partition (a meeting's event has some 900 bytes), and all partitions in one fetch, or
// those that the broker names first would be worked up before the others begin.
const BYTES_PER_PARTITION = 4 * 1024 * 1024;
const BYTES = 6 * BYTES_PER_PARTITION;
const RETRY_MS = { first: 250, most: 5_000 };
const POSITION_RETRY_MS = 1_000;
// What kafkajs calls not retriable and yet passes by itself: a new broker makes its topic of offsets when first asked.
const PASSING = new Set(['KafkaJSNoBrokerAvailableError', 'KafkaJSGroupCoordinatorNotFound']);
const COMMIT_AT_REST_MS = 30_000;

/** Topics consumed through every absence of the broker: a crashed kafkajs consumer is replaced by a new one. */
export class KafkajsConsumption implements Consumption {
  private consumer: Consumer | undefined;
  private assignment = 0;
  private closing = false;
  private readonly over = new AbortController();
  private readonly closed = new Promise<void>((resolve) =>
    this.over.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  /** By topic and partition, since when its beginning needs no look-up: assignment and connections. */
  private readonly placed = new Map<string, string>();
  private readonly committedAt = new Map<string, number>();
  private readonly resumptions = new Set<NodeJS.Timeout>();
  private readonly running: Promise<void>;
  private joined = false;
  private reason = 'the consumer has not joined its group yet';

  constructor(
    private readonly kafka: Kafka,
    private readonly prefix: string,
    private readonly subscription: Subscription,
    private readonly contact: Contact,
    private readonly onFatal: (error: Error) => void,
  ) {
    this.running = this.keepRunning();
  }

  get state(): PortState {
    return this.joined ? { ok: true } : { ok: false, reason: `${this.subscription.topics.join(', ')}: ${this.reason}` };
  }

  async close(): Promise<void> {
    this.closing = true;
    this.over.abort();
    for (const timer of this.resumptions) clearTimeout(timer);
    await this.running;
  }

  private async keepRunning(): Promise<void> {
    for (let tries = 0; !this.closing; tries++) {
      const startedAt = performance.now();
      await this.runOnce();
      if (performance.now() - startedAt > 60_000) tries = 0;
      const waitMs = Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** Math.min(tries, 6));
      if (!this.closing) await pause(waitMs, undefined, { signal: this.over.signal }).catch(() => undefined); // closed
    }
  }

  /** Returns when this consumer is of no more use. */
  private async runOnce(): Promise<void> {
    const { topics, groupId } = this.subscription;
    const consumer = this.makeConsumer();
    this.consumer = consumer;
    const crashed = new Promise<ConsumerCrashEvent>((resolve) => consumer.on(consumer.events.CRASH, resolve));
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: topics.map((topic) => this.prefix + topic), fromBeginning: true });
      if (this.closing) return;
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: this.subscription.concurrency,
        eachBatch: (payload) => this.eachBatch(payload),
      });
      const crash = await Promise.race([crashed, this.closed]);
      if (crash) this.judge(crash);
    } catch (error) {
      this.failed(error, 'consumer.not-started');
    } finally {
      this.joined = false;
      await consumer.disconnect().catch((err: unknown) => log.debug({ event: 'consumer.disconnect', groupId, err }));
    }
  }

  private makeConsumer(): Consumer {
    const consumer = this.kafka.consumer({
      groupId: this.prefix + this.subscription.groupId,
      allowAutoTopicCreation: false,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: BYTES_PER_PARTITION,
      maxBytes: BYTES,
      // Without kafkajs's own restart: keepRunning makes a new consumer instead.
      retry: { retries: 5, initialRetryTime: 200, maxRetryTime: 2_000, restartOnFailure: async () => false },
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      this.assignment++;
      this.joined = true;
      this.contact.good();
      for (const topic of this.subscription.topics) {
        const partitions = memberAssignment[this.prefix + topic] ?? [];
        this.subscription.onAssigned?.(topic, partitions);
        for (const partition of partitions) void this.placeEarly(consumer, topic, partition);
      }
    });
    consumer.on(consumer.events.REBALANCING, () => (this.assignment += 1));
    return consumer;
  }

  private judge({ payload: { error } }: ConsumerCrashEvent): void {
    this.failed(error, 'consumer.crashed');
    const retriable = error.name === 'KafkaJSNumberOfRetriesExceeded' || this.isPassing(error);
    if (!retriable && !this.closing) this.onFatal(error);
  }

  private isPassing(error: Error & { retriable?: boolean; cause?: unknown }): boolean {
    if (error.retriable === true || PASSING.has(error.name)) return true;
    return error.cause instanceof Error ? this.isPassing(error.cause) : false;
  }

  private failed(error: unknown, event: string): void {
    this.reason = error instanceof Error ? error.message : String(error);
    this.contact.bad(error);
    if (!this.closing) log.warn({ event, groupId: this.subscription.groupId, err: error });
  }

  /** Must never throw: an error here would stop the fetching of every partition of this consumer. */
  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    // A missed beat is noticed, and a rebalance joined, by kafkajs's own loop after this batch.
    const beat = () =>
      payload.heartbeat().catch((err: unknown) => log.debug({ event: 'consumer.heartbeat', partition, err }));
    const timer = setInterval(() => void beat(), HEARTBEAT_MS / 2);
    try {
      const pauseMs = (await this.place(payload)) ?? (await this.hand(payload, beat));
      if (pauseMs > 0) this.leaveAlone(payload, pauseMs);
    } catch (err) {
      log.error({ event: 'consumer.batch-failed', topic, partition, err });
      this.leaveAlone(payload, POSITION_RETRY_MS);
    } finally {
      clearInterval(timer);
    }
  }

  /** A partition may have nothing new to fetch, and yet begin earlier than its committed offset says. */
  private async placeEarly(consumer: Consumer, name: TopicName, partition: number): Promise<void> {
    const { standing } = this;
    const topic = this.prefix + name;
    try {
      const next = await this.subscription.startAt(partition, name);
      if (next === null || this.standing !== standing || this.isPlaced(topic, partition)) return;
      consumer.seek({ topic, partition, offset: String(next) });
    } catch (err) {
      log.debug({ event: 'consumer.not-placed-early', partition, err }); // the first batch is placed all the same
    }
  }

  /** Changes whenever somebody else may have had the partition, or the broker may have come back with less than it had. */
  private get standing(): string {
    return `${this.assignment}/${this.contact.connections}`;
  }

  /**
   * Looks up where the partition begins, after every change of {@link standing} and before any record of it is handed
   * over: kafkajs does not wait for listeners of GROUP_JOIN, so a seek made there would race the first fetch. Null: go on.
   */
  private async place({ batch }: EachBatchPayload): Promise<number | null> {
    const { topic, partition } = batch;
    const { standing, consumer } = this;
    if (this.isPlaced(topic, partition)) return null;
    const next = await this.subscription.startAt(partition, this.nameOf(topic));
    this.placed.set(`${topic}/${partition}`, standing);
    if (next === null || String(next) === batch.firstOffset()) return null;
    consumer?.seek({ topic, partition, offset: String(next) });
    return 0;
  }

  private isPlaced(topic: string, partition: number): boolean {
    return this.placed.get(`${topic}/${partition}`) === this.standing;
  }

  /** Without the prefix, as the rest of the system calls it. */
  private nameOf(topic: string): TopicName {
    return topic.slice(this.prefix.length) as TopicName;
  }

  private async hand(payload: EachBatchPayload, heartbeat: () => Promise<void>): Promise<number> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const { assignment } = this;
    const first = batch.firstOffset();
    const {
      next,
      pauseMs,
      atRest = false,
    } = await this.subscription.onBatch({
      topic: this.nameOf(topic),
      partition,
      records: batch.messages.map(({ offset, key, value, timestamp }) => ({ offset, key, value, timestamp })),
      highWatermark: batch.highWatermark,
      assignment,
      heartbeat,
      current: () => payload.isRunning() && !payload.isStale() && this.assignment === assignment && !this.closing,
    });
    if (first !== null && BigInt(next) < BigInt(first)) this.consumer?.seek({ topic, partition, offset: next });
    if (first === null || BigInt(next) <= BigInt(first)) return pauseMs;
    payload.resolveOffset(String(BigInt(next) - 1n));
    if (this.shallCommit(`${topic}/${partition}`, atRest))
      await payload
        .commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] })
        .catch((err: unknown) => log.debug({ event: 'consumer.commit', topic, partition, err }));
    this.contact.good();
    return pauseMs;
  }

  /**
   * Committed offsets are for lag tools only; where to read on is kept with what was read (progress.next). At rest a
   * batch is one watermark every 4 s, and a request to the broker for each would be a third of what is sent to it.
   */
  private shallCommit(shard: string, atRest: boolean): boolean {
    const now = performance.now();
    if (atRest && now - (this.committedAt.get(shard) ?? -Infinity) < COMMIT_AT_REST_MS) return false;
    this.committedAt.set(shard, now);
    return true;
  }

  private leaveAlone(payload: EachBatchPayload, forMs: number): void {
    const resume = payload.pause();
    const timer = setTimeout(() => {
      this.resumptions.delete(timer);
      resume();
    }, forMs);
    this.resumptions.add(timer);
  }
}
