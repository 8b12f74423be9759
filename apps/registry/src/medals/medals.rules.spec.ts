import * as fc from 'fast-check';
import { dateOf, dayOf } from '#calendar';
import { awardDayBefore, isAwardDay, medalDue, medalSteps, partyAgesReaching, yearsAfter } from './medals.rules.js';

const candidate = (partyAgeFrom: string, awarded: number[] = []) => ({ partyAgeFrom, awarded });

describe('award days', () => {
  it.each(['2027-02-03', '2027-05-19', '2027-09-02', '2027-11-07'])('%s', (day) => expect(isAwardDay(day)).toBe(true));
  it.each(['2027-02-04', '2027-01-01'])('not %s', (day) => expect(isAwardDay(day)).toBe(false));
  it.each([
    ['2027-02-03', '2026-11-07'],
    ['2027-05-19', '2027-02-03'],
    ['2027-11-07', '2027-09-02'],
  ])('before %s comes %s', (day, before) => expect(awardDayBefore(day)).toBe(before));
});

describe('a medal', () => {
  it.each([
    ['1997-02-03', 30],
    ['1996-11-08', 30],
    ['1987-01-15', 40],
    ['1937-01-15', 90],
  ])('for who was admitted on %s is due on 3 February 2027: %p years', (admitted, step) =>
    expect(medalDue(candidate(admitted), '2027-02-03')).toMatchObject({ step }),
  );

  it.each([
    ['the day after', '1997-02-04'],
    ['on the award day before', '1996-11-07'],
    ['35 years ago: no step', '1992-01-15'],
  ])('is not due for who was admitted %s', (_, admitted) =>
    expect(medalDue(candidate(admitted), '2027-02-03')).toBeUndefined(),
  );

  it('is not due twice, when it was handed over early', () => {
    expect(medalDue(candidate('1997-01-15', [30]), '2027-02-03')).toBeUndefined();
    expect(medalDue(candidate('1987-01-15', [30]), '2027-02-03')).toEqual({ step: 40, reachedOn: '2027-01-15' });
  });

  it('of 29 February is reached on the last day of the month', () => {
    expect(yearsAfter('1996-02-29', 30)).toBe('2026-02-28');
    expect(yearsAfter('1984-02-29', 40)).toBe('2024-02-29');
    expect(yearsAfter('1984-12-31', 40)).toBe('2024-12-31');
  });

  it('is due on exactly one award day for every step', () => {
    const admitted = fc.integer({ min: dayOf('1930-02-03'), max: dayOf('2020-12-31') }).map(dateOf);
    fc.assert(
      fc.property(admitted, (from) => {
        const years = Array.from({ length: 93 }, (_, at) => Number(from.slice(0, 4)) + at);
        const days = years.flatMap((year) => ['02-03', '05-19', '09-02', '11-07'].map((day) => `${year}-${day}`));
        const steps = days.flatMap((day) => medalDue(candidate(from), day)?.step ?? []);
        expect(steps).toEqual(medalSteps('2027-02-03'));
      }),
      { numRuns: 20 },
    );
  });

  it('is found by the days of admission that may reach a step', () => {
    const awardDay = fc
      .tuple(fc.integer({ min: 2020, max: 2040 }), fc.constantFrom('02-03', '05-19', '09-02', '11-07'))
      .map(([year, day]) => `${year}-${day}`);
    const admitted = fc.integer({ min: dayOf('1930-02-03'), max: dayOf('2010-12-31') }).map(dateOf);
    fc.assert(
      fc.property(awardDay, admitted, (on, from) => {
        const isFound = partyAgesReaching(on).some((range) => range.from <= from && from <= range.to);
        expect(isFound || medalDue(candidate(from), on) === undefined).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
