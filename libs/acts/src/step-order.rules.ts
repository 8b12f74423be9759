import type { Day } from '#calendar';
import { Refusal, type UnitRecord } from '#contracts';
import { livesOf, nearestState, TreeFault, type Tree } from '#tree';
import type { ActFault, UnitChange } from './act-draft.js';
import { keepsChildren, MOST_STRETCHES, withinParents } from './unit-surroundings.rules.js';

export type Ordered = { steps: UnitChange[]; faults: ActFault[]; tree: Tree };

/**
 * Brings changes into an order in which each leaves a valid tree: what begins or moves from the top of the new tree
 * down, then what ends from the bottom of the old one up. A change that must wait for another is tried again after it; those
 * that nothing helps are the faults.
 */
export function inOrder(tree: Tree, changes: ReadonlyMap<string, UnitChange>, day: Day): Ordered {
  const working = tree.fork();
  const steps: UnitChange[] = [];
  let waiting = sorted(tree, changes, day);
  for (;;) {
    const stuck: { change: UnitChange; fault: ActFault }[] = [];
    for (const change of waiting) {
      const fault = tried(working, change);
      if (fault) stuck.push({ change, fault });
      else steps.push(change);
    }
    if (stuck.length === 0 || stuck.length === waiting.length)
      return { steps, faults: stuck.map(({ fault }) => fault), tree: working };
    waiting = stuck.map(({ change }) => change);
  }
}

function sorted(tree: Tree, changes: ReadonlyMap<string, UnitChange>, day: Day): UnitChange[] {
  const depthNow = depths((id) => changes.get(id)?.record ?? tree.get(id), day);
  const depthBefore = depths((id) => tree.get(id), day);
  const ranked = [...changes.values()].map((change) => ({
    change,
    rank: shrinks(change) ? 1_000_000 - depthBefore(change.record.id) : depthNow(change.record.id),
  }));
  return ranked.sort((one, other) => one.rank - other.rank).map(({ change }) => change);
}

/** Whether it no longer lives on some day on which it did. */
function shrinks({ before, record }: UnitChange): boolean {
  if (!before) return false;
  const lives = livesOf(record);
  return !livesOf(before).every(({ from, to }) => lives.some((life) => life.from <= from && to <= life.to));
}

/** How deep a unit lies on the day, by the extended place; no real tree is a thousand deep. */
function depths(recordOf: (id: string) => UnitRecord | undefined, day: Day): (id: string) => number {
  const known = new Map<string, number>();
  const depth = (id: string, steps: number): number => {
    const found = known.get(id);
    if (found !== undefined || steps > 1_000) return found ?? 0;
    const record = recordOf(id);
    const parent = record && nearestState(record, day)?.parentId;
    const result = parent ? depth(parent, steps + 1) + 1 : 0;
    known.set(id, result);
    return result;
  };
  return (id) => depth(id, 0);
}

function tried(working: Tree, { record, step }: UnitChange): ActFault | undefined {
  try {
    if (record.stretches.length > MOST_STRETCHES) throw new Refusal('unprocessable', 'too-many-stretches');
    keepsChildren(record, working);
    withinParents(record, working);
    working.apply(record, working.revision + 1);
    return undefined;
  } catch (error) {
    const { code, other } = told(error);
    return { step, code, unitId: record.id, ...(other && { other }) };
  }
}

const TREE_CODES = {
  'tree-loop': 'cycle',
  'tree-parent-unknown': 'orphan',
  'tree-void-with-children': 'has-children',
} as const;

function told(error: unknown): { code: string; other?: string } {
  if (error instanceof TreeFault) return { code: TREE_CODES[error.code] };
  if (!(error instanceof Refusal)) throw error;
  const { child, parent } = error.params;
  const other = child ?? parent;
  return { code: error.code, ...(other !== undefined && { other: String(other) }) };
}
