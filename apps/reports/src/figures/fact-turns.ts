import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

const LOOK_EVERY_MS = 20;
/** A batch that began so long ago is not running any more: it failed, and will begin again. */
const FORGOTTEN_AFTER_MS = 10_000;
const LONGEST_PAUSE_MS = 2_000;
const LONGEST_TURN_MS = 5_000;
/** Pauses that are left out after one in which no fact came through. */
const LEFT_OUT = 3;

/**
 * Whose turn it is, in this process. A change of the tree locks all shards, and a batch that runs into it begins again: so
 * none begins while one is under way, which would be work in vain; and a long act must leave room for whole batches, however
 * long they take on this machine, or none would ever be through.
 */
@Injectable()
export class FactTurns {
  /** By shard, when its running batch began. */
  readonly #running = new Map<string, number>();
  #tree: Promise<unknown> = Promise.resolve();
  #leftOut = 0;

  /** A batch of a shard is about to begin. Resolves when no change of the tree is under way. */
  async wanted(shard: string): Promise<void> {
    this.#running.set(shard, performance.now());
    await this.#tree;
  }

  committed(shard: string): void {
    this.#running.delete(shard);
  }

  /** A change of the tree, until it is over. */
  taken<T>(change: Promise<T>): Promise<T> {
    this.#tree = change.catch(() => undefined);
    return change;
  }

  /**
   * Between two changes of a series: as long as the first took, and until the batches that wait here are through. Whether
   * facts of other processes wait nobody says; that they came through is seen by what was `applied`. Where none did, the
   * next three pauses are left out and the fourth is not: who ran into every change until then is through in it.
   */
  async between(tookMs: number, applied: () => Promise<number>): Promise<void> {
    if (this.#leftOut > 0 && this.#waiting().size === 0) {
      this.#leftOut -= 1;
      return;
    }
    const before = await applied();
    const turn = this.given(LONGEST_TURN_MS);
    await pause(Math.min(LONGEST_PAUSE_MS, tookMs));
    await turn;
    this.#leftOut = (await applied()) === before ? LEFT_OUT : 0;
  }

  /** Resolves once every batch that runs now, or waited to begin, was through, or after some time. */
  async given(withinMs: number): Promise<void> {
    const now = performance.now();
    const waiting = this.#waiting();
    while (performance.now() < now + withinMs) {
      for (const shard of waiting) if (!this.#running.has(shard)) waiting.delete(shard);
      if (waiting.size === 0) return;
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Shards whose batch runs, or waits to begin. */
  #waiting(): Set<string> {
    const now = performance.now();
    return new Set([...this.#running].flatMap(([shard, since]) => (now - since < FORGOTTEN_AFTER_MS ? [shard] : [])));
  }
}
