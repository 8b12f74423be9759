import { dateOf, dayOf } from '#calendar';
import { Refusal } from '#contracts';
import { rangeOf } from './range.rules.js';

const TODAY = dayOf('2026-07-01');
const range = (from?: string, to?: string): string[] => {
  const days = rangeOf(from, to, TODAY);
  return [dateOf(days.from), dateOf(days.to - 1)];
};

describe('range of a list', () => {
  it.each([
    ['both dates are included', '2026-06-15', '2026-07-14', ['2026-06-15', '2026-07-14']],
    ['one day', '2026-06-15', '2026-06-15', ['2026-06-15', '2026-06-15']],
    ['ten years from the first', '2016-01-01', undefined, ['2016-01-01', '2025-12-31']],
    ['ten years to the last', undefined, '2025-12-31', ['2016-01-01', '2025-12-31']],
    ['ten years to a year from today', undefined, undefined, ['2017-07-02', '2027-07-02']],
    ['not before 1930', undefined, '1931-01-01', ['1930-01-01', '1931-01-01']],
  ])('%s', (_what, from, to, expected) => {
    expect(range(from, to)).toEqual(expected);
  });

  it.each([
    ['range-reversed', '2026-07-02', '2026-07-01'],
    ['range-too-long', '2010-01-01', '2026-07-01'],
  ])('refuses %s', (code, from, to) => {
    expect(() => range(from, to)).toThrow(new Refusal('unprocessable', code));
  });
});
