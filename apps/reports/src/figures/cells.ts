import { dateOf, dayOf, type Day } from '#calendar';
import { shardOf } from '#messaging';
import { upsertAll } from '#mongo';
import type { ClientSession, mongo } from 'mongoose';
import { EPOCH, yearLabel, type CellSum } from './cell-sums.js';
import type { Amounts } from './contribution.js';
import type { Held, Shift } from './tree-change.js';
import { isStock } from './measure-keys.js';

/** The part of the cells that tree changes write to; batches write to the part of their shard. */
export const TREE_PART = 'tree';

/**
 * What one part adds to one unit in one month (`m: '2026-07'`), or the net change of its stock in one year
 * (`m: 'Y2026'`). Readers add up the parts.
 */
export type CellDocument = {
  /** `<unit>|<month>|<part>` */
  _id: string;
  u: string;
  m: string;
  /** The part: a shard (`meetings.events/3`), or `tree`. */
  s: string;
  /** Totals of the month by measure key. */
  t?: Amounts;
  /** By two-digit day of the month. */
  d?: Record<string, Amounts>;
  /** Regular meetings of direct children by two-digit day. */
  r?: Record<string, Record<string, number>>;
};

const CELLS = 'cells';
/** The shard of tree changes: a change of the tree writes the progress of all, so who writes this one runs into it. */
export const TREE_SHARD = shardOf('registry.tree', 0);

export const cellsOf = (db: mongo.Db): mongo.Collection<CellDocument> => db.collection<CellDocument>(CELLS);

/** Adds to one part of the cells. Each cell is written once, whatever number of facts it comes from. */
export async function writeCells(
  db: mongo.Db,
  session: ClientSession,
  part: string,
  sums: readonly CellSum[],
): Promise<void> {
  const writes = sums.map(({ unit, month, inc }) => ({
    _id: `${unit}|${month}|${part}`,
    update: { $inc: inc, $setOnInsert: { u: unit, m: month, s: part } },
  }));
  await upsertAll(db, session, CELLS, writes);
}

/** Adds what the cells of a unit hold on the days of shifts, all parts together, and the stock before them. */
export async function addHeld(
  { opening, days }: Held,
  { db, session }: { db: mongo.Db; session: ClientSession },
  unit: string,
  shifts: readonly Shift[],
): Promise<void> {
  const from = Math.min(...shifts.map((run) => run.from));
  const to = Math.max(...shifts.map((run) => run.to));
  const cursor = cellsOf(db).find({ u: unit, ...monthsBetween(from, to) }, { session, projection: { m: 1, d: 1 } });
  for await (const cell of cursor) addDays(days, cell);
  if (from !== -Infinity && from > EPOCH) {
    const years = cellsOf(db).find(
      { u: unit, m: yearsBefore(yearLabel(dateOf(from).slice(0, 4))) },
      { session, projection: { t: 1 } },
    );
    for await (const { t } of years) addTo(opening, t ?? {}, isStock);
  }
}

/** Whole years: the net change of the years before, and the days of the first, give the stock at any day in it. */
function monthsBetween(from: Day, to: Day): mongo.Filter<CellDocument> {
  const bounds = {
    ...(from === -Infinity ? {} : { $gte: `${dateOf(from).slice(0, 4)}-01` }),
    ...(to === Infinity ? {} : { $lte: dateOf(to).slice(0, 7) }),
  };
  return { m: { $lt: yearLabel(''), ...bounds } };
}

/** The years before one, as a range of labels. */
export const yearsBefore = (year: string): { $gte: string; $lt: string } => ({ $gte: yearLabel(''), $lt: year });

/** Adds what a part of a cell holds by its days. */
export function addDays(days: Map<Day, Amounts>, { m, d }: Pick<CellDocument, 'm' | 'd'>): void {
  const before = dayOf(`${m}-01`) - 1;
  for (const [dayOfMonth, amounts] of Object.entries(d ?? {})) {
    const day = before + Number(dayOfMonth);
    let sums = days.get(day);
    if (!sums) days.set(day, (sums = {}));
    addTo(sums, amounts);
  }
}

export const addTo = (sums: Amounts, amounts: Amounts, wanted: (key: string) => boolean = () => true): void => {
  for (const key in amounts) if (wanted(key)) sums[key] = (sums[key] ?? 0) + (amounts[key] as number);
};
