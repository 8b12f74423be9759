import { randomUUID } from 'node:crypto';
import type { MeetingRecordedV1, TopicName } from '#contracts';
import { ensureCollection, inTransaction, openStore, type Migration, type Store } from '#mongo';
import { createLogger } from '#observability';
import { dropTopics, eventually, kafkaBrokers, TcpProxy, testDatabase, topicPrefix } from '#testing';
import { Kafka, logLevel } from 'kafkajs';
import type { mongo } from 'mongoose';
import { PROGRESS } from '../src/consume/commit-step.js';
import type { KafkaRecord, ProgressDocument, RecordBatch } from '../src/consume/record-batch.js';
import { KafkajsPort } from '../src/kafka/kafkajs-port.js';
import { messagingMigrations } from '../src/migrations.js';
import { Bell } from '../src/outbox/bell.js';
import { Outbox } from '../src/outbox/outbox.js';
import { Relay } from '../src/relay/relay.js';

// Faults are made on purpose here; LOG_LEVEL shows what is said about them.
createLogger('messaging-test', (process.env['LOG_LEVEL'] ?? 'silent') as 'silent');

export const REPLICA = 'replica';
const replicaMigration: Migration = {
  id: 100,
  name: 'replica of the test',
  up: async (db) => void (await ensureCollection(db, REPLICA)),
};

export type Harness = {
  store: Store;
  uri: string;
  prefix: string;
  /** Between `port` and the broker. */
  proxy: TcpProxy;
  port: KafkajsPort;
  bell: Bell;
  outbox: Outbox;
  newPort(): KafkajsPort;
  newRelay(leaseMs?: number, bell?: Bell): Relay;
  /** Records meetings in one transaction, as a command does, and rings the bell. */
  record(...meetings: MeetingRecordedV1[]): Promise<void>;
  /** Runs at the end, before the store is closed; the last added first. */
  atEnd(work: () => Promise<unknown> | void): void;
  end(): Promise<void>;
};

/** One service's side of messaging, with a database and topics of its own. */
export async function harness(
  name: string,
  options: { topics?: TopicName[]; uriSuffix?: string } = {},
): Promise<Harness> {
  const database = testDatabase(name);
  const uri = database.uri + (options.uriSuffix ?? '');
  const prefix = topicPrefix();
  const [host = '', brokerPort] = kafkaBrokers().split(',')[0]!.split(':');
  const proxy = await TcpProxy.to(host, Number(brokerPort));
  const ends: (() => Promise<unknown> | void)[] = [];
  const newPort = (): KafkajsPort => {
    const made = new KafkajsPort({
      clientId: name,
      brokers: [`127.0.0.1:${proxy.port}`],
      topicPrefix: prefix,
      replication: 1,
      redirect: () => ({ host: '127.0.0.1', port: proxy.port }),
      onFatal: () => undefined,
    });
    ends.push(() => made.close());
    return made;
  };
  const store = openStore({
    uri,
    migrations: [...messagingMigrations('meetings', ['meetings.events']), replicaMigration],
  });
  await store.ready();
  const port = newPort();
  const bell = new Bell();
  const outbox = new Outbox({ service: 'meetings', store, bell });
  const wanted = options.topics ?? ['meetings.events'];
  if (wanted.length > 0) await port.ensureTopics(wanted.map((topic) => ({ topic, partitions: 6 })));
  await leadersAnswer(port, wanted);
  return {
    store,
    uri,
    prefix,
    proxy,
    port,
    bell,
    outbox,
    newPort,
    newRelay(leaseMs = 1_500, relayBell = new Bell()) {
      const relay = new Relay({ service: 'meetings', store, port, bell: relayBell, leaseMs });
      ends.push(() => relay.stop());
      return relay;
    },
    async record(...meetings) {
      const hooks = await inTransaction(store.connection, async (session) => {
        const rung: (() => void)[] = [];
        const tx = { session, now: new Date(), onCommitted: (hook: () => void) => void rung.push(hook) };
        for (const data of meetings)
          await outbox.add(tx, { type: 'meetings.meeting-recorded.v1', data, key: data.unitId });
        return rung;
      });
      for (const hook of hooks) hook();
    },
    atEnd: (work) => void ends.push(work),
    async end() {
      proxy.set('pass');
      for (const work of ends.toReversed()) await work();
      await store.close();
      await proxy.close();
      await dropTopics(prefix);
      await database.drop();
    },
  };
}

/** A topic is lost, and made anew by whoever operates. */
export async function remakeTopic(h: Harness, topic: TopicName = 'meetings.events'): Promise<void> {
  const admin = new Kafka({ brokers: [`127.0.0.1:${h.proxy.port}`], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [h.prefix + topic] });
  await admin.disconnect();
  await eventually(() => h.newPort().ensureTopics([{ topic, partitions: 6 }]), { everyMs: 300 });
  await leadersAnswer(h.newPort(), [topic]);
}

/** A broker that made a topic still refuses sends for a moment, and a test sends once. */
async function leadersAnswer(port: KafkajsPort, topics: readonly TopicName[]): Promise<void> {
  for (const topic of topics) await eventually(() => port.endOffsets(topic));
}

/** A closed meeting; override what the test is about. */
export const meeting = (overrides: Partial<MeetingRecordedV1> = {}): MeetingRecordedV1 => ({
  meetingId: randomUUID(),
  version: 1,
  unitId: randomUUID(),
  state: 'planned',
  kind: 'regular',
  date: '2026-07-01',
  startsAt: '2026-07-01T19:30:00+07:00',
  endsAt: '2026-07-01T21:00:00+07:00',
  minutes: 90,
  attendance: null,
  tooShort: false,
  late: false,
  ...overrides,
});

/** The CloudEvent of a meeting, as the outbox would make it. */
export const cloudEvent = (data: MeetingRecordedV1, overrides: Record<string, unknown> = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: randomUUID(),
      type: 'meetings.meeting-recorded.v1',
      source: '/meetings',
      subject: data.meetingId,
      time: '2026-07-01T14:30:00.000Z',
      datacontenttype: 'application/json',
      data,
      ...overrides,
    }),
  );

/** Records at consecutive offsets, as a fetch would bring them. */
export function recordBatch(
  values: readonly (Buffer | null)[],
  overrides: Partial<RecordBatch> & { from?: number } = {},
): RecordBatch {
  const { from = 0, ...rest } = overrides;
  const records: KafkaRecord[] = values.map((value, at) => ({
    offset: String(from + at),
    key: null,
    value,
    timestamp: '0',
  }));
  return {
    topic: 'meetings.events',
    partition: 0,
    records,
    highWatermark: String(from + values.length),
    assignment: 1,
    heartbeat: async () => undefined,
    ...rest,
  };
}

export const progressOf = async (store: Store, shard = 'meetings.events/0'): Promise<ProgressDocument> =>
  (await store.db.collection<ProgressDocument>(PROGRESS).findOne({ _id: shard }))!;

/** Sums over all shards. */
export async function totals(store: Store): Promise<{ applied: number; refused: number; next: number }> {
  const all = await store.db.collection<ProgressDocument>(PROGRESS).find().toArray();
  const sum = (field: 'applied' | 'refused' | 'next') => all.reduce((n, progress) => n + progress[field], 0);
  return { applied: sum('applied'), refused: sum('refused'), next: sum('next') };
}

/** One command that a store sent to its server. */
export type Command = { name: string; collections: string[]; inTransaction: boolean };

/** What a store sends from now on, in order; its URI must say `monitorCommands=true`. */
export function recordCommands(store: Store): Command[] {
  const commands: Command[] = [];
  store.connection.getClient().on('commandStarted', ({ commandName, command }: mongo.CommandStartedEvent) => {
    const fields = command as Record<string, unknown>;
    // MongoDB marks each command of a transaction so.
    const open = fields['autocommit'] === false;
    commands.push({ name: commandName, collections: [String(fields[commandName])], inTransaction: open });
  });
  return commands;
}
