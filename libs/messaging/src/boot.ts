import type { Server } from 'node:http';
import { HttpModule, configureApp, httpMigrations, type CommonEnv, type ConfigureOptions } from '#http';
import type { EventType, ServiceName, TopicName } from '#contracts';
import { MongoModule, type Migration } from '#mongo';
import { LoggerModule, startProcessMetrics, startTracing } from '#observability';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KafkaBatchServer } from './consume/kafka-batch-server.js';
import { MessagingModule } from './messaging.module.js';
import { endWithLastAnswer } from './end-connections.js';
import { messagingMigrations } from './migrations.js';

/** Common proxies and clients drop idle connections after 60 s. */
const KEEP_ALIVE_MS = 65_000;

/** What makes one service different from another in the ground it stands on. */
export type ServiceGround = {
  service: ServiceName;
  /** Topics whose events it takes in. */
  consumes: readonly TopicName[];
  /** Event types it publishes. */
  publishes: readonly EventType[];
  /** Its own migrations and those of the other libs it uses. */
  migrations: readonly Migration[];
  /** First version of its derivation rules, where it has any. */
  rules?: number;
};

/** The modules under every service: log, store, HTTP, messaging. To be put first among the imports of its app module. */
export function serviceGround(env: CommonEnv, ground: ServiceGround): DynamicModule[] {
  const { service, consumes, publishes, migrations, rules } = ground;
  return [
    LoggerModule.forRoot(service, env.logLevel),
    MongoModule.forRoot({
      uri: env.mongodbUri,
      migrations: [...messagingMigrations(service, consumes, { rules }), ...httpMigrations, ...migrations],
    }),
    HttpModule.forRoot({ issuer: env.oidcIssuer, audience: env.oidcAudience, rateLimit: env.rateLimit }),
    MessagingModule.forRoot({
      service,
      brokers: env.kafkaBrokers,
      topicPrefix: env.kafkaTopicPrefix,
      replication: env.kafkaReplication,
      leaseMs: env.relayLeaseMs,
      publishes,
    }),
  ];
}

/** What the head of a service's documents says, beside what the environment does. */
export type ServiceDescription = Pick<
  ConfigureOptions,
  'service' | 'title' | 'description' | 'documents' | 'textBodies'
>;

/**
 * Puts around an app what every service has (main.ts and tests alike), listens, and only then starts to take events:
 * a service answers, and says what it waits for, while Kafka or MongoDB is away. SIGTERM and SIGINT close it in order.
 */
export async function serveApp(app: INestApplication, env: CommonEnv, about: ServiceDescription): Promise<void> {
  configureApp(app, { ...about, issuer: env.oidcIssuer, corsOrigins: env.corsOrigins });
  app.connectMicroservice({ strategy: app.get(KafkaBatchServer) });
  // Longer than clients keep an idle connection: with Node's 5 s, a request sent just as it closes is lost.
  const server = app.getHttpServer() as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  endWithLastAnswer(server);
  await app.listen(env.port, env.host);
  await app.startAllMicroservices();
}

/** The whole of a main.ts. A start that fails ends the process (exit 1) with one line on standard error. */
export async function bootService(module: Type | DynamicModule, env: CommonEnv, about: ServiceDescription) {
  try {
    startProcessMetrics(about.service);
    await startTracing(about.service, env.otlpEndpoint);
    const app = await NestFactory.create(module, { bufferLogs: true, abortOnError: false });
    await serveApp(app, env, about);
  } catch (error) {
    const { code, message, stack } = error as NodeJS.ErrnoException;
    const what = code === 'EADDRINUSE' ? `port ${env.port} is in use; set PORT to another` : (stack ?? message);
    process.stderr.write(`${about.service} cannot start: ${what}\n`);
    process.exit(1);
  }
}
