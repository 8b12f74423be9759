import { MOST_UNITS, requireSearchable } from './duplicates.rules.js';

describe('duplicates', () => {
  it('are looked for in subtrees up to a size', () => {
    expect(() => requireSearchable(MOST_UNITS)).not.toThrow();
    expect(() => requireSearchable(MOST_UNITS + 1)).toThrow(
      expect.objectContaining({ code: 'subtree-too-large' }) as Error,
    );
  });
});
