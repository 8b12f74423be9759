import type { ActStep, TopicName } from '#contracts';
import { rulesProgressOf, type OfRules, type RulesProgress } from '../rederive/rederivation.rules.js';

/** A shard's progress, as far as freshness needs it (DESIGN.md 4). */
export type ShardProgress = OfRules & {
  topic: string;
  treeRevision: number;
  /** The last watermark heard on this partition: published up to, and fact versions ever accepted on the topic. */
  heard: { through: Date; accepted: number } | null;
  /** Fact versions that are in the figures. */
  applied: number;
  unplaced: number;
  /** Dead letters that are open or were discarded. */
  refused: number;
  /** The step that was applied last, of an act that has more; the same on every shard. */
  act?: ActStep;
};

/** How far one source is heard of and how much of it is not in the figures yet. Nulls: nothing was ever heard. */
export type SourceFreshness = {
  source: TopicName;
  heardThrough: Date | null;
  pending: number | null;
  lagMs: number | null;
  /** Dead letters among what is pending: they stay so until they are redriven or a newer version comes. */
  refused: number;
  unknownSince?: Date;
};

/** An act of the tree that the figures have in part: step by step, each a tree that holds. */
export type ActUnderWay = Omit<ActStep, 'effective'>;

export type Freshness = {
  asOf: Date;
  sources: SourceFreshness[];
  unplaced: number;
  act?: ActUnderWay;
  /** While figures are made by new rules: part of what is in a figure may still be as the old ones had it. */
  rules?: RulesProgress;
};

/** Topics that figures are made of; roles (`registry.events`) change none. */
export const FIGURE_TOPICS = [
  'registry.tree',
  'registry.members',
  'registry.composition',
  'meetings.events',
  'inspection.events',
  'reports.events',
] as const satisfies TopicName[];

/** A source that was never heard of is unknown since ever. */
const EVER = new Date(0);

/** Watermarks come at most 5 s apart, so after three of them missed nothing is known of a source any more. */
const SILENT_AFTER_MS = 15_000;

const sum = (values: readonly number[]): number => values.reduce((total, n) => total + n, 0);
const earliest = (dates: readonly Date[]): Date => new Date(Math.min(...dates.map((date) => date.getTime())));

function sourceOf(source: TopicName, shards: readonly ShardProgress[], now: Date): SourceFreshness {
  const refused = sum(shards.map((shard) => shard.refused));
  const heard = shards.flatMap((shard) => (shard.heard ? [shard.heard] : []));
  if (shards.length === 0 || heard.length < shards.length) {
    return { source, heardThrough: null, pending: null, lagMs: null, refused, unknownSince: EVER };
  }
  const heardThrough = earliest(heard.map(({ through }) => through));
  // Every partition hears the count of the whole topic, so the largest is the latest.
  const accepted = Math.max(...heard.map((mark) => mark.accepted));
  // Each tree change is one fact version and one revision.
  const applied =
    source === 'registry.tree'
      ? Math.max(...shards.map((shard) => shard.treeRevision))
      : sum(shards.map((shard) => shard.applied));
  const lagMs = Math.max(0, now.getTime() - heardThrough.getTime());
  return {
    source,
    heardThrough,
    pending: Math.max(0, accepted - applied),
    lagMs,
    refused,
    ...(lagMs > SILENT_AFTER_MS ? { unknownSince: heardThrough } : {}),
  };
}

/** Every change of the tree writes all shards, so one of them tells. */
export function actOf(shards: readonly Pick<ShardProgress, 'act'>[]): ActUnderWay | undefined {
  return underWay(shards[0]?.act);
}

/** An act is under way from its first step to the one before the last. */
export const underWay = (act: ActStep | undefined): ActUnderWay | undefined =>
  act && act.step < act.of ? { id: act.id, decision: act.decision, step: act.step, of: act.of } : undefined;

/** How fresh figures read in one snapshot are, from the progress documents of that snapshot. */
export function freshnessOf(shards: readonly ShardProgress[], now: Date): Freshness {
  const rules = rulesProgressOf(shards);
  const act = actOf(shards);
  return {
    asOf: now,
    sources: FIGURE_TOPICS.map((topic) =>
      sourceOf(
        topic,
        shards.filter((shard) => shard.topic === topic),
        now,
      ),
    ),
    unplaced: sum(shards.map((shard) => shard.unplaced)),
    ...(act ? { act } : {}),
    ...(rules ? { rules } : {}),
  };
}

/** Without the decision, which may have letters that a header has not. */
const actHeader = ({ id, step, of }: ActUnderWay): string => `;act="${id}";act-step="${step}/${of}"`;
const rulesHeader = ({ records, cells, underived }: RulesProgress): string =>
  `;rules-changing="${cells ? `cells ${cells.done}/${cells.of}` : `records ${records.done}/${records.of}`}";underived=${underived}`;

/** The same as one header line, so that an answer without a body (304) carries it too. */
export const freshnessHeader = ({ asOf, sources, unplaced, act, rules }: Freshness): string =>
  [
    `as-of;at="${asOf.toISOString()}";unplaced=${unplaced}${act ? actHeader(act) : ''}${rules ? rulesHeader(rules) : ''}`,
    ...sources.map(({ source, heardThrough, pending, lagMs, refused, unknownSince }) =>
      [
        source,
        ...(heardThrough
          ? [
              `heard-through="${heardThrough.toISOString()}"`,
              `pending=${pending}`,
              `lag-ms=${lagMs}`,
              `refused=${refused}`,
            ]
          : []),
        ...(unknownSince ? [`unknown-since="${unknownSince.toISOString()}"`] : []),
      ].join(';'),
    ),
  ].join(', ');
