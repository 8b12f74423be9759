import { EVENTS, type TopicName } from '#contracts';
import type { ProgressDocument } from '#messaging';
import { DERIVED_TYPES } from '../figures/derive.js';

/** How far the facts of a shard are derived anew: the next offset, that of the first fact already derived so, and how many were. */
export type Rederiving = { next: number; until: number; facts: number };

/** What a progress document says of a change of rules while one is under way. */
export type OfRules = {
  rederive?: Rederiving;
  /** Slices of cells, on the tree's shard. */
  rebuilding?: { done: number; of: number };
  /** Facts whose log no longer has them, on the tree's shard: they are still as the old rules had them. */
  underived?: number;
};
export type ShardOfRules = ProgressDocument & OfRules;

/** Topics whose facts make contributions. */
export const DERIVED_TOPICS: readonly TopicName[] = [
  ...new Set(DERIVED_TYPES.flatMap((type) => (EVENTS[type].topic ? [EVENTS[type].topic] : []))),
];

export const isDone = ({ rederive }: OfRules): boolean => !rederive || rederive.next >= rederive.until;

/** How far a change of rules is, over all shards; undefined: none is under way. */
export type RulesProgress = {
  records: { done: number; of: number };
  cells: { done: number; of: number } | null;
  underived: number;
};

export function rulesProgressOf(shards: readonly OfRules[]): RulesProgress | undefined {
  const running = shards.flatMap(({ rederive }) => (rederive ? [rederive] : []));
  const cells = shards.find(({ rebuilding }) => rebuilding)?.rebuilding ?? null;
  const underived = shards.reduce((sum, shard) => sum + (shard.underived ?? 0), 0);
  if (running.length === 0 && !cells && underived === 0) return undefined;
  const records = {
    done: running.reduce((sum, { next, until }) => sum + Math.min(next, until), 0),
    of: running.reduce((sum, { until }) => sum + until, 0),
  };
  return { records, cells, underived };
}
