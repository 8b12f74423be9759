import type { ProgressDocument } from '#messaging';
import { Store } from '#mongo';
import { eventLogger } from '#observability';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';

const LOOK_EVERY_MS = 5_000;
/** Watermarks come at most 5 s apart; who is silent for longer has a source that is away. */
const IDLE_AFTER_MS = 10_000;
/** Whoever holds a progress document for longer is dead or will be asked again. */
const WITHIN_MS = 2_000;

const log = eventLogger('idle-shards');

/**
 * Moves the time of shards on which nothing comes (DESIGN.md 4: "the owner of an idle shard ticks"), or no instant would
 * be settled while one source is away. Any worker may: a batch that is open meets the write and is done again.
 */
@Injectable()
export class IdleShards implements OnModuleInit, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;

  constructor(private readonly store: Store) {}

  onModuleInit(): void {
    this.store.onReady(() => {
      this.#timer ??= setInterval(() => void (this.#ticking ??= this.#tickOnce()), LOOK_EVERY_MS).unref();
    });
  }

  /** Before the store closes. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
  }

  /** Answers how many shards were idle. */
  async tick(): Promise<number> {
    const idle = { $expr: { $lt: ['$time', { $subtract: ['$$NOW', IDLE_AFTER_MS] }] } };
    const onward = [{ $set: { time: '$$NOW', seq: { $add: ['$seq', 1] } } }];
    const { modifiedCount } = await this.store.db
      .collection<ProgressDocument>('progress')
      .updateMany(idle, onward, { maxTimeMS: WITHIN_MS });
    return modifiedCount;
  }

  async #tickOnce(): Promise<void> {
    try {
      if (this.store.state.ok) await this.tick();
    } catch (err) {
      log.debug({ event: 'idle-shards.tick-failed', err });
    } finally {
      this.#ticking = undefined;
    }
  }
}
