import { Store } from '#mongo';
import { counter, gauge, onScrape } from '#observability';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DifferencesStore } from './differences.store.js';
import type { RunCounts, RunState } from './reconciliation.schema.js';
import { RunsStore } from './runs.store.js';

const ended = counter({
  name: 'lien_cap_reconciliations_total',
  help: 'Reconciliations that ended: `finished`, `incomplete` (a source did not answer) or `failed`',
  labels: ['outcome'],
});
const found = counter({
  name: 'lien_cap_reconciliation_differences_total',
  help: 'Differences that reconciliations decided: `repaired`, `disputed`, `healed`',
  labels: ['outcome'],
});
const disputed = gauge({
  name: 'lien_cap_disputed_differences',
  help: 'Differences between figures and sources that no reconciliation could repair yet',
});
const age = gauge({
  name: 'lien_cap_reconciliation_age_seconds',
  help: 'Age of the last reconciliation that came to its end with all sources; absent before the first',
});

export function countRun(state: RunState, { repaired, disputed: open, healed }: RunCounts): void {
  ended.inc({ outcome: state });
  found.inc({ outcome: 'repaired' }, repaired);
  found.inc({ outcome: 'disputed' }, open);
  found.inc({ outcome: 'healed' }, healed);
}

/** Tells what is disputed when somebody asks. */
@Injectable()
export class ReconciliationMetrics implements OnModuleInit, OnModuleDestroy {
  #unread: (() => void) | undefined;

  constructor(
    private readonly store: Store,
    private readonly runs: RunsStore,
    private readonly differences: DifferencesStore,
  ) {}

  onModuleInit(): void {
    this.#unread = onScrape('reconciliation', [disputed, age], () => this.#read());
  }

  onModuleDestroy(): void {
    this.#unread?.();
  }

  async #read(): Promise<void> {
    if (!this.store.state.ok) return;
    disputed.set(await this.differences.countDisputed());
    const last = await this.runs.runs.findOne(
      { state: 'finished' },
      { sort: { createdAt: -1, _id: -1 }, projection: { finishedAt: 1 } },
    );
    if (last?.finishedAt) age.set((Date.now() - last.finishedAt.getTime()) / 1000);
  }
}
