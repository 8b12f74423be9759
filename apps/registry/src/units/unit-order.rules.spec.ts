import { byName, firstAfter } from './unit-order.rules.js';

describe('order of lists', () => {
  const list = ['Ấp Đông', 'Khu phố 10', 'Ấp Dừa', 'Khu phố 9', 'Ấp Ô Môn'].map((name, at) => ({
    id: String(at),
    name,
  }));

  it('is Vietnamese, numbers by value, equal names by id', () => {
    expect(list.toSorted(byName).map(({ name }) => name)).toEqual([
      'Ấp Dừa',
      'Ấp Đông',
      'Ấp Ô Môn',
      'Khu phố 9',
      'Khu phố 10',
    ]);
    expect(byName({ id: '1', name: 'A' }, { id: '2', name: 'A' })).toBeLessThan(0);
  });

  it('a page is what sorting all would give', () => {
    const all = Array.from({ length: 500 }, (_, at) => ({ id: String(at), name: `Tổ ${(at * 7919) % 101}` }));
    const sorted = all.toSorted(byName);
    expect(firstAfter(all, 20)).toEqual(sorted.slice(0, 20));
    expect(firstAfter(all, 20, sorted[19])).toEqual(sorted.slice(20, 40));
    expect(firstAfter(all, 20, sorted[489])).toEqual(sorted.slice(490));
  });
});
