import type { TopicName } from '#contracts';
import type { Store } from '#mongo';
import { onScrape } from '#observability';
import { PROGRESS } from './consume/commit-step.js';
import { consumerLag, haltedSeconds, sourceSilence } from './consume/consumer.metrics.js';
import type { KafkaBatchServer } from './consume/kafka-batch-server.js';
import type { ProgressDocument } from './consume/record-batch.js';
import { DEAD_LETTERS, type DeadLetter } from './dead-letters/dead-letter.js';
import { deadLettersOpen } from './dead-letters/dead-letters.metrics.js';
import type { KafkaPort } from './kafka/kafka-port.js';
import { OUTBOX, type OutboxEntry } from './outbox/entry.js';
import type { Relay } from './relay/relay.js';
import { outboxOldestAge, outboxPending, relayLeads } from './relay/relay.metrics.js';

type Deps = { store: Store; port: KafkaPort; relay: Relay; server: KafkaBatchServer };

/** A scrape must stay cheap, also after days without a broker. */
const MOST_COUNTED = 100_000;
const MAX_TIME = { maxTimeMS: 2_000 };

type Shard = Pick<ProgressDocument, 'topic' | 'partition' | 'next' | 'heard'>;

/** What of outbox and consumers is read when somebody asks for it. Nothing here runs by itself. */
export class MessagingGauges {
  private readonly ends: (() => void)[] = [];

  constructor(private readonly deps: Deps) {}

  start(): void {
    this.ends.push(
      onScrape('outbox', [outboxPending, outboxOldestAge, relayLeads], () => this.readOutbox()),
      onScrape('dead-letters', [deadLettersOpen], () => this.readDeadLetters()),
      onScrape('halted', [haltedSeconds], () => this.readHalted()),
      onScrape('silence', [sourceSilence], () => this.readSilence()),
      onScrape('lag', [consumerLag], () => this.readLag()),
    );
  }

  stop(): void {
    for (const end of this.ends.splice(0)) end();
  }

  private async readOutbox(): Promise<void> {
    const outbox = this.deps.store.db.collection<OutboxEntry>(OUTBOX);
    const pending = { pending: true as const };
    const [count, oldest] = await Promise.all([
      outbox.countDocuments(pending, { limit: MOST_COUNTED, ...MAX_TIME }),
      outbox.findOne(pending, { sort: { _id: 1 }, projection: { recordedAt: 1 }, ...MAX_TIME }),
    ]);
    outboxPending.set(count);
    outboxOldestAge.set(oldest ? secondsSince(oldest.recordedAt) : 0);
    relayLeads.set(this.deps.relay.active ? 1 : 0);
  }

  private async readDeadLetters(): Promise<void> {
    const byCode = this.deps.store.db
      .collection<DeadLetter>(DEAD_LETTERS)
      .aggregate<{ _id: string; n: number }>(
        [{ $match: { state: 'open' } }, { $group: { _id: '$code', n: { $sum: 1 } } }],
        MAX_TIME,
      );
    for await (const { _id, n } of byCode) deadLettersOpen.set({ code: _id }, n);
  }

  private readHalted(): void {
    for (const { topic, partition, since } of this.deps.server.waiting())
      haltedSeconds.set({ topic, partition }, secondsSince(since));
  }

  private async readSilence(): Promise<void> {
    const oldest = new Map<TopicName, number>();
    for (const { topic, heard } of await this.shards())
      if (heard) oldest.set(topic, Math.max(oldest.get(topic) ?? 0, secondsSince(heard.through)));
    for (const [topic, seconds] of oldest) sourceSilence.set({ topic }, seconds);
  }

  private async readLag(): Promise<void> {
    const shards = await this.shards();
    const topics = [...new Set(shards.map(({ topic }) => topic))];
    const ends = new Map(await Promise.all(topics.map(async (topic) => [topic, await this.endsOf(topic)] as const)));
    for (const { topic, partition, next } of shards) {
      const end = ends.get(topic)?.[partition];
      // A log that lost its tail is shorter than what was read of it.
      if (end !== undefined) consumerLag.set({ topic, partition: String(partition) }, Math.max(0, end - next));
    }
  }

  private endsOf(topic: TopicName): Promise<number[]> {
    return this.deps.port.endOffsets(topic);
  }

  private async shards(): Promise<Shard[]> {
    const topics = this.deps.server.topics();
    if (topics.length === 0) return [];
    return this.deps.store.db
      .collection<ProgressDocument>(PROGRESS)
      .find({ topic: { $in: topics } }, { projection: { topic: 1, partition: 1, next: 1, heard: 1 }, ...MAX_TIME })
      .toArray();
  }
}

const secondsSince = (date: Date): number => Math.max(0, (Date.now() - date.getTime()) / 1000);
