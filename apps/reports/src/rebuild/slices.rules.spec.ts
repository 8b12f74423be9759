import { dayOf, monthBeside } from '#calendar';
import { Tree } from '#tree';
import { idOf, unitRecord, type StretchOf } from '../figures/write-path.harness.js';
import { unitsToDoAgain } from './passes.rules.js';
import type { ListedSlice } from './rebuild.js';
import { cutMonths, inMonths, lowestFirst, planSlices, sharedMonths, unitsToRebuild } from './slices.rules.js';

const SINCE = dayOf('2020-01-01');
const TURN = dayOf('2023-01-01');

/** Each unit under another since 2020, or as its stretches say. */
function treeOf(units: Record<string, string | null | StretchOf[]>): Tree {
  const tree = new Tree();
  for (const [at, [name, place]] of Object.entries(units).entries()) {
    const stretches = Array.isArray(place) ? place : [{ from: SINCE, to: null, parent: place }];
    tree.apply(unitRecord(name, at + 1, stretches), at + 1);
  }
  return tree;
}
const ids = (...names: string[]): string[] => names.map(idOf);
const TREE = treeOf({
  centre: null,
  province: 'centre',
  ward: 'province',
  other: 'province',
  branch: 'ward',
  cell: 'other',
});

describe('units to rebuild', () => {
  it('are those with cells, of a unit and all below it or of all', () => {
    expect(new Set(unitsToRebuild(TREE, null))).toEqual(new Set(ids('centre', 'province', 'ward', 'other')));
    expect(new Set(unitsToRebuild(TREE, idOf('ward')))).toEqual(new Set(ids('ward')));
  });

  it('come lowest first, since each adds up its children', () => {
    const order = lowestFirst(TREE, ids('centre', 'ward', 'province', 'other'));
    expect(new Set(order.slice(0, 2))).toEqual(new Set(ids('ward', 'other')));
    expect(order.slice(2)).toEqual(ids('province', 'centre'));
  });
});

describe('slices', () => {
  const months = { from: null, to: null };
  const counts = () =>
    Promise.resolve(
      new Map([
        ['2026-02', 3],
        ['2026-01', 2],
        ['2026-03', 2],
      ]),
    );

  it('take units above branches together, and months of a unit above others apart', async () => {
    const units = lowestFirst(TREE, unitsToRebuild(TREE, null));
    const slices = await planSlices({ tree: TREE, units, months, sizes: { units: 100, cells: 8 } }, counts);
    expect(slices.map(({ units: of, from, to }) => [of.length, from, to])).toEqual([
      [2, null, null],
      [1, null, '2026-02'],
      [1, '2026-02', '2026-03'],
      [1, '2026-03', null],
      [1, null, null],
    ]);
  });

  it('are of the months asked for', async () => {
    const asked = { from: '2026-02', to: '2026-03' };
    const units = ids('province', 'centre');
    const slices = await planSlices({ tree: TREE, units, months: asked, sizes: { units: 1, cells: 2 } }, counts);
    expect(new Set(slices.map(({ from, to }) => `${from} ${to}`))).toEqual(new Set(['2026-02 2026-03']));
  });

  it('leave out no day, before the first cell and after the last', () => {
    expect(
      cutMonths(
        new Map([
          ['2026-01', 9],
          ['2026-02', 9],
        ]),
        5,
      ),
    ).toEqual([
      { from: null, to: '2026-02' },
      { from: '2026-02', to: null },
    ]);
    expect(cutMonths(new Map(), 5)).toEqual([{ from: null, to: null }]);
  });

  it('know their months', () => {
    expect(sharedMonths({ from: '2026-01', to: null }, { from: null, to: '2026-01' })).toBeUndefined();
    expect(inMonths('2026-02', { from: '2026-02', to: '2026-03' })).toBe(true);
    expect(inMonths('2026-03', { from: '2026-02', to: '2026-03' })).toBe(false);
    expect([monthBeside('2026-12', 1), monthBeside('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });
});

describe('what is done again', () => {
  const slice = (n: number, unit: string, wrong: string[] = []): ListedSlice => ({
    _id: { job: 'j', n },
    units: [idOf(unit)],
    from: null,
    to: null,
    wrong: wrong.map(idOf),
  });
  const none = new Set<string>();

  it('is nothing where children came before their parents', () => {
    const listed = [slice(0, 'ward', ['ward']), slice(1, 'province'), slice(2, 'centre')];
    expect(
      unitsToDoAgain(TREE, ids('ward', 'province', 'centre'), { listed, passFrom: 0, aboveChanged: none }),
    ).toEqual([]);
  });

  it('is a unit that came under the one asked for since', () => {
    const listed = [slice(0, 'ward')];
    expect(unitsToDoAgain(TREE, ids('ward', 'other'), { listed, passFrom: 0, aboveChanged: none })).toEqual(
      ids('other'),
    );
  });

  it('is a parent that was done before its child was put right', () => {
    // They took turns above each other, so one of them had to come first.
    const tree = treeOf({
      centre: null,
      a: 'centre',
      b: [
        { from: SINCE, to: TURN, parent: 'a' },
        { from: TURN, to: null, parent: 'centre' },
      ],
    });
    const listed = [slice(0, 'a'), slice(1, 'b', ['b'])];
    const wanted = ids('a', 'b');
    expect(unitsToDoAgain(tree, wanted, { listed, passFrom: 0, aboveChanged: none })).toEqual(ids('a'));
    expect(unitsToDoAgain(tree, wanted, { listed, passFrom: 2, aboveChanged: none })).toEqual([]);
  });

  it('is every unit above one that changed meanwhile', () => {
    const listed = [slice(0, 'ward'), slice(1, 'province')];
    const aboveChanged = new Set(ids('province', 'centre'));
    expect(unitsToDoAgain(TREE, ids('ward', 'province'), { listed, passFrom: 0, aboveChanged })).toEqual(
      ids('province'),
    );
  });
});
