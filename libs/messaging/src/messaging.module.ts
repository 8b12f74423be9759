import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { HealthIndicatorRegistry } from '#http';
import { Store } from '#mongo';
import { BatchProcessor } from './consume/batch-processor.js';
import { KafkaBatchServer } from './consume/kafka-batch-server.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { DeadLetters } from './dead-letters/dead-letters.js';
import { KAFKA_PORT, type KafkaPort } from './kafka/kafka-port.js';
import { KafkajsPort } from './kafka/kafkajs-port.js';
import { TopicSetup } from './kafka/topic-setup.js';
import { MessagingLifecycle } from './lifecycle.js';
import { MessagingGauges } from './messaging-gauges.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.js';
import { Bell } from './outbox/bell.js';
import { checkPublished, Outbox } from './outbox/outbox.js';
import { Relay } from './relay/relay.js';
import { RestoreGuard } from './restore/restore-guard.js';

const portOf = ({ service, ...options }: MessagingOptions): KafkaPort =>
  new KafkajsPort({ clientId: service, ...options });

const providersOf = (options: MessagingOptions): Provider[] => {
  const { service, leaseMs } = options;
  return [
    { provide: MESSAGING_OPTIONS, useValue: options },
    Bell,
    { provide: KAFKA_PORT, useFactory: () => portOf(options) },
    { provide: TopicSetup, inject: [KAFKA_PORT], useFactory: (port: KafkaPort) => new TopicSetup(port) },
    {
      provide: RestoreGuard,
      inject: [Store, KAFKA_PORT],
      useFactory: (store: Store, port: KafkaPort) => new RestoreGuard({ service, store, port }),
    },
    {
      provide: Outbox,
      inject: [Store, Bell, RestoreGuard],
      useFactory: (store: Store, bell: Bell, guard: RestoreGuard) => new Outbox({ service, store, bell, guard }),
    },
    {
      provide: Relay,
      inject: [Store, KAFKA_PORT, Bell, RestoreGuard],
      useFactory: (store: Store, port: KafkaPort, bell: Bell, guard: RestoreGuard) =>
        new Relay({ service, store, port, bell, leaseMs, guard }),
    },
    { provide: BatchProcessor, inject: [Store], useFactory: (store: Store) => new BatchProcessor({ store }) },
    {
      provide: KafkaBatchServer,
      inject: [KAFKA_PORT, Store],
      useFactory: (port: KafkaPort, store: Store) => new KafkaBatchServer({ port, store, service }),
    },
    {
      provide: DeadLetters,
      inject: [Store, KafkaBatchServer],
      useFactory: (store: Store, server: KafkaBatchServer) => new DeadLetters({ store, server }),
    },
    {
      provide: MessagingGauges,
      inject: [Store, KAFKA_PORT, Relay, KafkaBatchServer],
      useFactory: (store: Store, port: KafkaPort, relay: Relay, server: KafkaBatchServer) =>
        new MessagingGauges({ store, port, relay, server }),
    },
    {
      provide: MessagingLifecycle,
      inject: [
        KAFKA_PORT,
        TopicSetup,
        Relay,
        KafkaBatchServer,
        BatchProcessor,
        HealthIndicatorRegistry,
        MessagingGauges,
        RestoreGuard,
      ],
      useFactory: (
        port: KafkaPort,
        topics: TopicSetup,
        relay: Relay,
        server: KafkaBatchServer,
        processor: BatchProcessor,
        health: HealthIndicatorRegistry,
        gauges: MessagingGauges,
        guard: RestoreGuard,
      ) => new MessagingLifecycle({ port, topics, relay, server, processor, health, gauges, guard }),
    },
  ];
};

/**
 * Everything between a service and Kafka. Needs MongoModule, HttpModule and an Authorizer beside it, all global.
 * An app that consumes: `app.connectMicroservice({ strategy: app.get(KafkaBatchServer) }); await app.startAllMicroservices();`
 */
@Module({})
export class MessagingModule {
  /** @throws Error, so that the boot stops, when `publishes` names an unregistered type or another service's. */
  static forRoot(options: MessagingOptions): DynamicModule {
    checkPublished(options.service, options.publishes ?? []);
    return {
      module: MessagingModule,
      global: true,
      controllers: [DeadLettersController],
      providers: providersOf(options),
      exports: [MESSAGING_OPTIONS, KAFKA_PORT, Outbox, Relay, DeadLetters, BatchProcessor, KafkaBatchServer],
    };
  }
}
