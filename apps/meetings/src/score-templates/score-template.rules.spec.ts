import { dayOf } from '#calendar';
import { Refusal } from '#contracts';
import { firstVersion, inForce, newestOf, nextVersion } from './score-template.rules.js';
import type { ScoreSheet, TemplateVersion } from './score-template.js';
import { SEEDED_TEMPLATES } from './score-templates.seeds.js';

const labels = { vi: 'Mục', en: 'Head' };
const item = (code: string, max: number) => ({ code, labels, max, options: null, notApplicable: null });
const sheet = (changes: Partial<ScoreSheet> = {}): ScoreSheet => ({
  labels,
  kinds: ['regular'],
  heads: [
    { code: 'a', labels, max: 405, items: [item('a.1', 400), item('a.2', 5)] },
    { code: 'b', labels, max: 595, items: [item('b.1', 595)] },
  ],
  grades: { good: 900, fair: 700, average: 500 },
  ...changes,
});
const content = (from: string, of: ScoreSheet | null = sheet()) => ({ from, source: 'QĐ', sheet: of });
const first = (code: string, unitId: string | null, from: string, kinds: ScoreSheet['kinds'] = ['regular']) =>
  firstVersion(code, unitId, content(from, sheet({ kinds })), []);

const refusalOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.code, ...error.fields.map(({ path, code }) => `${path} ${code}`)];
  }
};
const faultsOf = (changes: Partial<ScoreSheet>) =>
  refusalOf(() => firstVersion('x', null, content('2026-01-01', sheet(changes)), []));

describe('a sheet', () => {
  it('of 100 points in all, each head the sum of its items, is taken; so is the one that comes with the system', () => {
    expect(faultsOf({})).toEqual([]);
    for (const { code, unitId, from, source, sheet: seeded } of SEEDED_TEMPLATES)
      expect(firstVersion(code, unitId, { from, source, sheet: seeded }, [])).toMatchObject({ version: 1 });
  });

  const [a, b] = sheet().heads as [ScoreSheet['heads'][number], ScoreSheet['heads'][number]];
  it.each<[string, Partial<ScoreSheet>, string]>([
    ['heads below 100', { heads: [{ ...a, max: 400, items: [item('a.1', 400)] }, b] }, 'heads heads-not-100'],
    [
      'items beside their head',
      { heads: [{ ...a, items: [item('a.1', 404)] }, b] },
      'heads.0.items items-not-their-head',
    ],
    ['a head twice', { heads: [a, { ...b, code: 'a' }] }, 'heads.1.code given-twice'],
    ['an item twice', { heads: [a, { ...b, items: [item('a.1', 595)] }] }, 'heads item-given-twice'],
    ['a kind twice', { kinds: ['regular', 'regular'] }, 'kinds.1 given-twice'],
    [
      'options below the most points',
      {
        heads: [
          a,
          {
            ...b,
            items: [
              {
                ...item('b.1', 595),
                options: [
                  { points: 10, labels },
                  { points: 590, labels },
                ],
              },
            ],
          },
        ],
      },
      'heads.1.items.0.options options-not-to-max',
    ],
    ['grades that rise', { grades: { good: 700, fair: 700, average: 500 } }, 'grades grades-not-falling'],
  ])('with %s is refused, naming the place', (_what, changes, fault) => {
    expect(faultsOf(changes)).toEqual(['template-invalid', fault]);
  });
});

describe('versions', () => {
  const one = first('x', 'p', '2026-01-01');
  it('follow each other in date; the last word for a day holds', () => {
    const two = nextVersion('x', content('2026-01-01'), [one]);
    expect(two).toMatchObject({ version: 2, unitId: 'p' });
    expect(refusalOf(() => nextVersion('x', content('2025-12-31'), [one]))).toEqual([
      'template-invalid',
      'from before-last-version',
    ]);
    expect(refusalOf(() => firstVersion('x', 'p', content('2026-01-01'), [one]))[0]).toBe('template-exists');
    expect(refusalOf(() => newestOf('y', [one]))).toEqual(['no-such-template']);
  });

  it('that end it are made once, and it may begin again', () => {
    const ended = nextVersion('x', content('2026-06-01', null), [one]);
    expect(refusalOf(() => nextVersion('x', content('2026-07-01', null), [one, ended]))).toEqual([
      'template-withdrawn',
    ]);
    expect(nextVersion('x', content('2026-07-01'), [one, ended])).toMatchObject({ version: 3 });
  });

  it('leave an owner one template for a kind on any day', () => {
    const other =
      (from: string, unitId = 'p') =>
      () =>
        firstVersion('y', unitId, content(from), [one]);
    expect(refusalOf(other('2025-01-01'))).toEqual(['template-kind-taken', 'kinds.0 template-kind-taken']);
    expect(refusalOf(other('2025-01-01', 'q'))).toEqual([]);
    const ended = nextVersion('x', content('2026-06-01', null), [one]);
    const after = (from: string) => refusalOf(() => firstVersion('y', 'p', content(from), [one, ended]));
    expect([after('2026-05-31')[0], after('2026-06-01')]).toEqual(['template-kind-taken', []]);
  });
});

describe('the template in force', () => {
  const known: TemplateVersion[] = [
    first('p', 'province', '2026-01-01'),
    nextVersion('p', content('2026-06-01', null), [first('p', 'province', '2026-01-01')]),
    first('ward', 'ward', '2026-03-01'),
    first('whole', null, '2025-10-28'),
  ];
  const of = (date: string, path: string[], kind: 'regular' | 'thematic' = 'regular') =>
    inForce(known, { path, day: dayOf(date), kind })?.code;

  it('is that of the nearest owner above on the date, last the one of the whole tree', () => {
    const path = ['branch', 'ward', 'province', 'centre'];
    expect(of('2025-10-27', path)).toBeUndefined();
    expect(of('2025-12-31', path)).toBe('whole');
    expect(of('2026-02-28', path)).toBe('p');
    expect(of('2026-03-01', path)).toBe('ward');
    expect(of('2026-03-01', ['branch', 'province'])).toBe('p');
    expect(of('2026-06-01', ['branch', 'province'])).toBe('whole');
    expect(of('2026-03-01', path, 'thematic')).toBeUndefined();
  });
});
