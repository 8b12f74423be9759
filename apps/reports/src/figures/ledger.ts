import type { ClientSession, mongo } from 'mongoose';
import type { Contribution, ReplacedContribution } from './contribution.js';

export const contributionsOf = (db: mongo.Db): mongo.Collection<Contribution> =>
  db.collection<Contribution>('contributions');
export const historyOf = (db: mongo.Db): mongo.Collection<ReplacedContribution> =>
  db.collection<ReplacedContribution>('contribution_history');

/** A contribution that takes the place of another (or of none). `mended` (../reconciliation): the old one never held. */
export type Replacement = { old: Contribution | undefined; next: Contribution; mended?: boolean };

/**
 * Stores contributions: inserts where none was found (cheaper than upserts), replaces where one was, and keeps the
 * old one with the time of its replacement. What was found must have been read in the same session.
 */
export async function writeLedger(
  db: mongo.Db,
  session: ClientSession,
  replacements: readonly Replacement[],
): Promise<void> {
  const inserts: Contribution[] = [];
  const replaces: mongo.AnyBulkWriteOperation<Contribution>[] = [];
  const history: ReplacedContribution[] = [];
  for (const { old, next, mended } of replacements) {
    if (!old) inserts.push(next);
    else {
      const { _id, ...replacement } = next;
      replaces.push({ replaceOne: { filter: { _id }, replacement } });
      if (mended) continue;
      const { _id: f, ...rest } = old;
      const id = next.v === old.v ? { f, v: old.v, rv: old.rv } : { f, v: old.v };
      history.push({ _id: id, ...rest, replacedAt: next.t });
    }
  }
  if (inserts.length > 0) await contributionsOf(db).insertMany(inserts, { session, ordered: true });
  if (replaces.length > 0) await contributionsOf(db).bulkWrite(replaces, { session, ordered: true });
  if (history.length > 0) await historyOf(db).insertMany(history, { session, ordered: true });
}

/** The stored contributions of some facts, as the session's snapshot has them. */
export async function readLedger(
  db: mongo.Db,
  session: ClientSession,
  facts: readonly string[],
): Promise<Map<string, Contribution>> {
  const found = await contributionsOf(db)
    .find({ _id: { $in: [...facts] } }, { session, batchSize: 5_000 })
    .toArray();
  return new Map(found.map((contribution) => [contribution._id, contribution]));
}
