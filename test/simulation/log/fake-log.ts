import type { TopicName } from '#contracts';
import type { Machine, Process } from '../world/machine.js';

export type LogRecord = { key: Buffer | null; value: Buffer | null; timestamp: number };
/** How often, of all sends: refused, appended with the answer lost, appended long after a refusal, appended twice. */
export type LogFaults = { refused: number; answerLost: number; late: number; twice: number };

type Waiting = { partition: string; wake: () => void };
type Member = { process: Process; seen: number };

/** The broker: partitions that only grow, unless they lose their tail, and groups that share partitions out. */
export class FakeLog {
  readonly #partitions = new Map<string, LogRecord[]>();
  readonly #groups = new Map<string, Group>();
  readonly #waiting = new Set<Waiting>();
  /** No broker answers until then. */
  awayUntil = 0;
  /** Counts the crashes of the broker: what was on its way to it is lost, and connections are new afterwards. */
  crashes = 0;

  constructor(
    readonly machine: Machine,
    private readonly partitionsOf: (topic: TopicName) => number,
  ) {}

  get away(): boolean {
    return this.machine.now < this.awayUntil;
  }

  /** Sent at a time that its sender says, or now. */
  append(
    topic: TopicName,
    partition: number,
    records: readonly Omit<LogRecord, 'timestamp'>[],
    timestamp = this.machine.time,
  ): number {
    const log = this.records(topic, partition);
    const baseOffset = log.length;
    log.push(...records.map(({ key, value }) => ({ key, value, timestamp })));
    this.#wake(topic, partition);
    return baseOffset;
  }

  #wake(topic: TopicName, partition: number): void {
    for (const waiting of this.#waiting) {
      if (waiting.partition !== `${topic}/${partition}`) continue;
      this.#waiting.delete(waiting);
      waiting.wake();
    }
  }

  /** The machine crashed before it wrote the last records down. Whose fetch was open sees it. */
  loseTail(topic: TopicName, partition: number, records: number): number {
    const log = this.records(topic, partition);
    const lost = Math.min(records, log.length);
    log.length -= lost;
    this.crashes += 1;
    this.#wake(topic, partition);
    return lost;
  }

  records(topic: TopicName, partition: number): LogRecord[] {
    const name = `${topic}/${partition}`;
    let log = this.#partitions.get(name);
    if (!log) this.#partitions.set(name, (log = []));
    return log;
  }

  ends(topic: TopicName): number[] {
    return Array.from({ length: this.partitionsOf(topic) }, (_, partition) => this.records(topic, partition).length);
  }

  /** Of the first record of that time or later, in each partition; the end where there is none. */
  offsetsSince(topic: TopicName, time: number): number[] {
    return this.ends(topic).map((end, partition) => {
      const found = this.records(topic, partition).findIndex(({ timestamp }) => timestamp >= time);
      return found < 0 ? end : found;
    });
  }

  /** Resolves when records come, or after a while. */
  news(topic: TopicName, partition: number, process: Process): Promise<void> {
    return new Promise((resolve) => {
      const waiting = {
        partition: `${topic}/${partition}`,
        wake: () => void this.machine.after(0.1, resolve, process),
      };
      this.#waiting.add(waiting);
      this.machine.after(
        1_000,
        () => {
          this.#waiting.delete(waiting);
          resolve();
        },
        process,
      );
    });
  }

  group(id: string, topic: TopicName): Group {
    let group = this.#groups.get(id);
    if (!group) this.#groups.set(id, (group = new Group(this.machine, this.partitionsOf(topic))));
    return group;
  }
}

/** A member is missed after this long. */
const SESSION_MS = 9_000;

/** Members share partitions out; one that is stopped for long loses its own, and does not know it until it runs again. */
export class Group {
  generation = 0;
  readonly #members = new Map<string, Member>();
  #order: string[] = [];

  constructor(
    private readonly machine: Machine,
    private readonly partitions: number,
  ) {}

  /** A sign of life. Answers the generation, and the partitions that are the member's in it. */
  beat(id: string, process: Process): { generation: number; mine: number[] } {
    const member = this.#members.get(id);
    if (member) member.seen = this.machine.now;
    else this.#members.set(id, { process, seen: this.machine.now });
    this.#missWhoIsSilent();
    const at = this.#order.indexOf(id);
    const mine = Array.from({ length: this.partitions }, (_, n) => n).filter((n) => n % this.#order.length === at);
    return { generation: this.generation, mine };
  }

  leave(id: string): void {
    this.#members.delete(id);
    this.#missWhoIsSilent();
  }

  #missWhoIsSilent(): void {
    for (const [id, { seen }] of this.#members) if (this.machine.now - seen > SESSION_MS) this.#members.delete(id);
    const order = [...this.#members.keys()];
    if (order.join() === this.#order.join()) return;
    this.#order = order;
    this.generation += 1;
  }
}
