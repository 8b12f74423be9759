import type { MemberChangedV1 } from '#contracts';
import { BatchProcessor, KAFKA_BATCH, replaceFacts, type BatchApplier, type RecordBatch } from '#messaging';
import { Store } from '#mongo';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ROLL } from './roll.replica.js';

/** Keeps the replica of the rolls from the registry's events. */
@Controller()
export class RollReplicaController {
  readonly #applier: BatchApplier;

  constructor(
    store: Store,
    private readonly processor: BatchProcessor,
  ) {
    this.#applier = replaceFacts<MemberChangedV1>({
      store,
      collection: ROLL,
      types: ['registry.member-changed.v1'],
      fields: ({ data: { memberId, stretches, temporary } }) => ({ memberId, stretches, temporary }),
    });
  }

  @EventPattern('registry.members', KAFKA_BATCH)
  async handle(@Payload() batch: RecordBatch): Promise<void> {
    await this.processor.process(batch, this.#applier);
  }
}
