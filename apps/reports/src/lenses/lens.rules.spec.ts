import { dayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Tree } from '#tree';
import { lensOf, treeDto, treeOfDay, viewOf } from './lens.rules.js';

const codeOf = (text: string): string => {
  try {
    lensOf(text);
    return '';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.kind} ${error.code}`;
  }
};

describe('the lens of a request', () => {
  it('is as-was unless another is named', () => {
    expect([undefined, 'as-was', 'as-is', 'as-of:2025-07-01'].map(lensOf)).toEqual([
      { name: 'as-was' },
      { name: 'as-was' },
      { name: 'as-is' },
      { name: 'as-of', day: dayOf('2025-07-01') },
    ]);
  });

  it.each(['', 'AS-IS', 'as-of', 'as-of:', 'as-of:2025-7-1', 'as-of:2025-07-01x', 'now'])('%p is none', (text) => {
    expect(codeOf(text)).toBe('malformed lens-malformed');
  });

  it.each(['as-of:2025-02-30', 'as-of:2025-13-01', 'as-of:1899-12-31', 'as-of:3000-01-01'])('%s is no day', (text) =>
    expect(codeOf(text)).toBe('unprocessable lens-date-impossible'),
  );
});

describe('the tree to read by', () => {
  const tree = Tree.load([], 7);
  const today = dayOf('2026-11-28');

  it('is the stored one as it was, that of today, or that of a day; the answer says which', () => {
    expect(viewOf(tree, lensOf('as-was'), today).tree).toBe(tree);
    expect(treeDto(viewOf(tree, lensOf('as-was'), today))).toEqual({ lens: 'as-was', revision: 7 });
    expect(treeDto(viewOf(tree, lensOf('as-is'), today))).toEqual({ lens: 'as-is', on: '2026-11-28', revision: 7 });
    expect(treeDto(viewOf(tree, lensOf('as-of:2025-07-01'), today))).toEqual({
      lens: 'as-of',
      on: '2025-07-01',
      revision: 7,
    });
  });

  it('is made once for days that are asked for, of the last few', () => {
    const first = treeOfDay(tree, today);
    expect(treeOfDay(tree, today)).toBe(first);
    for (let day = today + 1; day <= today + 4; day += 1) treeOfDay(tree, day);
    expect(treeOfDay(tree, today)).not.toBe(first);
  });
});
