import { setTimeout as pause } from 'node:timers/promises';
import type { Receipt } from '#contracts';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { Contribution } from '../figures/contribution.js';
import type { ShardProgress } from './freshness.rules.js';
import { isTreeReceipt } from './receipts.rules.js';

type Waiter = { receipt: Receipt; until: number; done: () => void };

/** With the reads themselves, an answer comes at most some 20 ms after the commit it waited for. */
const LOOK_EVERY_MS = 12;
/** Refused facts are rare: they are looked for at every so many looks. */
const DEAD_LETTERS_EVERY = 8;
const MAJORITY = { readConcern: { level: 'majority' as const } };

/**
 * One look for everybody who waits: however many requests wait for a receipt, MongoDB gets two small reads in a
 * dozen milliseconds, and none while nobody waits.
 */
@Injectable()
export class ReceiptPoller {
  readonly #waiting = new Set<Waiter>();
  #looking = false;

  constructor(private readonly store: Store) {}

  /** Resolves once the receipt seems settled, or at `until` (milliseconds since 1970). What it says is read anew. */
  wait(receipt: Receipt, until: number): Promise<void> {
    return new Promise((done) => {
      this.#waiting.add({ receipt, until, done });
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (let looks = 0; this.#waiting.size > 0; looks++) {
        const waiters = [...this.#waiting];
        const settled = await this.#settled(waiters, looks % DEAD_LETTERS_EVERY === 0);
        const now = Date.now();
        for (const waiter of waiters) if (settled(waiter.receipt) || waiter.until <= now) this.#release(waiter);
        if (this.#waiting.size > 0) await pause(LOOK_EVERY_MS);
      }
    } catch {
      // The store is away. Whoever waited reads next, and is told so by that read.
      for (const waiter of this.#waiting) this.#release(waiter);
    } finally {
      this.#looking = false;
    }
  }

  #release(waiter: Waiter): void {
    this.#waiting.delete(waiter);
    waiter.done();
  }

  async #settled(waiters: readonly Waiter[], withRefused: boolean): Promise<(receipt: Receipt) => boolean> {
    const receipts = waiters.map(({ receipt }) => receipt);
    const factIds = [...new Set(receipts.filter((receipt) => !isTreeReceipt(receipt)).map(({ factId }) => factId))];
    const versions = await this.#versions(factIds);
    const refused = withRefused && factIds.length > 0 ? await this.#refused(factIds) : new Set<string>();
    const treeRevision = factIds.length < receipts.length ? await this.#treeRevision() : 0;
    return (receipt) =>
      (isTreeReceipt(receipt) ? treeRevision : (versions.get(receipt.factId) ?? 0)) >= receipt.version ||
      refused.has(`${receipt.factId}/${receipt.version}`);
  }

  async #versions(factIds: string[]): Promise<Map<string, number>> {
    if (factIds.length === 0) return new Map();
    const found = await this.store.db
      .collection<Contribution>('contributions')
      .find({ _id: { $in: factIds } }, { projection: { v: 1, unplaced: 1 }, ...MAJORITY })
      .toArray();
    // A version whose unit is not known yet is still waited for; those before it are not.
    return new Map(found.map(({ _id, v, unplaced }) => [_id, unplaced ? v - 1 : v]));
  }

  async #refused(factIds: string[]): Promise<Set<string>> {
    const found = await this.store.db
      .collection<{ factId?: string; version?: number }>('dead_letters')
      .find(
        { factId: { $in: factIds }, state: { $ne: 'redriven' } },
        { projection: { factId: 1, version: 1 }, ...MAJORITY },
      )
      .toArray();
    return new Set(found.map(({ factId, version }) => `${factId}/${version}`));
  }

  async #treeRevision(): Promise<number> {
    const shard = await this.store.db
      .collection<ShardProgress>('progress')
      .findOne({}, { projection: { treeRevision: 1 }, ...MAJORITY });
    return shard?.treeRevision ?? 0;
  }
}
