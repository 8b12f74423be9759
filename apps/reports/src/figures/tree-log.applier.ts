import type { ActStep, EventType, UnitChangedV1, UnitRecord } from '#contracts';
import {
  versionGate,
  type Applied,
  type BatchApplier,
  type BatchTx,
  type ReceivedEvent,
  type Refused,
} from '#messaging';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';

/**
 * A tree change as it came: `_id` is its treeRevision. `at`: when it was applied; absent while it waits. `act`: the act that
 * it is a step of.
 */
export type TreeLogDocument = { _id: number; hash: string; record: UnitRecord; act?: ActStep; tr?: string; at?: Date };

export const treeLogOf = (db: mongo.Db): mongo.Collection<TreeLogDocument> =>
  db.collection<TreeLogDocument>('tree_log');

/**
 * Keeps every tree change under its revision; TreeApplier takes them from there in order. Apart, because a tree change
 * writes all progress documents first, and a batch its own last.
 */
@Injectable()
export class TreeLogApplier implements BatchApplier {
  readonly types: readonly EventType[] = ['registry.unit-changed.v1'];
  readonly strict = true;

  constructor(private readonly store: Store) {}

  async apply({ session }: BatchTx, events: ReceivedEvent[]): Promise<Applied> {
    const log = treeLogOf(this.store.db);
    const revisions = events.map(({ version }) => version);
    const known = await log.find({ _id: { $in: revisions } }, { session, projection: { hash: 1 } }).toArray();
    const hashes = new Map(known.map(({ _id, hash }) => [_id, hash]));
    const fresh: TreeLogDocument[] = [];
    const deadLetters: Refused[] = [];
    for (const event of events) {
      const { version, hash } = event;
      const found = hashes.get(version);
      // A log keeps every revision, so each is gated only against itself.
      const verdict = versionGate(found === undefined ? null : { version, hash: found }, event);
      if (verdict === 'conflict') deadLetters.push({ event, code: 'version-conflict' });
      if (verdict !== 'apply') continue;
      hashes.set(version, hash);
      const tr = event.traceparent?.split('-')[1];
      const { unit: record, act } = event.data as UnitChangedV1;
      fresh.push({ _id: version, hash, record, ...(act ? { act } : {}), ...(tr ? { tr } : {}) });
    }
    if (fresh.length > 0) await log.insertMany(fresh, { session });
    return { inc: { applied: fresh.length }, deadLetters };
  }
}
