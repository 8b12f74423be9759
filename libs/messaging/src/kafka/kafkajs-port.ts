import { CONTENT_TYPE, type TopicName } from '#contracts';
import { Kafka, logLevel, Partitioners, type Admin, type Message, type Producer, type RecordMetadata } from 'kafkajs';
import { Contact } from './contact.js';
import { quietRequestQueue } from './idle-timer.js';
import type {
  Consumption,
  KafkaPort,
  OutgoingBatch,
  PortState,
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
};

const ALL_IN_SYNC = -1;
const PRODUCE_TIMEOUT_MS = 10_000;
const FRESH_MS = 5_000;
const HEADERS = { 'content-type': CONTENT_TYPE };

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

  async send({ topic, partition, records }: OutgoingBatch): Promise<{ baseOffset: number }> {
    const messages = records.map(({ key, value }) => ({ key, value, partition, headers: HEADERS }));
    const answers = await this.produce(topic, messages);
    // With a moved leader kafkajs can resolve without an answer for the partition: only its own answer counts.
    const answer = answers.find((each) => each.partition === partition);
    if (answer?.errorCode === 0 && answer.baseOffset !== undefined) return { baseOffset: Number(answer.baseOffset) };
    const error = new Error(`the broker did not acknowledge ${topic}/${partition}`);
    this.contact.bad(error);
    throw error;
  }

  async sendToEach(topic: TopicName, partitions: readonly number[], value: Buffer): Promise<Map<number, number>> {
    const messages = partitions.map((partition) => ({ key: null, value, partition, headers: HEADERS }));
    const answers = await this.produce(topic, messages);
    const known = answers.filter(({ errorCode, baseOffset }) => errorCode === 0 && baseOffset !== undefined);
    return new Map(known.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
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
    return this.administer(async (admin) => {
      const ends: number[] = [];
      for (const { partition, high } of await admin.fetchTopicOffsets(this.options.topicPrefix + topic))
        ends[partition] = Number(high);
      return ends;
    });
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

  private async produce(topic: TopicName, messages: Message[]): Promise<RecordMetadata[]> {
    try {
      const producer = await this.connectedProducer();
      const answers = await producer.send({
        topic: this.options.topicPrefix + topic,
        acks: ALL_IN_SYNC,
        timeout: PRODUCE_TIMEOUT_MS,
        messages,
      });
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
    });
    await producer.connect();
    return producer;
  }

  private async administer<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    this.adminClient ??= this.connectAdmin();
    const client = this.adminClient;
    try {
      const result = await work(await client);
      this.contact.good();
      return result;
    } catch (error) {
      this.contact.bad(error);
      if (this.adminClient === client) this.adminClient = undefined; // the next call makes a new one
      client.then((admin) => admin.disconnect()).catch(() => undefined); // it is broken already
      throw error;
    }
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}
