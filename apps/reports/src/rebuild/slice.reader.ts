import type { Day } from '#calendar';
import type { Span, Tree } from '#tree';
import type { ClientSession, mongo } from 'mongoose';
import { CellSums, yearLabel, type CellSum } from '../figures/cell-sums.js';
import { addHeld, cellsOf, monthsOf, readHeld, yearOf } from '../figures/cells.js';
import type { Contribution, Entry } from '../figures/contribution.js';
import { contributionsOf } from '../figures/ledger.js';
import type { Held } from '../figures/tree-change.js';
import { chunks, levelFilter } from '../rollups/cells.reader.js';
import { CellDifference } from './cell-difference.js';
import { childrenWithCells, daysOfMonths, type Slice } from './slices.rules.js';
import { addUnitFold } from './unit-fold.rules.js';

/** A transaction's view of the store, with the tree of that view. */
export type View = { db: mongo.Db; session: ClientSession; tree: Tree };

const BATCH = { batchSize: 5_000 };
const ENTRY = { 'p.u': 1, 'p.d': 1, 'p.to': 1, 'p.m': 1 } as const;
const YEARS = yearLabel('');

/** What is wrong in the cells of a slice in this view, and how many contributions that was found from. */
export async function differenceOf(view: View, slice: Slice): Promise<{ wrong: CellSum[]; facts: number }> {
  const { tree } = view;
  const days = daysOfMonths(slice);
  const around = new Set(slice.units.flatMap((unit) => [unit, ...tree.children(unit)]));
  const { entries, facts } = await readEntries(view, [...around], days);
  const children = [...new Set(slice.units.flatMap((unit) => childrenWithCells(tree, unit)))];
  const cells = await readCells(view, children, days, hasEdge(view.tree, slice, days));
  const sums = new CellSums();
  for (const unit of slice.units) addUnitFold(sums, unit, { tree, entries, cells });
  const difference = new CellDifference(slice);
  difference.expect(sums.toArray());
  await readFound(view, slice, days, difference);
  return { wrong: difference.toSums(), facts };
}

/** Entries at some units that can touch a cell on these days, by unit. */
async function readEntries(
  { db, session }: View,
  units: readonly string[],
  { from, to }: Span,
): Promise<{ entries: Map<string, Entry[]>; facts: number }> {
  const entries = new Map<string, Entry[]>(units.map((unit) => [unit, []]));
  let facts = 0;
  for (const chunk of chunks(units)) {
    const asked = new Set(chunk);
    const flows = { p: { $elemMatch: { u: { $in: chunk }, d: { $gte: from, $lt: to } } } };
    // A stock that ends on the first of the days counts there.
    const filter: mongo.Filter<Contribution> =
      from === -Infinity && to === Infinity
        ? { 'p.u': { $in: chunk } }
        : { $or: [flows, levelFilter(chunk, { from: from - 1, to })] };
    for await (const { p } of contributionsOf(db).find(filter, { session, projection: ENTRY, ...BATCH })) {
      facts += 1;
      // A fact with units in two chunks is found twice.
      for (const entry of p) if (asked.has(entry.u)) entries.get(entry.u)?.push(entry);
    }
  }
  return { entries, facts };
}

/** Whether a child came or went on one of the days, so that the levels it brought matter. */
const hasEdge = (tree: Tree, { units }: Slice, { from, to }: Span): boolean =>
  units.some((unit) =>
    childrenWithCells(tree, unit).some((child) =>
      tree
        .childStretches(unit, child)
        .some((run) => [run.from, run.to].some((edge) => Number.isFinite(edge) && edge >= from && edge < to)),
    ),
  );

/** What the cells of some units hold on these days; `levels`: the stock too. */
async function readCells(
  view: View,
  units: readonly string[],
  days: Span,
  levels: boolean,
): Promise<Map<string, Held>> {
  const held = new Map(units.map((unit) => [unit, { opening: {}, days: new Map<Day, Record<string, number>>() }]));
  for (const chunk of chunks(units))
    for (const [unit, cells] of await readHeld(view, chunk, days, levels)) addHeld(held.get(unit)!, cells);
  return held;
}

/** Tells a difference what the cells of its slice hold, and all that the totals of their years are made of. */
async function readFound(
  { db, session }: View,
  { units, from, to }: Slice,
  days: Span,
  difference: CellDifference,
): Promise<void> {
  const bounds = {
    ...(from === null ? {} : { $gte: `${yearOf(days.from)}-01` }),
    ...(to === null ? {} : { $lt: `${Number(yearOf(days.to - 1)) + 1}-01` }),
  };
  const own = { u: { $in: units } };
  const inside = cellsOf(db).find({ ...own, m: monthsOf(days) }, { session, ...BATCH });
  for await (const cell of inside) difference.found(cell);
  const beside = [
    ...(from === null ? [] : [{ ...own, m: { ...bounds, $lt: from } }]),
    ...(to === null ? [] : [{ ...own, m: { ...bounds, $gte: to } }]),
  ];
  for (const filter of beside)
    for await (const cell of cellsOf(db).find(filter, { session, projection: { u: 1, m: 1, t: 1 }, ...BATCH }))
      difference.foundBeside(cell);
  const years = {
    $gte: from === null ? YEARS : yearLabel(yearOf(days.from)),
    ...(to === null ? {} : { $lte: yearLabel(yearOf(days.to - 1)) }),
  };
  for await (const cell of cellsOf(db).find({ ...own, m: years }, { session, ...BATCH })) difference.foundYear(cell);
}
