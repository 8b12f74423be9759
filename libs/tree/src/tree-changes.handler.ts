import { HealthIndicatorRegistry } from '#http';
import { BatchProcessor, KAFKA_BATCH, type RecordBatch } from '#messaging';
import { Controller, type OnModuleInit } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TreeChangesApplier } from './tree-changes.applier.js';

@Controller()
export class TreeChangesHandler implements OnModuleInit {
  constructor(
    private readonly batches: BatchProcessor,
    private readonly applier: TreeChangesApplier,
    private readonly health: HealthIndicatorRegistry,
  ) {}

  onModuleInit(): void {
    this.health.add('tree', async () => {
      const missing = await this.applier.missing();
      return missing === null ? { ok: true } : { ok: false, reason: `tree revision ${missing} is missing` };
    });
  }

  @EventPattern('registry.tree', KAFKA_BATCH)
  async handle(@Payload() batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.applier);
  }
}
