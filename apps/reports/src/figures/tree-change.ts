import type { Day } from '#calendar';
import type { UnitRecord } from '#contracts';
import { TreeFault, overlapOf, placeOf, runDays, runsOf, type Tree } from '#tree';
import { EPOCH, type CellSums } from './cell-sums.js';
import type { Amounts, Entry } from './contribution.js';
import { addEffect, addRegularEffect, type PlacedDays, type Places } from './effect.js';
import { isStock, MOVED_WITH_UNITS, ROLL_KEYS } from './measure-keys.js';

/** A run of days on which the unit's path is another than before. */
export type MovedDays = { from: Day; to: Day; before: readonly string[]; after: readonly string[] };

/** What one change of a unit's record does to the cells; see `addOwnMoved` and `shiftsOf`. */
export type TreeChange = {
  unit: string;
  before: Places;
  after: Places;
  moved: MovedDays[];
  /**
   * The unit's cells move as a whole. Otherwise its contributions do: it has no cells, or it comes or goes altogether
   * (created, voided, restored), and then has no child whose figures would be in its cells.
   */
  byCells: boolean;
  /** Units that get their first child by this change, and with it cells: first of all their own contributions. */
  firstTimeParents: string[];
};

/**
 * What changes when a unit's record is replaced, one code path for create, move, close, reopen, void and restore.
 * The tree is the one before the change and stays as it is.
 * @throws TreeFault when the change would break the tree
 */
export function planTreeChange(tree: Tree, record: UnitRecord): TreeChange {
  const unit = record.id;
  const old = tree.stretches(unit);
  const replaced = stretchesOf(tree, record);
  const parents = new Set(placeOf(record).parents.filter((parent) => parent !== null));
  return {
    unit,
    before: places(tree, unit, old, new Set()),
    after: places(tree, unit, replaced, parents),
    moved: movedDays(old, replaced),
    byCells: tree.hasEverHadChild(unit) && old.length > 0 && replaced.length > 0,
    firstTimeParents: [...parents].filter((parent) => !tree.hasEverHadChild(parent)),
  };
}

/** The unit's paths under its new record: what lies above it is as it was. */
function stretchesOf(tree: Tree, record: UnitRecord): PlacedDays[] {
  const place = placeOf(record);
  if (runsOf(place) === 0 && tree.children(record.id).length > 0)
    throw new TreeFault('tree-void-with-children', record.id);
  const result: PlacedDays[] = [];
  for (let run = 0; run < runsOf(place); run += 1) {
    const days = runDays(place, run);
    const parent = place.parents[run] ?? null;
    const above: readonly PlacedDays[] = parent === null ? [{ ...days, path: [] }] : tree.stretches(parent);
    if (above.length === 0) throw new TreeFault('tree-parent-unknown', record.id);
    for (const stretch of above) {
      const part = overlapOf(stretch, days);
      if (part && stretch.path.includes(record.id)) throw new TreeFault('tree-loop', record.id);
      if (part) result.push({ ...part, path: [record.id, ...stretch.path] });
    }
  }
  return result;
}

const places = (
  tree: Tree,
  unit: string,
  stretches: readonly PlacedDays[],
  newParents: ReadonlySet<string>,
): Places => ({
  path: (id, day) => (id === unit ? (stretches.find(({ to }) => day < to)?.path ?? []) : tree.path(id, day)),
  stretches: (id) => (id === unit ? stretches : tree.stretches(id)),
  hasEverHadChild: (id) => newParents.has(id) || tree.hasEverHadChild(id),
});

const ALL_DAYS_NOWHERE: readonly PlacedDays[] = [{ from: -Infinity, to: Infinity, path: [] }];

function movedDays(old: readonly PlacedDays[], replaced: readonly PlacedDays[]): MovedDays[] {
  const moved: MovedDays[] = [];
  for (const before of old.length === 0 ? ALL_DAYS_NOWHERE : old)
    for (const after of replaced.length === 0 ? ALL_DAYS_NOWHERE : replaced) {
      const days = overlapOf(before, after);
      if (days && before.path.join() !== after.path.join())
        moved.push({ ...days, before: before.path, after: after.path });
    }
  return moved;
}

/**
 * Moves what the unit's own contributions add (its entries only; those of other units in the same contribution stay
 * where they are). Where its cells move only the count by direct child is left to do: the rest is in its cells.
 */
export function addOwnMoved(sums: CellSums, change: TreeChange, entries: readonly Entry[]): void {
  const own = entries.filter(({ u }) => u === change.unit);
  const add = change.byCells ? addRegularEffect : addEffect;
  add(sums, own, change.before, -1);
  add(sums, own, change.after, 1);
}

/** Gives a unit that now has its first child its own contributions as the first content of its cells. */
export function addFirstCells(sums: CellSums, change: TreeChange, parent: string, entries: readonly Entry[]): void {
  const own = entries.filter(({ u }) => u === parent);
  addEffect(sums, own, change.before, -1);
  addEffect(sums, own, change.after, 1);
}

/** What the cells of a unit hold, over all parts: amounts by day, and the stock of all earlier days together. */
export type Held = { opening: Amounts; days: Map<Day, Amounts> };

/** A run of days on which some units lose what another holds and others gain it. */
export type Shift = { from: Day; to: Day; lost: readonly string[]; gained: readonly string[] };

/** Ancestors that a unit loses and gains. Units that move from one parent to another on one day have the same shifts. */
export const shiftsOf = (moved: readonly MovedDays[]): Shift[] =>
  moved.map(({ from, to, before, after }) => ({
    from,
    to,
    lost: before.filter((unit) => !after.includes(unit)),
    gained: after.filter((unit) => !before.includes(unit)),
  }));

/**
 * Moves cells: on each run of days, those who lose −= held, those who gain += held. Stock is clipped: its level comes or
 * goes at the edges of the run. Linear in what is held, so that what several units hold may be added up before.
 */
export function addCellsMoved(sums: CellSums, shifts: readonly Shift[], held: Held): void {
  const inOrder = [...held.days].sort(([a], [b]) => a - b);
  for (const run of shifts) {
    const { lost, gained } = run;
    const add = (day: Day, amounts: Amounts, sign: 1 | -1): void => {
      for (const unit of lost) sums.addAmounts(unit, day, amounts, sign === 1 ? -1 : 1);
      for (const unit of gained) sums.addAmounts(unit, day, amounts, sign);
    };
    const first = Math.max(run.from, EPOCH);
    if (first < run.to) add(first, levelOn(first, held.opening, inOrder), 1);
    // Who is on a roll below the day before comes and goes with the unit; who joins that day does not (`effect`).
    if (run.from > EPOCH) add(run.from, headsMoved(levelOn(run.from - 1, held.opening, inOrder)), 1);
    if (run.to !== Infinity && run.to > EPOCH) add(run.to, headsMoved(levelOn(run.to - 1, held.opening, inOrder)), -1);
    for (const [day, amounts] of inOrder) {
      if (day < run.from || day >= run.to) continue;
      add(day, day <= first ? only(amounts, (key) => !isStock(key)) : amounts, 1);
    }
    if (first < run.to && run.to !== Infinity) add(run.to, levelOn(run.to - 1, held.opening, inOrder), -1);
  }
}

const headsMoved = (level: Amounts): Amounts => {
  const heads = level[ROLL_KEYS.total] ?? 0;
  return heads === 0 ? {} : { [MOVED_WITH_UNITS]: heads };
};

const only = (amounts: Amounts, wanted: (key: string) => boolean): Amounts =>
  Object.fromEntries(Object.entries(amounts).filter(([key]) => wanted(key)));

/** The stock at the end of a day. */
function levelOn(day: Day, opening: Amounts, inOrder: readonly [Day, Amounts][]): Amounts {
  const level: Amounts = { ...opening };
  for (const [at, amounts] of inOrder) {
    if (at > day) break;
    for (const [key, n] of Object.entries(amounts)) if (isStock(key)) level[key] = (level[key] ?? 0) + n;
  }
  return level;
}
