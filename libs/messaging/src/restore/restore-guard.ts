import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, topicsOf, type ServiceName, type TopicName } from '#contracts';
import type { Store } from '#mongo';
import { eventLogger } from '#observability';
import type { KafkaPort, PortState } from '../kafka/kafka-port.js';
import { relayState, type LaneState } from '../relay/relay-state.js';
import { within } from '../within.js';
import { storeBehind } from './restore.metrics.js';
import { newestKnown, strangersAmong, type Stranger } from './strangers.js';
import { readTails, type Tail } from './tail.js';

/** Found behind: kept, so that a start without Kafka knows it too. */
type Verdict = { _id: string; facts: number; first: Stranger; foundAt: Date };

const RESTORE = 'restore';
const RETRY_MS = { first: 100, most: 2_000 };
/** A comparison that took longer hangs: a connection that was cut at the wrong moment may never answer nor fail. */
const HANGS_MS = 40_000;
/** A write that comes before anything is decided waits so long; a transaction lives 10 s. */
const PATIENCE_MS = 5_000;
/** Enough to tell; the rest of a long tail is not counted. */
const COUNTED = 1_000;

const log = eventLogger('restore-guard');

/**
 * Whether this store is as new as the topics that its service writes: a start compares each partition's end with what the
 * store knows to have sent, and reads what lies beyond. A fact there that the outbox does not have was accepted by a store
 * newer than this one: it was restored from an older backup. It would give out versions 1, 2, 3 again, with other
 * content. So nothing is accepted and nothing published until a person decides.
 */
export class RestoreGuard {
  #state: 'undecided' | 'fine' | 'behind' = 'undecided';
  #reason = 'the store is being compared with its topics';
  /** Whether Kafka answers, so that waiting for it is worth while. */
  #deciding = true;
  #stopped = false;
  #running: Promise<void> | undefined;
  #decide: () => void = () => undefined;
  readonly #decided = new Promise<void>((resolve) => (this.#decide = resolve));
  readonly #over = new AbortController();

  /** @param deps.hangsMs tests take less */
  constructor(private readonly deps: { service: ServiceName; store: Store; port: KafkaPort; hangsMs?: number }) {}

  start(): void {
    this.#running ??= this.#keepTrying();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#over.abort();
    await this.#running;
  }

  /** The relay sends only while this is true. */
  get mayPublish(): boolean {
    return this.#state === 'fine';
  }

  get state(): PortState {
    return this.#state === 'fine' ? { ok: true } : { ok: false, reason: this.#reason };
  }

  /**
   * Lets a fact be accepted. Where Kafka is away nothing can be compared, and writes are accepted as ever.
   * @throws Refusal 503 `restored-from-older-backup`
   */
  async admit(): Promise<void> {
    if (this.#state === 'undecided' && this.#deciding)
      await Promise.race([
        this.#decided,
        pause(PATIENCE_MS, undefined, { signal: this.#over.signal }).catch(() => undefined),
      ]);
    if (this.#state === 'behind') throw new Refusal('unavailable', 'restored-from-older-backup', {}, [], 600);
  }

  async #keepTrying(): Promise<void> {
    await Promise.race([this.deps.store.ready().catch(() => undefined), aborted(this.#over.signal)]);
    for (let tries = 0; !this.#stopped && this.#state === 'undecided'; tries++)
      try {
        if (tries === 0) await this.#recall();
        // Should one that was given up come to an end after all, what it found is true: what was sent since is in the outbox.
        await within(this.deps.hangsMs ?? HANGS_MS, this.#compare(), {
          late: () => 'the comparison hangs',
          stop: this.#over.signal,
        });
      } catch (err) {
        if (this.#stopped) return;
        this.#deciding = (await this.deps.port.check()).ok;
        log.debug({ event: 'restore-guard.not-decided', err });
        const waitMs = Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** Math.min(tries, 5));
        await pause(waitMs, undefined, { signal: this.#over.signal }).catch(() => undefined); // stopped
      }
  }

  /** What was found before stands until a comparison says otherwise. */
  async #recall(): Promise<void> {
    const verdict = await relayState<Verdict>(this.deps.store.db).findOne({ _id: RESTORE });
    if (verdict && !(await this.deps.port.check()).ok) this.#behind(verdict);
  }

  async #compare(): Promise<void> {
    const { service, store, port } = this.deps;
    const known = await newestKnown(store.db);
    const strangers: Stranger[] = [];
    for (const topic of topicsOf(service)) {
      const tails = await this.#tailsOf(topic);
      if (tails.length === 0) continue;
      await readTails(port, { service, topic, tails }, async (partition, records) => {
        if (strangers.length < COUNTED)
          strangers.push(...(await strangersAmong(store.db, { topic, partition, records }, known)));
      });
    }
    await this.#judge(strangers);
  }

  /** What lies beyond the last record that the store knows of. At rest that is nothing: see Relay, `noteEnds`. */
  async #tailsOf(topic: TopicName): Promise<Tail[]> {
    const ends = await this.deps.port.endOffsets(topic);
    const lanes = await relayState<LaneState>(this.deps.store.db).find({ topic }).toArray();
    return lanes.flatMap(({ partition, next }) => {
      const to = ends[partition];
      if (to === undefined) throw new Error(`the broker does not know ${topic}/${partition}`);
      return next < to ? [{ partition, from: next, to }] : [];
    });
  }

  async #judge(strangers: readonly Stranger[]): Promise<void> {
    const states = relayState<Verdict>(this.deps.store.db);
    const [first] = strangers;
    if (!first) {
      await states.deleteOne({ _id: RESTORE });
      this.#state = 'fine';
      storeBehind.set({}, 0);
      this.#decide();
      return;
    }
    const facts = new Set(strangers.map(({ factId, version }) => `${factId} ${version}`)).size;
    const verdict = { facts, first, foundAt: new Date() };
    await states.updateOne({ _id: RESTORE }, { $set: verdict }, { upsert: true });
    for (const { topic, partition, offset, factId, version } of strangers)
      log.warn({ event: 'restore-guard.fact-missing', topic, partition, offset, fact: factId, version });
    this.#behind({ _id: RESTORE, ...verdict });
  }

  #behind({ facts, first }: Verdict): void {
    const more = facts >= COUNTED ? 'or more ' : '';
    this.#reason =
      `this database is older than its topics: ${facts} ${more}versions of facts were published that it does not have, the ` +
      `first at ${first.topic}/${first.partition} offset ${first.offset}. It was restored from an older backup; see the runbook`;
    this.#state = 'behind';
    storeBehind.set({}, facts);
    log.fatal({ event: 'restore-guard.behind', facts, ...first });
    this.#decide();
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
