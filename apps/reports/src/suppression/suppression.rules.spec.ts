import * as fc from 'fast-check';
import { dayOf } from '#calendar';
import {
  totalsOf,
  workedOut,
  workedOutByTrying,
  type Shape,
  type Told,
  type World,
} from '../../../../test/oracles/attacker.js';
import { Disclosure, isSmall, leastCountOn, unitsToRead, withheldTerms, type DayTree } from './suppression.rules.js';

const treeOf = (shape: Shape): DayTree => {
  const parents = new Map(shape.map(({ id, parent }) => [id, parent]));
  return {
    parentOf: (id) => parents.get(id),
    childrenOf: (id) => shape.filter(({ parent }) => parent === id).map((unit) => unit.id),
  };
};
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** What everybody is told of a world, by what the rule says of every unit. */
const published =
  (least: number) =>
  (shape: Shape, world: World): Told[] => {
    const totals = totalsOf(shape, world);
    const rule = new Disclosure(treeOf(shape), (id) => totals.get(id) ?? [], least);
    return shape.map(({ id, parent, own }) => ({
      id,
      parent,
      count: sum(totals.get(id) ?? []),
      parts: rule.isWithheld(id) ? null : (totals.get(id) ?? []),
      ownCount: own,
      ownParts: rule.isOwnWithheld(id) ? null : (world.get(id) ?? []),
    }));
  };

/** The same without any but the small counts withheld: what the attackers must see through. */
const onlySmallWithheld =
  (least: number) =>
  (shape: Shape, world: World): Told[] => {
    const totals = totalsOf(shape, world);
    const shown = (parts: readonly number[]): readonly number[] | null => (isSmall(parts, least) ? null : parts);
    return published(least)(shape, world).map((told) => ({
      ...told,
      parts: shown(totals.get(told.id) ?? []),
      ownParts: shown(world.get(told.id) ?? []),
    }));
  };

const unit = (id: string, parent: string | null, own: number): Shape[number] => ({ id, parent, own });

/** A random tree: each unit under one before it, with rolls that are often small and often all of one kind. */
const trees = (size: number): fc.Arbitrary<{ shape: Shape; world: World }> =>
  fc
    .array(
      fc.record({
        above: fc.nat(),
        parts: fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 8 }), fc.nat({ max: 60 })), {
          minLength: size,
          maxLength: size,
        }),
        empty: fc.boolean(),
      }),
      { minLength: 1, maxLength: 25 },
    )
    .map((units) => {
      const rolls = units.map(({ parts, empty }, at) => (empty && at % 3 === 0 ? parts.map(() => 0) : parts));
      return {
        shape: units.map(({ above }, at) => unit(`u${at}`, at ? `u${above % at}` : null, sum(rolls[at] ?? []))),
        world: new Map(rolls.map((parts, at) => [`u${at}`, parts])),
      };
    });

describe('which terms are withheld', () => {
  const term = (id: string, ...parts: number[]): { id: string; parts: number[] } => ({ id, parts });
  const withheld = (...terms: { id: string; parts: number[] }[]): string[] => [...withheldTerms(terms, 5)].sort();

  it('takes a count under 5, and a zero as well, but not a roll of nobody', () => {
    expect(leastCountOn(dayOf('2026-07-01'))).toBe(5);
    expect([isSmall([4, 40], 5), isSmall([0, 40], 5), isSmall([5, 40], 5), isSmall([0, 0], 5)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('withholds nothing where nothing is small', () => {
    expect(withheld(term('a', 5, 5), term('b', 9, 30), term('none', 0, 0))).toEqual([]);
  });

  it('withholds the biggest with a small one, and no more while they add up to enough', () => {
    expect(withheld(term('a', 3, 9), term('b', 9, 30), term('c', 20, 80), term('none', 0, 0))).toEqual(['a', 'c']);
  });

  it('takes the next biggest where the biggest is small itself', () => {
    expect(withheld(term('a', 8, 9), term('b', 9, 30), term('c', 3, 80))).toEqual(['b', 'c']);
    expect(withheld(term('a', 8, 9), term('b', 0, 30), term('c', 3, 80))).toEqual(['a', 'b', 'c']);
    expect(withheld(term('a', 8, 9), term('b', 2, 30), term('c', 3, 80))).toEqual(['b', 'c']);
  });
});

describe('what is withheld in a tree', () => {
  const shape = [unit('top', null, 0), unit('ward', 'top', 0), unit('branch', 'ward', 20), unit('other', 'top', 30)];

  it('withholds everything under a root that is small', () => {
    const world = new Map([
      ['branch', [2, 18]],
      ['other', [2, 28]],
    ]);
    expect(published(5)(shape, world).map(({ parts }) => parts)).toEqual([null, null, null, null]);
  });

  it('lets a unit with one term share the lot of that term', () => {
    const world = new Map([
      ['branch', [1, 19]],
      ['other', [7, 23]],
    ]);
    expect(published(5)(shape, world).map(({ id, parts }) => [id, parts])).toEqual([
      ['top', [8, 42]],
      ['ward', null],
      ['branch', null],
      ['other', null],
    ]);
  });

  it('needs the terms of the units above only', () => {
    const wide = [...shape, unit('deep', 'other', 5), unit('deeper', 'deep', 5)];
    expect([...unitsToRead(treeOf(wide), ['branch'])].sort()).toEqual(['branch', 'other', 'top', 'ward']);
    expect([...unitsToRead(treeOf(wide), ['top'])]).toEqual(['top']);
    expect([...unitsToRead(treeOf(wide), ['other'], ['other'])].sort()).toEqual(['deep', 'other', 'top', 'ward']);
  });

  it('decides from what it says it needs', () => {
    fc.assert(
      fc.property(trees(2), fc.nat(), ({ shape: tree, world }, which) => {
        const totals = totalsOf(tree, world);
        const { id } = tree[which % tree.length] as Shape[number];
        const read = unitsToRead(treeOf(tree), [id], [id]);
        const partsOf = (each: string): number[] => {
          if (!read.has(each)) throw new Error(`${each} was not read`);
          return totals.get(each) ?? [];
        };
        const lazy = new Disclosure(treeOf(tree), partsOf, 5);
        const told = published(5)(tree, world).find((each) => each.id === id);
        expect([lazy.isWithheld(id), lazy.isOwnWithheld(id)]).toEqual([told?.parts === null, told?.ownParts === null]);
      }),
    );
  });
});

describe('an attacker who has all that is published', () => {
  it.each([2, 5])('works out no withheld count of a group of %d by equations and head-counts', (size) => {
    fc.assert(
      fc.property(trees(size), ({ shape, world }) => {
        const told = published(5)(shape, world);
        expect(workedOut(told, size)).toEqual([]);
        for (const { parts, ownParts } of told)
          for (const shown of [parts, ownParts]) expect(shown !== null && isSmall(shown, 5)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('works some out where only small counts are withheld', () => {
    const shape = [unit('top', null, 0), unit('a', 'top', 12), unit('b', 'top', 40)];
    const world = new Map([
      ['top', [0, 0]],
      ['a', [1, 11]],
      ['b', [10, 30]],
    ]);
    expect(workedOut(onlySmallWithheld(5)(shape, world), 2)).toEqual([
      { id: 'a', own: false, part: 0, low: 1, high: 1 },
      { id: 'a', own: false, part: 1, low: 11, high: 11 },
      { id: 'a', own: true, part: 0, low: 1, high: 1 },
      { id: 'a', own: true, part: 1, low: 11, high: 11 },
    ]);
  });
});

/** The usual rule, to show what it lacks: small counts, then the smallest others until it is enough. */
const smallestComplement =
  (least: number) =>
  (shape: Shape, world: World): Told[] => {
    const told = published(least)(shape, world);
    const parts = (id: string): readonly number[] => world.get(id) ?? [];
    const terms = shape.slice(1).sort((a, b) => a.own - b.own);
    const hidden = new Set(terms.filter(({ id }) => isSmall(parts(id), least)).map(({ id }) => id));
    const isOpen = (): boolean =>
      hidden.size < 2 || [0, 1].some((at) => sum([...hidden].map((id) => parts(id)[at] ?? 0)) < least);
    if (hidden.size > 0) for (const { id } of terms) if (isOpen()) hidden.add(id);
    const shown = (id: string): readonly number[] | null => (hidden.has(id) ? null : parts(id));
    return told.map((each) => {
      const below = told[0]?.parts ? shown(each.id) : null;
      return each.id === 'top' ? each : { ...each, parts: below, ownParts: below };
    });
  };

/** Every tree of a kind, small enough for all its worlds to be tried: with a lower least count they hold all cases. */
function shapesOf(parents: readonly (number | null)[], most: number): Shape[] {
  const sizes = Array.from({ length: (most + 1) ** parents.length }, (_, code) =>
    parents.map((__, at) => Math.floor(code / (most + 1) ** at) % (most + 1)),
  );
  return sizes.map((own) =>
    parents.map((above, at) => unit(`u${at}`, above === null ? null : `u${above}`, own[at] ?? 0)),
  );
}

describe('an attacker who knows the rule as well', () => {
  const flat = [null, 0, 0, 0];
  const deep = [null, 0, 1, 1, 0];

  it.each([
    { name: 'a unit with three', parents: flat, most: 5, size: 2, least: 2 },
    { name: 'a unit with three, three parts', parents: flat, most: 3, size: 3, least: 2 },
    { name: 'two levels', parents: deep, most: 3, size: 2, least: 2 },
    { name: 'a chain', parents: [null, 0, 1, 2], most: 4, size: 2, least: 3 },
  ])('works out none by trying all worlds of $name', ({ parents, most, size, least }) => {
    const found = shapesOf(parents, most).flatMap((shape) => workedOutByTrying(shape, size, published(least)));
    expect(found).toEqual([]);
  });

  it('works none out with the least count that holds', () => {
    const shape = [unit('top', null, 3), unit('a', 'top', 11), unit('b', 'top', 14), unit('c', 'top', 20)];
    expect(workedOutByTrying(shape, 2, published(5))).toEqual([]);
  });

  it('works some out where the biggest is withheld only when it is needed', () => {
    const shape = [unit('top', null, 0), unit('a', 'top', 3), unit('b', 'top', 12), unit('c', 'top', 20)];
    expect(workedOutByTrying(shape, 2, onlySmallWithheld(5))).not.toEqual([]);
    expect(workedOutByTrying(shape, 2, smallestComplement(5))).not.toEqual([]);
  });
});
