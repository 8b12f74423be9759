import { measureByCode } from '../catalogue/measures.js';
import type { Figure, Measure } from '../catalogue/measures.rules.js';
import { compared, requireEarlier } from './compared.rules.js';

const measure = (code: string): Measure => {
  const found = measureByCode(code);
  if (!found) throw new Error(code);
  return found;
};
const held = (value: number | null): Figure => ({ measure: 'meetings.held', value });

describe('a figure against an earlier one', () => {
  it('is more or less by a number and by percent of the earlier', () => {
    expect(compared(measure('meetings.held'), held(45), held(40))).toMatchObject({
      difference: 5,
      growth: { value: 12.5, numerator: 5, denominator: 40, rounding: { mode: 'half-up', decimals: 2 } },
    });
    expect(compared(measure('meetings.held'), held(38), held(41), 'cut').growth?.value).toBe(-7.31);
    expect(compared(measure('meetings.held'), held(38), held(41)).growth?.value).toBe(-7.32);
  });

  it('has no percent of nothing', () => {
    expect(compared(measure('meetings.held'), held(3), held(0))).toMatchObject({
      difference: 3,
      growth: { value: null },
    });
  });

  it('of a ratio differs by percentage points, exactly', () => {
    const rate = (value: number | null): Figure => ({ measure: 'attendance.rate', value });
    const found = compared(measure('attendance.rate'), rate(66.12), rate(64.1));
    expect(found.difference).toBe(2.02);
    expect(found.growth).toBeUndefined();
    expect(compared(measure('attendance.rate'), rate(66.12), rate(null)).difference).toBeNull();
  });

  it('that is withheld on one side is withheld in the difference', () => {
    const withheld: Figure = { measure: 'meetings.held', value: null, suppressed: true };
    expect(compared(measure('meetings.held'), held(3), withheld)).toEqual({
      measure: 'meetings.held',
      now: held(3),
      before: withheld,
      difference: null,
    });
  });

  it('is of a period that begins before', () => {
    const period = (from: number) => ({ id: '', from, to: from + 10 });
    expect(() => requireEarlier(period(5), period(4))).not.toThrow();
    expect(() => requireEarlier(period(5), period(5))).toThrow('comparison-reversed');
  });
});
