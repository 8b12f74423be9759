import { slicesOf } from './slices.rules.js';

describe('slices of a subtree', () => {
  it('puts units with the same days together and cuts them into what one query takes', () => {
    const members = new Map<string, { from: number; to: number }[]>();
    for (let n = 0; n < 401; n += 1) members.set(`u${n}`, [{ from: 0, to: 10 }]);
    members.set('moved', [
      { from: 0, to: 3 },
      { from: 7, to: 10 },
    ]);
    const slices = slicesOf(members);
    expect(slices.map(({ from, to, unitIds }) => [from, to, unitIds.length])).toEqual([
      [0, 10, 200],
      [0, 10, 200],
      [0, 10, 1],
      [0, 3, 1],
      [7, 10, 1],
    ]);
    expect(new Set(slices.flatMap(({ unitIds }) => unitIds)).size).toBe(402);
  });

  it('has none for nothing', () => {
    expect(slicesOf(new Map())).toEqual([]);
  });
});
