import { COMPOSITION_GROUPS, COMPOSITION_PARTS, compositionChangedV1, type CompositionPart } from '#contracts';
import { dateOf, dayOf } from '#calendar';
import * as fc from 'fast-check';
import { compositionChanges, type CompositionChanges, type CountedMember } from './composition.rules.js';

const member = (traits: Partial<CountedMember['traits']> = {}, ...spans: [string, string | null][]): CountedMember => ({
  traits: { sex: 'female', birthDate: '1990-05-19', ethnicity: 'Kinh', religion: 'không', ...traits },
  spans: spans.map(([from, to]) => ({ from, to })),
});
const levelOn = (changes: CompositionChanges, date: string): Record<CompositionPart, number> => {
  const level = Object.fromEntries(COMPOSITION_PARTS.map((part) => [part, 0])) as Record<CompositionPart, number>;
  for (const change of changes)
    if (change.date <= date)
      for (const [part, count] of Object.entries(change.counts)) level[part as CompositionPart] += count;
  return level;
};

const FIRST = dayOf('1990-01-01');
const LAST = dayOf('2080-12-31');
const date = fc.integer({ min: FIRST, max: LAST }).map(dateOf);
const anyMember: fc.Arbitrary<CountedMember> = fc
  .tuple(
    fc.constantFrom('female' as const, 'male' as const),
    fc.integer({ min: dayOf('1920-01-01'), max: dayOf('2008-12-31') }).map(dateOf),
    fc.constantFrom('Kinh', 'Tày', 'Xơ Đăng', ' kinh '),
    fc.constantFrom('không', 'Không', 'Phật giáo', 'Công giáo'),
    fc.uniqueArray(date, { minLength: 1, maxLength: 4 }),
  )
  .map(([sex, birthDate, ethnicity, religion, dates]) => {
    const sorted = dates.toSorted();
    const spans: [string, string | null][] = [];
    for (let at = 0; at < sorted.length; at += 2) spans.push([sorted[at] as string, sorted[at + 1] ?? null]);
    return member({ sex, birthDate, ethnicity, religion }, ...spans);
  });

describe('composition of a unit', () => {
  it('is as the event says it must be', () => {
    const changes = compositionChanges([member({}, ['2020-01-01', null])]);
    const event = { unitId: '3f1c2f2e-8a4b-4a53-9b58-6f0f2f8d8f11', version: 1, changes };
    expect(compositionChangedV1.parse(event)).toEqual(event);
  });

  it('counts a member in one part of each group', () => {
    const minority = { sex: 'male', ethnicity: 'Xơ Đăng', religion: 'Công giáo' } as const;
    expect(compositionChanges([member(minority, ['2020-01-01', '2020-06-01'])])).toEqual([
      { date: '2020-01-01', counts: { ageTo30: 1, men: 1, minority: 1, religious: 1 } },
      { date: '2020-06-01', counts: { ageTo30: -1, men: -1, minority: -1, religious: -1 } },
    ]);
  });

  it('changes an age on 1 January only, ahead too, and only while on the roll', () => {
    const changes = compositionChanges([member({ birthDate: '1990-12-31' }, ['2019-03-01', '2041-01-01'])]);
    expect(changes.slice(1)).toEqual([
      { date: '2021-01-01', counts: { ageTo30: -1, age31To40: 1 } },
      { date: '2031-01-01', counts: { age31To40: -1, age41To50: 1 } },
      { date: '2041-01-01', counts: { age41To50: -1, majority: -1, notReligious: -1, women: -1 } },
    ]);
  });

  it('of nobody is empty', () => {
    expect(compositionChanges([])).toEqual([]);
    expect(compositionChanges([member({})])).toEqual([]);
  });

  it('is no change where one goes and one like them comes', () => {
    const both = [member({}, ['2022-01-01', '2023-05-01']), member({}, ['2023-05-01', null])];
    expect(compositionChanges(both).map((change) => change.date)).not.toContain('2023-05-01');
  });

  it('has groups whose parts add up to the roll on every day, and to what each member is', () => {
    fc.assert(
      fc.property(fc.array(anyMember, { maxLength: 12 }), date, (members, day) => {
        const level = levelOn(compositionChanges(members), day);
        const here = members.filter(({ spans }) =>
          spans.some(({ from, to }) => from <= day && (to === null || day < to)),
        );
        for (const parts of Object.values(COMPOSITION_GROUPS))
          expect(parts.reduce((sum, part) => sum + level[part], 0)).toBe(here.length);
        const age = ({ traits }: CountedMember): number =>
          Number(day.slice(0, 4)) - Number(traits.birthDate.slice(0, 4));
        const count = (is: (one: CountedMember) => boolean): number => here.filter(is).length;
        expect(level).toMatchObject({
          women: count(({ traits }) => traits.sex === 'female'),
          minority: count(({ traits }) => traits.ethnicity.trim().toLowerCase() !== 'kinh'),
          religious: count(({ traits }) => traits.religion.toLowerCase() !== 'không'),
          ageTo30: count((one) => age(one) <= 30),
          age31To40: count((one) => age(one) > 30 && age(one) <= 40),
          age41To50: count((one) => age(one) > 40 && age(one) <= 50),
          age51To60: count((one) => age(one) > 50 && age(one) <= 60),
          ageOver60: count((one) => age(one) > 60),
        });
      }),
      { numRuns: 400 },
    );
  });

  it('is the same in whatever order the members come', () => {
    fc.assert(
      fc.property(fc.array(anyMember, { maxLength: 8 }), (members) => {
        expect(JSON.stringify(compositionChanges(members.toReversed()))).toBe(
          JSON.stringify(compositionChanges(members)),
        );
      }),
    );
  });
});
