import * as fc from 'fast-check';
import { dateOf, dayOf, GREGORIAN, monthOf, type Day, type Period } from '#calendar';
import { MEETING_KINDS, type Level } from '#contracts';
import type { Tree } from '#tree';
import { MEASURES } from '../catalogue/measures.js';
import type { Figure } from '../catalogue/measures.rules.js';
import type { Entry } from '../figures/contribution.js';
import { meetingKey } from '../figures/measure-keys.js';
import { CellPlan } from './cells.rules.js';
import { CompletenessCount, planCompleteness, rosterOf } from './completeness.rules.js';
import { needsOf, rowFigures, totalFigures, wantsOf } from './rollup.rules.js';
import { pageOf, planRows, type Breakdown, type PlannedRow } from './rows.rules.js';
import { countCells, IDS, periods, read, worlds, type World } from './worlds.harness.js';

const NEEDS = needsOf(MEASURES);

const held = (figures: readonly Figure[]): number =>
  figures.find(({ measure }) => measure === 'meetings.held')?.value ?? 0;
const present = (figures: readonly Figure[]): number =>
  figures.find(({ measure }) => measure === 'attendance.rate')?.numerator ?? 0;

/** The naive reading: facts in the period whose unit lay under the unit on their day. */
const under = ({ tree, entries }: World, unitId: string, { from, to }: { from: Day; to: Day }): Entry[] =>
  entries.filter(({ u, d }) => from <= d && d < to && tree.path(u, d).includes(unitId));
const sumOf = (entries: readonly Entry[], of: 'held' | 'present'): number =>
  entries.reduce((sum, { m }) => sum + MEETING_KINDS.reduce((n, kind) => n + (m[meetingKey(of, kind)] ?? 0), 0), 0);

/** Level of a unit on a day by distance, day by day. */
function levelOn(tree: Tree, id: string, day: Day): Level | undefined {
  let best: { level: Level; distance: number } | undefined;
  for (const { from, to, level } of tree.get(id)?.stretches ?? []) {
    const last = to === null ? Infinity : dayOf(to) - 1;
    const distance = day < dayOf(from) ? dayOf(from) - day : Math.max(0, day - last);
    if (!best || distance < best.distance) best = { level, distance };
  }
  return best?.level;
}

const known = (tree: Tree): string[] => IDS.filter((id) => tree.get(id)?.stretches.length);
const all = (world: World, unitId: string, period: Period, by: Breakdown, level?: Level) => {
  const rows = planRows(world.tree, { unitId, period, calendar: GREGORIAN, by, level });
  const buckets = read(world, wantsOf(unitId, period, rows, rows, NEEDS));
  return { rows, figures: totalFigures(MEASURES, buckets), answers: rowFigures(MEASURES, buckets, rows) };
};
const groupOf = (row: PlannedRow): string => {
  if (row.of.type === 'unit' || row.of.type === 'own') return row.of.unit.id;
  if (row.of.type === 'step') return row.of.step.id;
  return row.of.type === 'kind' ? row.of.kind : '';
};

/** Rows against a naive grouping of the facts under the unit; '' is what has no row of its own. */
function expectRows(
  world: World,
  unitId: string,
  period: Period,
  answer: ReturnType<typeof all>,
  group: (entry: Entry) => string,
) {
  const facts = under(world, unitId, period);
  expect([held(answer.figures), present(answer.figures)]).toEqual([sumOf(facts, 'held'), sumOf(facts, 'present')]);
  for (const [at, row] of answer.rows.entries()) {
    const mine = facts.filter((entry) => group(entry) === groupOf(row));
    const figures = answer.answers[at]?.figures ?? [];
    expect([groupOf(row), held(figures), present(figures)]).toEqual([
      groupOf(row),
      sumOf(mine, 'held'),
      sumOf(mine, 'present'),
    ]);
  }
  const sum = answer.answers.reduce((total, row) => total + held(row.figures), 0);
  expect(sum).toBe(answer.rows.length > 0 ? held(answer.figures) : 0);
}

describe('rollups against a naive loop over the facts', () => {
  const options = { numRuns: 60 };

  it('totals, and series by day and month', () => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        for (const id of known(world.tree)) {
          expectRows(world, id, period, all(world, id, period, 'total'), () => '');
          expectRows(world, id, period, all(world, id, period, 'day'), ({ d }) => dateOf(d));
          expectRows(world, id, period, all(world, id, period, 'month'), ({ d }) => monthOf(d));
        }
      }),
      options,
    );
  });

  it('weeks, by their Monday, clipped at the edges', () => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        const answer = all(world, 'a', period, 'week');
        const facts = under(world, 'a', period);
        for (const [at, row] of answer.rows.entries()) {
          if (row.of.type !== 'step') throw new Error('a series has steps');
          const { from, to } = row.of.step;
          const mine = facts.filter(({ d }) => from <= d && d < to);
          expect(held(answer.answers[at]?.figures ?? [])).toBe(sumOf(mine, 'held'));
        }
      }),
      options,
    );
  });

  it('by kind of meeting', () => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        const kindOf = ({ m }: Entry): string => MEETING_KINDS.find((kind) => m[meetingKey('held', kind)]) ?? '';
        for (const id of known(world.tree)) expectRows(world, id, period, all(world, id, period, 'kind'), kindOf);
      }),
      options,
    );
  });

  it('by child: its days under that parent, the rest with the unit itself, adding up in the quarter of a move', () => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        for (const id of known(world.tree)) {
          const childOf = ({ u, d }: Entry): string => {
            const path = world.tree.path(u, d);
            return path[Math.max(0, path.indexOf(id) - 1)] ?? '';
          };
          expectRows(world, id, period, all(world, id, period, 'child'), childOf);
        }
      }),
      options,
    );
  });

  it('by level: the uppermost unit of the level on the day of the fact, and a remainder', () => {
    fc.assert(
      fc.property(worlds, periods, fc.constantFrom<Level>('commune', 'branch'), (world, period, level) => {
        for (const id of known(world.tree)) {
          const upper = ({ u, d }: Entry): string => {
            const path = world.tree.path(u, d);
            return path.slice(0, path.indexOf(id)).findLast((each) => levelOn(world.tree, each, d) === level) ?? '';
          };
          expectRows(world, id, period, all(world, id, period, 'level', level), upper);
        }
      }),
      options,
    );
  });

  it('pages of any size have the same rows, also what is left over', () => {
    fc.assert(
      fc.property(worlds, periods, fc.integer({ min: 1, max: 4 }), (world, period, limit) => {
        const whole = all(world, 'a', period, 'child');
        const paged: { key: string; held: number }[] = [];
        for (let after: string | null = null; ;) {
          const { page, next } = pageOf(whole.rows, after, limit);
          const buckets = read(world, wantsOf('a', period, whole.rows, page, NEEDS));
          for (const [at, { figures }] of rowFigures(MEASURES, buckets, page).entries())
            paged.push({ key: page[at]?.key ?? '', held: held(figures) });
          if (next === null) break;
          after = next;
        }
        expect(paged).toEqual(whole.rows.map(({ key }, at) => ({ key, held: held(whole.answers[at]?.figures ?? []) })));
      }),
      options,
    );
  });

  it('completeness: branches that live under the unit, and those with a regular meeting on such a day', () => {
    fc.assert(
      fc.property(worlds, periods, (world, period) => {
        const { tree, cells, entries } = world;
        const isDue = (id: string, day: Day, unitId: string): boolean =>
          (tree.get(id)?.stretches ?? []).some(
            ({ from, to, level }) => level === 'branch' && dayOf(from) <= day && (to === null || day < dayOf(to)),
          ) && tree.path(id, day).includes(unitId);
        const days = Array.from({ length: period.to - period.from }, (_, at) => period.from + at);
        for (const id of known(tree)) {
          const plan = planCompleteness(rosterOf(tree, tree, id), period);
          const count = new CompletenessCount(plan);
          if (tree.hasEverHadChild(id)) countCells(count, plan, cells);
          else count.addEntries(entries);
          const alive = IDS.filter((each) => days.some((day) => isDue(each, day, id)));
          const met = alive.filter((each) =>
            entries.some(
              ({ u, d, m }) => u === each && m[meetingKey('held', 'regular')] && days.includes(d) && isDue(each, d, id),
            ),
          );
          expect(count.result).toEqual({ branchesAlive: alive.length, branchesWithRegularMeeting: met.length });
        }
      }),
      options,
    );
  });
});

describe('queries', () => {
  it('long periods read totals, and days only at their edges', () => {
    const wants = [{ bucket: 'x', unit: 'a', spans: [{ from: dayOf('2026-01-30'), to: dayOf('2026-05-03') }] }];
    expect(new CellPlan(wants).queries()).toEqual([
      { units: ['a'], months: ['2026-02', '2026-03', '2026-04'], days: null },
      { units: ['a'], months: ['2026-01', '2026-05'], days: ['01', '02', '30', '31'] },
    ]);
  });

  it('units wanted on the same days share them, in chunks', () => {
    const spans = [{ from: dayOf('2026-01-01'), to: dayOf('2026-04-01') }];
    const wants = ['a', 'b', 'c'].map((unit) => ({ bucket: unit, unit, spans }));
    const months = ['2026-01', '2026-02', '2026-03'];
    expect(new CellPlan(wants).queries(2)).toEqual([
      { units: ['a', 'b'], months, days: null },
      { units: ['c'], months, days: null },
    ]);
  });
});
