import { monthOf, type Period } from '#calendar';
import type { mongo } from 'mongoose';
import { yearLabel } from '../figures/cell-sums.js';
import type { Snapshot } from '../rollups/snapshots.js';
import { DIFFERENCES, type DifferenceDocument, type DifferenceKind } from './reconciliation.schema.js';

/** Why figures are disputed, with where to read on. */
export type Dispute = { kind: DifferenceKind; month: string | null; difference: string };

const MOST_NAMED = 20;

/**
 * What is disputed of the figures of units over a period, in their snapshot. Asked with every rollup: the index holds what
 * is disputed alone, so nearly always nothing.
 */
export async function disputesOf(
  { db, session }: Pick<Snapshot, 'db' | 'session'>,
  units: readonly string[],
  period: Pick<Period, 'from' | 'to'>,
): Promise<Dispute[]> {
  const last = monthOf(period.to - 1);
  const year = yearLabel(last.slice(0, 4));
  const filter: mongo.Filter<DifferenceDocument> = {
    state: 'disputed',
    units: units.length === 1 ? units[0] : { $in: units },
    $or: [
      { month: null },
      { month: { $gte: monthOf(period.from), $lte: last } },
      // Levels are sums of all that came before.
      { stock: true, month: { $lte: last } },
      { stock: true, month: { $gte: yearLabel(''), $lte: year } },
    ],
  };
  const found = await db
    .collection<DifferenceDocument>(DIFFERENCES)
    .find(filter, { session, sort: { _id: 1 }, limit: MOST_NAMED })
    .toArray();
  return found.map(({ _id, kind, month }) => ({ kind, month, difference: `/v1/differences/${_id}` }));
}
