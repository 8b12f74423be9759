import { CellSums } from './cell-sums.js';
import { addEffect, type Places } from './effect.js';

const DAY = 20_000;
/** A branch that lies in one ward up to a day, and in another from then on; both in one province. */
const places: Places = {
  path: (_, day) => ['branch', day < DAY ? 'old' : 'new', 'province'],
  stretches: () => [
    { from: -Infinity, to: DAY, path: ['branch', 'old', 'province'] },
    { from: DAY, to: Infinity, path: ['branch', 'new', 'province'] },
  ],
  hasEverHadChild: (unit) => unit !== 'branch',
};

/** Heads that moved, by unit, of three who were on the branch's roll. */
function moved(from: number, to: number | null): Record<string, number> {
  const sums = new CellSums();
  addEffect(sums, [{ u: 'branch', d: from, to, m: { 'L:m': 3 } }], places, 1);
  const heads = sums.toArray().flatMap(({ unit, inc }) => (inc['t.I:m'] ? [[unit, inc['t.I:m']] as const] : []));
  return Object.fromEntries(heads);
}

describe('heads that move with their unit', () => {
  it.each<[string, number, number | null, Record<string, number>]>([
    ['were there the day before', DAY - 9, null, { old: -3, new: 3 }],
    ['came the day before', DAY - 1, null, { old: -3, new: 3 }],
    ['left after', DAY - 9, DAY + 1, { old: -3, new: 3 }],
    ['left on the day: it moves first, so they went along', DAY - 9, DAY, { old: -3, new: 3 }],
    ['left the day before', DAY - 9, DAY - 1, {}],
    ['came on the day: it moved first, so they came to the new place', DAY, null, {}],
    ['came after', DAY + 1, null, {}],
  ])('%s', (_, from, to, expected) => {
    expect(moved(from, to)).toEqual(expected);
  });
});
