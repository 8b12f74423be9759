import { Module, type DynamicModule } from '@nestjs/common';
import type { MessagingOptions } from './messaging.options.js';

/**
 * Everything between a service and Kafka. Global: exports Outbox, Relay, DeadLetters, BatchProcessor, KafkaBatchServer.
 * An app that consumes: `app.connectMicroservice({ strategy: app.get(KafkaBatchServer) }); await app.startAllMicroservices();`
 */
@Module({})
export class MessagingModule {
  static forRoot(_options: MessagingOptions): DynamicModule {
    throw new Error('not yet');
  }
}
