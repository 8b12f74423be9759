import { COMPOSITION_PARTS } from '#contracts';
import { COMPOSITION_KEYS } from '../figures/measure-keys.js';
import { keysOf } from '../catalogue/measures.rules.js';
import { COMPOSITION_FIGURES } from '../catalogue/member-measures.js';
import { groupOf } from './suppression.js';

describe('measures that may be withheld', () => {
  it('are all that count what people are like, each by its group', () => {
    for (const measure of COMPOSITION_FIGURES)
      expect([measure.code, groupOf(measure)]).toEqual([measure.code, measure.group]);
    const counted = new Set(COMPOSITION_FIGURES.flatMap((measure) => keysOf(measure)));
    expect(counted).toEqual(new Set(COMPOSITION_PARTS.map((part) => COMPOSITION_KEYS[part])));
  });

  it('are read on the last day, for which it is decided', () => {
    expect(COMPOSITION_FIGURES.filter(({ overTime }) => overTime !== 'closing')).toEqual([]);
  });
});
