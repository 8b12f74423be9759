import { dayOf, GREGORIAN } from '#calendar';
import { dataCode } from '#contracts';
import * as fc from 'fast-check';
import { CATALOGUE } from './catalogue-view.js';
import { scaledOf, unscaled } from './decimal.rules.js';
import type { EntryField, ReportType, ReportTypeContent } from './report-type.js';
import { checkedType, enteredMeasuresOf, versionInForce } from './report-type.rules.js';
import { SEEDED_TYPES } from './report-types.seeds.js';

const field = (over: Partial<EntryField> = {}): EntryField => ({
  code: 'digital.services',
  labels: { vi: 'v', en: 'e' },
  unit: 'service',
  semantics: 'stock',
  scale: 1,
  min: 0,
  max: 10.5,
  required: false,
  estimateAllowed: false,
  ...over,
});
const content = (over: Partial<ReportTypeContent> = {}): ReportTypeContent => ({
  labels: { vi: 'v', en: 'e' },
  from: '2026-01-01',
  calendar: 'gregorian',
  periodKind: 'month',
  levels: ['commune'],
  sections: [],
  measures: [field()],
  derived: ['meetings.held'],
  ...over,
});
const faultsOf = (of: ReportTypeContent, known: readonly ReportType[] = SEEDED_TYPES, code = 'monthly'): string[] => {
  try {
    checkedType(code, of, { known, catalogue: CATALOGUE, calendar: GREGORIAN });
  } catch (error) {
    const { code: refusal, fields } = error as { code: string; fields: { path: string; code: string }[] };
    expect(refusal).toBe('report-type-invalid');
    return fields.map((fault) => `${fault.path} ${fault.code}`);
  }
  return [];
};

describe('decimals', () => {
  it.each([
    ['450', 1, 4500],
    ['450.5', 1, 4505],
    [450.5, 1, 4505],
    ['450.50', 1, 4505],
    ['-0.07', 2, -7],
    ['-0', 2, 0],
    [0.1, 6, 100_000],
    ['450.55', 1, 'too-many-decimals'],
    [0.30000000000000004, 6, 'not-a-decimal'],
    ['450,5', 1, 'not-a-decimal'],
    ['1e3', 0, 'not-a-decimal'],
    [' 1', 0, 'not-a-decimal'],
    ['', 0, 'not-a-decimal'],
    [NaN, 0, 'not-a-decimal'],
    [1e21, 0, 'not-a-decimal'],
    ['999999999999999', 6, 'not-a-decimal'],
    [null, 0, 'not-a-decimal'],
  ])('%p with scale %i is %p', (given, scale, expected) => {
    expect(scaledOf(given, scale)).toBe(expected);
  });

  it('come back as they were given', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.integer({ min: 0, max: 6 }), (value, scale) => {
        expect(scaledOf(unscaled(value, scale), scale)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('a report type', () => {
  it('is version 1, then the next one', () => {
    const first = checkedType('monthly', content(), { known: SEEDED_TYPES, catalogue: CATALOGUE, calendar: GREGORIAN });
    expect(first).toMatchObject({ code: 'monthly', version: 1 });
    const known = [...SEEDED_TYPES, first];
    expect(
      checkedType('monthly', content({ from: '2027-01-01' }), { known, catalogue: CATALOGUE, calendar: GREGORIAN })
        .version,
    ).toBe(2);
    expect(faultsOf(content(), known)).toEqual(['from not-after-last-version']);
    expect(faultsOf(content({ from: '2027-01-01', periodKind: 'week' }), known)).toEqual([
      'periodKind period-kind-changed',
    ]);
  });

  it('is of a kind of period that its calendar has', () => {
    expect(faultsOf(content({ periodKind: 'nine-months' }))).toEqual([]);
    for (const periodKind of ['range', 'stage'])
      expect(faultsOf(content({ periodKind }))).toEqual(['periodKind period-kind-not-in-calendar']);
  });

  it('names each fault by its path', () => {
    const section = { code: 'a', labels: { vi: 'v', en: 'e' }, required: false, maxLength: 10 };
    expect(
      faultsOf(
        content({
          sections: [section, section],
          measures: [field(), field(), field({ code: 'meetings.mine' }), field({ code: 'reports.mine' })],
          derived: ['meetings.held', 'meetings.held', 'meetings.no-such'],
        }),
      ),
    ).toEqual([
      'sections.1.code given-twice',
      'measures.1.code given-twice',
      'measures.2.code measure-is-derived',
      'measures.3.code measure-is-derived',
      'derived.1 cannot-be-prefilled',
      'derived.2 cannot-be-prefilled',
    ]);
    expect(faultsOf(content({ measures: [field({ min: 11 })] }))).toEqual(['measures.0.max limits-reversed']);
    expect(faultsOf(content({ measures: [field({ min: 0.25 })] }))).toEqual(['measures.0.min too-many-decimals']);
    expect(faultsOf(content({ measures: [] }))).toEqual(['sections asks-for-nothing']);
  });

  it('takes no measure of another type, and keeps what its own measures are', () => {
    const first = checkedType('monthly', content(), { known: SEEDED_TYPES, catalogue: CATALOGUE, calendar: GREGORIAN });
    const known = [...SEEDED_TYPES, first];
    expect(faultsOf(content(), known, 'other')).toEqual(['measures.0.code measure-of-another-type']);
    for (const change of [{ semantics: 'flow' }, { scale: 2 }, { unit: 'other' }] as Partial<EntryField>[])
      expect(faultsOf(content({ from: '2027-01-01', measures: [field(change)] }), known)).toEqual([
        'measures.0.code measure-changed',
      ]);
    expect(faultsOf(content({ from: '2027-01-01', measures: [field({ max: 5, required: true })] }), known)).toEqual([]);
  });

  it('holds for periods from its day until the next takes over', () => {
    const versions = [1, 2].map((version) => ({
      ...content({ from: `202${version + 5}-01-01` }),
      code: 'monthly',
      version,
    }));
    const on = (date: string) => versionInForce(versions, dayOf(date))?.version;
    expect([on('2025-12-31'), on('2026-01-01'), on('2026-12-31'), on('2027-01-01')]).toEqual([undefined, 1, 1, 2]);
  });
});

describe('the types that come with the system', () => {
  it('keep their own rules, whatever of the catalogue they are filled in from', () => {
    const known: ReportType[] = [];
    for (const { code, version, ...each } of SEEDED_TYPES) {
      known.push(
        checkedType(code, each, { known, catalogue: { ...CATALOGUE, canPrefill: () => true }, calendar: GREGORIAN }),
      );
      expect(known.at(-1)?.version).toBe(version);
    }
    for (const { code } of [...known, ...enteredMeasuresOf(known)]) expect(dataCode.safeParse(code).success).toBe(true);
  });

  it('ask for what article-000 tells: counts, and trade as an estimate with one decimal', () => {
    const measures = new Map(enteredMeasuresOf(SEEDED_TYPES).map((measure) => [measure.code, measure]));
    expect(measures.get('economy.enterprises')).toMatchObject({ semantics: 'stock', scale: 0 });
    expect(measures.get('economy.trade')).toMatchObject({ semantics: 'flow', scale: 1, unit: 'billion-dong' });
    expect(measures.get('rules.working-rules-issued')).toMatchObject({ semantics: 'stock', unit: 'branch' });
  });
});
