import { dayOf } from '#calendar';
import { TOPICS } from '#contracts';
import { Store } from '#mongo';
import { TestApp, eventually, kafkaBrokers, topicPrefix } from '#testing';
import { TreeReplica } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { Kafka, logLevel } from 'kafkajs';
import type { mongo } from 'mongoose';
import { AppModule } from '../app.module.js';
import { cellsOf } from './cells.js';
import { contributionsOf } from './ledger.js';
import { idOf, meeting, meetingValue, unitRecord, unitValue } from './write-path.harness.js';

jest.setTimeout(180_000);

const EVENTS = 20_000;
const BRANCHES = 40;
const SINCE = dayOf('2020-01-01');
const ABOUT = { service: 'reports', title: 'reports', description: 'under test' } as const;
const prefix = topicPrefix();
const kafka = new Kafka({ brokers: kafkaBrokers().split(','), logLevel: logLevel.NOTHING });
const producer = kafka.producer();
let reports: TestApp;

/** Contributions inserted by each transaction: those open, by session and number, and those committed. */
const open = new Map<string, number>();
const committed: number[] = [];

function note({ commandName, command }: mongo.CommandStartedEvent): void {
  const { lsid, txnNumber, documents } = command as {
    lsid?: { id: mongo.Binary };
    txnNumber?: unknown;
    documents?: unknown[];
  };
  const transaction = `${lsid?.id.toString('hex')}/${String(txnNumber)}`;
  if (commandName === 'insert' && command['insert'] === 'contributions')
    open.set(transaction, (open.get(transaction) ?? 0) + (documents?.length ?? 0));
  const done = commandName === 'commitTransaction' ? open.get(transaction) : undefined;
  if (done === undefined) return;
  committed.push(done);
  open.delete(transaction);
}

/** The service with an ear on its commands, from before it takes the first event. */
@Module({})
class Watched {
  constructor(store: Store) {
    store.onReady(() => void store.connection.getClient().on('commandStarted', note));
  }
}

afterAll(async () => {
  await producer.disconnect();
  await reports.close(); // the topics with its prefix too
});

const UNITS = ['centre', 'ward-0', 'ward-1', ...Array.from({ length: BRANCHES }, (_, at) => `branch-${at}`)];

async function sendTree(): Promise<void> {
  await producer.connect();
  const admin = kafka.admin();
  await admin.connect();
  const topics = ['registry.tree', 'meetings.events'] as const;
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.map((topic) => ({ topic: prefix + topic, numPartitions: TOPICS[topic].partitions })),
  });
  await admin.disconnect();
  const parents = [null, 'centre', 'centre', ...Array.from({ length: BRANCHES }, (_, at) => `ward-${at % 2}`)];
  const units = UNITS.map((name, at) =>
    unitValue(at + 1, unitRecord(name, 1, [{ from: SINCE, to: null, parent: parents[at] ?? null }])),
  );
  await producer.send({ topic: `${prefix}registry.tree`, messages: units.map((value) => ({ value })) });
}

/** Meetings over all partitions, much faster than anyone works them up. */
async function sendFacts(): Promise<void> {
  const { partitions } = TOPICS['meetings.events'];
  for (let partition = 0; partition < partitions; partition += 1) {
    const messages = [];
    for (let at = partition; at < EVENTS; at += partitions) {
      const fact = { id: `fact-${at}`, unit: `branch-${at % BRANCHES}`, day: SINCE + (at % 365) };
      messages.push({ value: meetingValue(meeting(fact)), partition });
    }
    // A request of the producer may hold 1 MB.
    for (let at = 0; at < messages.length; at += 500)
      await producer.send({ topic: `${prefix}meetings.events`, messages: messages.slice(at, at + 500) });
  }
}

it(`works up a backlog of ${EVENTS} events in large batches, none of them singly`, async () => {
  await sendTree();
  const watched = (module: DynamicModule): DynamicModule => ({ module: Watched, imports: [module] });
  reports = await TestApp.open(ABOUT, (env) => watched(AppModule.forRoot({ ...env, serviceDocs: [] })), {
    variables: { KAFKA_TOPIC_PREFIX: prefix },
    throughMongo: (uri) => `${uri}&monitorCommands=true`,
  });
  const store = reports.app.get(Store);
  const replica = reports.app.get(TreeReplica);
  // Facts of units that are not there yet are moved one unit after the other when they come: another story.
  await eventually(async () => (await replica.headRevision()) === UNITS.length, { timeoutMs: 60_000 });
  await sendFacts();
  const heldByCentre = async (): Promise<number | undefined> => {
    const sums = await cellsOf(store.db)
      .aggregate<{ n: number }>([{ $match: { u: idOf('centre') } }, { $group: { _id: null, n: { $sum: '$t.h:r' } } }])
      .toArray();
    return sums[0]?.n;
  };
  await eventually(async () => expect(await heldByCentre()).toBe(EVENTS) === undefined, {
    timeoutMs: 120_000,
    everyMs: 500,
  });
  expect(await contributionsOf(store.db).countDocuments()).toBe(EVENTS);
  expect(committed.reduce((sum, n) => sum + n, 0)).toBe(EVENTS);
  expect(EVENTS / committed.length).toBeGreaterThan(200);
  expect(committed.filter((n) => n === 1)).toEqual([]);
});
