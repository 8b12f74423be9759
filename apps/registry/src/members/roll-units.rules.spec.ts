import { dayOf } from '#calendar';
import type { UnitRecord } from '#contracts';
import { Tree } from '#tree';
import { rollUnits } from './roll-units.rules.js';

type Under = [parentId: string | null, from: string, to: string | null];
const unit = (id: string, ...places: Under[]): UnitRecord => ({
  id,
  version: 1,
  voided: false,
  stretches: places.map(([parentId, from, to]) => ({
    from,
    to,
    parentId,
    code: id,
    name: id,
    kind: 'residential-branch',
    level: 'branch',
  })),
});
const plain = (id: string, parentId: string | null): UnitRecord => unit(id, [parentId, '2000-01-01', null]);
const treeOf = (...records: UnitRecord[]): Tree => {
  const tree = new Tree();
  tree.applyAll(records, 1);
  return tree;
};
const [then, today] = [dayOf('2020-01-01'), dayOf('2026-01-01')];

describe('the units of a roll', () => {
  const tree = treeOf(
    plain('centre', null),
    plain('north', 'centre'),
    plain('south', 'centre'),
    plain('stays', 'north'),
    unit('goes', ['north', '2000-01-01', '2025-07-01'], ['south', '2025-07-01', null]),
    unit('closed', ['north', '2000-01-01', '2022-01-01']),
  );
  const of = (unitId: string, scope: 'unit' | 'subtree') => [...rollUnits(tree, unitId, { scope, on: then, today })];

  it('are the unit, or those under it on the day that are still so', () => {
    expect(of('north', 'unit')).toEqual(['north']);
    expect(of('north', 'subtree').sort((a, b) => (a < b ? -1 : 1))).toEqual(['closed', 'north', 'stays']);
    expect(of('south', 'subtree')).toEqual(['south']);
    expect(of('centre', 'subtree')).toHaveLength(6);
  });

  it('are none of an unknown one', () => {
    expect(() => of('nowhere', 'unit')).toThrow(expect.objectContaining({ code: 'no-such-unit' }) as Error);
  });

  it('are a thousand at most', () => {
    const under = (count: number) =>
      treeOf(plain('root', null), ...Array.from({ length: count }, (_, at) => plain(`b${at}`, 'root')));
    const span = { scope: 'subtree', on: then, today } as const;
    expect(rollUnits(under(999), 'root', span).size).toBe(1_000);
    const tooLarge = expect.objectContaining({ code: 'roll-too-large', params: { most: 1_000 } }) as Error;
    expect(() => rollUnits(under(1_000), 'root', span)).toThrow(tooLarge);
  });
});
