import type { EventType, TopicName } from '#contracts';
import type { ClientSession } from 'mongoose';

/** One Kafka record as it came; nothing is decoded. */
export type KafkaRecord = { offset: string; key: Buffer | null; value: Buffer | null; timestamp: string };

/** Consecutive records of one partition, at most 2,000: what a handler gets. */
export type RecordBatch = {
  topic: TopicName;
  partition: number;
  records: readonly KafkaRecord[];
  /** End offset of the partition when the records were fetched. */
  highWatermark: string;
  /** Tells Kafka that the worker lives; long handlers call it, it is cheap. */
  heartbeat: () => Promise<void>;
  /** Changes whenever this process may have been without the partition for a while. */
  assignment: number;
  /** Set when an operator or an upgrade takes up a dead letter: its id. Such a batch has one record and moves no offset. */
  redriveOf?: string;
};

/** A checked event of the closed registry. */
export type ReceivedEvent<T = unknown> = {
  id: string;
  type: EventType;
  factId: string;
  version: number;
  /** sha256 of the canonical JSON of `data` as received, hex: same version, other hash = `version-conflict`. */
  hash: string;
  /** As its schema reads it: unknown fields are gone. */
  data: T;
  /** When the source accepted it, RFC 3339. */
  time: string;
  traceparent?: string;
  /** The record's value, for dead letters. */
  raw: Buffer;
  offset: string;
};

/** How far a shard (a topic's partition) has been worked up; its `_id` is `meetings.events/3`. */
export type ProgressDocument = {
  _id: string;
  topic: TopicName;
  partition: number;
  /** Where to read on. The truth about it; Kafka's committed offset is for lag tools. */
  next: number;
  /** Tells the record before `next` (`Continuity`); absent until one was worked up. */
  last?: string;
  /** Counts transactions of this shard, so that no two of them can both commit. */
  seq: number;
  treeRevision: number;
  rules: number;
  /** Time of the last application; an instant is settled when every shard's time has passed it. */
  time: Date;
  /** The last watermark of the source. */
  heard: { through: Date; accepted: number } | null;
  /** What was worked up of this shard just when a watermark was, no record more or less. */
  counted?: Counted;
  /**
   * Fact versions that took effect: the sum over facts of the version applied (new − old at each replacement), so that it
   * can be held against a watermark's `accepted`, summed over the shards of a topic.
   */
  applied: number;
  unplaced: number;
  /** Records that went to dead letters. */
  refused: number;
  [counter: string]: unknown;
};

/**
 * At a watermark: what its source said then, and what this shard had applied and put aside before it. Where all shards of a
 * topic counted at the same one, the sums must be what the source accepted, also while events flow.
 */
export type Counted = {
  through: Date;
  accepted: number;
  pending: number;
  oldestPending: Date | null;
  applied: number;
  /** Just after the watermark. */
  next: number;
};

/** What an applier works with. All its reads and writes go through `session`. */
export type BatchTx = {
  session: ClientSession;
  progress: ProgressDocument;
  /** Milliseconds since 1970: what is written now is known at this time, or 1 ms past the replaced, if that is later. */
  time: number;
  /** Registers what to do after the commit (counting); dropped when the attempt is not the one that commits. */
  onCommitted(hook: () => void): void;
};

/** An event that the applier refuses for ever: code in kebab-case, detail without personal values. */
export type Refused = { event: ReceivedEvent; code: string; detail?: string };

export type Applied = {
  /** Added to counters of the progress document, e.g. {applied: 3, unplaced: -1}. */
  inc?: Record<string, number>;
  deadLetters?: readonly Refused[];
  /** The latest time of anything replaced; the shard's time passes it, as what replaced it must have. */
  minTime?: number;
};

/** What a consumer does with the events of a batch; BatchProcessor owns everything around it. */
export interface BatchApplier {
  /** Other registered types of the topic are passed over. */
  types: readonly EventType[];
  /**
   * Strict: every version is handed over, in order of version, none folded, and a failure of the code halts the shard
   * instead of making a dead letter (the tree). Otherwise: the highest version of each fact.
   */
  strict?: boolean;
  /** Waited for before the first read of every try: whatever this process had better do first. The hook tells of the commit. */
  turn?(shard: string, onCommitted: BatchTx['onCommitted']): Promise<void>;
  /**
   * The values of progress fields (`treeRevision`, `rules`) that this worker's memory was made with. They are compared
   * when the batch starts and are part of the filter of its last write.
   */
  guard?(progress: ProgressDocument): Promise<Record<string, number>>;
  /** Run again from its start on every retry; must read all it decides on through `tx.session`. */
  apply(tx: BatchTx, events: ReceivedEvent[]): Promise<Applied>;
  /** The guard no longer holds: reload; the batch is done again. */
  onGuardLost?(): Promise<void>;
}

/**
 * Thrown by an applier that cannot go on, though nothing is wrong with the store (a gap in the tree). The partition
 * waits, readiness says why, and the batch is fetched and tried again: later records may fill the gap.
 */
export class Halt extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'Halt';
  }
}

/**
 * Thrown by an applier that never can go on: what is stored is of newer code. The process leaves its groups, so that a
 * newer one gets its partitions, and says why in readiness; it still answers requests.
 */
export class Outdated extends Halt {}

/** Id of the progress document of a partition. */
export const shardOf = (topic: TopicName, partition: number): string => `${topic}/${partition}`;
