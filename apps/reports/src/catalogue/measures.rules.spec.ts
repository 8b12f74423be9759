import * as fc from 'fast-check';
import { meetingKey, SCORE_KEYS } from '../figures/measure-keys.js';
import { MEASURES, measureByCode } from './measures.js';
import { enteredOf } from './report-measures.js';
import { figureOf, formulaOf, isByKind, keysOf, percent, readingOf } from './measures.rules.js';

const rate = measureByCode('attendance.rate');
const held = measureByCode('meetings.held');
if (!rate || !held) throw new Error('the catalogue lacks its first measures');

describe('a ratio', () => {
  it.each([
    [1807, 2733, 66.12], // DOMAIN.md 9.2: printed as 66.11, which only truncation gives
    [178, 224, 79.46],
    [1, 3, 33.33],
    [2, 3, 66.67],
    [1, 8, 12.5],
    [5, 99_999, 0.01], // 0.005000…: just above the half
    [1, 20_000, 0.01], // exactly half a hundredth goes up
    [1, 20_001, 0],
    [0, 7, 0],
    [7, 7, 100],
    [8, 7, 114.29],
  ])('%i of %i is %d %%', (numerator, denominator, value) => {
    expect(percent(numerator, denominator)).toBe(value);
  });

  it.each([
    [1807, 2733, 66.11], // DOMAIN.md 9.2: as it was printed
    [2, 3, 66.66],
    [7, 7, 100],
    [-1, 3, -33.33],
    [1, 20_000, 0],
  ])('%i of %i cut off is %d %%', (numerator, denominator, value) => {
    expect(percent(numerator, denominator, 'cut')).toBe(value);
  });

  it('states how it was rounded', () => {
    const sums = new Map([
      [meetingKey('present', 'regular'), 1807],
      [meetingKey('belong', 'regular'), 2733],
    ]);
    expect(figureOf(rate, sums, undefined, 'cut')).toMatchObject({
      value: 66.11,
      rounding: { mode: 'cut', decimals: 2 },
    });
  });

  it('of tenths shows both sides in the unit, as their own measures do', () => {
    const average = measureByCode('scores.average');
    const points = measureByCode('scores.points');
    if (!average || !points) throw new Error('the catalogue lacks scores');
    const sums = new Map([
      [SCORE_KEYS.points, 1_805],
      [SCORE_KEYS.reachable, 2_000],
    ]);
    expect(figureOf(average, sums)).toMatchObject({ value: 90.25, numerator: 180.5, denominator: 200 });
    expect(figureOf(points, sums)).toEqual({ measure: 'scores.points', value: 180.5 });
  });

  it('has no value with nothing below the line', () => {
    expect(percent(0, 0)).toBeNull();
    expect(figureOf(rate, new Map())).toEqual({
      measure: 'attendance.rate',
      value: null,
      numerator: 0,
      denominator: 0,
      rounding: { mode: 'half-up', decimals: 2 },
    });
  });

  it('is rounded half up for numbers of any size', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 12 }), fc.integer({ min: 1, max: 10 ** 12 }), (n, d) => {
        const hundredths = Math.round((percent(n, d) ?? 0) * 100);
        const twice = BigInt(2 * hundredths);
        // hundredths − 1/2 ≤ 10000 n / d < hundredths + 1/2
        expect((twice - 1n) * BigInt(d) <= 20_000n * BigInt(n)).toBe(true);
        expect(20_000n * BigInt(n) < (twice + 1n) * BigInt(d)).toBe(true);
      }),
    );
  });

  it('is a sum by a sum, never a mean of ratios', () => {
    const sums = new Map([
      [meetingKey('belong', 'regular'), 30],
      [meetingKey('belong', 'thematic'), 10],
      [meetingKey('exempt', 'regular'), 2],
      [meetingKey('elsewhere', 'thematic'), 3],
      [meetingKey('present', 'regular'), 20],
      [meetingKey('present', 'thematic'), 7],
    ]);
    expect(figureOf(rate, sums)).toMatchObject({ value: 77.14, numerator: 27, denominator: 35 });
    expect(figureOf(rate, sums, ['thematic'])).toMatchObject({ value: 100, numerator: 7, denominator: 7 });
  });
});

describe('the catalogue', () => {
  it('has codes that are unique, labels in both languages, and keys for every kind of meeting', () => {
    expect(new Set(MEASURES.map(({ code }) => code)).size).toBe(MEASURES.length);
    for (const measure of MEASURES) {
      expect(measure.labels.vi).not.toBe('');
      expect(measure.labels.en).not.toBe('');
      expect(keysOf(measure).length).toBeGreaterThan(0);
      expect(isByKind(measure) ? keysOf(measure).length % 3 : 0).toBe(0);
      // Both sides of a ratio are read in one way: flows of the period, or levels of one day.
      const sides = keysOf(measure).map((key) =>
        readingOf({ ...measure, numerator: [{ of: '', sign: 1, keys: [key] }], denominator: [] }),
      );
      expect(new Set(sides).size).toBe(1);
    }
    expect(keysOf(held, ['regular'])).toEqual(['h:r']);
  });

  it('says of each kind how it adds: a stock by its last day, never over time; people not at all', () => {
    const added = (kind: string) =>
      new Set(
        MEASURES.filter((measure) => measure.kind === kind).map(
          ({ overUnits, overTime }) => `${overUnits} ${overTime}`,
        ),
      );
    expect(added('flow')).toEqual(new Set(['sum sum']));
    expect(added('stock')).toEqual(new Set(['sum closing', 'sum opening']));
    expect(added('ratio')).toEqual(new Set(['ratio-of-sums ratio-of-sums', 'ratio-of-sums closing']));
    expect(added('distinct')).toEqual(new Set(['none none']));
    expect(measureByCode('members.opening')?.overTime).toBe('opening');
  });

  it('has entered measures with decimals, printed as they were entered', () => {
    const tonnes = enteredOf({
      code: 'rice.tonnes',
      labels: { vi: 'a', en: 'b' },
      unit: 'tonne',
      semantics: 'flow',
      scale: 1,
    });
    expect(figureOf(tonnes, new Map([['H:rice_tonnes', 4505]]))).toEqual({ measure: 'rice.tonnes', value: 450.5 });
    expect(figureOf({ ...tonnes, scale: 0 }, new Map([['H:rice_tonnes', 4505]])).value).toBe(4505);
  });

  it('says what a ratio is made of in codes', () => {
    expect(formulaOf(rate.denominator ?? [])).toBe('attendance.belong - attendance.exempt - attendance.elsewhere');
  });
});
