import type { RoleChangedV1 } from '#contracts';
import { BatchProcessor, KAFKA_BATCH, replaceFacts, type BatchApplier, type RecordBatch } from '#messaging';
import { Store } from '#mongo';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { GRANTS } from './grants.js';

/** Keeps the replica of grants from the registry's events. */
@Controller()
export class GrantsReplicaController {
  readonly #applier: BatchApplier;

  constructor(
    store: Store,
    private readonly processor: BatchProcessor,
  ) {
    this.#applier = replaceFacts<RoleChangedV1>({
      store,
      collection: GRANTS,
      types: ['registry.role-changed.v1'],
      fields: ({ data: { person, role, unitId, from, to, voided } }) => ({ person, role, unitId, from, to, voided }),
    });
  }

  @EventPattern('registry.events', KAFKA_BATCH)
  async handle(@Payload() batch: RecordBatch): Promise<void> {
    await this.processor.process(batch, this.#applier);
  }
}
