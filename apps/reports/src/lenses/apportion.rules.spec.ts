import * as fc from 'fast-check';
import { largestRemainders, spread } from '../../../../test/oracles/lenses.js';
import { apportion, Sharing } from './apportion.rules.js';

const weights = fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 2, maxLength: 5 });
const pieces = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
const anyPieces = fc.array(fc.integer({ min: -30, max: 30 }), { maxLength: 12 });
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
const together = (parts: readonly number[][], of: number): number[] =>
  Array.from({ length: of }, (_, at) => sum(parts.map((part) => part[at] ?? 0)));
const fractions = (all: readonly bigint[]) => all.map((n) => ({ n, d: all.reduce((total, one) => total + one, 0n) }));

describe('a number in whole parts', () => {
  it('gives what is left over to the largest remainders, the first of equals', () => {
    expect(apportion(10, [1n, 1n, 1n])).toEqual([4, 3, 3]);
    expect(apportion(7, [60n, 40n])).toEqual([4, 3]);
    expect(apportion(0, [2n, 3n])).toEqual([0, 0]);
    expect(apportion(-10, [1n, 1n, 1n])).toEqual([-4, -3, -3]);
  });

  it('is whole, and each part within one of its quota; a negative one mirrors its opposite', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 5_000 }), weights, (n, all) => {
        const parts = apportion(n, all);
        expect(sum(parts)).toBe(n);
        const whole = sum(all.map(Number));
        for (const [at, part] of parts.entries())
          expect(Math.abs(part * whole - n * Number(all[at]))).toBeLessThan(whole);
        const upward = largestRemainders(Math.abs(n), fractions(all));
        expect(parts).toEqual(upward.map((part) => part * Math.sign(n) + 0));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a month, a piece at a time', () => {
  it('comes in parts that are never below zero, add up to each piece, and in all to the month', () => {
    fc.assert(
      fc.property(pieces, weights, (amounts, all) => {
        const sharing = new Sharing(sum(amounts), all);
        const given = amounts.map((n) => sharing.give(n));
        for (const [at, parts] of given.entries()) {
          expect(sum(parts)).toBe(amounts[at]);
          expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        }
        expect(together(given, all.length)).toEqual(apportion(sum(amounts), all));
        const naive = spread(
          amounts.map((n, at) => [at, n]),
          fractions(all),
        );
        expect(given).toEqual(naive.map(([, parts]) => parts));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same however finely it is cut, also where some of it is below zero', () => {
    fc.assert(
      fc.property(anyPieces, weights, (amounts, all) => {
        const total = sum(amounts);
        const coarse = new Sharing(total, all);
        const fine = new Sharing(total, all);
        for (const n of amounts) {
          const once = coarse.give(n);
          expect(sum(once)).toBe(n);
          const half = Math.trunc(n / 2);
          expect(together([fine.give(half), fine.give(n - half)], all.length)).toEqual(once);
        }
        const again = new Sharing(total, all);
        const parts = amounts.map((n) => again.give(n));
        expect(together(parts, all.length)).toEqual(apportion(total, all));
      }),
      { numRuns: 300 },
    );
  });
});
