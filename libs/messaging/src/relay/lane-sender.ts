import { inTransaction, type Store } from '#mongo';
import { crashPoint, eventLogger, inSpans } from '#observability';
import type { KafkaPort } from '../kafka/kafka-port.js';
import { OUTBOX, type OutboxEntry } from '../outbox/entry.js';
import { inRequests } from './page.rules.js';
import { publishSpans } from './publish-spans.js';
import { laneId, relayState, type Lane, type LaneState } from './relay-state.js';
import { outboxResent, outboxSent, sendFailures, tailsLost } from './relay.metrics.js';

const log = eventLogger('relay');
const REQUEST_BYTES = 950_000;
const RESET_SLICE = 2_000;
const RETRY_MS = { first: 100, most: 5_000 };
/**
 * A log that lost its end may have grown again by records that nobody heard an answer for, so its end says only roughly
 * what it lost: what was sent so far before its end is sent again too.
 */
const UNSURE = 10_000;

/**
 * Sends into one partition: one request at a time, the same bytes again until the broker has them, marked as sent only
 * then. Notices when the log lost its tail, and has what was in it sent again.
 */
export class LaneSender {
  /** Offset that the next acknowledged record must at least have. */
  private next = 0;
  private checked = false;
  private failures = 0;
  private retryAt = -Infinity;

  constructor(
    readonly lane: Lane,
    private readonly deps: { store: Store; port: KafkaPort; mayStillSend: () => boolean },
  ) {}

  get waiting(): boolean {
    return performance.now() < this.retryAt;
  }

  /** Forgets what it knows of the log: the lease was someone else's in between. */
  restart(): void {
    this.checked = false;
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
        const { baseOffset } = await inSpans(
          () => publishSpans(this.lane, request),
          () => this.deps.port.send({ ...this.lane, records }),
        );
        crashPoint('after-send-before-mark');
        if (baseOffset < this.next) await this.reset(surelyKept(baseOffset));
        await this.mark(request, baseOffset);
        crashPoint('after-mark');
      }
      return true;
    });
  }

  /** Whether a record that is no fact may be sent here now: the log is as long as it must be, and the lease is held. */
  async mayAnnounce(): Promise<boolean> {
    return this.trying(async () => !(await this.tailWasLost()) && this.deps.mayStillSend());
  }

  /** What the broker answered for such a record; undefined: nothing for this lane. */
  async announced(baseOffset: number | undefined): Promise<void> {
    await this.trying(async () => {
      if (baseOffset === undefined)
        throw new Error(`the broker did not acknowledge ${this.lane.topic}/${this.lane.partition}`);
      if (baseOffset < this.next) await this.reset(surelyKept(baseOffset));
      this.next = baseOffset + 1;
      return true;
    });
  }

  /** Writes down how far the log went by what is no fact. */
  async noteEnd(): Promise<void> {
    if (!this.checked) return;
    const { topic, partition } = this.lane;
    await this.state().updateOne({ _id: laneId(topic, partition) }, { $max: { next: this.next } });
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
      this.checked = false; // the broker may come back with less than it had
      log.warn({ event: 'relay.send-failed', ...this.lane, failures: this.failures, waitMs, err });
      return false;
    }
  }

  /** After every doubt: is the log at least as long as what was acknowledged? */
  private async tailWasLost(): Promise<boolean> {
    if (this.checked) return false;
    const { topic, partition } = this.lane;
    const state = await relayState<LaneState>(this.deps.store.db).findOne({ _id: laneId(topic, partition) });
    this.next = Math.max(state?.next ?? 0, 0);
    const end = (await this.deps.port.endOffsets(topic))[partition];
    if (end === undefined) throw new Error(`the broker does not know ${topic}/${partition}`);
    const lost = end < this.next;
    if (lost) await this.reset(surelyKept(end));
    this.checked = true;
    return lost;
  }

  /** The log surely has what is before `end`: entries sent there or beyond are pending again. In slices, the position last. */
  private async reset(end: number): Promise<void> {
    const { topic, partition } = this.lane;
    const { store } = this.deps;
    const outbox = store.db.collection<OutboxEntry>(OUTBOX);
    let again = 0;
    for (;;) {
      const lost = await outbox
        .find({ topic, partition, offset: { $gte: end } }, { projection: { _id: 1, uncounted: 1 }, limit: RESET_SLICE })
        .toArray();
      if (lost.length === 0) break;
      again += await inTransaction(store.connection, async (session) => {
        const change = { $set: { pending: true as const }, $unset: { sentAt: 1 as const, offset: 1 as const } };
        const { all, counted } = await changeCounting(lost, async (ids) => {
          const filter = { _id: { $in: ids }, offset: { $gte: end } };
          return (await outbox.updateMany(filter, change, { session })).modifiedCount;
        });
        await this.state().updateOne({ _id: laneId(topic, partition) }, { $inc: { sentTotal: -counted } }, { session });
        return all;
      });
    }
    await this.state().updateOne({ _id: laneId(topic, partition) }, { $set: { next: end }, $inc: { tailsLost: 1 } });
    tailsLost.inc({ topic });
    outboxResent.inc({ topic }, again);
    log.error({ event: 'relay.tail-lost', topic, partition, end, expected: this.next, again });
    this.next = end;
  }

  private async mark(entries: readonly OutboxEntry[], baseOffset: number): Promise<void> {
    const { store } = this.deps;
    const { topic, partition } = this.lane;
    const next = baseOffset + entries.length;
    const outbox = store.db.collection<OutboxEntry>(OUTBOX);
    const change = { $set: { sentAt: new Date(), offset: next - 1 }, $unset: { pending: 1 as const } };
    const marked = await inTransaction(store.connection, async (session) => {
      const { all, counted } = await changeCounting(entries, async (ids) => {
        const filter = { _id: { $in: ids }, pending: true as const };
        return (await outbox.updateMany(filter, change, { session })).modifiedCount;
      });
      await this.state().updateOne(
        { _id: laneId(topic, partition) },
        { $inc: { sentTotal: counted }, $max: { next } },
        { session },
      );
      return all;
    });
    outboxSent.inc({ topic }, marked);
    this.next = Math.max(this.next, next);
  }

  private state() {
    return relayState<LaneState>(this.deps.store.db);
  }
}

const surelyKept = (end: number): number => Math.max(0, end - UNSURE);
type Counted = Pick<OutboxEntry, '_id' | 'uncounted'>;

/** Changes entries; answers how many were, and how many of those tell of a new version of a fact. */
async function changeCounting(
  entries: readonly Counted[],
  change: (ids: OutboxEntry['_id'][]) => Promise<number>,
): Promise<{ all: number; counted: number }> {
  const idsOf = (some: readonly Counted[]) => some.map(({ _id }) => _id);
  const others = entries.filter(({ uncounted }) => uncounted);
  const counted = await change(idsOf(entries.filter(({ uncounted }) => !uncounted)));
  return { all: counted + (others.length > 0 ? await change(idsOf(others)) : 0), counted };
}
