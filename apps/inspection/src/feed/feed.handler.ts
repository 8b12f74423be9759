import { BatchProcessor, KAFKA_BATCH, type RecordBatch } from '#messaging';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { FeedApplier } from './feed.applier.js';
import { FeedTail } from './feed-tail.js';

/** Takes the service's own events back from Kafka, so that the feed holds what all subscribers of the topic get. */
@Controller()
export class FeedHandler {
  constructor(
    private readonly batches: BatchProcessor,
    private readonly applier: FeedApplier,
    private readonly tail: FeedTail,
  ) {}

  @EventPattern('inspection.events', KAFKA_BATCH)
  async handle(@Payload() batch: RecordBatch): Promise<void> {
    await this.batches.process(batch, this.applier);
    this.tail.ring();
  }
}
