import * as fc from 'fast-check';
import { dateOf, type Day } from '#calendar';
import type { UnitRecord, UnitStretch } from '#contracts';
import { joined, livesOf, nearestState, stateOn } from './dated-record.js';
import { placeOf } from './place.js';
import { LayeredMap } from './tree-layers.js';
import { Tree, TreeFault } from './tree.js';

// A second each on a quiet machine; the property tests compare thousands of days.
jest.setTimeout(60_000);

const ORIGIN = 18_000;
const FIRST = ORIGIN - 5;
/** Beyond the last day of any plan: a loop on a day that the oracle does not look at would be one it does not know. */
const LAST = ORIGIN + 70;
const DAYS = Array.from({ length: LAST - FIRST }, (_, at) => FIRST + at);
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

type Plan = { from: number; to: number | null; parent: string | null }[];

const stretch = (from: Day, to: Day | null, parentId: string | null): UnitStretch => ({
  from: dateOf(from),
  to: to === null ? null : dateOf(to),
  code: 'X',
  name: 'X',
  kind: 'ward',
  level: 'commune',
  parentId,
});
const unit = (id: string, plan: Plan, version = 1): UnitRecord => ({
  id,
  version,
  voided: plan.length === 0,
  stretches: plan.map(({ from, to, parent }) => stretch(ORIGIN + from, to === null ? null : ORIGIN + to, parent)),
});

const nearestParent = (plan: Plan, day: Day): string | null | undefined => {
  let best: { parent: string | null; distance: number } | undefined;
  for (const { from, to, parent } of plan)
    for (let d = from; d < (to ?? 60); d += 1) {
      const distance = Math.abs(ORIGIN + d - day);
      if (!best || distance < best.distance) best = { parent, distance };
    }
  return best?.parent;
};

/** A naive reading of DESIGN.md 4 "place": day by day, by distance. Shares nothing with the tree. */
class Oracle {
  readonly #plans = new Map<string, Plan>();
  readonly #parents = new Map<string, Map<Day, string | null | undefined>>();

  plan(id: string): Plan {
    return this.#plans.get(id) ?? [];
  }

  set(id: string, plan: Plan): void {
    this.#plans.set(id, plan);
    this.#parents.set(id, new Map(DAYS.map((day) => [day, nearestParent(plan, day)])));
  }

  parent(id: string, day: Day): string | null | undefined {
    return this.#parents.get(id)?.get(day);
  }

  path(id: string, day: Day): string[] | 'broken' {
    const path: string[] = [];
    for (let at: string | null = id; at !== null;) {
      if (path.includes(at)) return 'broken';
      const parent = this.parent(at, day);
      if (parent === undefined) return path.length === 0 ? [] : 'broken';
      path.push(at);
      at = parent;
    }
    return path;
  }

  alive(id: string, day: Day): boolean {
    return this.plan(id).some(({ from, to }) => ORIGIN + from <= day && (to === null || day < ORIGIN + to));
  }

  get whole(): boolean {
    return IDS.every((id) => DAYS.every((day) => this.path(id, day) !== 'broken'));
  }
}

const plans: fc.Arbitrary<Plan> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 7 }),
      length: fc.integer({ min: 1, max: 9 }),
      parent: fc.option(fc.constantFrom(...IDS)),
    }),
    { maxLength: 4 },
  )
  .chain((parts) =>
    fc.boolean().map((open) => {
      let at = 0;
      return parts.map(({ gap, length, parent }, index) => {
        const from = at + gap;
        at = from + length;
        return { from, to: open && index === parts.length - 1 ? null : at, parent };
      });
    }),
  );
const changes = fc.array(fc.record({ id: fc.constantFrom(...IDS), plan: plans }), { minLength: 1, maxLength: 25 });

/** Roots first, so that a good share of the random changes is legal. */
const seeded = (): { tree: Tree; oracle: Oracle } => {
  const tree = new Tree();
  const oracle = new Oracle();
  for (const [at, id] of ['a', 'b', 'c'].entries()) {
    const plan: Plan = [{ from: 0, to: null, parent: at === 0 ? null : 'a' }];
    tree.apply(unit(id, plan), at + 1);
    oracle.set(id, plan);
  }
  return { tree, oracle };
};

/** Applies what the oracle calls whole, asserts that the tree refuses the rest and stays as it was. */
const play = ({ tree, oracle }: ReturnType<typeof seeded>, list: { id: string; plan: Plan }[]): void => {
  for (const { id, plan } of list) {
    const before = oracle.plan(id);
    oracle.set(id, plan);
    if (oracle.whole) tree.apply(unit(id, plan), tree.revision + 1);
    else {
      expect(() => tree.apply(unit(id, plan), tree.revision + 1)).toThrow(TreeFault);
      oracle.set(id, before);
    }
  }
};

const within = (spans: readonly { from: Day; to: Day }[], day: Day): boolean =>
  spans.some(({ from, to }) => from <= day && day < to);

describe('the tree against a naive day-by-day oracle', () => {
  it('has the same path, parent and life of every unit on every day', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const { tree, oracle } = seeded();
        play({ tree, oracle }, list);
        for (const id of IDS) {
          expect(DAYS.map((day) => tree.path(id, day))).toEqual(DAYS.map((day) => oracle.path(id, day)));
          expect(DAYS.map((day) => tree.parentOn(id, day))).toEqual(DAYS.map((day) => oracle.parent(id, day)));
          expect(DAYS.map((day) => tree.aliveOn(id, day))).toEqual(DAYS.map((day) => oracle.alive(id, day)));
        }
      }),
    );
  });

  it('cuts all days into maximal runs with one path', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const { tree, oracle } = seeded();
        play({ tree, oracle }, list);
        for (const id of IDS) {
          const runs = tree.stretches(id);
          expect(DAYS.map((day) => runs.find(({ from, to }) => from <= day && day < to)?.path ?? [])).toEqual(
            DAYS.map((day) => oracle.path(id, day)),
          );
          const ends = oracle.plan(id).length === 0 ? [] : [-Infinity, Infinity];
          expect([...runs.slice(0, 1).map(({ from }) => from), ...runs.slice(-1).map(({ to }) => to)]).toEqual(ends);
          for (let at = 1; at < runs.length; at += 1) {
            expect(runs[at]?.from).toBe(runs[at - 1]?.to);
            expect(runs[at]?.path).not.toEqual(runs[at - 1]?.path);
          }
        }
      }),
    );
  });

  it('finds the same children and subtrees, on a day and during days', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: -4, max: 30 }), fc.integer({ min: 0, max: 12 }), (list, start, length) => {
        const { tree, oracle } = seeded();
        play({ tree, oracle }, list);
        const window = { from: ORIGIN + start, to: ORIGIN + start + length };
        for (const id of IDS) {
          for (const child of IDS) {
            const days = DAYS.filter((day) => oracle.parent(child, day) === id);
            expect(DAYS.filter((day) => within(tree.childStretches(id, child), day))).toEqual(days);
            expect(tree.children(id).includes(child)).toBe(days.length > 0);
          }
          const during = tree.subtreeDuring(id, window.from, window.to);
          const below = (day: Day): string[] => IDS.filter((other) => oracle.path(other, day).includes(id));
          const seen = (day: Day): string[] => IDS.filter((other) => within(during.get(other) ?? [], day));
          expect(DAYS.map((day) => tree.subtree(id, day).toSorted())).toEqual(DAYS.map(below));
          expect(DAYS.map(seen)).toEqual(DAYS.map((day) => (within([window], day) ? below(day) : [])));
        }
      }),
    );
  });

  it('is the same whether changes came one by one or all at once', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const { tree, oracle } = seeded();
        play({ tree, oracle }, list);
        const parents = IDS.filter((id) => tree.hasEverHadChild(id));
        const records = IDS.toReversed().flatMap((id) => tree.get(id) ?? []);
        const loaded = Tree.load(records, tree.revision, parents);
        expect(loaded.revision).toBe(tree.revision);
        for (const id of IDS) {
          expect(loaded.stretches(id)).toEqual(tree.stretches(id));
          expect(loaded.children(id).toSorted()).toEqual(tree.children(id).toSorted());
          expect(loaded.hasEverHadChild(id)).toBe(tree.hasEverHadChild(id));
        }
      }),
    );
  });
});

describe('a fork', () => {
  it('does not change the tree it came from, over many forks', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const { tree, oracle } = seeded();
        const seen: { tree: Tree; paths: string[][] }[] = [];
        let latest = tree;
        const paths = (of: Tree): string[][] => IDS.flatMap((id) => DAYS.map((day) => of.path(id, day)));
        for (const change of list) {
          seen.push({ tree: latest, paths: paths(latest) });
          latest = latest.fork();
          play({ tree: latest, oracle }, [change]);
        }
        for (const then of seen) expect(paths(then.tree)).toEqual(then.paths);
        expect(paths(latest)).toEqual(IDS.flatMap((id) => DAYS.map((day) => oracle.path(id, day))));
      }),
      { numRuns: 30 },
    );
  });

  it('leaves the original closed to changes', () => {
    const { tree } = seeded();
    tree.fork();
    expect(() => tree.apply(unit('a', [{ from: 0, to: null, parent: null }], 2), 4)).toThrow('forked');
  });

  it('folds a grown overlay without losing anything', () => {
    let map = new LayeredMap<{ n: number }>();
    for (let n = 0; n < 2_500; n += 1) {
      map = map.fork();
      map.set(`k${n}`, { n });
      if (n % 3 === 0) map.set(`k${n / 3}`, undefined);
    }
    const expected = Array.from({ length: 2_500 }, (_, n) => n).filter((n) => n > 2_499 / 3);
    expect([...map.keys()].map((key) => Number(key.slice(1))).sort((a, b) => a - b)).toEqual(expected);
    expect(map.get('k2400')).toEqual({ n: 2_400 });
    expect(map.get('k5')).toBeUndefined();
  });
});

describe('what breaks the tree is refused, and the tree stays as it was', () => {
  const given = (): Tree => {
    const { tree } = seeded();
    tree.apply(unit('d', [{ from: 0, to: 10, parent: 'b' }]), 4);
    return tree;
  };

  it('tree-loop: also when it appears only on days outside the recorded life', () => {
    const tree = given();
    tree.apply(
      unit('e', [
        { from: 0, to: 5, parent: 'a' },
        { from: 5, to: 10, parent: 'd' },
      ]),
      5,
    );
    const change = unit('b', [
      { from: 0, to: 10, parent: 'a' },
      { from: 20, to: 30, parent: 'e' },
    ]);
    expect(() => tree.apply(change, 6)).toThrow(expect.objectContaining({ code: 'tree-loop' }));
    expect(tree.path('e', ORIGIN + 25)).toEqual(['e', 'd', 'b', 'a']);
    expect(tree.revision).toBe(5);
  });

  it('two units may lie under each other on different days', () => {
    const tree = given();
    tree.apply(
      unit('c', [
        { from: 0, to: 10, parent: 'b' },
        { from: 10, to: null, parent: 'a' },
      ]),
      5,
    );
    tree.apply(
      unit('b', [
        { from: 0, to: 10, parent: 'a' },
        { from: 10, to: null, parent: 'c' },
      ]),
      6,
    );
    expect(tree.path('b', ORIGIN + 9)).toEqual(['b', 'a']);
    expect(tree.path('b', ORIGIN + 10)).toEqual(['b', 'c', 'a']);
    expect(tree.path('c', ORIGIN + 9)).toEqual(['c', 'b', 'a']);
  });

  it('tree-parent-unknown', () => {
    expect(() => given().apply(unit('e', [{ from: 0, to: null, parent: 'f' }]), 5)).toThrow(
      expect.objectContaining({ code: 'tree-parent-unknown' }),
    );
  });

  it('tree-void-with-children', () => {
    expect(() => given().apply(unit('b', []), 5)).toThrow(expect.objectContaining({ code: 'tree-void-with-children' }));
  });
});

describe('place', () => {
  it('a gap goes to the nearer stretch, its middle day to the earlier', () => {
    const odd = placeOf(
      unit('x', [
        { from: 0, to: 10, parent: 'a' },
        { from: 13, to: null, parent: 'b' },
      ]),
    );
    // Days 10, 11, 12 lie between 9 and 13; day 11 is two from each.
    expect(odd.starts).toEqual([ORIGIN + 12]);
    const even = placeOf(
      unit('x', [
        { from: 0, to: 10, parent: 'a' },
        { from: 12, to: null, parent: 'b' },
      ]),
    );
    expect(even.starts).toEqual([ORIGIN + 11]);
  });

  it('a unit that once had a child is remembered, also after the child was corrected away', () => {
    const { tree } = seeded();
    tree.apply(unit('d', [{ from: 0, to: null, parent: 'b' }]), 4);
    tree.apply(unit('d', [{ from: 0, to: null, parent: 'c' }], 2), 5);
    expect(tree.children('b')).toEqual([]);
    expect(tree.hasEverHadChild('b')).toBe(true);
    expect(tree.hasEverHadChild('d')).toBe(false);
  });
});

describe('dated records', () => {
  const record = unit('x', [
    { from: 0, to: 5, parent: 'a' },
    { from: 5, to: 9, parent: 'b' },
    { from: 12, to: null, parent: 'a' },
  ]);

  it('lives join touching stretches', () => {
    expect(livesOf(record)).toEqual([
      { from: ORIGIN, to: ORIGIN + 9 },
      { from: ORIGIN + 12, to: Infinity },
    ]);
  });

  it('has a state only while it lives, the nearest one else', () => {
    expect(stateOn(record, ORIGIN + 5)?.parentId).toBe('b');
    expect(stateOn(record, ORIGIN + 10)).toBeUndefined();
    expect(nearestState(record, ORIGIN + 10)?.from).toBe(dateOf(ORIGIN + 5));
    expect(nearestState(record, ORIGIN + 11)?.from).toBe(dateOf(ORIGIN + 12));
    expect(nearestState(record, ORIGIN - 100)?.from).toBe(dateOf(ORIGIN));
  });

  it('joined puts overlapping and touching spans together', () => {
    expect(
      joined([
        { from: 4, to: 6 },
        { from: 1, to: 2 },
        { from: 2, to: 5 },
        { from: 8, to: 9 },
      ]),
    ).toEqual([
      { from: 1, to: 6 },
      { from: 8, to: 9 },
    ]);
  });
});
