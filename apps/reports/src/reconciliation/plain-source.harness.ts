/** A source for the tests of reconciliations: the ground of a service and its answers, with facts that can be tampered with. */
import type { MeetingRecordedV1 } from '#contracts';
import { DigestsModule, factKind } from '#digests';
import { Authorizer, inTx, type CommonEnv } from '#http';
import { Outbox, serveApp, serviceGround } from '#messaging';
import { ensureCollection, Store } from '#mongo';
import { freePort, testDatabase } from '#testing';
import { Global, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ClientSession } from 'mongoose';

type Held = { _id: string; version: number; data: MeetingRecordedV1 };
const HELD = 'held';
const ABOUT = { service: 'meetings' as const, title: 'A plain source', description: 'For tests.' };

/** Nobody asks this service anything over REST. */
@Global()
@Module({ providers: [{ provide: Authorizer, useValue: {} }], exports: [Authorizer] })
class NoAccessModule {}

const meetings = factKind<'meetings.meeting-recorded.v1', Held>({
  type: 'meetings.meeting-recorded.v1',
  prefix: '',
  collection: HELD,
  toEvent: ({ data }) => data,
  home: ({ data }) => ({ unitId: data.unitId, month: data.date.slice(0, 7) }),
  unit: 'data.unitId',
  date: 'data.date',
});

@Module({})
class SourceModule {
  static forRoot(env: CommonEnv) {
    return {
      module: SourceModule,
      imports: [
        ...serviceGround(env, {
          service: 'meetings',
          consumes: ['reports.requests'],
          publishes: ['meetings.meeting-recorded.v1', 'meetings.digests-answered.v1'],
          migrations: [{ id: 200, name: 'held', up: async (db) => void (await ensureCollection(db, HELD)) }],
        }),
        NoAccessModule,
        DigestsModule.forRoot('meetings', [meetings]),
      ],
    };
  }
}

/** Facts of a source and their events. */
export class PlainSource {
  private constructor(
    private readonly app: INestApplication,
    private readonly database: ReturnType<typeof testDatabase>,
  ) {}

  /** Beside a service, on its topics, with a database of its own. */
  static async open(beside: CommonEnv): Promise<PlainSource> {
    const database = testDatabase('plain-source');
    const env: CommonEnv = { ...beside, mongodbUri: database.uri, port: await freePort() };
    const app = await NestFactory.create(SourceModule.forRoot(env), { bufferLogs: true, abortOnError: false });
    await serveApp(app, env, ABOUT);
    await app.get(Store).ready();
    return new PlainSource(app, database);
  }

  get #db() {
    return this.app.get(Store).db;
  }

  get held() {
    return this.#db.collection<Held>(HELD);
  }

  /** As a service records facts. */
  async record(...facts: readonly MeetingRecordedV1[]): Promise<void> {
    const outbox = this.app.get(Outbox);
    const { connection } = this.app.get(Store);
    await inTx(connection, async (tx) => {
      for (const data of facts) await this.#hold(data, tx.session);
      await outbox.addAll(
        tx,
        facts.map((data) => ({ type: 'meetings.meeting-recorded.v1' as const, data, key: data.unitId })),
      );
    });
  }

  /** A fact whose event was lost before it ever was sent. */
  async keepBack(data: MeetingRecordedV1): Promise<void> {
    await this.#hold(data);
  }

  async #hold(data: MeetingRecordedV1, session?: ClientSession): Promise<void> {
    const { meetingId: _id, version } = data;
    await this.held.replaceOne({ _id }, { version, data }, { upsert: true, ...(session && { session }) });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }
}
