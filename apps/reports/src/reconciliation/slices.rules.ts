import type { Day } from '#calendar';

/** What the plan asks a tree. */
export interface PlannedTree {
  ids(): Iterable<string>;
  hasEverHadChild(unit: string): boolean;
  subtreeDuring(unit: string, from: Day, to: Day): ReadonlyMap<string, unknown>;
}

/** Units whose cells are looked at together, over some days, in one snapshot. */
export type Slice = { wanted: readonly string[]; days: { from: Day; to: Day } };

/** Small enough to be folded over all years at once, whole with all below it. */
export const SMALL = 2_000;

const ALWAYS = { from: -Infinity, to: Infinity };

/** All units that ever lay under some others, themselves too. */
export function everUnder(tree: PlannedTree, tops: readonly string[], { from, to } = ALWAYS): Set<string> {
  const units = new Set<string>();
  for (const top of tops) for (const unit of tree.subtreeDuring(top, from, to).keys()) units.add(unit);
  return units;
}

/**
 * Groups units with cells: a small subtree whole (its contributions are then read once for all its units), each larger
 * unit alone. `large` come last: the years of what lies below them are known by then.
 */
export function groupsOf(tree: PlannedTree, top: string | null): { small: string[][]; large: string[] } {
  const scope = top === null ? [...tree.ids()] : [...everUnder(tree, [top])];
  const withCells = scope.filter((unit) => tree.hasEverHadChild(unit));
  const sizes = withCells.map((unit) => sizeOf(tree, unit)).sort((a, b) => b.size - a.size);
  const taken = new Set<string>();
  const small: string[][] = [];
  const large: string[] = [];
  const wanted = new Set(withCells);
  for (const { unit, below } of sizes) {
    if (taken.has(unit)) continue;
    const group = below === null ? [unit] : [...below].filter((one) => wanted.has(one) && !taken.has(one));
    // A voided unit lies nowhere, not even under itself, and its cells must be empty.
    if (!group.includes(unit)) group.push(unit);
    for (const one of group) taken.add(one);
    if (below === null) large.push(unit);
    else small.push(group);
  }
  return { small: joined(small), large };
}

/** What lies below is kept of small subtrees alone: of the large ones together it would be the tree several times over. */
function sizeOf(tree: PlannedTree, unit: string): { unit: string; size: number; below: ReadonlySet<string> | null } {
  const below = everUnder(tree, [unit]);
  return { unit, size: below.size, below: below.size > SMALL ? null : below };
}

/** Several tiny groups in one look: most communes are far from what a look may hold. */
function joined(groups: readonly string[][], most = 200): string[][] {
  const result: string[][] = [];
  for (const group of groups) {
    const last = result.at(-1);
    if (last && last.length + group.length <= most) last.push(...group);
    else result.push([...group]);
  }
  return result;
}
