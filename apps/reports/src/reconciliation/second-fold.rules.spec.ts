import { dayOf } from '#calendar';
import * as fc from 'fast-check';
import { CellSums } from '../figures/cell-sums.js';
import type { Entry } from '../figures/contribution.js';
import { addEffect, type PlacedDays } from '../figures/effect.js';
import { addPart, cellKey, differencesOf, SecondFold, yearOf, type FoldedCells } from './second-fold.rules.js';

const EVER = { from: -Infinity, to: Infinity };
const D = dayOf('2026-06-28');

/** Two branches; one that never moves, one that goes from one commune to the other and back. */
const STRETCHES: Record<string, PlacedDays[]> = {
  still: [{ ...EVER, path: ['still', 'a', 'top'] }],
  moving: [
    { from: -Infinity, to: D, path: ['moving', 'a', 'top'] },
    { from: D, to: D + 5, path: ['moving', 'b', 'top'] },
    { from: D + 5, to: Infinity, path: ['moving', 'a', 'top'] },
  ],
};
const tree = {
  stretches: (unit: string) => STRETCHES[unit] ?? [],
  path: (unit: string, day: number) =>
    (STRETCHES[unit] ?? []).find(({ from, to }) => from <= day && day < to)?.path ?? [],
  hasEverHadChild: (unit: string) => ['a', 'b', 'top'].includes(unit),
};

function secondly(entries: readonly Entry[], days = EVER): FoldedCells {
  const fold = new SecondFold(tree, new Set(['a', 'b', 'top']), days);
  fold.add(entries);
  return fold.cells;
}

/** What `effect` makes of them, as the write side would store it. */
function firstly(entries: readonly Entry[]): { months: FoldedCells; years: FoldedCells } {
  const sums = new CellSums();
  addEffect(sums, entries, tree, 1);
  const cells = { months: new Map() as FoldedCells, years: new Map() as FoldedCells };
  for (const { unit, month, inc } of sums.toArray())
    (month.startsWith('Y') ? cells.years : cells.months).set(cellKey(unit, month), new Map(Object.entries(inc)));
  return cells;
}

const day = fc.integer({ min: D - 40, max: D + 40 });
const unit = fc.constantFrom('still', 'moving', 'unknown');
const flow = fc.record({
  u: unit,
  d: day,
  m: fc.constantFrom<Entry['m']>({ 'h:r': 1, 'p:r': 20 }, { 'j:r': 1 }, { 'K:c': 1 }),
});
const stock = fc.record({
  u: unit,
  d: fc.oneof(day, fc.constant(dayOf('1901-01-01'))),
  to: fc.oneof(day, fc.constant(null)),
  m: fc.constantFrom<Entry['m']>({ 'L:m': 1, 'L:o': 1 }, { 'L:ko': 2 }),
});

describe('the second fold', () => {
  it('makes the cells that effect makes, of any entries under a tree with moves', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(flow, stock), { maxLength: 12 }), (entries) => {
        const { months } = firstly(entries);
        expect(differencesOf(months, secondly(entries))).toEqual([]);
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  it('gives the net change of a year from its months', () => {
    fc.assert(
      fc.property(fc.array(stock, { maxLength: 8 }), (entries) => {
        const { months, years } = firstly(entries);
        for (const one of ['a', 'b', 'top']) {
          const of2026 = [...months].filter(([cell]) => cell.startsWith(`${one}|2026`)).map(([, fields]) => fields);
          const stored = years.get(cellKey(one, 'Y2026')) ?? new Map<string, number>();
          expect(differencesOf(new Map([['', yearOf(of2026)]]), new Map([['', stored]]))).toEqual([]);
        }
      }),
      { numRuns: 100, seed: 6 },
    );
  });

  it('makes only the days and units it is asked for', () => {
    const entries = [
      { u: 'still', d: D, m: { 'K:c': 1 } },
      { u: 'still', d: D + 40, m: { 'K:c': 1 } },
    ];
    const cells = secondly(entries, { from: D, to: D + 1 });
    expect([...cells.keys()].sort()).toEqual(['a|2026-06', 'top|2026-06']);
  });
});

describe('the comparison of cells', () => {
  it('adds up the parts of a cell, and says what has to be added to be right', () => {
    const found: FoldedCells = new Map();
    addPart(found, { u: 'a', m: '2026-06', t: { x: 5 }, d: { '28': { x: 5 } } });
    addPart(found, { u: 'a', m: '2026-06', t: { x: -4 }, d: { '28': { x: -4 } }, r: { still: { '28': 1 } } });
    const expected: FoldedCells = new Map([
      ['a|2026-06', new Map(Object.entries({ 't.x': 1, 'd.28.x': 1 }))],
      ['b|2026-06', new Map([['t.x', 2]])],
    ]);
    expect(differencesOf(expected, found)).toEqual([
      { unit: 'a', month: '2026-06', inc: { 'r.still.28': -1 } },
      { unit: 'b', month: '2026-06', inc: { 't.x': 2 } },
    ]);
  });
});
