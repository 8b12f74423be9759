import { dayOf, type Day } from '#calendar';
import type { Succession, UnitRecord } from '#contracts';
import type { Tree } from './tree.js';
import type { Shares } from './tree-view.js';

/** Which successions hold in the tree of a day. */
export type Followed = {
  /** The unit that a unit's history lies with; of several the heaviest, the first of those as heavy. */
  successors: ReadonlyMap<string, string>;
  shares: ReadonlyMap<string, Shares>;
};

type Held = { from: Day; to: Succession['to']; goesOn: boolean };

/** The last succession by then that moves the unit's history, with those of its successors that the tree knows. */
function heldOn(tree: Tree, record: UnitRecord, day: Day): Held | undefined {
  const last = record.successions?.findLast(({ from, history }) => history === 'moves' && dayOf(from) <= day);
  const to = last?.to.filter(({ unitId }) => tree.get(unitId)?.stretches.length) ?? [];
  if (!last || !record.stretches.length || to.every(({ unitId }) => unitId === record.id)) return undefined;
  return { from: dayOf(last.from), to, goesOn: to.some(({ unitId }) => unitId === record.id) };
}

/** Units that a unit may lie with: its successors, or what is above it on the day; of one that goes on both. */
function aboveOf(tree: Tree, held: ReadonlyMap<string, Held>, id: string, day: Day): string[] {
  const mine = held.get(id);
  const successors = mine?.to.flatMap(({ unitId }) => (unitId === id ? [] : [unitId])) ?? [];
  const parent = mine && !mine.goesOn ? null : tree.parentOn(id, day);
  return parent ? [...successors, parent] : successors;
}

/** Whether any way up leads in a circle: looked at once for each unit, since it hardly ever does. */
function hasCircle(tree: Tree, held: ReadonlyMap<string, Held>, day: Day): boolean {
  const done = new Set<string>();
  const open = new Set<string>();
  const comesBack = (id: string): boolean => {
    if (done.has(id)) return false;
    if (open.has(id)) return true;
    open.add(id);
    if (aboveOf(tree, held, id, day).some(comesBack)) return true;
    open.delete(id);
    done.add(id);
    return false;
  };
  return [...held.keys()].some(comesBack);
}

/** Units with a succession that may come back to themselves. */
function goingRound(tree: Tree, held: ReadonlyMap<string, Held>, day: Day): string[] {
  const comesBack = (start: string): boolean => {
    const seen = new Set<string>();
    const left = aboveOf(tree, held, start, day);
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      left.push(...aboveOf(tree, held, at, day));
    }
    return seen.has(start);
  };
  return [...held.keys()].filter(comesBack);
}

const older = (held: ReadonlyMap<string, Held>) => (a: string, b: string) =>
  (held.get(a)?.from ?? 0) - (held.get(b)?.from ?? 0) || (a < b ? -1 : 1);

const heaviest = (to: Succession['to']): string =>
  to.reduce((most, one) => (one.weight > most.weight ? one : most), to[0] ?? { unitId: '', weight: 0 }).unitId;

/**
 * The successions that a tree of the day follows. Should some lead in a circle (a unit merged into one that was merged
 * into it long before), the oldest of those on it is left out, until none does: a circle has no root.
 */
export function followedOn(tree: Tree, day: Day): Followed {
  const held = new Map<string, Held>();
  for (const id of tree.succeeded()) {
    const record = tree.get(id);
    const mine = record && heldOn(tree, record, day);
    if (mine) held.set(id, mine);
  }
  while (hasCircle(tree, held, day)) {
    const [oldest = ''] = goingRound(tree, held, day).sort(older(held));
    held.delete(oldest);
  }
  const successors = new Map<string, string>();
  const shares = new Map<string, Shares>();
  for (const [id, { from, to, goesOn }] of held) {
    if (!goesOn) successors.set(id, heaviest(to));
    if (to.length > 1) shares.set(id, { to, until: goesOn ? from : Infinity });
  }
  return { successors, shares };
}
