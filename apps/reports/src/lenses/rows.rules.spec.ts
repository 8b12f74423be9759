import * as fc from 'fast-check';
import { dateOf, dayOf, GREGORIAN, rangeId, type Period } from '#calendar';
import { Tree, TreeAsOf, type TreeView } from '#tree';
import { MEASURES } from '../catalogue/measures.js';
import { CompletenessCount, planCompleteness, rosterOf } from '../rollups/completeness.rules.js';
import { PeopleCount } from '../rollups/people.rules.js';
import { needsOf, rowFigures, totalFigures, wantsOf } from '../rollups/rollup.rules.js';
import { planRows, type Breakdown } from '../rollups/rows.rules.js';
import { countCells } from '../rollups/worlds.harness.js';
import { FIRST, IDS, LENGTH, lensWorlds, placed, type LensWorld } from './lens-worlds.harness.js';

jest.setTimeout(60_000);

const options = { numRuns: 60 };
const NEEDS = needsOf(MEASURES);
const lensDays = fc.integer({ min: -5, max: LENGTH + 20 }).map((at) => FIRST + at);
const periods = fc
  .record({ at: fc.integer({ min: -5, max: LENGTH }), length: fc.integer({ min: 1, max: 75 }) })
  .map(({ at, length }): Period => {
    const [from, to] = [FIRST + at, FIRST + at + length];
    return { id: rangeId(from, to), from, to };
  });
const known = ({ tree }: LensWorld): string[] => IDS.filter((id) => tree.get(id)?.stretches.length);

const CODES = ['meetings.held', 'members.total', 'members.opening'] as const;
const valuesOf = (figures: readonly { measure: string; value: number | null }[]): number[] =>
  CODES.map((code) => figures.find(({ measure }) => measure === code)?.value ?? 0);

function ask(world: LensWorld, target: TreeView, unitId: string, period: Period, by: Breakdown) {
  const rows = planRows(target, { unitId, period, calendar: GREGORIAN, by, level: 'commune' });
  const buckets = placed(world, target, wantsOf(unitId, period, rows, rows, NEEDS));
  return { total: totalFigures(MEASURES, buckets), rows: rowFigures(MEASURES, buckets, rows) };
}

describe('rows in the tree of a day', () => {
  it.each(['child', 'level'] as const)('by %s add up to the unit, and each unit is what it says itself', (by) => {
    fc.assert(
      fc.property(lensWorlds(true), lensDays, periods, (world, day, period) => {
        const target = new TreeAsOf(world.tree, day);
        for (const unit of known(world)) {
          const { total, rows } = ask(world, target, unit, period, by);
          const sums = CODES.map((_, at) => rows.reduce((sum, row) => sum + (valuesOf(row.figures)[at] ?? 0), 0));
          expect([unit, sums]).toEqual([unit, valuesOf(total)]);
          for (const { of, figures } of rows) {
            if (of.type !== 'unit') continue;
            expect(target.isPredecessor(of.unit.id)).toBe(false);
            const own = world.oracle.amounts(of.unit.id, period.from, period.to, day);
            expect([of.unit.id, valuesOf(figures)]).toEqual([
              of.unit.id,
              ['h:r', 'L:m', '<L:m'].map((key) => own[key] ?? 0),
            ]);
          }
        }
      }),
      options,
    );
  });

  it.each(['week', 'month'] as const)('by %s are each what the period is by itself', (by) => {
    fc.assert(
      fc.property(lensWorlds(true), lensDays, periods, (world, day, period) => {
        const target = new TreeAsOf(world.tree, day);
        for (const unit of known(world).slice(0, 4))
          for (const { of, figures } of ask(world, target, unit, period, by).rows) {
            if (of.type !== 'step') throw new Error('a series has steps');
            const own = world.oracle.amounts(unit, of.step.from, of.step.to, day);
            expect([unit, of.step.id, valuesOf(figures)]).toEqual([
              unit,
              of.step.id,
              ['h:r', 'L:m', '<L:m'].map((key) => own[key] ?? 0),
            ]);
          }
      }),
      options,
    );
  });
});

it('by level leaves what is part of a shared history in the remainder', () => {
  const period: Period = { id: '', from: FIRST, to: FIRST + 10 };
  const unit = (id: string, level: 'commune' | 'branch', parentId: string | null) => ({
    id,
    version: 1,
    voided: false,
    stretches: [{ from: '2020-01-01', to: null, code: id, name: id, kind: 'ward' as const, level, parentId }],
  });
  const to = ['b', 'c'].map((unitId) => ({ unitId, weight: 1 }));
  const split = { ...unit('a', 'commune', 'r'), successions: [{ from: '2025-07-01', history: 'moves' as const, to }] };
  const records = [unit('r', 'commune', null), unit('b', 'commune', 'r'), unit('c', 'commune', 'r'), split];
  const tree = Tree.load([...records, unit('x', 'branch', 'a'), unit('y', 'branch', 'b')], 1);
  const rowsOf = (date: string, unitId: string) =>
    planRows(new TreeAsOf(tree, dayOf(date)), {
      unitId,
      period,
      calendar: GREGORIAN,
      by: 'level',
      level: 'branch',
    }).map(({ of }) => (of.type === 'unit' ? of.unit.id : of.type));
  expect(rowsOf('2025-06-30', 'r')).toEqual(['x', 'y', 'remainder']);
  expect(rowsOf('2025-07-01', 'r')).toEqual(['y', 'remainder']);
  expect(rowsOf('2025-07-01', 'b')).toEqual(['y', 'remainder']);
  expect(rowsOf('2025-07-01', 'a')).toEqual(['x', 'remainder']);
});

/** Where a unit hangs, by the parents alone. */
const liesUnder = (target: TreeView, id: string, unitId: string): boolean => {
  for (let at: string | null | undefined = id; at; at = target.parentOn(at, 0)) if (at === unitId) return true;
  return false;
};

describe('what does not add, in the tree of a day', () => {
  it('branches that live and met lie with the heaviest successor', () => {
    fc.assert(
      fc.property(lensWorlds(true, 'branch'), lensDays, periods, (world, day, period) => {
        const { tree, entries, cells } = world;
        const target = new TreeAsOf(tree, day);
        const [first, end] = [dateOf(period.from), dateOf(period.to)];
        for (const unit of known(world)) {
          const plan = planCompleteness(rosterOf(target, tree, unit), period);
          const count = new CompletenessCount(plan);
          countCells(count, plan, cells);
          count.addEntries(entries.filter(({ u }) => plan.singly.includes(u)));
          const below = known(world).filter((id) => liesUnder(target, id, unit));
          const livesOn = (id: string, date: string): boolean =>
            tree.get(id)?.stretches.some(({ from, to }) => from <= date && (to === null || date < to)) ?? false;
          const alive = below.filter((id) =>
            tree.get(id)?.stretches.some(({ from, to }) => from < end && (to === null || to > first)),
          );
          const met = alive.filter((id) =>
            entries.some(
              ({ u, d, m }) => u === id && m['h:r'] && d >= period.from && d < period.to && livesOn(id, dateOf(d)),
            ),
          );
          expect([unit, count.result]).toEqual([
            unit,
            { branchesAlive: alive.length, branchesWithRegularMeeting: met.length },
          ]);
        }
      }),
      options,
    );
  });

  it('people are looked for in all that lies there', () => {
    fc.assert(
      fc.property(lensWorlds(true), lensDays, (world, day) => {
        const target = new TreeAsOf(world.tree, day);
        const period = { id: '', from: dayOf('2026-03-01'), to: dayOf('2026-04-01') };
        for (const unit of known(world)) {
          const { units } = new PeopleCount(target, unit, period, []);
          expect([...units.keys()].sort()).toEqual(known(world).filter((id) => liesUnder(target, id, unit)));
        }
      }),
      options,
    );
  });
});
