/**
 * Works out what it can of withheld counts. It knows the head-counts of all units, whatever was published, and that a
 * unit is the sum of its children and its own roll. Imports nothing of the code it attacks.
 */

/** What an attacker was told of one group (a partition into parts) on one day. Null: withheld. */
export type Told = {
  id: string;
  parent: string | null;
  count: number;
  parts: readonly number[] | null;
  ownCount: number;
  ownParts: readonly number[] | null;
};

/** A withheld count, and between what it must lie. */
export type Bounds = { id: string; own: boolean; part: number; low: number; high: number };

type Node = { told: Told; own: boolean; terms: Node[]; low: number[]; high: number[] };

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function nodeOf(told: Told, own: boolean, size: number, all: readonly Told[]): Node {
  const [parts, count] = own ? [told.ownParts, told.ownCount] : [told.parts, told.count];
  const below = own ? [] : all.filter(({ parent }) => parent === told.id);
  return {
    told,
    own,
    terms: own ? [] : [...below.map((child) => nodeOf(child, false, size, all)), nodeOf(told, true, size, all)],
    low: parts ? [...parts] : Array.from({ length: size }, () => 0),
    high: parts ? [...parts] : Array.from({ length: size }, () => count),
  };
}

/** Draws the bounds of a unit and its terms closer by what they say of each other; whether anything moved. */
function tighten(node: Node, size: number): boolean {
  let moved = node.terms.map((term) => tighten(term, size)).includes(true);
  const draw = (at: Node, part: number, low: number, high: number): void => {
    const [oldLow, oldHigh] = [at.low[part] ?? 0, at.high[part] ?? 0];
    if (low <= oldLow && high >= oldHigh) return;
    at.low[part] = Math.max(low, oldLow);
    at.high[part] = Math.min(high, oldHigh);
    if ((at.low[part] ?? 0) > (at.high[part] ?? 0)) throw new Error('what was told contradicts itself');
    moved = true;
  };
  const count = node.own ? node.told.ownCount : node.told.count;
  for (let part = 0; part < size; part++) {
    const others = (bounds: readonly number[]): number => sum(bounds) - (bounds[part] ?? 0);
    draw(node, part, count - others(node.high), count - others(node.low));
    if (node.terms.length === 0) continue;
    const lows = sum(node.terms.map(({ low }) => low[part] ?? 0));
    const highs = sum(node.terms.map(({ high }) => high[part] ?? 0));
    draw(node, part, lows, highs);
    for (const term of node.terms)
      draw(
        term,
        part,
        (node.low[part] ?? 0) - (highs - (term.high[part] ?? 0)),
        (node.high[part] ?? 0) - (lows - (term.low[part] ?? 0)),
      );
  }
  return moved;
}

/** Bounds of every withheld count of somebody, from equations and head-counts alone. */
export function boundsOf(told: readonly Told[], size: number): Bounds[] {
  const known = new Set(told.map(({ id }) => id));
  const roots = told.filter(({ parent }) => parent === null || !known.has(parent));
  const found: Bounds[] = [];
  const collect = (node: Node): void => {
    const [parts, count] = node.own ? [node.told.ownParts, node.told.ownCount] : [node.told.parts, node.told.count];
    if (parts === null && count > 0)
      for (let part = 0; part < size; part++)
        found.push({ id: node.told.id, own: node.own, part, low: node.low[part] ?? 0, high: node.high[part] ?? 0 });
    node.terms.forEach(collect);
  };
  for (const root of roots) {
    const node = nodeOf(root, false, size, told);
    while (tighten(node, size));
    collect(node);
  }
  return found;
}

/** Withheld counts that can be only one number. */
export const workedOut = (told: readonly Told[], size: number): Bounds[] =>
  boundsOf(told, size).filter(({ low, high }) => low === high);

/** A tree with the head-count of each unit's own roll; everybody knows it. A unit comes after its parent. */
export type Shape = { id: string; parent: string | null; own: number }[];
/** The counts of every unit's own roll: the secret. */
export type World = ReadonlyMap<string, readonly number[]>;

/** All ways to divide a head-count into parts. */
export function divisions(count: number, size: number): number[][] {
  if (size === 1) return [[count]];
  return Array.from({ length: count + 1 }, (_, first) =>
    divisions(count - first, size - 1).map((rest) => [first, ...rest]),
  ).flat();
}

/** Every world that the head-counts allow. */
export function* worldsOf(shape: Shape, size: number): Generator<World> {
  const choices = shape.map(({ own }) => divisions(own, size));
  const world = new Map<string, readonly number[]>();
  function* from(at: number): Generator<World> {
    const unit = shape[at];
    if (!unit) yield new Map(world);
    else
      for (const parts of choices[at] ?? []) {
        world.set(unit.id, parts);
        yield* from(at + 1);
      }
  }
  yield* from(0);
}

/** The counts of every unit with all below it. */
export function totalsOf(shape: Shape, world: World): Map<string, number[]> {
  const totals = new Map(shape.map(({ id }) => [id, [...(world.get(id) ?? [])]]));
  for (const { id, parent } of shape.toReversed()) {
    const above = parent === null ? undefined : totals.get(parent);
    if (above) totals.get(id)?.forEach((count, part) => (above[part] = (above[part] ?? 0) + count));
  }
  return totals;
}

/**
 * The strongest attacker: he also knows the rule (`publish` runs it) and tries it on every world that the head-counts
 * allow. Two worlds that are published alike cannot be told apart; a withheld count that is the same in all worlds
 * published alike is worked out. Looks at every world as if it were the true one.
 */
export function workedOutByTrying(
  shape: Shape,
  size: number,
  publish: (shape: Shape, world: World) => Told[],
): { told: Told[]; id: string; own: boolean; part: number; value: number }[] {
  const alike = new Map<string, { told: Told[]; values: Map<string, Set<number>> }>();
  for (const world of worldsOf(shape, size)) {
    const told = publish(shape, world);
    const totals = totalsOf(shape, world);
    const key = JSON.stringify(told);
    const seen = alike.get(key) ?? { told, values: new Map<string, Set<number>>() };
    alike.set(key, seen);
    const note = (id: string, own: boolean, parts: readonly number[] | undefined): void =>
      parts?.forEach((value, part) => {
        const count = JSON.stringify([id, own, part]);
        seen.values.set(count, (seen.values.get(count) ?? new Set()).add(value));
      });
    for (const each of told) {
      if (each.parts === null && each.count > 0) note(each.id, false, totals.get(each.id));
      if (each.ownParts === null && each.ownCount > 0) note(each.id, true, world.get(each.id));
    }
  }
  return [...alike.values()].flatMap(({ told, values }) =>
    [...values]
      .filter(([, { size: many }]) => many === 1)
      .map(([count, [value]]) => {
        const [id, own, part] = JSON.parse(count) as [string, boolean, number];
        return { told, id, own, part, value: value ?? NaN };
      }),
  );
}
