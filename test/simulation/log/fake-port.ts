import type { TopicName } from '#contracts';
import type {
  Consumption,
  KafkaPort,
  OutgoingBatch,
  PortState,
  SingleRecord,
  Subscription,
  TopicReport,
} from '../../../libs/messaging/src/kafka/kafka-port.js';
import type { Process } from '../world/machine.js';
import type { FakeLog, LogFaults, LogRecord } from './fake-log.js';

const away = (): Error => new Error('no broker answers');
const FETCHED = 40;
const RETRY_MS = 250;

/** What a process has of the log: the port that libs/messaging puts before kafkajs. */
export class FakePort implements KafkaPort {
  constructor(
    private readonly log: FakeLog,
    private readonly process: Process,
    private readonly faults: () => LogFaults,
  ) {}

  /** A crash of the broker ends those that there were. */
  get connections(): number {
    return this.log.crashes;
  }

  check = async (): Promise<PortState> => ({ ok: true });

  send({ topic, partition, records, timestamp }: OutgoingBatch): Promise<{ baseOffset: number }> {
    const { machine } = this.log;
    const rows = records.map(({ key, value }) => ({ key: key === null ? null : Buffer.from(key), value }));
    const append = (): number => this.log.append(topic, partition, rows, timestamp);
    const { crashes } = this.log;
    const appendUnlessCrashed = (): void => void (this.log.crashes === crashes && append());
    const { refused, answerLost, late, twice } = this.faults();
    const dice = machine.random.next();
    return this.#call((resolve, reject) => {
      if (dice < refused) return reject();
      if (dice < refused + answerLost) {
        append();
        return reject();
      }
      if (dice < refused + answerLost + late) {
        machine.after(machine.random.between(50, 8_000), appendUnlessCrashed);
        return reject();
      }
      const baseOffset = append();
      if (dice < refused + answerLost + late + twice)
        machine.after(machine.random.between(1, 2_000), appendUnlessCrashed);
      resolve({ baseOffset });
    });
  }

  sendToEach(records: readonly SingleRecord[]): Promise<(number | undefined)[]> {
    const { random } = this.log.machine;
    const { refused } = this.faults();
    return this.#call((resolve) =>
      resolve(
        records.map(({ topic, partition, value, timestamp }) =>
          random.chance(refused) ? undefined : this.log.append(topic, partition, [{ key: null, value }], timestamp),
        ),
      ),
    );
  }

  consume(subscription: Subscription): Consumption {
    const each = subscription.topics.map((topic) => new FakeConsumption(this.log, this.process, subscription, topic));
    return {
      state: { ok: true },
      async close() {
        for (const one of each) await one.close();
      },
    };
  }

  ensureTopics = async (): Promise<TopicReport[]> => [];

  endOffsets(topic: TopicName): Promise<number[]> {
    return this.#call((resolve) => resolve(this.log.ends(topic)));
  }

  offsetsSince(topic: TopicName, time: number): Promise<number[]> {
    return this.#call((resolve) => resolve(this.log.offsetsSince(topic, time)));
  }

  deleteRecords = async (): Promise<void> => undefined;
  close = async (): Promise<void> => undefined;

  /** A request that arrives later, and an answer that comes later still; `reject` is any doubt. */
  #call<T>(work: (resolve: (value: T) => void, reject: () => void) => void): Promise<T> {
    const { machine } = this.log;
    return new Promise<T>((resolve, reject) => {
      const back = (run: () => void): void => void machine.after(machine.latency(), run, this.process);
      machine.after(machine.latency(), () => {
        if (this.log.away) back(() => reject(away()));
        else
          work(
            (value) => back(() => resolve(value)),
            () => back(() => reject(away())),
          );
      });
    });
  }
}

let members = 0;

/** Reads the partitions that its group gives it, each by itself, as KafkajsConsumption does through kafkajs. */
class FakeConsumption implements Consumption {
  readonly state: PortState = { ok: true };
  #open = true;
  #assignment = 0;
  #generation = -1;
  readonly #id = `member-${members++}`;
  #reading: Promise<void>[] = [];

  constructor(
    private readonly log: FakeLog,
    private readonly process: Process,
    private readonly subscription: Subscription,
    private readonly topic: TopicName,
  ) {
    this.#beat();
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#group.leave(this.#id);
  }

  get #group() {
    return this.log.group(this.subscription.groupId, this.topic);
  }

  /** Joins, tells that it lives, and notices that the group was shared out anew. */
  readonly #beat = (): void => {
    if (!this.#open) return;
    const { generation, mine } = this.#group.beat(this.#id, this.process);
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#assignment += 1;
      void this.#readAll(mine, this.#assignment);
    }
    this.log.machine.after(2_000, this.#beat, this.process);
  };

  /** As kafkajs does, which joins again only when the batches of its last fetch are done. */
  async #readAll(mine: readonly number[], assignment: number): Promise<void> {
    await Promise.all(this.#reading);
    if (this.#assignment === assignment) this.#reading = mine.map((partition) => this.#read(partition, assignment));
  }

  async #read(partition: number, assignment: number): Promise<void> {
    const { log, subscription, topic } = this;
    const { machine } = log;
    const current = (): boolean => this.#open && this.#assignment === assignment;
    const wait = (ms: number): Promise<void> => new Promise((resolve) => void machine.after(ms, resolve, this.process));
    let position: number | null = null;
    let { crashes } = log;
    while (current()) {
      await wait(machine.latency());
      if (log.away) {
        await wait(RETRY_MS);
        continue;
      }
      if (crashes !== log.crashes) position = null;
      ({ crashes } = log);
      if (position === null) {
        const start = await subscription.startAt(partition, topic).catch(() => undefined);
        if (start === undefined) await wait(RETRY_MS);
        else position = start ?? 0;
        continue;
      }
      const all = log.records(topic, partition);
      // Out of range: kafkajs goes to the beginning, with `fromBeginning`.
      if (position > all.length) position = 0;
      const records = all.slice(position, position + 1 + machine.random.below(FETCHED));
      if (records.length === 0) {
        await log.news(topic, partition, this.process);
        continue;
      }
      const { next, pauseMs } = await subscription.onBatch({
        topic,
        partition,
        records: records.map((record, at) => kafkaRecord(record, (position as number) + at)),
        highWatermark: String(all.length),
        assignment,
        heartbeat: async () => undefined,
        current,
      });
      position = Number(next);
      if (pauseMs > 0) await wait(pauseMs);
    }
  }
}

const kafkaRecord = ({ key, value, timestamp }: LogRecord, offset: number) => ({
  offset: String(offset),
  key,
  value,
  timestamp: String(timestamp),
});
