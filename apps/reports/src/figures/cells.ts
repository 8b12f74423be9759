import { dateOf, dayOf, monthOf, type Day } from '#calendar';
import { shardOf } from '#messaging';
import { upsertAll } from '#mongo';
import type { Span } from '#tree';
import type { ClientSession, mongo } from 'mongoose';
import { EPOCH, isYear, yearLabel, type CellSum } from './cell-sums.js';
import type { Amounts } from './contribution.js';
import type { Held } from './tree-change.js';
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
/** Cells in one answer: each way to the store and back costs a millisecond or two. */
const HELD_AT_ONCE = 5_000;
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

/** What is read of a cell to move it: its days, or the net stock of a year. */
export type HeldCell = Pick<CellDocument, 'u' | 'm' | 'd' | 't'>;

/**
 * Cells of units in the months of some days, all parts, by unit. `levels`: what the stock of those days needs besides, which
 * is the months from the start of their year on, and the years before.
 */
export async function readHeld(
  { db, session }: { db: mongo.Db; session: ClientSession },
  units: readonly string[],
  days: Span,
  levels: boolean,
): Promise<Map<string, HeldCell[]>> {
  const found = new Map<string, HeldCell[]>(units.map((unit) => [unit, []]));
  const read = async (labels: mongo.Filter<CellDocument>, what: 'd' | 't'): Promise<void> => {
    const filter = { u: { $in: [...units] }, ...labels };
    const options = { session, projection: { _id: 0, u: 1, m: 1, [what]: 1 }, batchSize: HELD_AT_ONCE };
    for await (const cell of cellsOf(db).find<HeldCell>(filter, options)) found.get(cell.u)?.push(cell);
  };
  const from = levels ? startOfYear(days.from) : days.from;
  await read({ m: monthsOf({ from, to: days.to }) }, 'd');
  if (levels && from > EPOCH) await read({ m: yearsBefore(yearLabel(yearOf(from))) }, 't');
  return found;
}

/** Adds what cells of a unit hold by its days, and the stock of the years before them. */
export function addHeld({ opening, days }: Held, cells: readonly HeldCell[]): void {
  for (const cell of cells)
    if (isYear(cell.m)) addTo(opening, cell.t ?? {}, isStock);
    else addDays(days, cell);
}

export const yearOf = (day: Day): string => dateOf(day).slice(0, 4);
const startOfYear = (day: Day): Day => (day === -Infinity ? day : dayOf(`${yearOf(day)}-01-01`));

/** The months of some days, as a range of labels. */
export const monthsOf = ({ from, to }: Span): { $gte: string; $lt?: string; $lte?: string } => ({
  $gte: from === -Infinity ? '' : monthOf(from),
  ...(to === Infinity ? { $lt: yearLabel('') } : { $lte: monthOf(to - 1) }),
});

/** The years before one, as a range of labels. */
export const yearsBefore = (year: string): { $gte: string; $lt: string } => ({ $gte: yearLabel(''), $lt: year });

/** Adds what a part of a cell holds by its days. */
function addDays(days: Map<Day, Amounts>, { m, d }: Pick<CellDocument, 'm' | 'd'>): void {
  const before = dayOf(`${m}-01`) - 1;
  for (const [dayOfMonth, amounts] of Object.entries(d ?? {})) {
    const day = before + Number(dayOfMonth);
    let sums = days.get(day);
    if (!sums) days.set(day, (sums = {}));
    addTo(sums, amounts);
  }
}

const addTo = (sums: Amounts, amounts: Amounts, wanted: (key: string) => boolean = () => true): void => {
  for (const key in amounts) if (wanted(key)) sums[key] = (sums[key] ?? 0) + (amounts[key] as number);
};
