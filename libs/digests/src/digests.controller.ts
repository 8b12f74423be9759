import { BatchProcessor, KAFKA_BATCH, type RecordBatch } from '#messaging';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DigestsApplier } from './digests.applier.js';

/** Takes in what a reconciliation asks. */
@Controller()
export class DigestsController {
  constructor(
    private readonly processor: BatchProcessor,
    private readonly applier: DigestsApplier,
  ) {}

  @EventPattern('reports.requests', KAFKA_BATCH)
  async handle(@Payload() batch: RecordBatch): Promise<void> {
    await this.processor.process(batch, this.applier);
  }
}
