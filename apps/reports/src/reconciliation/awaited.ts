import type { ReceivedEvent } from '#messaging';
import type { ClientSession, mongo } from 'mongoose';
import { AWAITED } from './reconciliation.schema.js';

/** A fact that its source was asked to publish once more, with what the source says it is. */
export type AwaitedDocument = { _id: string; version: number; hash: string; run: string; at: Date };

export const awaitedOf = (db: mongo.Db): mongo.Collection<AwaitedDocument> => db.collection<AwaitedDocument>(AWAITED);

/**
 * Those of some events, each of the version that is in the figures already, that a reconciliation waits for: what its
 * source says of the fact by digest and by event takes the place of what is stored, though the version is the same. Asked
 * for repeated events only, so a batch without any asks nothing.
 */
export async function readAwaited(
  db: mongo.Db,
  session: ClientSession,
  repeated: readonly ReceivedEvent[],
): Promise<ReadonlySet<string>> {
  if (repeated.length === 0) return new Set();
  const found = await awaitedOf(db)
    .find({ _id: { $in: repeated.map(({ factId }) => factId) } }, { session })
    .toArray();
  const awaited = new Map(found.map((one) => [one._id, one]));
  const isAwaited = ({ factId, version, hash }: ReceivedEvent): boolean => {
    const one = awaited.get(factId);
    return one?.version === version && one.hash === hash;
  };
  return new Set(repeated.filter(isAwaited).map(({ factId }) => factId));
}
