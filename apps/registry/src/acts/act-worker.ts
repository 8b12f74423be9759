import { randomUUID } from 'node:crypto';
import { WorkLoop } from '#messaging';
import { Store } from '#mongo';
import { eventLogger } from '#observability';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ActApplier } from './act-applier.js';
import { ActChecker } from './act-checker.js';

/** How often a worker looks for what another process left. */
const LOOK_MS = 10_000;
const BACK_OFF_MS = { first: 1_000, most: 30_000 };
const log = eventLogger('acts');

/** Checks and applies acts, one process at a time, by a claim that runs out; who takes over goes on where the act stands. */
@Injectable()
export class ActWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #owner = randomUUID();
  readonly #loop = new WorkLoop({
    turn: () => this.turn(),
    lookMs: LOOK_MS,
    backOffMs: BACK_OFF_MS,
    failed: (err) => log.error({ event: 'acts.part-failed', err }),
  });

  constructor(
    private readonly store: Store,
    private readonly applier: ActApplier,
    private readonly checker: ActChecker,
  ) {}

  onApplicationBootstrap(): void {
    this.store.onReady(() => this.start());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  start(): void {
    this.#loop.start();
  }

  /** Ends after the part under way; the act is left to whoever comes next. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** There is something to do. */
  readonly ring = this.#loop.ring;

  /** All of the act that waits, part by part, until it is done or the worker is to stop. False: none waits. */
  async turn(): Promise<boolean> {
    if (await this.part()) {
      while (!this.#loop.stopping && (await this.part()));
      return true;
    }
    const checked = await this.applier.claim(this.#owner, ['checking']);
    if (!checked) return false;
    await this.checker.check(checked);
    await this.applier.release(checked._id, this.#owner);
    return true;
  }

  /** One part of the act that is to be applied. False: none is. */
  async part(): Promise<boolean> {
    const act = await this.applier.claim(this.#owner, ['approved', 'applying']);
    if (!act) return false;
    await this.applier.advance(this.#owner, act);
    await this.applier.release(act._id, this.#owner);
    return true;
  }
}
