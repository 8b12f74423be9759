import { once } from 'node:events';
import type { Response } from 'express';
import type { FeedTail, TailListener } from './feed-tail.js';
import { eventFrame, frame, matches, type FeedEvent, type StreamLimits, type Subscription } from './feed.rules.js';
import type { FeedStore } from './feed.store.js';

type Deps = { feed: FeedStore; tail: FeedTail; limits: StreamLimits };

/**
 * One subscriber's connection. It catches up from the store, page by page; during each page it also keeps what the
 * tail brings, so that with the last (short) page it stands where the tail is: nothing is left out, and what came both
 * ways is known by its position.
 */
export class FeedStream {
  /** Position up to which all that is the subscriber's was written. */
  #after = 0;
  /** Last position told to the client, by an event or a checkpoint. */
  #told = 0;
  /** What the tail brought while a page was read; null: live. */
  #meanwhile: FeedEvent[] | null = [];
  /** Position that the tail reached meanwhile. */
  #through = 0;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly response: Response,
    private readonly subscription: Subscription,
    private readonly deps: Deps,
  ) {}

  /** Sends the head and the first frame, catches up, and goes on by itself. @param after null: from now on */
  async open(after: number | null): Promise<void> {
    const { response, deps } = this;
    response.once('close', () => this.#release());
    // Before the head: while the store is away, the answer is a problem, not a stream.
    this.#through = await deps.tail.listen(this.#listener);
    if (response.destroyed) return this.#release();
    this.#after = after ?? this.#through;
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      // no-transform: nothing on the way may compress, and so hold back, what is sent.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    response.socket?.setNoDelay(true);
    this.#told = this.#after;
    this.#write(
      frame({ id: `@${this.#after}`, event: 'subscribed', data: JSON.stringify({ unit: this.subscription.unit }) }),
    );
    this.every(deps.limits.heartbeatMs, () => this.#beat());
    await this.#catchUp();
  }

  get isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  /** Runs something again and again while the stream is open. */
  every(ms: number, work: () => void): void {
    this.#timers.push(setInterval(work, ms));
  }

  /** Says why, and ends. */
  end(code: string): void {
    if (!this.isOpen) return;
    this.#write(frame({ event: 'ended', data: JSON.stringify({ code }) }));
    this.response.end();
    this.#release();
  }

  async #catchUp(): Promise<void> {
    const { feed, limits } = this.deps;
    while (this.isOpen && this.#meanwhile) {
      this.#meanwhile = [];
      const standing = this.#through;
      const page = await feed.ofSubtree(this.subscription.unit, this.#after, limits.page);
      // At the client's pace: a page of large cases may be more than may wait.
      for (const event of page) {
        this.#send([event]);
        await this.#drained();
      }
      if (page.length < limits.page) {
        // The page was read after the tail stood there, so it held all of the subtree up to there.
        this.#after = Math.max(this.#after, standing);
        this.#send(this.#meanwhile);
        this.#after = Math.max(this.#after, this.#through);
        this.#meanwhile = null;
      }
    }
  }

  readonly #listener: TailListener = (events, through) => {
    this.#through = through;
    if (this.#meanwhile) this.#meanwhile.push(...events.filter((event) => matches(this.subscription, event)));
    else {
      this.#send(events);
      this.#after = Math.max(this.#after, through);
    }
  };

  #send(events: readonly FeedEvent[]): void {
    for (const event of events) {
      if (event._id <= this.#after) continue;
      if (matches(this.subscription, event)) {
        this.#write(eventFrame(event));
        this.#told = event._id;
      }
      this.#after = event._id;
    }
  }

  /** A sign of life, and how far the feed was looked through, so that who is sent little can resume after a long time. */
  #beat(): void {
    this.#write(': \n\n');
    if (this.#meanwhile || this.#told >= this.#after) return;
    this.#told = this.#after;
    this.#write(frame({ id: `@${this.#after}` }));
  }

  /**
   * A consumer that does not read is cut off: it resumes by its last id, and holds nobody's memory meanwhile. What waits
   * before the write counts, so that an event larger than the limit cannot cut everybody off again and again.
   */
  #write(text: string): void {
    if (!this.isOpen) return;
    if (this.response.writableLength > this.deps.limits.bufferBytes) this.response.destroy();
    else this.response.write(text);
  }

  async #drained(): Promise<void> {
    if (!this.isOpen || !this.response.writableNeedDrain) return;
    const signal = AbortSignal.timeout(this.deps.limits.drainMs);
    const closed = new AbortController();
    const settled = { signal: AbortSignal.any([signal, closed.signal]) };
    await Promise.race([once(this.response, 'drain', settled), once(this.response, 'close', settled)])
      .catch(() => this.response.destroy())
      .finally(() => closed.abort());
  }

  #release(): void {
    this.deps.tail.leave(this.#listener);
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }
}
