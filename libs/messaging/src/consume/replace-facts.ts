import type { EventType } from '#contracts';
import type { Store } from '#mongo';
import type { BatchApplier, ReceivedEvent } from './record-batch.js';

/** A document of a simple replica: the fact's own fields beside its version and content hash. */
export type ReplicaDocument = { _id: string; version: number; hash: string; [field: string]: unknown };

/**
 * A ready applier for simple replicas: one document per fact in `collection`, replaced by higher versions.
 * `fields` maps an event to what is kept of it.
 */
export function replaceFacts<T>(_replica: {
  store: Store;
  collection: string;
  types: readonly EventType[];
  fields: (event: ReceivedEvent<T>) => Record<string, unknown>;
}): BatchApplier {
  throw new Error('not yet');
}
