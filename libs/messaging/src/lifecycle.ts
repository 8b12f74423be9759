import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HealthIndicatorRegistry } from '#http';
import { stopTracing } from '#observability';
import { BatchProcessor } from './consume/batch-processor.js';
import { KafkaBatchServer } from './consume/kafka-batch-server.js';
import type { KafkaPort, PortState } from './kafka/kafka-port.js';
import { TopicSetup } from './kafka/topic-setup.js';
import type { MessagingGauges } from './messaging-gauges.js';
import { Relay } from './relay/relay.js';
import type { RestoreGuard } from './restore/restore-guard.js';

export type MessagingParts = {
  port: KafkaPort;
  topics: TopicSetup;
  relay: Relay;
  server: KafkaBatchServer;
  processor: BatchProcessor;
  health: HealthIndicatorRegistry;
  gauges: MessagingGauges;
  guard: RestoreGuard;
};

/** Starts and ends the background parts in step with the app, and says in readiness how they are. */
@Injectable()
export class MessagingLifecycle
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  constructor(private readonly parts: MessagingParts) {}

  onModuleInit(): void {
    const { health, relay, server, gauges, guard } = this.parts;
    gauges.start();
    health.add('kafka', () => this.kafka());
    health.add('outbox', () => relay.check());
    health.add('consumer', () => server.state);
    health.add('restore', () => guard.state);
  }

  onApplicationBootstrap(): void {
    this.parts.topics.start();
    this.parts.guard.start();
    this.parts.relay.start();
  }

  /** What is committed from here on is published by the next relay. */
  async beforeApplicationShutdown(): Promise<void> {
    this.parts.gauges.stop();
    await Promise.all([this.parts.topics.stop(), this.parts.relay.stop(), this.parts.guard.stop()]);
  }

  /** Nest has closed the batch server by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.parts.processor.close();
    await this.parts.port.close();
    await stopTracing();
  }

  private async kafka(): Promise<PortState> {
    const state = await this.parts.port.check();
    return state.ok ? this.parts.topics.state : state;
  }
}
