import { Refusal } from '#contracts';
import { Authorizer, type Principal } from '#http';
import { eventLogger } from '#observability';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import { FeedStream } from './feed-stream.js';
import { FeedTail } from './feed-tail.js';
import { resumePoint, type StreamLimits, type Subscription } from './feed.rules.js';
import { FeedStore } from './feed.store.js';
import { LIMITS } from './limits.js';
import './feed.texts.js';

const log = eventLogger('feed');
const RETRY_SECONDS = 10;

/** All open streams of this process: who may open one, and when they end. */
@Injectable()
export class FeedStreams implements OnModuleDestroy {
  readonly #open = new Map<FeedStream, string>();
  #stopping = false;

  constructor(
    private readonly feed: FeedStore,
    private readonly tail: FeedTail,
    private readonly authorizer: Authorizer,
    @Inject(LIMITS) private readonly limits: StreamLimits,
  ) {}

  /**
   * Answers with a stream, and returns once it is under way.
   *
   * @throws Refusal 400 `invalid-last-event-id`, 403 `outside-subtree`, 410 `event-gone`, 429 `too-many-streams`
   */
  async subscribe(who: Principal, subscription: Subscription, lastEventId: string | undefined, response: Response) {
    const point = resumePoint(lastEventId);
    if (point === 'malformed') throw new Refusal('malformed', 'invalid-last-event-id');
    await this.authorizer.require(who.sub, 'inspection:read', subscription.unit);
    const after = point === 'none' ? null : await this.feed.positionOf(subscription.unit, point);
    if (point !== 'none' && after === null) throw new Refusal('gone', 'event-gone');
    if (response.destroyed) return;
    this.#checkLimits(who.sub);
    const stream = new FeedStream(response, subscription, { feed: this.feed, tail: this.tail, limits: this.limits });
    // Counted before anything is waited for, so that many at once do not pass together.
    this.#open.set(stream, who.sub);
    response.once('close', () => this.#open.delete(stream));
    try {
      stream.every(this.limits.rightsMs, () => void this.#checkRight(stream, who.sub, subscription.unit));
      if (who.expiresAt !== undefined) endAt(stream, who.expiresAt, response);
      await stream.open(after);
      if (this.#stopping) stream.end('server-stopping');
    } catch (error) {
      // The head is out: the connection is all that can still say that something went wrong.
      if (response.headersSent) log.warn({ event: 'feed.stream-broken', err: error });
      throw error;
    }
  }

  /** Streams open in this process. */
  get size(): number {
    return this.#open.size;
  }

  onModuleDestroy(): void {
    this.#stopping = true;
    for (const stream of this.#open.keys()) stream.end('server-stopping');
  }

  #checkLimits(sub: string): void {
    const { perPerson, perProcess } = this.limits;
    const own = [...this.#open.values()].filter((each) => each === sub).length;
    if (own >= perPerson || this.#open.size >= perProcess)
      throw new Refusal('too-many', 'too-many-streams', { perPerson, perProcess }, [], RETRY_SECONDS);
  }

  async #checkRight(stream: FeedStream, sub: string, unit: string): Promise<void> {
    try {
      await this.authorizer.require(sub, 'inspection:read', unit);
    } catch (error) {
      // A store that is away says nothing about the right; events need it too.
      if (error instanceof Refusal && error.kind !== 'unavailable') stream.end(error.code);
    }
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

function endAt(stream: FeedStream, expiresAt: number, response: Response): void {
  const ms = Math.min(Math.max(0, expiresAt - Date.now()), LONGEST_TIMER_MS);
  const timer = setTimeout(() => stream.end('invalid-token'), ms);
  response.once('close', () => clearTimeout(timer));
}
