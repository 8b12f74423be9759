import { randomUUID } from 'node:crypto';
import { CONTENT_TYPE, EVENTS, type EventData, type EventType } from '#contracts';
import { COMMON_VARIABLES, parseEnv, type CommonEnv } from '#http';
import { serveApp, type ServiceDescription } from '#messaging';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from './eventually.js';
import { HttpClient } from './http-client.js';
import { dropTopics, freePort, kafkaBrokers, testDatabase, topicPrefix } from './isolation.js';
import { issuerToken, sharedIssuer, type Issuer } from './issuer.js';

/** A fact as another service would publish it. */
export type PublishedFact = { [T in EventType]: { type: T; data: EventData<T> } }[EventType];

export type TestAppOptions = {
  /** More environment, or other. */
  variables?: Record<string, string>;
  /** Another way to the same database, through a proxy. */
  throughMongo?: (uri: string) => string;
  /** False: something it waits for is away. */
  waitReady?: boolean;
};

/** One service inside the test's own process, with the real HTTP, MongoDB, Kafka and issuer around it. */
export class TestApp {
  private constructor(
    readonly app: INestApplication,
    readonly env: CommonEnv,
    private readonly issuer: Issuer,
    private readonly database: ReturnType<typeof testDatabase>,
  ) {}

  /** Starts it with a database and topics of its own, and waits until it is ready. */
  static async open(
    about: ServiceDescription,
    moduleOf: (env: CommonEnv) => DynamicModule,
    options: TestAppOptions = {},
  ): Promise<TestApp> {
    const { variables, throughMongo, waitReady = true } = options;
    const database = testDatabase(about.service);
    const issuer = await sharedIssuer();
    const env = parseEnv(
      COMMON_VARIABLES,
      {},
      {
        PORT: String(await freePort()),
        MONGODB_URI: throughMongo?.(database.uri) ?? database.uri,
        KAFKA_BROKERS: kafkaBrokers(),
        KAFKA_TOPIC_PREFIX: topicPrefix(),
        OIDC_ISSUER: issuer.url,
        LOG_LEVEL: 'error',
        RATE_LIMIT: '1000000',
        ...variables,
      },
    );
    const app = await NestFactory.create(moduleOf(env), { bufferLogs: true, abortOnError: false });
    const testApp = new TestApp(app, env, issuer, database);
    try {
      await serveApp(app, env, about);
      if (waitReady) await testApp.ready();
    } catch (error) {
      await testApp.close();
      throw error;
    }
    return testApp;
  }

  get url(): string {
    return `http://${this.env.host}:${this.env.port}`;
  }

  /** A client as a demo person; null: without a token. */
  client(sub: string | null): HttpClient {
    return new HttpClient(
      () => this.url,
      async () => (sub === null ? null : issuerToken(sub, this.issuer.url)),
    );
  }

  async ready(): Promise<void> {
    const probe = async (): Promise<true> => {
      const answer = await fetch(`${this.url}/health/ready`);
      if (!answer.ok) throw new Error(await answer.text());
      return true;
    };
    await eventually(probe, { timeoutMs: 15_000 });
  }

  /** Publishes facts in order, as their services would; tree changes keep it, as they have one partition. */
  async publish(facts: readonly PublishedFact[]): Promise<void> {
    const kafka = new Kafka({ brokers: this.env.kafkaBrokers, logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    try {
      for (const { type, data } of facts) {
        const { topic, service } = EVENTS[type];
        await producer.send({
          topic: `${this.env.kafkaTopicPrefix}${topic}`,
          messages: [{ value: envelope(type, service ?? 'registry', data), headers: { 'content-type': CONTENT_TYPE } }],
        });
      }
    } finally {
      await producer.disconnect();
    }
  }

  /** Closes the app and removes what it stored. */
  async close(): Promise<void> {
    await this.app.close();
    await this.issuer.stop();
    await this.database.drop();
    await dropTopics(this.env.kafkaTopicPrefix);
  }
}

const envelope = (type: EventType, service: string, data: object): string =>
  JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    type,
    source: `/${service}`,
    subject: randomUUID(),
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data,
  });
