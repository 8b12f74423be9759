import { dateOf, dayOf } from '#calendar';
import type { Succession, UnitStretch } from '#contracts';
import { Tree, TreeAsOf } from '#tree';
import { changesBetween } from './unit-changes.rules.js';

const [FIRST, MIDDLE, LAST] = ['2025-04-01', '2025-07-01', '2025-10-01'].map((date) => dayOf(date)) as [
  number,
  number,
  number,
];
const tree = new Tree();
const put = (id: string, stretches: Partial<UnitStretch>[], successions?: Succession[]): void => {
  const whole = stretches.map((one) => ({
    from: '2000-01-01',
    to: null,
    code: id,
    name: id,
    kind: 'commune' as const,
    level: 'commune' as const,
    parentId: 'centre',
    ...one,
  }));
  const record = { id, version: 1, voided: false, stretches: whole, ...(successions ? { successions } : {}) };
  tree.apply(record, tree.revision + 1);
};
const seam = dateOf(MIDDLE);
put('centre', [{ parentId: null }]);
for (const id of ['north', 'south']) put(id, [{}]);
put('new', [{ from: seam, parentId: 'north' }]);
put('old', [{ to: seam, parentId: 'north' }], [{ from: seam, history: 'moves', to: [{ unitId: 'new', weight: 1 }] }]);
put('branch', [
  { to: seam, parentId: 'old' },
  { from: seam, parentId: 'new', name: 'other' },
]);
put('goes', [
  { to: seam, parentId: 'north' },
  { from: seam, parentId: 'south' },
]);
put('gap', [
  { to: '2025-05-01', parentId: 'north' },
  { from: seam, parentId: 'north' },
]);
put('later', [{ from: '2025-10-01', parentId: 'north' }]);
const names = (unit: string, lens: Tree | TreeAsOf = tree): unknown =>
  changesBetween(tree, lens, unit, { from: FIRST, to: LAST }).map(({ unitId, day, kinds }) => [
    unitId,
    dateOf(day),
    kinds,
  ]);

describe('units that became something else between two days', () => {
  it('are told by date, with what happened to them as seen from the unit asked about', () => {
    expect(names('north')).toEqual([
      ['gap', '2025-05-01', ['ended']],
      ['branch', seam, ['moved', 'renamed']],
      ['gap', seam, ['reopened']],
      ['goes', seam, ['moved-out']],
      ['new', seam, ['created']],
      ['old', seam, ['merged']],
    ]);
    expect(names('south')).toEqual([['goes', seam, ['moved-in']]]);
  });

  it('name the units above and those that took their place', () => {
    const changes = changesBetween(tree, tree, 'north', { from: FIRST, to: LAST });
    expect(changes.find(({ unitId }) => unitId === 'goes')?.parents).toEqual({ before: 'north', after: 'south' });
    expect(changes.find(({ unitId }) => unitId === 'old')?.successors).toEqual([{ unitId: 'new', weight: 1 }]);
  });

  it('are none of those on the first day, which held throughout', () => {
    const after = changesBetween(tree, tree, 'north', { from: MIDDLE, to: LAST });
    expect(after).toEqual([]);
  });

  it('in the tree of a day are also the predecessors, which are its history', () => {
    expect(names('new')).toEqual([
      ['branch', seam, ['moved-in', 'renamed']],
      ['new', seam, ['created']],
    ]);
    expect(names('new', new TreeAsOf(tree, LAST))).toEqual([
      ['branch', seam, ['moved', 'renamed']],
      ['new', seam, ['created']],
      ['old', seam, ['merged']],
    ]);
  });
});
