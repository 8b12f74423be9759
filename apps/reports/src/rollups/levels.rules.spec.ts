import * as fc from 'fast-check';
import { dayOf, GREGORIAN, type Day, type Period } from '#calendar';
import type { Level } from '#contracts';
import { measureByCode } from '../catalogue/measures.js';
import type { Figure, Measure } from '../catalogue/measures.rules.js';
import { ROLL_KEYS } from '../figures/measure-keys.js';
import { CellPlan } from './cells.rules.js';
import { needsOf, rowFigures, totalFigures, wantsOf, type Row } from './rollup.rules.js';
import { pageOf, planRows, type Breakdown, type RowOf } from './rows.rules.js';
import { IDS, periods, read, worldOf, worlds, type World } from './worlds.harness.js';

const CODES = ['members.total', 'members.opening', 'members.registered', 'members.left', 'members.moved-with-units'];
const MEASURES = CODES.map((code) => measureByCode(code) as Measure);
type Book = { closing: number; opening: number; in: number; out: number; moved: number };

const bookOf = (figures: readonly Figure[]): Book => {
  const [closing = 0, opening = 0, came = 0, went = 0, moved = 0] = figures.map(({ value }) => value ?? 0);
  return { closing, opening, in: came, out: went, moved };
};
const openingPlus = (book: Book): number => book.opening + book.in - book.out + book.moved;

function all(world: World, unitId: string, period: Period, by: Breakdown, level?: Level) {
  const rows = planRows(world.tree, { unitId, period, calendar: GREGORIAN, by, level });
  const answers: Row[] = [];
  // By pages of three: what is left over and running levels must not depend on where a page begins.
  for (let after: string | null = null; ;) {
    const { page, next } = pageOf(rows, after, 3);
    answers.push(...rowFigures(MEASURES, read(world, wantsOf(unitId, period, rows, page, needsOf(MEASURES))), page));
    if (next === null) break;
    after = next;
  }
  const total = bookOf(totalFigures(MEASURES, read(world, wantsOf(unitId, period, rows, [], needsOf(MEASURES)))));
  return { total, rows: answers.map(({ of, figures }) => ({ of, book: bookOf(figures) })) };
}

/** Heads under the unit at the end of a day, of those that lie in a group then: a loop over all entries. */
function naive({ tree, entries }: World, unitId: string, day: Day, isIn: (path: string[]) => boolean = () => true) {
  let heads = 0;
  for (const { u, d, to, m } of entries) {
    if (to === undefined || d > day || (to !== null && to <= day)) continue;
    const path = tree.path(u, day);
    if (path.includes(unitId) && isIn(path.slice(0, path.indexOf(unitId)))) heads += m[ROLL_KEYS.total] ?? 0;
  }
  return heads;
}
const known = ({ tree }: World): string[] => IDS.filter((id) => tree.get(id)?.stretches.length);

describe('levels against a naive loop over the facts', () => {
  const options = { numRuns: 60 };

  it('of a unit: closing and opening, and all that came and went in between', () => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        for (const id of known(world)) {
          const { total } = all(world, id, period, 'total');
          expect([total.closing, total.opening]).toEqual([
            naive(world, id, period.to - 1),
            naive(world, id, period.from - 1),
          ]);
          expect(total.closing).toBe(openingPlus(total));
        }
      }),
      options,
    );
  });

  it.each<Breakdown>(['day', 'week', 'month'])('by %s: those of each step', (by) => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        for (const id of known(world))
          for (const { of, book } of all(world, id, period, by).rows) {
            if (of.type !== 'step') throw new Error('a series has steps');
            const { from, to } = of.step;
            expect([book.closing, book.opening]).toEqual([naive(world, id, to - 1), naive(world, id, from - 1)]);
            expect(book.closing).toBe(openingPlus(book));
          }
      }),
      options,
    );
  });

  it.each<[Breakdown, Level | undefined]>([
    ['child', undefined],
    ['level', 'commune'],
    ['level', 'branch'],
  ])('by %s %s: of those that lie there on the day, whatever came or went with one, adding up', (by, level) => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        for (const id of known(world)) {
          const { total, rows } = all(world, id, period, by, level);
          const units = rows.flatMap(({ of }) => (of.type === 'unit' ? [of] : []));
          for (const { of, book } of rows) {
            expect(book.closing).toBe(openingPlus(book));
            if (of.type !== 'unit') continue;
            expect(book.closing).toBe(lies(of, period.to - 1) ? naive(world, of.unit.id, period.to - 1) : 0);
            expect(book.opening).toBe(of.before ? naive(world, of.unit.id, period.from - 1) : 0);
          }
          for (const key of ['closing', 'opening', 'in', 'out', 'moved'] as const)
            expect(rows.reduce((sum, { book }) => sum + book[key], 0)).toBe(total[key]);
          const isOther = (path: string[]): boolean =>
            !units.some((of) => lies(of, period.to - 1) && path.includes(of.unit.id));
          expect(rows.at(-1)?.book.closing).toBe(naive(world, id, period.to - 1, isOther));
        }
      }),
      options,
    );
  });
});

describe('a unit that was away for some days', () => {
  it('went on the first of them and came back after the last, with who was on its roll', () => {
    const first = dayOf('2026-03-10');
    const world = worldOf(
      [
        ['a', [{ from: 0, to: null, parent: null, level: 'centre' }]],
        ['b', [{ from: 0, to: null, parent: 'a', level: 'commune' }]],
        ['c', [{ from: 0, to: null, parent: 'a', level: 'commune' }]],
        [
          'd',
          [
            { from: 0, to: 18, parent: 'b', level: 'branch' },
            { from: 18, to: 22, parent: 'c', level: 'branch' },
            { from: 22, to: null, parent: 'b', level: 'branch' },
          ],
        ],
      ],
      [{ unit: 'd', at: 1, days: null, heads: 4 }],
    );
    const book = (from: Day, to: Day) => {
      const { rows } = all(world, 'b', { id: '', from, to }, 'child');
      return rows.map(({ book: { opening, moved, closing } }) => [opening, moved, closing]);
    };
    // d, then b itself.
    expect(book(first, first + 9)).toEqual([
      [4, 0, 4],
      [0, 0, 0],
    ]);
    expect(book(first, first + 3)).toEqual([[4, -4, 0]]);
    expect(book(first + 1, first + 9)).toEqual([
      [0, 4, 4],
      [0, 0, 0],
    ]);
  });
});

const lies = ({ spans }: RowOf & { type: 'unit' }, day: Day): boolean =>
  spans.some(({ from, to }) => from <= day && day < to);

describe('queries of levels', () => {
  it('read years by their own cells, whole months by totals, and days of the last month only', () => {
    const level = dayOf('1932-03-15');
    const plan = new CellPlan([{ bucket: 'x', unit: 'a', level, as: 'closing', sign: 1 }]);
    expect(plan.queries()).toEqual([
      { units: ['a'], months: ['1932-01', '1932-02'], years: 'Y1932', days: null },
      {
        units: ['a'],
        months: ['1932-03'],
        days: Array.from({ length: 15 }, (_, at) => String(at + 1).padStart(2, '0')),
      },
    ]);
  });

  it('of days before the epoch read nothing', () => {
    const level = dayOf('1930-02-02');
    expect(new CellPlan([{ bucket: 'x', unit: 'a', level, as: 'closing', sign: 1 }]).queries()).toEqual([]);
  });

  it('are not made for measures that are flows', () => {
    const held = [measureByCode('meetings.held') as Measure];
    const period = { id: '2026-07', from: dayOf('2026-07-01'), to: dayOf('2026-08-01') };
    expect(wantsOf('a', period, [], [], needsOf(held))).toEqual([{ bucket: 'total', unit: 'a', spans: [period] }]);
  });
});
