import type { UnitRecord } from '#contracts';
import { dayOf } from '#calendar';
import { fold, FOREVER, isFirstKey, keysOf, nameKeys, nameQuery, ROOT_KEY } from './unit-search.rules.js';

const record: UnitRecord = {
  id: 'a',
  version: 1,
  voided: false,
  stretches: [
    {
      from: '2000-01-01',
      to: '2010-01-01',
      code: 'HP-01',
      name: 'Tổ một',
      kind: 'ward',
      level: 'commune',
      parentId: null,
    },
    { from: '2010-01-01', to: null, code: 'HP-01', name: 'Khu phố 06', kind: 'ward', level: 'commune', parentId: 'b' },
  ],
};

describe('search', () => {
  it.each([
    ['Khu phố 06', 'khu pho 6'],
    ['KHU  PHỐ-006', 'khu pho 6'],
    ['Đảng ủy phường Vĩnh Niệm', 'dang uy phuong vinh niem'],
    ['Tổ 10/2', 'to 10 2'],
    ['A0', 'a0'],
    ['0', '0'],
    ['Ðông', 'dong'],
  ])('folds %s to %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
    expect(fold(text.normalize('NFD'))).toBe(folded);
  });

  it('has a name from each of its words on', () => {
    expect(nameKeys('Khu phố 06')).toEqual(['khu pho 6', 'pho 6', '6']);
    expect(nameQuery(' PHỐ 6 ')).toBe('n:pho 6');
  });

  it('keeps each key with the days on which it holds', () => {
    const [from, change] = [dayOf('2000-01-01'), dayOf('2010-01-01')];
    expect(keysOf(record)).toEqual([
      { key: 'c:hp-01', from, to: FOREVER },
      { key: 'n:to mot', from, to: change },
      { key: 'n:mot', from, to: change },
      { key: ROOT_KEY, from, to: change },
      { key: 'n:khu pho 6', from: change, to: FOREVER },
      { key: 'n:pho 6', from: change, to: FOREVER },
      { key: 'n:6', from: change, to: FOREVER },
    ]);
  });

  it('shows a unit at the first of the keys by which it is found', () => {
    const twice = { ...record, stretches: [{ ...record.stretches[1]!, name: 'Tổ tổ' }] };
    const day = dayOf('2020-01-01');
    expect(isFirstKey(twice, 'n:to', 'n:to', day)).toBe(true);
    expect(isFirstKey(twice, 'n:to to', 'n:to', day)).toBe(false);
    expect(isFirstKey(twice, 'n:to to', 'n:to t', day)).toBe(true);
  });
});
