import type { Tree } from '#tree';
import type { ListedSlice } from './rebuild.js';

/**
 * Units to rebuild once more after a list was worked off: those it did not have (they came under the unit since), those
 * above a unit that moved meanwhile, and those that took over cells of a child before these were put right.
 */
export function unitsToDoAgain(
  tree: Tree,
  wanted: readonly string[],
  { listed, passFrom, aboveChanged }: { listed: readonly ListedSlice[]; passFrom: number; aboveChanged: Set<string> },
): string[] {
  const lastDone = new Map<string, number>();
  for (const { _id, units } of listed) for (const unit of units) lastDone.set(unit, _id.n);
  const again = new Set<string>();
  for (const { _id, wrong = [] } of listed)
    if (_id.n >= passFrom)
      for (const unit of wrong)
        for (const { path } of tree.stretches(unit)) {
          const parent = path[1];
          if (parent !== undefined && (lastDone.get(parent) ?? Infinity) < _id.n) again.add(parent);
        }
  return wanted.filter((unit) => !lastDone.has(unit) || aboveChanged.has(unit) || again.has(unit));
}
