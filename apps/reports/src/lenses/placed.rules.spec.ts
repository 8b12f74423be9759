import * as fc from 'fast-check';
import { TreeAsOf, type TreeView } from '#tree';
import type { Want } from '../rollups/cells.rules.js';
import { MOVED_WITH_UNITS } from '../figures/measure-keys.js';
import { cellsOf, read } from '../rollups/worlds.harness.js';
import { FIRST, IDS, LENGTH, lensWorlds, placed, type LensWorld } from './lens-worlds.harness.js';

jest.setTimeout(60_000);

const options = { numRuns: 150 };
const lensDays = fc.integer({ min: -5, max: LENGTH + 20 }).map((at) => FIRST + at);
const spans = fc
  .record({ at: fc.integer({ min: -5, max: LENGTH }), length: fc.integer({ min: 1, max: 75 }) })
  .map(({ at, length }) => ({ from: FIRST + at, to: FIRST + at + length }));

/** Amounts of a unit as the product makes them up from what is stored. */
function amounts(world: LensWorld, target: TreeView, unit: string, { from, to }: { from: number; to: number }) {
  const wants: Want[] = [
    { bucket: 'x', unit, spans: [{ from, to }] },
    { bucket: 'x', unit, level: to - 1, as: 'closing', sign: 1 },
    { bucket: 'x', unit, level: from - 1, as: 'opening', sign: 1 },
  ];
  return nonZero(placed(world, target, wants).get('x'));
}

const withoutMoved = (sums: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(sums).filter(([key]) => key !== MOVED_WITH_UNITS));

const nonZero = (sums: ReadonlyMap<string, number> | undefined): Record<string, number> =>
  Object.fromEntries([...(sums ?? [])].filter(([, n]) => n !== 0));

const known = ({ tree }: Pick<LensWorld, 'tree'>): string[] => IDS.filter((id) => tree.get(id)?.stretches.length);

describe('figures in the tree of a day, made up from cells of the tree as it was', () => {
  it('are those of a loop over the facts, of every unit', () => {
    fc.assert(
      fc.property(lensWorlds(false), lensDays, spans, (world, day, span) => {
        const target = new TreeAsOf(world.tree, day);
        for (const unit of known(world))
          expect([unit, amounts(world, target, unit, span)]).toEqual([
            unit,
            world.oracle.amounts(unit, span.from, span.to, day),
          ]);
      }),
      options,
    );
  });

  it('and with histories shared by weights', () => {
    fc.assert(
      fc.property(lensWorlds(true), lensDays, spans, (world, day, span) => {
        const target = new TreeAsOf(world.tree, day);
        for (const unit of known(world))
          expect([unit, amounts(world, target, unit, span)]).toEqual([
            unit,
            world.oracle.amounts(unit, span.from, span.to, day),
          ]);
      }),
      options,
    );
  });
});

describe('figures in another tree as it was, made up from cells of this one', () => {
  it('are those of a loop over the facts, and heads that moved those of its own cells', () => {
    fc.assert(
      fc.property(lensWorlds(false), spans, (world, span) => {
        const { tree, oracle } = world.earlier;
        const own = { tree, entries: world.entries, cells: cellsOf(tree, world.entries) };
        for (const unit of known(world.earlier)) {
          const found = amounts(world, tree, unit, span);
          expect([unit, withoutMoved(found)]).toEqual([unit, oracle.amounts(unit, span.from, span.to, null)]);
          if (!tree.hasEverHadChild(unit)) continue;
          const sums = read(own, [{ bucket: 'x', unit, spans: [span] }]).get('x');
          expect([unit, found[MOVED_WITH_UNITS] ?? 0]).toEqual([unit, sums?.get(MOVED_WITH_UNITS) ?? 0]);
        }
      }),
      options,
    );
  });

  it('of steps rise by what levels differ by', () => {
    fc.assert(
      fc.property(lensWorlds(true), fc.option(lensDays), spans, (world, day, { from, to }) => {
        const target = day === null ? world.earlier.tree : new TreeAsOf(world.tree, day);
        const middle = Math.floor((from + to) / 2);
        const steps = [
          { from, to: middle },
          { from: middle, to },
        ].filter((step) => step.from < step.to);
        for (const unit of known(world.earlier)) {
          const wants: Want[] = [
            { bucket: 'rise', unit, spans: steps, changes: true },
            { bucket: 'level', unit, level: to - 1, as: 'closing', sign: 1 },
            { bucket: 'level', unit, level: from - 1, as: 'closing', sign: -1 },
            { bucket: 'level', unit, spans: [{ from, to }] },
          ];
          const sums = placed(world, target, wants);
          expect([unit, nonZero(sums.get('rise'))]).toEqual([unit, nonZero(sums.get('level'))]);
        }
      }),
      options,
    );
  });
});
