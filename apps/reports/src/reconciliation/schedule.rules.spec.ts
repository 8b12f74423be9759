import { nightOf } from './schedule.rules.js';
import { scopeOf, wholeYears, yearSlices } from './scope.rules.js';
import { dayOf, monthBeside } from '#calendar';

describe('the nightly reconciliation', () => {
  it.each([
    ['2026-07-01T18:59:59Z', null],
    ['2026-07-01T19:00:00Z', '2026-07-02'],
    ['2026-07-01T22:59:59Z', '2026-07-02'],
    ['2026-07-01T23:00:00Z', null],
  ])('at %s UTC is that of %s', (now, night) => {
    expect(nightOf(new Date(now), '02:00')).toBe(night);
  });

  it('can be switched off', () => expect(nightOf(new Date('2026-07-01T19:00:00Z'), null)).toBeNull());
});

describe('a scope', () => {
  it('has its last month in it', () => {
    const scope = { unitId: 'u', from: '2026-05', to: '2027-01' };
    expect(scopeOf({ unitId: 'u', fromMonth: '2026-05', toMonth: '2026-12' })).toEqual(scope);
    expect(monthBeside('2026-09', 1)).toBe('2026-10');
  });

  it('does not end before it begins', () => {
    expect(() => scopeOf({ fromMonth: '2026-05', toMonth: '2026-04' })).toThrow('months-reversed');
  });

  it('is looked at in whole years', () => {
    expect(wholeYears({ from: '2025-12', to: '2026-02' })).toEqual({
      from: dayOf('2025-01-01'),
      to: dayOf('2027-01-01'),
      months: { from: '2025-01', to: '2027-01' },
    });
    expect(wholeYears({ from: '2025-01', to: '2026-01' }).months).toEqual({ from: '2025-01', to: '2026-01' });
    expect(wholeYears({ from: null, to: null })).toEqual({ from: -Infinity, to: Infinity, months: {} });
  });

  it('leaves years out that are not in it', () => {
    const years = { from: dayOf('2025-01-01'), to: dayOf('2027-01-01') };
    expect(yearSlices([2027, 2026, 2026, 2024], years)).toEqual([
      { from: dayOf('2026-01-01'), to: dayOf('2027-01-01') },
    ]);
  });
});
