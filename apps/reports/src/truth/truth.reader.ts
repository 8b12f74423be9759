import { DEAD_LETTERS, type DeadLetter, type ProgressDocument } from '#messaging';
import { Injectable } from '@nestjs/common';
import { contributionsOf } from '../figures/ledger.js';
import { treeLogOf } from '../figures/tree-log.applier.js';
import { DifferencesStore } from '../reconciliation/differences.store.js';
import type { RunDocument } from '../reconciliation/reconciliation.schema.js';
import { RunsStore } from '../reconciliation/runs.store.js';
import { Snapshots, type Snapshot } from '../rollups/snapshots.js';
import { FIGURE_TOPICS } from '../rollups/freshness.rules.js';
import {
  byService,
  topicTruth,
  treeTruth,
  type CountedShard,
  type RefusedVersion,
  type ServiceTruth,
} from './truth.rules.js';

/** More open dead letters are a fault of their own; the page stays quick. */
const MOST_LETTERS = 10_000;

export type Truth = {
  at: Date;
  services: ServiceTruth[];
  deadLetters: { code: string; open: number }[];
  disputed: number;
  last: RunDocument | null;
};

/** Reads what an operator has to know of the figures, in one snapshot. */
@Injectable()
export class TruthReader {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly runs: RunsStore,
    private readonly differences: DifferencesStore,
  ) {}

  async read(): Promise<Truth> {
    const counted = await this.snapshots.read(readIn);
    return { ...counted, disputed: await this.differences.countDisputed(), last: await this.runs.last() };
  }
}

async function readIn(snapshot: Snapshot): Promise<Omit<Truth, 'disputed' | 'last'>> {
  const { db, session, tree, at } = snapshot;
  const shards = await db
    .collection<CountedShard & ProgressDocument>('progress')
    .find({ topic: { $in: [...FIGURE_TOPICS] } }, { session, sort: { partition: 1 } })
    .toArray();
  const refused = await readRefused(snapshot);
  const waiting = await treeLogOf(db).countDocuments({ _id: { $gt: tree.revision } }, { session });
  const topics = FIGURE_TOPICS.map((topic) => {
    const own = shards.filter((shard) => shard.topic === topic);
    if (topic === 'registry.tree') return treeTruth(own, { revision: tree.revision, waiting });
    return topicTruth(
      topic,
      own,
      refused.filter((one) => one.topic === topic),
    );
  });
  return { at, services: byService(topics), deadLetters: await countLetters(snapshot) };
}

/** Versions of facts among the dead letters that stand: open, or given up. Each once, however often it came. */
async function readRefused({ db, session }: Snapshot): Promise<RefusedVersion[]> {
  const letters = await db
    .collection<DeadLetter>(DEAD_LETTERS)
    .find(
      { factId: { $type: 'string' }, version: { $gte: 1 }, state: { $in: ['open', 'discarded'] } },
      { session, projection: { topic: 1, partition: 1, offset: 1, factId: 1, version: 1 }, limit: MOST_LETTERS },
    )
    .toArray();
  const once = new Map(letters.map((letter) => [`${letter.factId} ${letter.version}`, letter]));
  const ids = [...once.values()].map(({ factId }) => factId ?? '');
  const kept = new Map<string, number>();
  const found = contributionsOf(db).find({ _id: { $in: ids } }, { session, projection: { v: 1 } });
  for await (const { _id, v } of found) kept.set(_id, v);
  return [...once.values()].map(({ topic, partition, offset, factId, version }) => ({
    topic,
    partition,
    offset,
    version: version ?? 0,
    kept: kept.get(factId ?? '') ?? null,
  }));
}

async function countLetters({ db, session }: Snapshot): Promise<Truth['deadLetters']> {
  const counts = await db
    .collection<DeadLetter>(DEAD_LETTERS)
    .aggregate<{ _id: string; n: number }>(
      [{ $match: { state: 'open' } }, { $group: { _id: '$code', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
      { session },
    )
    .toArray();
  return counts.map(({ _id, n }) => ({ code: _id, open: n }));
}
