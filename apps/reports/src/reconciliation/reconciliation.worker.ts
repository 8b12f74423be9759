import { randomUUID } from 'node:crypto';
import { derivedUuid } from '#http';
import { LostClaim, WorkLoop } from '#messaging';
import { Store } from '#mongo';
import { eventLogger } from '#observability';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { countRun } from './reconciliation.metrics.js';
import { ReconciliationRunner, type Outcome } from './reconciliation.runner.js';
import type { RunDocument, RunProgress } from './reconciliation.schema.js';
import { newRun, RunsStore } from './runs.store.js';
import { nightOf, type NightlyAt } from './schedule.rules.js';

/** When runs are made by the clock. */
export const NIGHTLY_AT = Symbol('NIGHTLY_AT');

const LOOK_MS = 10_000;
const KEEP_MS = 5_000;
const log = eventLogger('reconciliation');

/**
 * Works reconciliations one after the other, one worker of all processes at a time, by a claim that runs out: who takes a
 * run over begins it again. Makes one every night by itself.
 */
@Injectable()
export class ReconciliationWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #owner = randomUUID();
  /** The last night whose run is there. */
  #night: string | null = null;
  readonly #loop = new WorkLoop({
    turn: async () => {
      await this.#makeNightly();
      return this.turn();
    },
    lookMs: LOOK_MS,
    failed: (err) => log.warn({ event: 'reconciliation.not-worked', err }),
  });

  constructor(
    private readonly store: Store,
    private readonly runs: RunsStore,
    private readonly runner: ReconciliationRunner,
    @Inject(NIGHTLY_AT) private readonly nightlyAt: NightlyAt,
  ) {}

  onApplicationBootstrap(): void {
    this.store.onReady(() => this.#loop.start());
  }

  /** A run under way is left to whoever comes next. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** A run was asked for here: it need not wait for the next look. */
  readonly ring = this.#loop.ring;

  async #makeNightly(): Promise<void> {
    const night = nightOf(new Date(), this.nightlyAt);
    if (night === null || night === this.#night) return;
    const id = derivedUuid(`reconciliation ${night}`);
    const made = await this.runs.insertOnce(newRun(id, { unitId: null, from: null, to: null }, null, new Date()));
    this.#night = night;
    if (made) log.info({ event: 'reconciliation.nightly', run: id, night });
  }

  /** Works the run that waits longest. False: none waits, or another worker has it. */
  async turn(): Promise<boolean> {
    const run = await this.runs.claim(this.#owner);
    if (!run) return false;
    const progress = { ...run.progress };
    const keep = setInterval(() => void this.#note(run, progress).catch(() => undefined), KEEP_MS);
    try {
      const outcome = await this.runner.run(run, async (change) => {
        Object.assign(progress, change);
        if (this.#loop.stopping) throw new LostClaim();
        await this.#note(run, progress);
      });
      await this.#finish(run, progress, outcome);
    } catch (error) {
      await this.#failed(run, progress, error);
    } finally {
      clearInterval(keep);
    }
    return true;
  }

  async #note({ _id }: RunDocument, progress: RunProgress): Promise<void> {
    await this.runs.note(_id, this.#owner, progress);
  }

  async #finish({ _id: run }: RunDocument, progress: RunProgress, { counts, silent }: Outcome): Promise<void> {
    const state = silent.length > 0 ? 'incomplete' : 'finished';
    await this.runs.finish(run, this.#owner, { state, counts, silent, progress: { ...progress, step: 'done' } });
    countRun(state, counts);
    log.info({ event: 'reconciliation.finished', run, state, ...counts, silent });
  }

  async #failed(run: RunDocument, progress: RunProgress, err: unknown): Promise<void> {
    if (err instanceof LostClaim) return this.runs.release(run._id, this.#owner);
    log.error({ event: 'reconciliation.failed', run: run._id, err });
    await this.runs.finish(run._id, this.#owner, { ...run, state: 'failed', progress });
    countRun('failed', run.counts);
  }
}
