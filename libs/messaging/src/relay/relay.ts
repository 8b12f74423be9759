import { TOPICS, topicsOf, type ServiceName } from '#contracts';
import { Gathered, serverTime, type Store } from '#mongo';
import { eventLogger } from '#observability';
import type { KafkaPort, PortState } from '../kafka/kafka-port.js';
import type { Bell } from '../outbox/bell.js';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';
import type { RestoreGuard } from '../restore/restore-guard.js';
import { markSent, type Acknowledged } from './lane-entries.js';
import { LaneSender } from './lane-sender.js';
import { announceTogether } from './announce.js';
import { Rest } from '../rest.js';
import { Lease } from './lease.js';
import { byLane, inOrder } from './page.rules.js';
import { laneId } from './relay-state.js';
import { acceptedByTopic, sentByTopic, watermarkEvent } from './watermarks.js';

const log = eventLogger('relay');
const PAGE = 2_000;
/** What this process commits rings a bell; this is for what another process of the service wrote. */
const IDLE_MS = 2_000;
/** Rounds begin no closer while facts come in all the time: each costs requests to store and broker, whatever it sends. */
const PACE_MS = 50;
// Readers call a source silent after 15 s; the contract is 5 s at most. All services speak at the same moments of the
// clock, so that a reader at rest is woken once for all of them.
const WATERMARK_EVERY_MS = 4_000;
/** After one that was left in doubt. */
const AGAIN_MS = 1_000;
const LATE_MS = 30_000;
const FAILED_MS = 1_000;
/** While the store is compared with its topics, or found older than they are. */
const HELD_MS = 200;
const NOTE_ENDS_EVERY_MS = 600_000;

const untilNextMoment = (): number => WATERMARK_EVERY_MS - (Date.now() % WATERMARK_EVERY_MS);

export type RelayDeps = {
  service: ServiceName;
  store: Store;
  port: KafkaPort;
  bell: Bell;
  leaseMs: number;
  guard?: RestoreGuard;
};

/**
 * Publishes what the outbox holds. One relay of a service works at a time, under a lease; a second one waits. What is
 * "still pending" is the truth it works from, so nothing is missed by committing late; a bell only saves the wait.
 */
export class Relay {
  private readonly lease: Lease;
  private readonly lanes: Map<string, LaneSender>;
  private stopping = false;
  private markStopped: () => void = () => undefined;
  private readonly stopped = new Promise<void>((resolve) => (this.markStopped = resolve));
  private running: Promise<void> | undefined;
  private renewal: NodeJS.Timeout | undefined;
  private readonly rest = new Rest();
  /** Everything acknowledged by this service before it has been published. */
  private through: Date | null = null;
  /** When to say how far it is, by performance.now(). */
  private speakAt = -Infinity;
  private notedAt = performance.now();
  private roundAt = -Infinity;
  /** The last page after which `through` was to be set was not all there is. */
  private behind = true;

  constructor(private readonly deps: RelayDeps) {
    this.lease = new Lease(deps.store, deps.leaseMs);
    const mayStillSend = () => this.lease.held && !this.stopping;
    const clock = () => this.lease.time;
    // What several lanes heard at the same moment is marked in one transaction.
    const marks = new Gathered<Acknowledged, number>((requests) => markSent(deps.store, requests));
    const mark = (request: Acknowledged) => marks.ask(request);
    const lanes = topicsOf(deps.service).flatMap((topic) =>
      Array.from({ length: TOPICS[topic].partitions }, (_, partition) => ({ topic, partition })),
    );
    this.lanes = new Map(
      lanes.map((lane) => [
        laneId(lane.topic, lane.partition),
        new LaneSender(lane, { ...deps, mark, mayStillSend, clock }),
      ]),
    );
    deps.bell.onRing(() => this.rest.ring());
  }

  start(): void {
    this.running ??= this.keepRelaying();
  }

  /** Ends after the requests under way, and leaves the lease to another. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.markStopped();
    this.rest.ring();
    await this.running;
    if (this.lease.held && this.speakAt > -Infinity) await this.noteEnds();
    clearInterval(this.renewal);
    await this.lease.release().catch((err: unknown) => log.warn({ event: 'relay.lease-not-released', err }));
  }

  /** Whether this process is the one that relays. */
  get active(): boolean {
    return this.lease.held;
  }

  /** Not ok when something has been waiting to be published for 30 s. Writes are accepted all the same. */
  async check(): Promise<PortState> {
    const [oldest] = await this.outbox()
      .find({ pending: true }, { projection: { recordedAt: 1 } })
      .sort({ _id: 1 })
      .limit(1)
      .toArray();
    const ageMs = oldest ? Date.now() - oldest.recordedAt.getTime() : 0;
    return ageMs < LATE_MS
      ? { ok: true }
      : { ok: false, reason: `the outbox waits since ${Math.round(ageMs / 1000)} s` };
  }

  private async keepRelaying(): Promise<void> {
    // A store that never came must not hold up the end; one that is refused ends the process by itself.
    await Promise.race([this.deps.store.ready().catch(() => undefined), this.stopped]);
    while (!this.stopping) {
      try {
        if (!this.lease.held && !(await this.begin())) await this.rest.for(this.deps.leaseMs / 3);
        else if (this.deps.guard?.mayPublish === false) await this.rest.for(HELD_MS);
        else if (!(await this.round())) {
          await this.rest.for(this.restMs);
          await this.pace();
        }
      } catch (err) {
        log.warn({ event: 'relay.round-failed', err });
        await this.rest.for(FAILED_MS);
      }
    }
  }

  private async begin(): Promise<boolean> {
    clearInterval(this.renewal);
    if (!(await this.lease.acquire())) return false;
    log.info({ event: 'relay.leads' });
    this.through = null;
    this.behind = true;
    for (const lane of this.lanes.values()) lane.restart();
    this.renewal = setInterval(() => {
      this.lease.renew().catch((err: unknown) => log.warn({ event: 'relay.lease-not-renewed', err }));
    }, this.deps.leaseMs / 2);
    return true;
  }

  /** One page of what is pending; answers whether there is more to do at once. */
  private async round(): Promise<boolean> {
    this.roundAt = performance.now();
    // Needed when it is told next; at rest the time is not asked for in between.
    const startedAt = this.behind || this.dueToSpeak ? await serverTime(this.deps.store.db) : null;
    const blocked = [...this.lanes.values()].filter(({ waiting }) => waiting).map(({ lane }) => lane);
    const page = await this.page(blocked);
    const sent = await Promise.all(
      [...byLane(page).values()].map(async ({ lane, entries }) =>
        this.lanes.get(laneId(lane.topic, lane.partition))!.send(inOrder(entries)),
      ),
    );
    const all = sent.every(Boolean);
    // Acknowledged before `startedAt` means seen by the page read after it, if that page was all there is.
    if (startedAt) {
      this.behind = !all || page.length >= PAGE || blocked.length > 0;
      if (!this.behind) this.through = startedAt;
      await this.announce(page.length === 0 && blocked.length === 0);
    }
    // The time to speak came within this round: the next one says how far it is, as of its own start.
    const unsaid = !startedAt && this.dueToSpeak;
    // Who asked something waits for the watermark after the answer: it comes at once, not within 4 s.
    const answered = page.some(({ uncounted }) => uncounted);
    if (answered) this.speakAt = -Infinity;
    return all && (page.length >= PAGE || answered || unsaid);
  }

  private async page(blocked: readonly { topic: string; partition: number }[]): Promise<OutboxEntry[]> {
    const free = blocked.length > 0 ? { $nor: blocked.map(({ topic, partition }) => ({ topic, partition })) } : {};
    const filter = { pending: true as const, ...free } as object;
    const options = { readConcern: { level: 'majority' as const } };
    const page = await this.outbox().find(filter, options).sort({ _id: 1 }).limit(PAGE).toArray();
    if (page.length < PAGE) return page;
    // Beyond the page may lie earlier versions of its facts: where version 2 is visible, so is version 1.
    const facts = [...new Set(page.map(({ factId }) => factId))];
    const siblings = await this.outbox()
      .find({ ...filter, factId: { $in: facts }, _id: { $gt: page.at(-1)!._id } }, options)
      .limit(PAGE * 5)
      .toArray();
    return [...page, ...siblings];
  }

  private async pace(): Promise<void> {
    const left = this.roundAt + PACE_MS - performance.now();
    if (left > 0) await new Rest().for(left);
  }

  /** Until it looks again by itself, or is to speak. */
  private get restMs(): number {
    const left = Math.ceil(this.speakAt - performance.now()); // timers cut what is after the point: it would wake too early
    return left > 0 ? Math.min(IDLE_MS, left) : IDLE_MS;
  }

  private get dueToSpeak(): boolean {
    return performance.now() >= this.speakAt;
  }

  /** Says to every partition of every own topic how far this service has published; `all`: nothing waits to be. */
  private async announce(all: boolean): Promise<void> {
    const { through } = this;
    if (!through || !this.dueToSpeak) return;
    this.speakAt = performance.now() + untilNextMoment();
    if (performance.now() - this.notedAt > NOTE_ENDS_EVERY_MS) await this.noteEnds();
    const accepted = await (all ? sentByTopic(this.deps.store) : acceptedByTopic(this.deps.store));
    const free = [...this.lanes.values()].filter(({ waiting }) => !waiting);
    const topics = new Set(free.map(({ lane }) => lane.topic));
    const watermarks = new Map(
      [...topics].map((topic) => [topic, watermarkEvent(this.deps.service, topic, through, accepted.get(topic))]),
    );
    const heard = await announceTogether(this.deps.port, free, watermarks);
    if (!heard) this.speakAt = performance.now() + AGAIN_MS;
  }

  /**
   * Notes how far the logs went by watermarks, which are sent without a write: a start then has little to compare with
   * (RestoreGuard), or nothing. Seldom, and at the end.
   */
  private async noteEnds(): Promise<void> {
    this.notedAt = performance.now();
    await Promise.all([...this.lanes.values()].map((lane) => lane.noteEnd())).catch((err: unknown) =>
      log.warn({ event: 'relay.ends-not-noted', err }),
    );
  }

  private outbox() {
    return this.deps.store.db.collection<OutboxEntry>(OUTBOX);
  }
}
