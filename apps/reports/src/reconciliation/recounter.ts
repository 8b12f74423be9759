import type { TopicName } from '#contracts';
import type { ProgressDocument } from '#messaging';
import { Store } from '#mongo';
import { eventLogger } from '#observability';
import { Injectable } from '@nestjs/common';
import { contributionsOf } from '../figures/ledger.js';
import { Snapshots, type Snapshot } from '../rollups/snapshots.js';
import type { ComparedKind } from './facts.rules.js';
import { Sources } from './sources.js';

const log = eventLogger('reconciliation');

/**
 * Sets right, on both sides, the counts that `GET /v1/truth` is made of: a contribution that was lost and came again was
 * counted twice, a fact that was never published not at all.
 */
@Injectable()
export class Recounter {
  constructor(
    private readonly store: Store,
    private readonly snapshots: Snapshots,
    private readonly sources: Sources,
  ) {}

  /** @throws SourceSilent */
  async recount(kinds: readonly ComparedKind[]): Promise<void> {
    const topics = new Map(kinds.map((kind) => [kind.topic, kind]));
    for (const kind of topics.values()) await this.sources.ask(kind, { ask: 'recount' });
    const drifts = await this.snapshots.read(driftsIn);
    for (const [topic, drift] of drifts) await this.#correct(topic, drift);
  }

  async #correct(topic: string, applied: number): Promise<void> {
    log.error({ event: 'reconciliation.recounted', topic, applied });
    // Only the sum over the shards of a topic means anything, so its first shard takes the difference.
    await this.store.db
      .collection<ProgressDocument>('progress')
      .updateOne({ _id: `${topic}/0` }, { $inc: { applied, seq: 1 } } as object);
  }
}

/** By topic, what the counters of its shards lack of the versions of its contributions. */
async function driftsIn({ db, session, progress }: Snapshot): Promise<[string, number][]> {
  const versions = await contributionsOf(db)
    .aggregate<{ _id: TopicName; n: number }>([{ $group: { _id: '$src', n: { $sum: '$v' } } }], { session })
    .toArray();
  return versions
    .map(({ _id, n }): [string, number] => {
      const counted = progress.filter(({ topic }) => topic === _id).reduce((sum, { applied }) => sum + applied, 0);
      return [_id, n - counted];
    })
    .filter(([, drift]) => drift !== 0);
}
