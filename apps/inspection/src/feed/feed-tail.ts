import { eventLogger } from '#observability';
import { Inject, Injectable } from '@nestjs/common';
import type { FeedEvent, StreamLimits } from './feed.rules.js';
import { FeedStore } from './feed.store.js';
import { LIMITS } from './limits.js';

const log = eventLogger('feed');

/** Gets every page of new events, in order, with the position it reaches to. Must not wait. */
export type TailListener = (events: readonly FeedEvent[], through: number) => void;

/** The one reader of a process that follows the feed, while somebody listens; all streams live on it. */
@Injectable()
export class FeedTail {
  readonly #listeners = new Set<TailListener>();
  #following: Promise<void> | null = null;
  #position = 0;
  #rung = false;
  #wake: (() => void) | null = null;

  constructor(
    private readonly feed: FeedStore,
    @Inject(LIMITS) private readonly limits: StreamLimits,
  ) {}

  /** When it resolves, the listener gets everything after the position answered. */
  async listen(listener: TailListener): Promise<number> {
    this.#listeners.add(listener);
    try {
      await (this.#following ??= this.#begin());
      return this.#position;
    } catch (error) {
      this.#listeners.delete(listener);
      throw error;
    }
  }

  leave(listener: TailListener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.ring();
  }

  /** Something was added just now: look at once. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async #begin(): Promise<void> {
    try {
      this.#position = await this.feed.last();
    } catch (error) {
      this.#following = null;
      throw error;
    }
    void this.#follow();
  }

  async #follow(): Promise<void> {
    while (this.#listeners.size > 0) {
      this.#rung = false;
      const full = await this.#readPage();
      if (!full && !this.#rung) await this.#rest();
    }
    this.#following = null;
  }

  async #readPage(): Promise<boolean> {
    try {
      const events = await this.feed.after(this.#position, this.limits.page);
      const last = events.at(-1);
      if (!last) return false;
      this.#position = last._id;
      for (const listener of this.#listeners) listener(events, last._id);
      return events.length === this.limits.page;
    } catch (error) {
      log.warn({ event: 'feed.tail-waits', err: error });
      return false;
    }
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), this.limits.pollMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
