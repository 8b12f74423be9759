/** Random trees with moves, successions and facts, told to the product and, in its own words, to the oracle. */
import * as fc from 'fast-check';
import { dateOf, dayOf } from '#calendar';
import type { Level, UnitRecord } from '#contracts';
import { Tree, TreeFault, type TreeView } from '#tree';
import type { Entry } from '../figures/contribution.js';
import type { Buckets, Want } from '../rollups/cells.rules.js';
import { cellsOf, readStored } from '../rollups/worlds.harness.js';
import { LotAsks } from './lot-asks.rules.js';
import type { StoredWants } from './placed-plan.rules.js';
import { placeWant, Planner } from './placed-wants.rules.js';
import { LensOracle, type LensFact, type LensUnit } from '../../../../test/oracles/lenses.js';

export const FIRST = dayOf('2026-02-20');
export const LENGTH = 70;
export const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

export type LensWorld = {
  tree: Tree;
  entries: Entry[];
  cells: ReturnType<typeof cellsOf>;
  oracle: LensOracle;
  /** The tree before the last of its changes, as it was known then. */
  earlier: { tree: Tree; oracle: LensOracle };
};

const few = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min, max }),
    fc.integer({ min: Math.ceil(min / 10), max: Math.floor(max / 10) }).map((n) => n * 10),
  );

const parents = fc.constantFrom(...IDS);
const stretches = fc
  .array(fc.record({ gap: few(0, 10), length: few(1, 40), parent: parents }), { minLength: 1, maxLength: 3 })
  .chain((parts) =>
    fc.boolean().map((open) => {
      let at = FIRST;
      return parts.map(({ gap, length, parent }, index) => {
        const from = at + gap;
        at = from + length;
        return { from, to: open && index === parts.length - 1 ? null : at, parent };
      });
    }),
  );
const successions = (shared: boolean) =>
  fc
    .array(
      fc.record({
        at: few(0, LENGTH),
        history: fc.constantFrom<'moves' | 'stays'>('moves', 'moves', 'moves', 'stays'),
        to: fc.uniqueArray(fc.record({ unit: parents, weight: fc.constantFrom(1, 1, 2, 3, 7) }), {
          selector: ({ unit }) => unit,
          minLength: 1,
          maxLength: shared ? 3 : 1,
        }),
      }),
      { maxLength: 2 },
    )
    .map((all) =>
      all
        .map(({ at, history, to }) => ({ from: FIRST + at, history, to }))
        .sort((a, b) => a.from - b.from)
        .filter(({ from }, at, sorted) => from !== sorted[at - 1]?.from),
    );

/** One flow, one level, and a flow of head-counts that also moves with units. */
const facts = fc.oneof(
  fc.record({
    unit: parents,
    day: few(-5, LENGTH + 5).map((at) => FIRST + at),
    amounts: fc.record({ 'h:r': fc.integer({ min: 1, max: 3 }), 'n:r': fc.integer({ min: 1, max: 40 }) }),
  }),
  fc.record({
    unit: parents,
    day: few(-400, LENGTH).map((at) => FIRST + at),
    to: fc.option(few(1, 420)),
    amounts: fc.record({ 'L:m': fc.integer({ min: 1, max: 9 }), 'L:o': fc.integer({ min: 1, max: 5 }) }),
  }),
);

const recordOf = ({ id, stretches: own, successions: became }: LensUnit, level: Level): UnitRecord => ({
  id,
  version: 1,
  voided: own.length === 0,
  stretches: own.map(({ from, to, parent }) => ({
    from: dateOf(from),
    to: to === null ? null : dateOf(to),
    code: id.toUpperCase(),
    name: id,
    kind: 'ward',
    level,
    parentId: parent,
  })),
  ...(became.length > 0 && {
    successions: became.map(({ from, history, to }) => ({
      from: dateOf(from),
      history,
      to: to.map(({ unit, weight }) => ({ unitId: unit, weight })),
    })),
  }),
});

/** Trees in which units move and become others; `shared`: by parts too. */
export const lensWorlds = (shared: boolean, level: Level = 'commune'): fc.Arbitrary<LensWorld> =>
  fc
    .record({
      first: fc.tuple(...IDS.slice(1).map((_, at) => fc.nat({ max: at }))),
      changes: fc.array(
        fc.record({ id: fc.constantFrom(...IDS.slice(1)), stretches, successions: successions(shared) }),
        { maxLength: 14 },
      ),
      facts: fc.array(facts, { minLength: 10, maxLength: 40 }),
    })
    .map(({ first, changes, facts: told }) => {
      let tree = new Tree();
      const units = new Map<string, LensUnit>();
      const put = (unit: LensUnit): void => {
        try {
          tree.apply(recordOf(unit, level), tree.revision + 1);
          units.set(unit.id, unit);
        } catch (error) {
          if (!(error instanceof TreeFault)) throw error;
        }
      };
      const begun = (id: string, parent: string | null): LensUnit => ({
        id,
        stretches: [{ from: FIRST, to: null, parent }],
        successions: [],
      });
      put(begun('a', null));
      for (const [at, parent] of first.entries()) put(begun(IDS[at + 1] ?? '', IDS[parent] ?? 'a'));
      const change = ({ id, stretches: own, successions: became }: (typeof changes)[number]): void =>
        put({ id, stretches: own, successions: became });
      const half = Math.floor(changes.length / 2);
      for (const one of changes.slice(0, half)) change(one);
      const before = { tree, units: [...units.values()] };
      tree = tree.fork();
      for (const one of changes.slice(half)) change(one);
      const all = told.map((fact): LensFact => {
        const to = 'to' in fact && typeof fact.to === 'number' ? fact.day + fact.to : undefined;
        return 'to' in fact ? { ...fact, to: to ?? null } : fact;
      });
      const entries = all.map(({ unit, day, to, amounts }): Entry => ({
        u: unit,
        d: day,
        ...(to === undefined ? {} : { to }),
        m: amounts,
      }));
      return {
        tree,
        entries,
        cells: cellsOf(tree, entries),
        oracle: new LensOracle([...units.values()], all),
        earlier: { tree: before.tree, oracle: new LensOracle(before.units, all) },
      };
    });

/** What the store does for a reader of another tree. */
export function placed(world: LensWorld, target: TreeView, wants: readonly Want[]): Buckets {
  const stored: StoredWants = { cells: [], own: [] };
  const planner = new Planner(world.tree, target);
  const lots = new LotAsks(stored);
  for (const want of wants) {
    const plan = planner.plan(want.unit);
    placeWant(stored, want, plan);
    for (const part of plan.parts) lots.ask(want, part);
  }
  return lots.settle(readStored(world, stored));
}
