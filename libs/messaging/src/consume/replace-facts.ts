import type { EventType } from '#contracts';
import type { Store } from '#mongo';
import type { mongo } from 'mongoose';
import type { Applied, BatchApplier, BatchTx, ReceivedEvent, Refused } from './record-batch.js';
import { versionGate } from './version-gate.rules.js';

/** A document of a simple replica: the fact's own fields beside its version and content hash. */
export type ReplicaDocument = { _id: string; version: number; hash: string; [field: string]: unknown };

export type Replica<T> = {
  store: Store;
  /** Made by a migration of whoever uses it. */
  collection: string;
  types: readonly EventType[];
  /** What is kept of an event, without `_id`, `version` and `hash`. */
  fields: (event: ReceivedEvent<T>) => Record<string, unknown>;
  /** After the writes of a batch, in its transaction; to keep a revision beside the facts. */
  afterwards?: (tx: BatchTx, applied: number) => Promise<void>;
};

/** A ready applier for simple replicas: one document per fact, replaced by higher versions. */
export function replaceFacts<T>({ store, collection, types, fields, afterwards }: Replica<T>): BatchApplier {
  const apply = async (tx: BatchTx, events: ReceivedEvent[]): Promise<Applied> => {
    const replica = store.db.collection<ReplicaDocument>(collection);
    const stored = await replica
      .find(
        { _id: { $in: events.map(({ factId }) => factId) } },
        { session: tx.session, projection: { version: 1, hash: 1 } },
      )
      .toArray();
    const old = new Map(stored.map((document) => [document._id, document]));
    const writes: mongo.AnyBulkWriteOperation<ReplicaDocument>[] = [];
    const deadLetters: Refused[] = [];
    let applied = 0;
    for (const event of events) {
      const before = old.get(event.factId);
      const verdict = versionGate(before, event);
      if (verdict === 'conflict') deadLetters.push({ event, code: 'version-conflict' });
      if (verdict !== 'apply') continue;
      const { factId: _id, version, hash } = event;
      const replacement = { ...fields(event as ReceivedEvent<T>), version, hash };
      writes.push(
        before
          ? { replaceOne: { filter: { _id }, replacement } }
          : { insertOne: { document: { _id, ...replacement } } },
      );
      applied += version - (before?.version ?? 0);
    }
    if (writes.length > 0) await replica.bulkWrite(writes, { session: tx.session, ordered: false });
    await afterwards?.(tx, applied);
    return { inc: { applied }, deadLetters };
  };
  return { types, apply };
}
