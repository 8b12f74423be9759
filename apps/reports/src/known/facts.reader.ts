import type { mongo } from 'mongoose';
import type { Contribution, ReplacedContribution } from '../figures/contribution.js';
import { contributionsOf, historyOf } from '../figures/ledger.js';
import type { Snapshot } from '../rollups/snapshots.js';

type Options = Pick<mongo.FindOptions, 'projection' | 'batchSize'>;

/** Contributions as the answer knows them: as they are, or as they were at the instant it is asked for. */
export async function* factsOf(
  { db, session, known }: Snapshot,
  filter: mongo.Filter<Contribution>,
  options: Options = {},
): AsyncGenerator<Contribution> {
  const found = contributionsOf(db).find(known === null ? filter : { $and: [filter, since(known)] }, {
    session,
    ...options,
  });
  for await (const one of found) yield one;
  if (known === null) return;
  const replaced = historyOf(db).find({ $and: [filter, until(known)] } as mongo.Filter<ReplacedContribution>, {
    session,
    ...options,
  });
  for await (const { _id, replacedAt: _, ...one } of replaced) yield { _id: _id.f, ...one };
}

/** Of those that were never replaced: the ones that had come. */
export const since = (known: number): { t: { $lte: Date } } => ({ t: { $lte: new Date(known) } });
/** Of those that were replaced: the ones that held then. */
export const until = (known: number): { t: { $lte: Date }; replacedAt: { $gt: Date } } => ({
  ...since(known),
  replacedAt: { $gt: new Date(known) },
});
