import { setTimeout as pause } from 'node:timers/promises';
import type { TopicName } from '#contracts';
import { KAFKA_PORT, WorkerSessions, shardOf, type Consumption, type FetchedBatch, type KafkaPort } from '#messaging';
import { Store } from '#mongo';
import { eventLogger } from '#observability';
import { TreeReplica } from '#tree';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { TREE_SHARD } from '../figures/cells.js';
import { Derivation } from '../figures/derivation.js';
import { contributionsOf } from '../figures/ledger.js';
import { rebuildsOf } from '../rebuild/rebuild.js';
import { DERIVED_TOPICS, isDone, type ShardOfRules } from './rederivation.rules.js';
import { Superseded, rederiveRecords } from './rederive-step.js';
import { NOT_YET, rebuildOfRules, takeOver } from './take-over.js';

const LOOK_EVERY_MS = 3_000;
const RETRY_MS = 2_000;
/** Facts in one transaction; facts that come get as long a turn as it took, at most the second. */
const RECORDS = 500;
const LONGEST_PAUSE_MS = 500;
const COUNT_EVERY_MS = 60_000;

const log = eventLogger('rederivation');

/**
 * A start with newer rules derives every stored fact anew, from its topic: the log holds whole states for ever, a contribution
 * only what was made of one (README.md). Every process reads some partitions; a killed one's are read on by another, or
 * by itself after its restart.
 */
@Injectable()
export class Rederivation implements OnModuleInit, BeforeApplicationShutdown {
  readonly #sessions: WorkerSessions;
  readonly #consumptions = new Map<TopicName, Consumption>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #stopped = false;
  #countedAt = -Infinity;

  constructor(
    private readonly store: Store,
    private readonly replica: TreeReplica,
    private readonly derivation: Derivation,
    @Inject(KAFKA_PORT) private readonly port: KafkaPort,
  ) {
    this.#sessions = new WorkerSessions(store);
  }

  onModuleInit(): void {
    this.store.onReady(() => {
      this.#timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
      return this.look();
    });
  }

  /** Before the store closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all([...this.#consumptions.values()].map((consumption) => consumption.close()));
    await this.#sessions.close();
  }

  /** Begins, goes on or ends what there is to do. At rest this is one small read, and then none. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((err: unknown) => log.warn({ event: 'rederivation.waits', err }))
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { rules } = this.derivation;
    if (this.#stopped || !this.store.state.ok) return;
    if (await takeOver(this.store, rules)) log.info({ event: 'rederivation.begun', rules });
    const shards = await this.#progress
      .find({ rules, $or: [{ rederive: { $exists: true } }, { underived: { $gt: 0 } }] })
      .toArray();
    const left = shards.filter((shard) => !isDone(shard));
    for (const topic of DERIVED_TOPICS)
      await this.#read(
        topic,
        left.filter((shard) => shard.topic === topic),
      );
    if (shards.length > 0 && left.length === 0) await this.#close(rules);
    else if (shards.length === 0) clearInterval(this.#timer);
  }

  /** Reads a topic as long as a shard of it is not through. */
  async #read(topic: TopicName, left: readonly ShardOfRules[]): Promise<void> {
    const running = this.#consumptions.get(topic);
    if (left.length === 0) {
      this.#consumptions.delete(topic);
      await running?.close();
      return;
    }
    await this.#passEnds(topic, left);
    if (!running) this.#consumptions.set(topic, this.#consume(topic));
  }

  #consume(topic: TopicName): Consumption {
    return this.port.consume({
      topics: [topic],
      groupId: `reports.rules-${this.derivation.rules}.${topic}`,
      concurrency: 1,
      startAt: async (partition) => (await this.#shard(topic, partition))?.rederive?.next ?? null,
      onBatch: (batch) => this.#onBatch(topic, batch),
    });
  }

  async #onBatch(topic: TopicName, batch: FetchedBatch): Promise<{ next: string; pauseMs: number }> {
    const { partition, records, assignment, current, heartbeat } = batch;
    let next = records[0]?.offset ?? '0';
    try {
      const session = await this.#sessions.of(`rules/${shardOf(topic, partition)}`, assignment);
      for (let at = 0; at < records.length && current() && !this.#stopped; at += RECORDS) {
        const shard = await this.#shard(topic, partition);
        if (!shard || isDone(shard)) return { next, pauseMs: LONGEST_PAUSE_MS };
        const begun = performance.now();
        const part = records.slice(at, at + RECORDS);
        const end = Number(part.at(-1)!.offset) + 1;
        const { store, replica, derivation } = this;
        await rederiveRecords({ store, replica, derivation, session }, { topic, partition, records: part, next: end });
        next = String(end);
        await heartbeat();
        await pause(Math.min(LONGEST_PAUSE_MS, performance.now() - begun));
      }
      return { next, pauseMs: 0 };
    } catch (err) {
      if (!(err instanceof Superseded)) log.warn({ event: 'rederivation.part-failed', topic, partition, err });
      return { next, pauseMs: RETRY_MS };
    }
  }

  /** A log that is shorter than it was will never bring what was in it. */
  async #passEnds(topic: TopicName, left: readonly ShardOfRules[]): Promise<void> {
    const ends = await this.port.endOffsets(topic);
    for (const { _id, partition, rederive } of left) {
      const end = ends[partition];
      if (!rederive || end === undefined || rederive.next < end) continue;
      log.error({ event: 'rederivation.log-too-short', shard: _id, end, until: rederive.until });
      await this.#progress.updateOne({ _id, rules: this.derivation.rules }, [
        { $set: { 'rederive.next': '$rederive.until' } },
      ]);
    }
  }

  /** Everything was read: the rebuild of cells may begin, and whatever no log had is told. */
  async #close(rules: number): Promise<void> {
    const _id = rebuildOfRules(rules);
    const held = await rebuildsOf(this.store.db).countDocuments({ _id, open: true, notBefore: NOT_YET });
    // Facts that were left may be sent again by their source.
    if (held === 0 && performance.now() - this.#countedAt < COUNT_EVERY_MS) return;
    this.#countedAt = performance.now();
    const underived = await contributionsOf(this.store.db).countDocuments({ rv: { $lt: rules } });
    if (underived > 0) log.error({ event: 'rederivation.facts-left', rules, facts: underived });
    await this.#progress.updateOne(
      { _id: TREE_SHARD, rules },
      underived > 0 ? { $set: { underived } } : { $unset: { underived: '' } },
    );
    await rebuildsOf(this.store.db).updateOne({ _id, notBefore: NOT_YET }, { $set: { notBefore: new Date() } });
  }

  #shard(topic: TopicName, partition: number): Promise<ShardOfRules | null> {
    return this.#progress.findOne({ _id: shardOf(topic, partition), rules: this.derivation.rules });
  }

  get #progress() {
    return this.store.db.collection<ShardOfRules>('progress');
  }
}
