import { hasTenths } from './is-tenths.js';

it('takes points in steps of a tenth, and refuses all else, also what has no decimals to count', () => {
  expect([0, 5, 8.5, 90.7, 100].map(hasTenths)).toEqual([true, true, true, true, true]);
  expect([0.25, 5e-324, 1e-7, Number.NaN, Infinity, '5', null].map(hasTenths)).toEqual(
    Array.from({ length: 7 }, () => false),
  );
});
