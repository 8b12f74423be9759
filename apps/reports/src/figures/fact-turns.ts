import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

const LOOK_EVERY_MS = 20;
/** A batch that began so long ago is not running any more: it failed, and will begin again. */
const FORGOTTEN_AFTER_MS = 10_000;
const LONGEST_PAUSE_MS = 2_000;
const LONGEST_TURN_MS = 5_000;
/** Pauses that are left out after one in which no fact came through; after the next such, twice as many and one. */
const LEFT_OUT = { first: 3, most: 7 };
/** A change of the tree waits so long for batches that run when it wants to begin. */
const LONGEST_WAIT_MS = 2_000;

/** When the batch came, and whether it runs: otherwise it waits for a change of the tree. */
type Batch = { since: number; runs: boolean };

/**
 * Whose turn it is, in this process. A change of the tree locks all shards, and a batch that runs into it begins again: so
 * none begins while one is under way, and a change lets those that run come to their end, or their work would be in vain
 * and stand beside the change's own. A long act must leave room for whole batches, however long they take on this machine,
 * or none would ever be through.
 */
@Injectable()
export class FactTurns {
  /** By shard. */
  readonly #batches = new Map<string, Batch>();
  #tree: Promise<unknown> = Promise.resolve();
  #tookMs = 0;
  #leftOut = 0;
  #nextLeftOut = LEFT_OUT.first;

  /** A batch of a shard is about to begin. Resolves when no change of the tree is under way. */
  async wanted(shard: string): Promise<void> {
    // One that is tried again is the same.
    const batch = this.#batches.get(shard) ?? { since: 0, runs: false };
    Object.assign(batch, { since: performance.now(), runs: false });
    this.#batches.set(shard, batch);
    await this.#tree;
    batch.runs = true;
  }

  committed(shard: string): void {
    this.#batches.delete(shard);
  }

  /** A change of the tree, until it is over: begun when the batches that run now are through or had time to be. */
  taken<T>(change: () => Promise<T>): Promise<T> {
    const over = this.#through(({ runs }) => runs, LONGEST_WAIT_MS).then(() => this.#timed(change));
    this.#tree = over.catch(() => undefined);
    return over;
  }

  /** Without what it waited for batches: they had that time. */
  async #timed<T>(change: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    return change().finally(() => (this.#tookMs = performance.now() - begun));
  }

  /**
   * Between two changes of a series: as long as the last took, and until the batches that wait here are through. Whether
   * facts of other processes wait nobody says; that they came through is seen by what was `applied`. Where none did, the
   * next three pauses are left out and the fourth is not: who ran into every change until then is through in it. Where
   * none did in that one either, seven, from then on each time: a long act at night spends a ninth of its time on pauses.
   */
  async between(applied: () => Promise<number>): Promise<void> {
    if (this.#leftOut > 0 && this.#now(() => true).length === 0) {
      this.#leftOut -= 1;
      return;
    }
    const before = await applied();
    const turn = this.given(LONGEST_TURN_MS);
    await pause(Math.min(LONGEST_PAUSE_MS, this.#tookMs));
    await turn;
    const isQuiet = (await applied()) === before;
    this.#leftOut = isQuiet ? this.#nextLeftOut : 0;
    this.#nextLeftOut = isQuiet ? Math.min(LEFT_OUT.most, 2 * this.#nextLeftOut + 1) : LEFT_OUT.first;
  }

  /** Resolves once every batch that runs now, or waited to begin, was through, or after some time. */
  given(withinMs: number): Promise<void> {
    return this.#through(() => true, withinMs);
  }

  /** Until no batch of now is `wanted` any more, since it was committed or it waits, or until some time is over. */
  async #through(wanted: (batch: Batch) => boolean, withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    const batches = this.#now(wanted);
    const isOpen = ([shard, batch]: [string, Batch]): boolean => wanted(batch) && this.#batches.get(shard) === batch;
    while (batches.some(isOpen) && performance.now() < end) await pause(LOOK_EVERY_MS);
  }

  /** Batches that run, or wait to begin. */
  #now(wanted: (batch: Batch) => boolean): [string, Batch][] {
    const now = performance.now();
    return [...this.#batches].filter(([, batch]) => now - batch.since < FORGOTTEN_AFTER_MS && wanted(batch));
  }
}
