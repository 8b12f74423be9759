import type { ReceivedEvent } from '#messaging';
import { Store } from '#mongo';
import { gauge, histogram, onScrape } from '#observability';
import { TreeReplica } from '#tree';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { treeLogOf } from './tree-log.applier.js';

const acceptToVisible = histogram({
  name: 'lien_cap_accept_to_visible_seconds',
  help: 'From the acceptance of a fact by its source to the commit that puts it into the figures',
  labels: ['topic'],
  buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 3_600],
});

const treeWaiting = gauge({
  name: 'lien_cap_tree_changes_waiting',
  help: 'Tree changes that have come and are not in the figures yet: from the last one applied to the last one kept',
});

/** Notes facts that a commit has just made visible. The two clocks are those of two machines. */
export function countVisible(topic: string, events: readonly ReceivedEvent[]): void {
  const now = Date.now();
  for (const { time } of events) acceptToVisible.observe({ topic }, Math.max(0, now - Date.parse(time)) / 1000);
}

/** Tells how many tree changes wait when somebody asks. */
@Injectable()
export class FiguresMetrics implements OnModuleInit, OnModuleDestroy {
  #unread: (() => void) | undefined;

  constructor(
    private readonly store: Store,
    private readonly replica: TreeReplica,
  ) {}

  onModuleInit(): void {
    this.#unread = onScrape('tree-changes', [treeWaiting], () => this.#read());
  }

  onModuleDestroy(): void {
    this.#unread?.();
  }

  async #read(): Promise<void> {
    const head = await this.replica.headRevision();
    const last = await treeLogOf(this.store.db).findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } });
    treeWaiting.set(Math.max(0, (last?._id ?? head) - head));
  }
}
