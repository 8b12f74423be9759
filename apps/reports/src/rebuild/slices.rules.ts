import { dayOf } from '#calendar';
import type { Span, Tree } from '#tree';

/** Months [from, to) as `2026-07`; null: no bound. */
export type Months = { from: string | null; to: string | null };

/** What one transaction rebuilds: the cells of some units in some months. */
export type Slice = Months & { units: string[] };

export const daysOfMonths = ({ from, to }: Months): Span => ({
  from: from === null ? -Infinity : dayOf(`${from}-01`),
  to: to === null ? Infinity : dayOf(`${to}-01`),
});

export const inMonths = (month: string, { from, to }: Months): boolean =>
  (from === null || month >= from) && (to === null || month < to);

/** The months both have; undefined: none. */
export function sharedMonths(one: Months, other: Months): Months | undefined {
  const from = one.from === null || (other.from !== null && other.from > one.from) ? other.from : one.from;
  const to = one.to === null || (other.to !== null && other.to < one.to) ? other.to : one.to;
  return from !== null && to !== null && from >= to ? undefined : { from, to };
}

/** Units with cells, of a unit and all that ever lie below it, or of all. */
export const unitsToRebuild = (tree: Tree, unitId: string | null): string[] =>
  [...(unitId === null ? tree.ids() : tree.subtreeDuring(unitId, -Infinity, Infinity).keys())].filter((unit) =>
    tree.hasEverHadChild(unit),
  );

export const childrenWithCells = (tree: Tree, unit: string): string[] =>
  tree.children(unit).filter((child) => tree.hasEverHadChild(child));

/**
 * Units lowest first, since the cells of a unit are made of those of its children. Where two units took turns above each
 * other no order is right on all days: `unitsToDoAgain` mends that.
 */
export function lowestFirst(tree: Tree, units: Iterable<string>): string[] {
  const depths = new Map<string, number>();
  for (const unit of units) depths.set(unit, Math.max(0, ...tree.stretches(unit).map(({ path }) => path.length)));
  return [...depths].sort(([a, deep], [b, deeper]) => deeper - deep || (a < b ? -1 : 1)).map(([unit]) => unit);
}

/** About how much one transaction reads: the contributions of so many units, or so many cells of children. */
export type SliceSizes = { units: number; cells: number };
export const SLICE_SIZES: SliceSizes = { units: 100, cells: 2_000 };

/** How many cells a unit has in which month. */
export type CellCounts = ReadonlyMap<string, number>;

/**
 * The slices of units given lowest first. Units above branches only are taken together, all months at once, for their
 * contributions are few; a unit above others month by month, as many together as keep the transaction short.
 */
export async function planSlices(
  { tree, units, months, sizes }: { tree: Tree; units: readonly string[]; months: Months; sizes: SliceSizes },
  countsOf: (unit: string) => Promise<CellCounts>,
): Promise<Slice[]> {
  const slices: Slice[] = [];
  let group: string[] = [];
  let size = 0;
  const close = (): void => {
    if (group.length > 0) slices.push({ units: group, ...months });
    [group, size] = [[], 0];
  };
  for (const unit of units) {
    const above = childrenWithCells(tree, unit).length;
    if (above > 0) {
      close();
      const cuts = cutMonths(await countsOf(unit), Math.floor(sizes.cells / above));
      for (const cut of cuts) {
        const shared = sharedMonths(cut, months);
        if (shared) slices.push({ units: [unit], ...shared });
      }
    } else {
      const own = 1 + tree.children(unit).length;
      if (size + own > sizes.units) close();
      group.push(unit);
      size += own;
    }
  }
  close();
  return slices;
}

/** Cuts all of time into runs of months that hold up to `most` cells each, or one month. */
export function cutMonths(counts: CellCounts, most: number): Months[] {
  const cuts: string[] = [];
  let held = 0;
  for (const [month, n] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (held > 0 && held + n > most) {
      cuts.push(month);
      held = 0;
    }
    held += n;
  }
  return [null, ...cuts].map((from, at) => ({ from, to: cuts[at] ?? null }));
}
