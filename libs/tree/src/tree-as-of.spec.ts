import { dateOf, dayOf } from '#calendar';
import type { Succession, UnitRecord } from '#contracts';
import { Tree } from './tree.js';
import { TreeAsOf } from './tree-as-of.js';

const DAY = dayOf('2025-07-01');

type Became = { from?: number; history?: Succession['history']; to: [string, number][] };
type Of = { id: string; parents: (string | null)[]; became?: Became[] };

/** A unit with a parent for each ten days from `DAY` on, the last for ever, and what became of it. */
const unit = ({ id, parents, became = [] }: Of): UnitRecord => ({
  id,
  version: 1,
  voided: parents.length === 0,
  stretches: parents.map((parentId, at) => ({
    from: dateOf(DAY + 10 * at),
    to: at === parents.length - 1 ? null : dateOf(DAY + 10 * (at + 1)),
    code: id,
    name: id,
    kind: 'ward',
    level: 'commune',
    parentId,
  })),
  ...(became.length > 0 && {
    successions: became.map(({ from = 10, history = 'moves', to }) => ({
      from: dateOf(DAY + from),
      history,
      to: to.map(([unitId, weight]) => ({ unitId, weight })),
    })),
  }),
});
const treeOf = (...units: Of[]): Tree => {
  const tree = new Tree();
  tree.applyAll([unit({ id: 'root', parents: [null] }), ...units.map(unit)], 7);
  return tree;
};
const merged = (): Tree =>
  treeOf(
    { id: 'p', parents: ['root'] },
    { id: 'q', parents: ['root'] },
    { id: 'old', parents: ['p'], became: [{ to: [['new', 1]] }] },
    { id: 'new', parents: ['q'] },
    { id: 'stayed', parents: ['old', 'new'] },
    { id: 'ended', parents: ['old'] },
  );

describe('the tree of a day, for all days', () => {
  it('has every unit where it lies that day, and what was merged by then with who took its place', () => {
    const before = new TreeAsOf(merged(), DAY + 9);
    expect([before.path('stayed'), before.path('old')]).toEqual([
      ['stayed', 'old', 'p', 'root'],
      ['old', 'p', 'root'],
    ]);
    const after = new TreeAsOf(merged(), DAY + 10);
    expect([after.path('stayed', DAY), after.path('ended'), after.parentOn('old')]).toEqual([
      ['stayed', 'new', 'q', 'root'],
      ['ended', 'old', 'new', 'q', 'root'],
      'new',
    ]);
    expect([after.isPredecessor('old'), after.isPredecessor('ended'), before.isPredecessor('old')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([...after.children('new')].sort()).toEqual(['old', 'stayed']);
    expect(after.children('p')).toEqual([]);
    expect(after.subtree('q')).toEqual(['q', 'new', 'old', 'stayed', 'ended']);
    expect(after.stretches('old')).toEqual([{ from: -Infinity, to: Infinity, path: ['old', 'new', 'q', 'root'] }]);
    expect(after.childStretches('new', 'old')).toEqual([{ from: -Infinity, to: Infinity }]);
    expect([after.revision, after.asOf, after.hasEverHadChild('old')]).toEqual([7, DAY + 10, true]);
  });

  it('leaves a history that stays, or goes to units that are not there, where it is', () => {
    const tree = treeOf(
      { id: 'p', parents: ['root'], became: [{ history: 'stays', to: [['q', 1]] }] },
      { id: 'q', parents: ['root'], became: [{ to: [['voided', 1]] }] },
      { id: 'r', parents: ['root'], became: [{ to: [['r', 1]] }] },
      { id: 'voided', parents: [] },
    );
    const view = new TreeAsOf(tree, DAY + 30);
    expect(['p', 'q', 'r'].map((id) => view.parentOn(id))).toEqual(['root', 'root', 'root']);
    expect(view.path('voided')).toEqual([]);
    expect(view.subtree('voided')).toEqual([]);
    expect(view.shares.size).toBe(0);
  });

  it('follows the last succession by the day', () => {
    const became = [
      { from: 10, to: [['q', 1]] as [string, number][] },
      { from: 20, to: [['r', 1]] as [string, number][] },
    ];
    const tree = treeOf(
      { id: 'p', parents: ['root'], became },
      { id: 'q', parents: ['root'] },
      { id: 'r', parents: ['root'] },
    );
    expect([9, 10, 19, 20].map((at) => new TreeAsOf(tree, DAY + at).parentOn('p'))).toEqual(['root', 'q', 'q', 'r']);
  });

  it('lays a history that is shared with the heaviest, the first of equals, and tells the shares', () => {
    const shared = (...to: [string, number][]): Of => ({ id: 'p', parents: ['root'], became: [{ to }] });
    const others = ['q', 'r'].map((id): Of => ({ id, parents: ['root'] }));
    const heaviest = (...to: [string, number][]) =>
      new TreeAsOf(treeOf(shared(...to), ...others), DAY + 10).parentOn('p');
    expect([heaviest(['q', 2], ['r', 3]), heaviest(['q', 3], ['r', 3])]).toEqual(['r', 'q']);
    const view = new TreeAsOf(treeOf(shared(['q', 2], ['r', 3]), ...others), DAY + 10);
    expect(view.shares.get('p')).toEqual({
      to: [
        { unitId: 'q', weight: 2 },
        { unitId: 'r', weight: 3 },
      ],
      until: Infinity,
    });
  });

  it('leaves a unit that goes on where it is, and shares what it did before', () => {
    const tree = treeOf(
      {
        id: 'p',
        parents: ['root'],
        became: [
          {
            to: [
              ['p', 2],
              ['q', 3],
            ],
          },
        ],
      },
      { id: 'q', parents: ['root'] },
    );
    const view = new TreeAsOf(tree, DAY + 10);
    expect([view.parentOn('p'), view.isPredecessor('p'), view.shares.get('p')?.until]).toEqual([
      'root',
      false,
      DAY + 10,
    ]);
  });

  it('leaves out the oldest succession of a circle', () => {
    const tree = treeOf(
      { id: 'p', parents: ['root'], became: [{ from: 10, to: [['q', 1]] }] },
      { id: 'q', parents: ['root'], became: [{ from: 20, to: [['p', 1]] }] },
      { id: 'under', parents: ['q'] },
    );
    expect(new TreeAsOf(tree, DAY + 15).path('p')).toEqual(['p', 'q', 'root']);
    expect(new TreeAsOf(tree, DAY + 20).path('under')).toEqual(['under', 'q', 'p', 'root']);
  });

  it('is of the tree it was made from, whatever becomes of that', () => {
    const tree = merged();
    const view = new TreeAsOf(tree, DAY + 10);
    const next = tree.fork();
    next.apply(unit({ id: 'old', parents: ['p'] }), 8);
    expect(view.parentOn('old')).toBe('new');
    expect(new TreeAsOf(next, DAY + 10).parentOn('old')).toBe('p');
  });
});
