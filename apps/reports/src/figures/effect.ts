import type { Day } from '#calendar';
import type { Amounts, Entry } from './contribution.js';
import { EPOCH, type CellSums } from './cell-sums.js';
import { MOVED_WITH_UNITS, regularIn, ROLL_KEYS } from './measure-keys.js';

/** A run of days with one path, itself first and the root last (libs/tree). */
export type PlacedDays = { readonly from: Day; readonly to: Day; readonly path: readonly string[] };

/** What `effect` needs to know of a tree. */
export interface Places {
  /** Itself first, the root last, on a day; none when the unit is not known or voided. */
  path(unit: string, day: Day): readonly string[];
  /** All days as runs with one path; none when the unit is not known or voided. */
  stretches(unit: string): readonly PlacedDays[];
  /** A unit has cells once it had a child, for ever. */
  hasEverHadChild(unit: string): boolean;
}

/**
 * Adds `sign` times what the entries do to cells under a tree (DESIGN.md 4, "effect"). A flow is added on its day to
 * every unit with cells on its path of that day. A stock [from, to) is +n at from and −n at to, cut wherever the path
 * changes, so that a unit that moves takes its stock along; heads that do are counted as moved. Whole numbers only, so
 * that − undoes + exactly.
 */
export function addEffect(sums: CellSums, entries: readonly Entry[], places: Places, sign: 1 | -1): void {
  for (const entry of entries) {
    if (entry.to === undefined) addFlow(sums, entry, places, sign);
    else addStock(sums, entry, places, sign);
  }
}

/** Whether an entry's unit is not known to the tree, so that `addEffect` did nothing with it. */
export const hasUnplaced = (entries: readonly Entry[], places: Places): boolean =>
  entries.some(({ u, d }) => places.path(u, d).length === 0);

/** The part of the effect that only concerns the unit directly above: the regular meetings of its children. */
export function addRegularEffect(sums: CellSums, entries: readonly Entry[], places: Places, sign: 1 | -1): void {
  for (const { u, d, to, m } of entries) {
    const regular = to === undefined ? regularIn(m) : 0;
    const parent = regular === 0 ? undefined : places.path(u, d)[1];
    if (parent !== undefined) sums.addRegular(parent, u, d, sign * regular);
  }
}

function addFlow(sums: CellSums, entry: Entry, places: Places, sign: 1 | -1): void {
  const { u, d, m } = entry;
  const path = places.path(u, d);
  for (const unit of path) if (places.hasEverHadChild(unit)) sums.addAmounts(unit, d, m, sign);
  const regular = regularIn(m);
  if (path[1] !== undefined && regular !== 0) sums.addRegular(path[1], u, d, sign * regular);
}

function addStock(sums: CellSums, entry: Entry, places: Places, sign: 1 | -1): void {
  const { u, d, to, m } = entry;
  const first = Math.max(d, EPOCH);
  const last = to ?? Infinity;
  const heads = headsIn(m);
  let before: readonly string[] = [];
  for (const stretch of places.stretches(u)) {
    if (heads !== 0 && first < stretch.from && stretch.from <= last) {
      addMoved(sums, before, stretch.from, -sign * heads, places);
      addMoved(sums, stretch.path, stretch.from, sign * heads, places);
    }
    before = stretch.path;
    const from = Math.max(first, stretch.from);
    const end = Math.min(last, stretch.to);
    if (from >= end) continue;
    for (const unit of stretch.path) {
      if (!places.hasEverHadChild(unit)) continue;
      sums.addAmounts(unit, from, m, sign);
      if (end !== Infinity) sums.addAmounts(unit, end, m, sign === 1 ? -1 : 1);
    }
  }
}

/** People in amounts of stock. */
export const headsIn = (amounts: Amounts): number => HEAD_KEYS.reduce((sum, key) => sum + (amounts[key] ?? 0), 0);

/**
 * On a day that changes a unit's path, it moves first and people come and go after: a flow of that day lies where the
 * day has the unit. So whoever was counted the day before moved, also who left on the day itself.
 */
function addMoved(sums: CellSums, path: readonly string[], day: Day, heads: number, places: Places): void {
  for (const unit of path) if (places.hasEverHadChild(unit)) sums.add(unit, day, MOVED_KEY, heads);
}
