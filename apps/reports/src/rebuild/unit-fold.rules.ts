import type { Tree } from '#tree';
import type { CellSums } from '../figures/cell-sums.js';
import type { Entry } from '../figures/contribution.js';
import { addEffect, addRegularEffect, type Places } from '../figures/effect.js';
import { addCellsMoved, type Held } from '../figures/tree-change.js';

/** The tree as one unit sees it: what lies at it or directly under it; what is further down is in its children's cells. */
function seenFrom(unit: string, tree: Tree): Places {
  return {
    path(id, day) {
      const parent = tree.parentOn(id, day);
      if (parent === undefined) return [];
      return id !== unit && parent === unit ? [id, unit] : [id];
    },
    stretches: (id) =>
      tree.stretches(id).map(({ from, to, path }) => ({
        from,
        to,
        path: id !== unit && path[1] === unit ? [id, unit] : [id],
      })),
    hasEverHadChild: (id) => id === unit,
  };
}

/**
 * What the cells of a unit should hold: what `effect` makes of its own contributions and of those of its children without
 * cells, the regular meetings of all its children, and the cells of the others while they lay under it. Summed up over
 * the levels that is `effect` of everything below, without reading it: a province would have to read half a million facts.
 */
export function addUnitFold(
  sums: CellSums,
  unit: string,
  { tree, entries, cells }: { tree: Tree; entries: ReadonlyMap<string, Entry[]>; cells: ReadonlyMap<string, Held> },
): void {
  const seen = seenFrom(unit, tree);
  addEffect(sums, entries.get(unit) ?? [], seen, 1);
  for (const child of tree.children(unit)) {
    const own = entries.get(child) ?? [];
    if (!tree.hasEverHadChild(child)) {
      addEffect(sums, own, seen, 1);
      continue;
    }
    addRegularEffect(sums, own, seen, 1);
    const held = cells.get(child);
    const runs = tree.childStretches(unit, child);
    if (held)
      addCellsMoved(
        sums,
        runs.map(({ from, to }) => ({ from, to, lost: [], gained: [unit] })),
        held,
      );
  }
}
