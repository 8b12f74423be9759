import type { UnitRecord } from '#contracts';
import { LeanRecords } from './lean-records.js';
import { placeOf, Places } from './place.js';

const record = (id: string, parents: readonly string[]): UnitRecord => ({
  id,
  version: parents.length,
  voided: false,
  stretches: parents.map((parentId, at) => ({
    from: `202${at}-01-01`,
    to: at === parents.length - 1 ? null : `202${at + 1}-01-01`,
    code: `CB-${at}`,
    name: `Chi bộ ${at}`,
    kind: 'residential-branch',
    level: 'branch',
    parentId,
  })),
});

describe('records as trees keep them', () => {
  it('say the same, with whatever was known before, and nothing that is absent', () => {
    const lean = new LeanRecords();
    const before = lean.of(record('b', ['a']));
    const after = {
      ...record('b', ['a', 'c']),
      duplicateOf: 'd',
      successions: [{ from: '2026-01-01', history: 'moves' as const, to: [{ unitId: 'c', weight: 1 }] }],
    };
    expect(before).toStrictEqual(record('b', ['a']));
    expect(lean.of(after, before)).toStrictEqual(after);
    expect(lean.of(record('b', []), before)).toStrictEqual(record('b', []));
  });
});

describe('places', () => {
  it('that are alike are one; those of another day or parent are not', () => {
    const places = new Places();
    const first = places.one(placeOf(record('b', ['a', 'c'])));
    expect(places.one(placeOf(record('d', ['a', 'c'])))).toBe(first);
    expect(places.one(placeOf(record('d', ['a'])))).not.toBe(first);
    expect(places.one(placeOf(record('d', ['c', 'a'])))).not.toBe(first);
    const root = { stretches: [{ ...record('b', ['a']).stretches[0]!, parentId: null }] };
    expect(places.one(placeOf(root))).not.toBe(places.one(placeOf({ stretches: [] })));
    const [begins, goesOn] = record('d', ['a', 'c']).stretches;
    const later = {
      stretches: [
        { ...begins!, to: '2021-02-01' },
        { ...goesOn!, from: '2021-02-01' },
      ],
    };
    expect(places.one(placeOf(later))).not.toBe(first);
  });
});
