import { CONTENT_TYPE, type TopicName } from '#contracts';
import {
  Kafka,
  logLevel,
  Partitioners,
  type Admin,
  type Message,
  type Producer,
  type RecordMetadata,
  type SeekEntry,
  type TopicMessages,
} from 'kafkajs';
import { within } from '../within.js';
import { Contact } from './contact.js';
import { quietRequestQueue } from './idle-timer.js';
import type {
  Consumption,
  KafkaPort,
  OutgoingBatch,
  PortState,
  SingleRecord,
  Subscription,
  TopicReport,
  TopicSpec,
} from './kafka-port.js';
import { KafkajsConsumption } from './kafkajs-consumption.js';
import { kafkajsLog } from './kafkajs-log.js';
import { openSocket, type KafkaSecurity } from './security.js';
import { ensureTopic } from './topics.js';

export type KafkajsOptions = {
  clientId: string;
  brokers: readonly string[];
  topicPrefix: string;
  replication: number;
  security?: KafkaSecurity;
  redirect?: (address: { host: string; port: number }) => { host: string; port: number };
  /** What to do when kafkajs gives up for good; by default the process ends, so that its supervisor starts it anew. */
  onFatal?: (error: Error) => void;
  /** After so long a client that only hangs is given up; for tests. */
  hangsMs?: number;
};

const ALL_IN_SYNC = -1;
const PRODUCE_TIMEOUT_MS = 10_000;
const FRESH_MS = 5_000;
/**
 * Beyond what connecting, asking and trying again take. When connections were cut in the moment of a start, a call of
 * kafkajs came to no end (npm run faults, seed 5), and all who came after it would have waited for the same client.
 */
const HANGS_MS = 45_000;
const HEADERS = { 'content-type': CONTENT_TYPE };

const messageOf = (
  { key, value }: { key: string | null; value: Buffer },
  partition: number,
  timestamp = Date.now(),
): Message => ({ key, value, partition, headers: HEADERS, timestamp: String(timestamp) });

function byPartition(found: readonly SeekEntry[]): number[] {
  const offsets: number[] = [];
  for (const { partition, offset } of found) offsets[partition] = Number(offset);
  return offsets;
}

const endProcess = (error: Error): void => {
  process.stderr.write(`the Kafka consumer cannot go on, ending so that it is started again: ${error.message}\n`);
  process.exit(1);
};

/** kafkajs held as DESIGN.md 9 says; the traps are in RELIABILITY.md 2. */
export class KafkajsPort implements KafkaPort {
  private readonly kafka: Kafka;
  private readonly contact = new Contact();
  private producer: Promise<Producer> | undefined;
  private adminClient: Promise<Admin> | undefined;
  private checking: Promise<PortState> | undefined;

  constructor(private readonly options: KafkajsOptions) {
    quietRequestQueue();
    const { clientId, brokers, security = {}, redirect = (address) => address } = options;
    this.kafka = new Kafka({
      clientId,
      brokers: [...brokers],
      logLevel: logLevel.WARN,
      logCreator: kafkajsLog,
      connectionTimeout: 3_000,
      requestTimeout: PRODUCE_TIMEOUT_MS,
      // Everyone who calls has a loop of its own that never gives up; long retries inside would only hide why it waits.
      retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000 },
      ...security,
      socketFactory: ({ host, port, ssl, onConnect }) => {
        this.contact.connections++;
        return openSocket(redirect({ host, port }), ssl, onConnect);
      },
    });
  }

  async check(): Promise<PortState> {
    if (this.contact.ageMs() < FRESH_MS) return this.contact.state;
    this.checking ??= this.administer((admin) => admin.describeCluster())
      .then(
        () => this.contact.state,
        () => this.contact.state,
      )
      .finally(() => (this.checking = undefined));
    return this.checking;
  }

  get connections(): number {
    return this.contact.connections;
  }

  async send({ topic, partition, records, timestamp }: OutgoingBatch): Promise<{ baseOffset: number }> {
    const messages = records.map((record) => messageOf(record, partition, timestamp));
    const answers = await this.produce([{ topic: this.options.topicPrefix + topic, messages }]);
    // With a moved leader kafkajs can resolve without an answer for the partition: only its own answer counts.
    const answer = answers.find((each) => each.partition === partition);
    if (answer?.errorCode === 0 && answer.baseOffset !== undefined) return { baseOffset: Number(answer.baseOffset) };
    const error = new Error(`the broker did not acknowledge ${topic}/${partition}`);
    this.contact.bad(error);
    throw error;
  }

  async sendToEach(records: readonly SingleRecord[]): Promise<(number | undefined)[]> {
    const topicMessages = [...new Set(records.map(({ topic }) => topic))].map((topic) => ({
      topic: this.options.topicPrefix + topic,
      messages: records
        .filter((record) => record.topic === topic)
        .map(({ partition, value, timestamp }) => messageOf({ key: null, value }, partition, timestamp)),
    }));
    const answers = await this.produce(topicMessages);
    return records.map(({ topic, partition }) => {
      const name = this.options.topicPrefix + topic;
      const answer = answers.find((one) => one.topicName === name && one.partition === partition);
      return answer?.errorCode === 0 && answer.baseOffset !== undefined ? Number(answer.baseOffset) : undefined;
    });
  }

  consume(subscription: Subscription): Consumption {
    const { topicPrefix, onFatal = endProcess } = this.options;
    return new KafkajsConsumption(this.kafka, topicPrefix, subscription, this.contact, onFatal);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<TopicReport[]> {
    const { topicPrefix, replication } = this.options;
    return this.administer(async (admin) => {
      const reports: TopicReport[] = [];
      for (const spec of topics) reports.push(await ensureTopic(admin, topicPrefix, replication, spec));
      return reports;
    });
  }

  async endOffsets(topic: TopicName): Promise<number[]> {
    const name = this.options.topicPrefix + topic;
    return this.administer(async (admin) => byPartition(await admin.fetchTopicOffsets(name)));
  }

  async offsetsSince(topic: TopicName, time: number): Promise<number[]> {
    const name = this.options.topicPrefix + topic;
    return this.administer(async (admin) => byPartition(await admin.fetchTopicOffsetsByTimestamp(name, time)));
  }

  async deleteRecords(topic: TopicName, before: readonly { partition: number; offset: number }[]): Promise<void> {
    const name = this.options.topicPrefix + topic;
    await this.administer(async (admin) => {
      await admin.fetchTopicOffsets(name); // loads the leaders, which deleteTopicRecords forgets to do
      const partitions = before.map(({ partition, offset }) => ({ partition, offset: String(offset) }));
      await admin.deleteTopicRecords({ topic: name, partitions });
    });
  }

  async close(): Promise<void> {
    const end = async (client: Promise<Producer | Admin> | undefined) => (await client)?.disconnect();
    await Promise.allSettled([end(this.producer), end(this.adminClient)]); // one that never connected has nothing to end
  }

  private async produce(topicMessages: TopicMessages[]): Promise<RecordMetadata[]> {
    try {
      const producer = await this.connectedProducer();
      const answers = await producer.sendBatch({ acks: ALL_IN_SYNC, timeout: PRODUCE_TIMEOUT_MS, topicMessages });
      this.contact.good();
      return answers;
    } catch (error) {
      this.contact.bad(error);
      throw error;
    }
  }

  private connectedProducer(): Promise<Producer> {
    this.producer ??= this.connectProducer().catch((error: unknown) => {
      this.producer = undefined;
      throw error;
    });
    return this.producer;
  }

  private async connectProducer(): Promise<Producer> {
    // Not idempotent: with it, concurrent sends or limited retries can report success for what is not in the log.
    const producer = this.kafka.producer({
      idempotent: false,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      // What is tried again inside is appended more than once under one time, and nobody hears of the first doubt.
      retry: { retries: 0 },
    });
    await this.inTime(producer.connect());
    return producer;
  }

  private async administer<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    this.adminClient ??= this.connectAdmin();
    const client = this.adminClient;
    try {
      const result = await this.inTime(client.then(work));
      this.contact.good();
      return result;
    } catch (error) {
      this.contact.bad(error);
      if (this.adminClient === client) this.adminClient = undefined; // the next call makes a new one
      client.then((admin) => admin.disconnect()).catch(() => undefined); // it is broken already
      throw error;
    }
  }

  private inTime<T>(call: Promise<T>): Promise<T> {
    return within(this.options.hangsMs ?? HANGS_MS, call, { late: () => 'kafkajs hangs' });
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}
