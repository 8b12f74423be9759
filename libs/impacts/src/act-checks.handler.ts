import type { ActCheckedV1 } from '#contracts';
import { BatchProcessor, KAFKA_BATCH, replaceFacts, wasAtRest, type BatchApplier, type RecordBatch } from '#messaging';
import { Store } from '#mongo';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ACT_CHECKS } from './act-checks.js';
import { ImpactsWorker } from './impacts.worker.js';

/** Keeps the parts of acts that are being checked. */
@Controller()
export class ActChecksHandler {
  readonly #applier: BatchApplier;

  constructor(
    store: Store,
    private readonly processor: BatchProcessor,
    private readonly worker: ImpactsWorker,
  ) {
    this.#applier = replaceFacts<ActCheckedV1>({
      store,
      collection: ACT_CHECKS,
      types: ['registry.act-checked.v1'],
      fields: ({ data: { check: _check, ...part } }) => part,
    });
  }

  @EventPattern('registry.acts', KAFKA_BATCH)
  async handle(@Payload() batch: RecordBatch): Promise<void> {
    await this.processor.process(batch, this.#applier);
    if (!wasAtRest(batch)) this.worker.ring();
  }
}
