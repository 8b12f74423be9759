import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Store, isStoreAway } from '#mongo';
import { eventLogger } from '#observability';
import { TreeReplica } from '#tree';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Derivation } from '../figures/derivation.js';
import { TreeSessions } from '../figures/tree-sessions.js';
import { rebuildsOf, type Rebuild } from './rebuild.js';
import { forgetSlices, planPass } from './rebuild-plan.js';
import { OtherRules, doSlice, finish, type Ground } from './rebuild-step.js';
import { countSlice } from './rebuild.metrics.js';
import { SLICE_SIZES, type SliceSizes } from './slices.rules.js';

const LOOK_EVERY_MS = 10_000;
const CLAIM_MS = 10_000;
/** A slice that finds no quiet moment for so long lets others go first. */
const WITHIN_MS = 8_000;
/** After a slice, facts get half as long as it took, at most this. */
const LONGEST_PAUSE_MS = 500;

const log = eventLogger('rebuild');

/**
 * Works rebuilds off, slice by slice, wherever it was left. One process does it at a time; that is a saving, not what keeps
 * it right (rebuild-step.ts). Its session is noted as those of tree changes are: one that was killed holds no tree up.
 */
@Injectable()
export class RebuildRunner implements OnModuleInit, BeforeApplicationShutdown {
  readonly #me = randomUUID();
  readonly #sessions: TreeSessions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #said = '';

  /** How much one transaction takes; tests take less. */
  sizes: SliceSizes = SLICE_SIZES;

  constructor(
    private readonly store: Store,
    private readonly replica: TreeReplica,
    private readonly derivation: Derivation,
  ) {
    this.#sessions = new TreeSessions(store);
  }

  onModuleInit(): void {
    this.store.onReady(() => {
      this.#timer ??= setInterval(() => void this.ring(), LOOK_EVERY_MS).unref();
    });
  }

  /** Before the store closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
    await this.#sessions.close();
  }

  /** Works until there is nothing to do, or nothing for this process. */
  ring(): Promise<void> {
    this.#running ??= this.#work().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #work(): Promise<void> {
    try {
      while (!this.#stopped && this.store.state.ok) {
        const begun = performance.now();
        const rebuild = await this.#claim();
        if (!rebuild || !(await this.#advance(rebuild))) break;
        await pause(Math.min(LONGEST_PAUSE_MS, (performance.now() - begun) / 2));
      }
      this.#said = '';
    } catch (err) {
      this.#note(err);
      if (err instanceof OtherRules) await this.#leaveToOthers();
    }
  }

  /** The oldest rebuild that nobody is at. The server's clock decides, and what is claimed is not yet begun. */
  async #claim(): Promise<Rebuild | null> {
    const free = {
      $and: [
        { $lte: ['$notBefore', '$$NOW'] },
        { $or: [{ $lt: ['$until', '$$NOW'] }, { $eq: ['$runner', this.#me] }] },
      ],
    };
    return rebuildsOf(this.store.db).findOneAndUpdate(
      { open: true, rules: { $in: [null, this.derivation.rules] }, $expr: free },
      [
        {
          $set: {
            runner: this.#me,
            until: { $add: ['$$NOW', CLAIM_MS] },
            startedAt: { $ifNull: ['$startedAt', '$$NOW'] },
          },
        },
      ],
      { sort: { at: 1 }, returnDocument: 'after' },
    );
  }

  /** Whoever has the rules of the figures is to do it; a claim that is renewed by who cannot would keep it from them. */
  async #leaveToOthers(): Promise<void> {
    const mine = { open: true as const, runner: this.#me };
    await rebuildsOf(this.store.db)
      .updateMany(mine, { $set: { runner: null, until: new Date(Date.now() - CLAIM_MS) } })
      .catch((err: unknown) => this.#note(err));
  }

  /** One slice, one list of them, or the end; answers whether this process is to go on. */
  async #advance(rebuild: Rebuild): Promise<boolean> {
    const { store, replica } = this;
    if (rebuild.passes > 0 && rebuild.next < rebuild.total) {
      const begun = performance.now();
      const wrong = await doSlice(await this.#ground(), rebuild);
      if (wrong !== null) countSlice(performance.now() - begun, wrong);
      return true;
    }
    const renewal = setInterval(() => void this.#claim().catch(() => undefined), CLAIM_MS / 3);
    try {
      if (await planPass(store, replica, rebuild, this.sizes)) return true;
    } finally {
      clearInterval(renewal);
    }
    return this.#finish(rebuild._id);
  }

  async #finish(_id: string): Promise<boolean> {
    const rebuild = await rebuildsOf(this.store.db).findOne({ _id });
    if (!rebuild?.open || !(await finish(await this.#ground(), rebuild))) return true;
    await forgetSlices(this.store.db, _id);
    log.info({ event: 'rebuild.done', id: _id, slices: rebuild.next, corrected: rebuild.corrected });
    if (rebuild.corrected > 0) log.error({ event: 'rebuild.corrected', id: _id, cells: rebuild.corrected });
    return true;
  }

  async #ground(): Promise<Ground> {
    const { store, replica } = this;
    const session = await this.#sessions.own();
    return { store, replica, rules: this.derivation.rules, session, withinMs: WITHIN_MS };
  }

  /** Said once: at the next look it is tried again. */
  #note(err: unknown): void {
    const said = err instanceof Error ? err.message : String(err);
    const level = isStoreAway(err) || err instanceof OtherRules ? 'warn' : 'error';
    if (said !== this.#said) log[level]({ event: 'rebuild.waits', err });
    this.#said = said;
  }
}
