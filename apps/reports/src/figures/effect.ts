import type { Day } from '#calendar';
import type { Entry } from './contribution.js';
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
 * changes, so that a unit that moves takes its stock along. Whole numbers only, so that − undoes + exactly.
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

function addStock(sums: CellSums, { u, d, to, m }: Entry, places: Places, sign: 1 | -1): void {
  const last = to ?? Infinity;
  const heads = m[ROLL_KEYS.total] ?? 0;
  for (const stretch of places.stretches(u)) {
    const from = Math.max(d, stretch.from, EPOCH);
    const end = Math.min(last, stretch.to);
    if (from < end)
      for (const unit of stretch.path) {
        if (!places.hasEverHadChild(unit)) continue;
        sums.addAmounts(unit, from, m, sign);
        if (end !== Infinity) sums.addAmounts(unit, end, m, sign === 1 ? -1 : 1);
      }
    if (heads !== 0) addMovedHeads(sums, stretch, { d, last, heads: sign * heads }, places);
  }
}

/**
 * Members who came or went with their unit. On the day it moves it goes first and people after, so who leaves its roll
 * that very day went along, and who joins it did not: closing = opening + in − out + moved, on every unit and day.
 */
function addMovedHeads(
  sums: CellSums,
  stretch: PlacedDays,
  { d, last, heads }: { d: number; last: number; heads: number },
  places: Places,
): void {
  const first = Math.max(d, EPOCH);
  const came = first < stretch.from && stretch.from <= last;
  const went = first < stretch.to && stretch.to <= last && stretch.to !== Infinity;
  for (const unit of came || went ? stretch.path : []) {
    if (!places.hasEverHadChild(unit)) continue;
    if (came) sums.add(unit, stretch.from, MOVED_WITH_UNITS, heads);
    if (went) sums.add(unit, stretch.to, MOVED_WITH_UNITS, -heads);
  }
}
