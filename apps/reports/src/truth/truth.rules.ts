import { SERVICES, type ServiceName, type TopicName } from '#contracts';
import type { Counted } from '#messaging';

/** What the page reads of a shard's progress. */
export type CountedShard = {
  topic: string;
  partition: number;
  counted?: Counted;
  heard: { through: Date; accepted: number } | null;
  treeRevision: number;
  unplaced: number;
};

/** A version of a fact that was put aside, and the version that the figures have of it; null: none. */
export type RefusedVersion = { topic: string; partition: number; offset: number; version: number; kept: number | null };

/**
 * Facts of one topic, in versions: each write of a fact is one. `accepted` = `applied` + `unplaced` + `refused` + `pending`,
 * all at one instant: that of the last watermark which every partition has worked up to.
 */
export type TopicTruth = {
  topic: TopicName;
  /** Null: the partitions have not all counted at one watermark yet. */
  at: Date | null;
  accepted: number | null;
  /** In the figures. */
  applied: number | null;
  /** Known, and in no figure until their unit is: in the tree of now. */
  unplaced: number;
  refused: number;
  /** Not published by their source yet. */
  pending: number | null;
  oldestPending: Date | null;
  /** Null: not counted yet. */
  balanced: boolean | null;
};

export type ServiceTruth = { service: ServiceName; balanced: boolean | null; topics: TopicTruth[] };

const sum = (values: readonly number[]): number => values.reduce((total, n) => total + n, 0);

/** Refused before the watermark, and not superseded by a later version since. */
function refusedOf(shards: readonly CountedShard[], refused: readonly RefusedVersion[]): number {
  const ends = new Map(shards.map(({ partition, counted }) => [partition, counted?.next ?? Infinity]));
  const open = refused.filter(
    ({ partition, offset, version, kept }) => offset < (ends.get(partition) ?? 0) && version > (kept ?? 0),
  );
  return open.length;
}

export function topicTruth(
  topic: TopicName,
  shards: readonly CountedShard[],
  refused: readonly RefusedVersion[],
): TopicTruth {
  const unplaced = sum(shards.map((shard) => shard.unplaced));
  const put = refusedOf(shards, refused);
  const [first] = shards;
  const said = first?.counted;
  const none = { at: null, accepted: null, applied: null, pending: null, oldestPending: null, balanced: null };
  if (!said || shards.some(({ counted }) => counted?.through.getTime() !== said.through.getTime()))
    return { topic, ...none, unplaced, refused: put };
  const { through: at, accepted, pending, oldestPending } = said;
  const worked = sum(shards.map(({ counted }) => counted!.applied));
  return {
    topic,
    at,
    accepted,
    applied: worked - unplaced,
    unplaced,
    refused: put,
    pending,
    oldestPending,
    balanced: accepted === worked + put + pending,
  };
}

/** Tree changes are numbered without a gap: accepted are as many as the last number, and those that wait are kept. */
export function treeTruth(
  shards: readonly CountedShard[],
  { revision, waiting }: { revision: number; waiting: number },
): TopicTruth {
  const said = shards[0]?.counted;
  return {
    topic: 'registry.tree',
    at: said?.through ?? null,
    accepted: said?.accepted ?? null,
    applied: said ? Math.min(revision, said.accepted - said.pending) : null,
    unplaced: 0,
    refused: 0,
    pending: said?.pending ?? null,
    oldestPending: said?.oldestPending ?? null,
    balanced: said ? revision + waiting >= said.accepted - said.pending : null,
  };
}

/** Of each service: balanced when all its topics are, and unknown while one is. */
export const byService = (topics: readonly TopicTruth[]): ServiceTruth[] =>
  SERVICES.map((service) => {
    const own = topics.filter(({ topic }) => topic.startsWith(`${service}.`));
    const balanced = own.some((one) => one.balanced === false)
      ? false
      : own.some((one) => one.balanced === null)
        ? null
        : true;
    return { service, balanced, topics: own };
  });
