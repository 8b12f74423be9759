import type { Store } from '#mongo';
import { crashPoint, eventLogger, inSpans } from '#observability';
import type { KafkaPort } from '../kafka/kafka-port.js';
import type { OutboxEntry } from '../outbox/entry.js';
import { noteReached, positionOf, sendAgain, type Acknowledged, type Position } from './lane-entries.js';
import { inRequests } from './page.rules.js';
import { publishSpans } from './publish-spans.js';
import type { Lane } from './relay-state.js';
import { outboxResent, outboxSent, sendFailures, tailsLost } from './relay.metrics.js';
import { stampAfter } from './stamps.rules.js';

const log = eventLogger('relay');
const REQUEST_BYTES = 950_000;
const RETRY_MS = { first: 100, most: 5_000 };

type LaneDeps = {
  store: Store;
  port: KafkaPort;
  /** Marks what was acknowledged as sent; answers how many entries were not before. */
  mark: (request: Acknowledged) => Promise<number>;
  mayStillSend: () => boolean;
  clock: () => number;
};

/**
 * Sends into one partition: one request at a time, the same bytes again until the broker has them, marked as sent only
 * then. Notices when the log lost its tail, and has what was in it sent again: each request has a time of its own, later
 * than all before it, so in the log that was acknowledged nothing before `next` is later than `at`. A record that is lies
 * where another was lost, whoever sent it.
 */
export class LaneSender {
  private known: Position = { next: 0, at: undefined };
  /** The latest time that was given to a request. */
  private stamped = 0;
  /** Connections when the log was found whole; undefined: it has to be looked at. */
  private checkedOn: number | undefined;
  private failures = 0;
  private retryAt = -Infinity;

  constructor(
    readonly lane: Lane,
    private readonly deps: LaneDeps,
  ) {}

  get waiting(): boolean {
    return performance.now() < this.retryAt;
  }

  /** Forgets what it knows of the log: the lease was someone else's in between. */
  restart(): void {
    this.checkedOn = undefined;
    this.failures = 0;
    this.retryAt = -Infinity;
  }

  /** Sends and marks entries of this lane in the given order; answers whether all of them are marked. */
  async send(entries: readonly OutboxEntry[]): Promise<boolean> {
    return this.trying(async () => {
      if (await this.tailWasLost()) return false; // what was lost is pending again and older than these
      for (const [at, request] of inRequests(entries, REQUEST_BYTES).entries()) {
        if (!this.deps.mayStillSend()) return false;
        // What failed before was on its way already, and is the oldest: it begins the first request.
        if (at === 0 && this.failures > 0) outboxResent.inc({ topic: this.lane.topic }, request.length);
        const records = request.map(({ key, value }) => ({ key, value: Buffer.from(value.buffer) }));
        crashPoint('before-send');
        const timestamp = this.stamp();
        const { baseOffset } = await inSpans(
          () => publishSpans(this.lane, request),
          () => this.deps.port.send({ ...this.lane, records, timestamp }),
        );
        crashPoint('after-send-before-mark');
        const lost = await this.compare(baseOffset);
        const reached = { next: baseOffset + request.length, at: timestamp };
        outboxSent.inc(
          { topic: this.lane.topic },
          await this.deps.mark({ lane: this.lane, entries: request, reached }),
        );
        this.reached(reached);
        crashPoint('after-mark');
        if (lost) return false;
      }
      return true;
    });
  }

  /** Whether a record that is no fact may be sent here now: the log is as long as it must be, and the lease is held. */
  async mayAnnounce(): Promise<boolean> {
    return this.trying(async () => !(await this.tailWasLost()) && this.deps.mayStillSend());
  }

  /** The time of the next request. */
  stamp(): number {
    const timestamp = stampAfter(this.stamped, this.deps.clock());
    this.stamped = Math.max(this.stamped, timestamp);
    return timestamp;
  }

  /** What the broker answered for such a record; undefined: nothing for this lane. */
  async announced(baseOffset: number | undefined, timestamp: number): Promise<boolean> {
    return this.trying(async () => {
      if (baseOffset === undefined)
        throw new Error(`the broker did not acknowledge ${this.lane.topic}/${this.lane.partition}`);
      await this.compare(baseOffset);
      this.reached({ next: baseOffset + 1, at: timestamp });
      return true;
    });
  }

  /** Writes down how far the log went by what is no fact. */
  async noteEnd(): Promise<void> {
    if (this.checkedOn === undefined) return;
    await noteReached(this.deps.store, this.lane, this.known);
  }

  private async trying(work: () => Promise<boolean>): Promise<boolean> {
    try {
      const done = await work();
      this.failures = 0;
      return done;
    } catch (err) {
      const waitMs = Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** Math.min(this.failures, 10));
      this.failures++;
      sendFailures.inc({ topic: this.lane.topic });
      this.retryAt = performance.now() + waitMs;
      this.checkedOn = undefined; // the broker may come back with less than it had
      log.warn({ event: 'relay.send-failed', ...this.lane, failures: this.failures, waitMs, err });
      return false;
    }
  }

  /** Nothing was in doubt since the log was last looked at, and the broker behind the connection is the same. */
  private get checked(): boolean {
    return this.checkedOn === this.deps.port.connections;
  }

  /** After every doubt: does the log have all that was acknowledged? */
  private async tailWasLost(): Promise<boolean> {
    if (this.checked) return false;
    this.known = await positionOf(this.deps.store, this.lane);
    this.stamped = Math.max(this.stamped, this.known.at ?? 0);
    return this.look(Infinity);
  }

  /** An answer that names another place than the next, or that came over a new connection, is a doubt too. */
  private async compare(baseOffset: number): Promise<boolean> {
    if (this.checked && baseOffset === this.known.next) return false;
    return this.look(baseOffset);
  }

  /** Answers whether the log lost something; if so, what was in it is pending again. */
  private async look(baseOffset: number): Promise<boolean> {
    const { connections } = this.deps.port;
    const kept = Math.min(baseOffset, await this.surelyKept());
    const lost = kept < this.known.next;
    if (lost) await this.reset(kept);
    this.checkedOn = connections;
    return lost;
  }

  /** What is before this offset was sent when it was acknowledged, so it is what was acknowledged. */
  private async surelyKept(): Promise<number> {
    const { topic, partition } = this.lane;
    const { port } = this.deps;
    const { at } = this.known;
    const kept = (await (at === undefined ? port.endOffsets(topic) : port.offsetsSince(topic, at + 1)))[partition];
    if (kept === undefined) throw new Error(`the broker does not know ${topic}/${partition}`);
    return kept;
  }

  /** The log has only what is before `kept`. */
  private async reset(kept: number): Promise<void> {
    const { lane, known } = this;
    const again = await sendAgain(this.deps.store, lane, { ...known, next: kept });
    tailsLost.inc({ topic: lane.topic });
    outboxResent.inc({ topic: lane.topic }, again);
    log.error({ event: 'relay.tail-lost', ...lane, kept, expected: known.next, again });
    this.known = { ...known, next: kept };
  }

  private reached({ next, at }: { next: number; at: number }): void {
    this.known = { next: Math.max(this.known.next, next), at: Math.max(this.known.at ?? 0, at) };
  }
}
