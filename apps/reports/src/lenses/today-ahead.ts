import { localDayOf, type Day } from '#calendar';
import { HealthIndicatorRegistry } from '#http';
import { TreeReplica } from '#tree';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Slices } from '../rollups/slices.js';
import { treeOfDay } from './lens.rules.js';

/** The tree stands still when it is the same at two looks. */
const LOOK_EVERY_MS = 2_000;

/**
 * Makes what reads in the tree of today go by before anybody reads: of a country that takes half a second, which the
 * first who asks would wait after a start, an act or midnight. Not at every step of an act, of which each makes a new tree.
 */
@Injectable()
export class TodayAhead implements OnModuleInit, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #seen: number | undefined;
  #made: { revision: number; day: Day } | undefined;
  #making: Promise<void> | undefined;

  constructor(
    private readonly replica: TreeReplica,
    private readonly health: HealthIndicatorRegistry,
  ) {}

  onModuleInit(): void {
    this.health.add('tree-of-today', async () => {
      await this.replica.atHand();
      if (!this.#made) await this.#make();
      return { ok: true };
    });
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Makes it anew when it is of another day or another tree, unless that changed since the last look. */
  async look(): Promise<void> {
    const { revision } = this.replica.latest;
    const still = revision === this.#seen;
    this.#seen = revision;
    if (!still || !this.#made) return;
    if (this.#made.revision !== revision || this.#made.day !== localDayOf(new Date())) await this.#make();
  }

  #make(): Promise<void> {
    return (this.#making ??= this.#makeNow().finally(() => (this.#making = undefined)));
  }

  async #makeNow(): Promise<void> {
    const [tree, day] = [this.replica.latest, localDayOf(new Date())];
    treeOfDay(tree, day);
    const slices = new Slices();
    for (const id of tree.ids()) {
      if (tree.hasEverHadChild(id)) tree.childrenApart(id);
      if (slices.over) await slices.rest();
      if (tree !== this.replica.latest) return;
    }
    this.#made = { revision: tree.revision, day };
  }
}
