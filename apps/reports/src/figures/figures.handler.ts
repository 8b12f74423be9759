import { HealthIndicatorRegistry } from '#http';
import { BatchProcessor, KAFKA_BATCH, wasAtRest, type BatchApplier, type RecordBatch } from '#messaging';
import { Store } from '#mongo';
import { Controller, type OnModuleInit } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { withAnswers } from '../reconciliation/answers.js';
import { ContributionsApplier } from './contributions.applier.js';
import { TreeApplier } from './tree.applier.js';
import { TreeLogApplier } from './tree-log.applier.js';

/** Everything that changes a figure comes in here. Roles (`registry.events`) are taken by libs/access. */
@Controller()
export class FiguresHandler implements OnModuleInit {
  readonly #facts: BatchApplier;

  constructor(
    private readonly batches: BatchProcessor,
    contributions: ContributionsApplier,
    private readonly treeLog: TreeLogApplier,
    private readonly tree: TreeApplier,
    private readonly store: Store,
    private readonly health: HealthIndicatorRegistry,
  ) {
    this.#facts = withAnswers(store, contributions);
  }

  onModuleInit(): void {
    this.health.add('tree', async () => {
      const reason = await this.tree.trouble();
      return reason === null ? { ok: true } : { ok: false, reason };
    });
    this.store.onReady(() => this.tree.start());
  }

  @EventPattern('registry.members', KAFKA_BATCH)
  async members(@Payload() batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.#facts);
  }

  @EventPattern('registry.composition', KAFKA_BATCH)
  async composition(@Payload() batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.#facts);
  }

  @EventPattern('meetings.events', KAFKA_BATCH)
  async meetings(@Payload() batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.#facts);
  }

  @EventPattern('inspection.events', KAFKA_BATCH)
  async inspection(@Payload() batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.#facts);
  }

  @EventPattern('reports.events', KAFKA_BATCH)
  async reports(@Payload() batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.#facts);
  }

  @EventPattern('registry.tree', KAFKA_BATCH)
  async units(@Payload() batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.treeLog);
    // Not awaited: the log goes on being kept while the tree is applied.
    if (!wasAtRest(batch)) void this.tree.ring();
  }
}
