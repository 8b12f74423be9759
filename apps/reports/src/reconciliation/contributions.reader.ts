import type { Day } from '#calendar';
import type { mongo } from 'mongoose';
import { EPOCH } from '../figures/cell-sums.js';
import type { Contribution } from '../figures/contribution.js';
import { contributionsOf } from '../figures/ledger.js';
import type { Snapshot } from '../rollups/snapshots.js';

/** Naming more units than this costs more than looking through all contributions of the days. */
const MOST_NAMED = 20_000;

type Days = { from: Day; to: Day };

/** Contributions that may change cells of the units or of what lies above them, on these days. */
export function contributionsIn(
  { db, session, tree }: Snapshot,
  units: ReadonlySet<string>,
  days: Days,
): mongo.FindCursor<Pick<Contribution, '_id' | 'p'>> {
  const named = units.size <= MOST_NAMED ? { u: { $in: [...units] } } : {};
  const ever = days.from === -Infinity && days.to === Infinity;
  const moving = ever ? [] : [...units].filter((unit) => tree.stretches(unit).some(({ from }) => within(from, days)));
  const filter = ever
    ? { p: { $elemMatch: { ...named } } }
    : {
        $or: [
          { p: { $elemMatch: { ...named, d: rangeOf(days) } } },
          { p: { $elemMatch: { ...named, to: rangeOf(days) } } },
          // What stands while its unit moves changes cells on that day.
          ...(moving.length > 0 ? [{ p: { $elemMatch: { u: { $in: moving }, to: { $exists: true } } } }] : []),
        ],
      };
  return contributionsOf(db).find<Pick<Contribution, '_id' | 'p'>>(
    (Object.keys(named).length === 0 && ever ? {} : filter) as mongo.Filter<Contribution>,
    { session, projection: { 'p.a': 0, tr: 0, h: 0 }, batchSize: 5_000 },
  );
}

const within = (day: Day, { from, to }: Days): boolean => from <= day && day < to;

/** Stock of before the founding counts on it. */
function rangeOf({ from, to }: Days): { $gte?: Day; $lt?: Day } {
  const open = from <= EPOCH;
  return { ...(open ? {} : { $gte: from }), ...(to === Infinity ? {} : { $lt: to }) };
}
