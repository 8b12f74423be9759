import { everUnder, groupsOf, SMALL } from './slices.rules.js';

/** `a1` once lay under `b`. */
const UNDER: Record<string, string[]> = {
  top: ['top', 'a', 'a1', 'b', 'b1', ...Array.from({ length: SMALL }, (_, n) => `c${n}`)],
  a: ['a', 'a1'],
  b: ['b', 'b1', 'a1'],
  voided: [],
};
const tree = {
  ids: () => ['top', 'a', 'a1', 'b', 'b1', 'voided'],
  hasEverHadChild: (unit: string) => unit in UNDER,
  subtreeDuring: (unit: string) => new Map((UNDER[unit] ?? [unit]).map((one) => [one, []])),
};

describe('the plan of a comparison of cells', () => {
  it('takes every unit with cells once: small subtrees together, a large unit alone', () => {
    const { small, large } = groupsOf(tree, null);
    expect(large).toEqual(['top']);
    expect(small.flat().sort()).toEqual(['a', 'b', 'voided']);
  });

  it('takes what lies under the unit asked for', () => {
    expect(groupsOf(tree, 'b')).toEqual({ small: [['b']], large: [] });
  });

  it('reads what ever lay under the units it looks at', () => {
    expect([...everUnder(tree, ['a', 'b'])].sort()).toEqual(['a', 'a1', 'b', 'b1']);
  });
});
