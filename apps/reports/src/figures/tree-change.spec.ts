import * as fc from 'fast-check';
import { dateOf, dayOf } from '#calendar';
import type { UnitRecord } from '#contracts';
import { Tree, TreeFault } from '#tree';
import { oracleFigures, type OracleEntry, type OracleStretch } from '../../../../test/oracles/cells.js';
import { CellSums, EPOCH, type CellSum } from './cell-sums.js';
import type { Amounts, Entry } from './contribution.js';
import { addEffect } from './effect.js';
import { isStock, meetingKey } from './measure-keys.js';
import { Touched } from './touched-days.rules.js';
import { addCellsMoved, addFirstCells, addOwnMoved, planTreeChange, shiftsOf, type Held } from './tree-change.js';

const FIRST = EPOCH - 20;
const LAST = EPOCH + 400;
const UNITS = ['root', 'a', 'b', 'c', 'd', 'e', 'f'];
const STOCK = 'L:m';

/** The stored side in memory: cells by unit and month, changed only through the sums that would be written. */
class Cells {
  readonly fields = new Map<string, number>();

  write(sums: readonly CellSum[]): void {
    for (const { unit, month, inc } of sums)
      for (const [path, n] of Object.entries(inc)) {
        if (!Number.isSafeInteger(n)) throw new Error(`${unit} ${month} ${path} is no whole number`);
        const name = `${unit} ${month} ${path}`;
        this.fields.set(name, (this.fields.get(name) ?? 0) + n);
      }
  }

  /** In the oracle's names, from the days of the cells. */
  figures(): Map<string, number> {
    const figures = new Map<string, number>();
    for (const [name, n] of this.fields) {
      const [unit, month, path] = name.split(' ') as [string, string, string];
      const [part, second, third] = path.split('.') as [string, string, string];
      if (n === 0 || part === 't') continue;
      const day = dayOf(`${month}-${part === 'd' ? second : third}`);
      figures.set(part === 'd' ? `${unit} ${day} ${third}` : `${unit} ${day} <${second}>`, n);
    }
    return figures;
  }

  held(unit: string): Held {
    const days = new Map<number, Amounts>();
    for (const [name, n] of this.figures()) {
      const [at, day, key] = name.split(' ') as [string, string, string];
      if (at !== unit || key.startsWith('<')) continue;
      days.set(Number(day), { ...days.get(Number(day)), [key]: n });
    }
    return { opening: {}, days };
  }

  /** Totals that do not equal the sum of their days: of the month, and of the year for stock. */
  wrongTotals(): string[] {
    const totals = new Map<string, number>();
    const add = (name: string, n: number): void => void totals.set(name, (totals.get(name) ?? 0) + n);
    for (const [name, n] of this.fields) {
      const [unit, month, path] = name.split(' ') as [string, string, string];
      const [part, second, third] = path.split('.') as [string, string, string];
      if (part === 't') add(`${unit} ${month} ${second}`, n);
      if (part === 'd') add(`${unit} ${month} ${third}`, -n);
      if (part === 'd' && isStock(third)) add(`${unit} Y${month.slice(0, 4)} ${third}`, -n);
    }
    return [...totals].filter(([, n]) => n !== 0).map(([name]) => name);
  }
}

class World {
  readonly cells = new Cells();
  readonly tree = new Tree();
  readonly contributions = new Map<number, Entry[]>();
  readonly records = new Map<string, OracleStretch[]>();
  readonly parents = new Set<string>();
  revision = 0;

  replace(fact: number, entries: Entry[]): void {
    const sums = new CellSums();
    addEffect(sums, this.contributions.get(fact) ?? [], this.tree, -1);
    addEffect(sums, entries, this.tree, 1);
    this.cells.write(sums.toArray());
    this.contributions.set(fact, entries);
  }

  /** Answers whether the tree allowed it. */
  change(unit: string, stretches: OracleStretch[]): boolean {
    const record = recordOf(unit, stretches, this.revision + 1);
    try {
      const change = planTreeChange(this.tree, record);
      const sums = new CellSums();
      const entries = this.touchedBy(record);
      addOwnMoved(sums, change, entries);
      for (const parent of change.firstTimeParents) addFirstCells(sums, change, parent, entries);
      if (change.byCells) addCellsMoved(sums, shiftsOf(change.moved), this.cells.held(unit));
      this.tree.apply(record, this.revision + 1);
      this.cells.write(sums.toArray());
    } catch (fault) {
      if (fault instanceof TreeFault) return false;
      throw fault;
    }
    this.revision += 1;
    this.records.set(unit, stretches);
    for (const { parent } of stretches) if (parent !== null) this.parents.add(parent);
    return true;
  }

  /** Of each fact all entries, if one of them is of a unit and on days that the change can touch. */
  touchedBy(record: UnitRecord): Entry[] {
    const groups = Touched.by(this.tree, [record]).groups();
    const counts = ({ u, d, to }: Entry): boolean =>
      groups.some(({ units, days }) => {
        if (!units.includes(u)) return false;
        if (to === undefined) return days.from <= d && d < days.to;
        return d < Math.max(days.to, EPOCH + 1) && (to === null || to > days.from - 1);
      });
    return [...this.contributions.values()].filter((entries) => entries.some(counts)).flat();
  }

  expected(): Map<string, number> {
    const entries: OracleEntry[] = [...this.contributions.values()].flat().map(({ u, d, to, m }) => ({
      unit: u,
      day: d,
      amounts: m,
      ...(to === undefined ? {} : { to }),
    }));
    const world = { units: this.records, parents: this.parents, entries, epoch: EPOCH, lastDay: LAST };
    return oracleFigures(world, meetingKey('held', 'regular'));
  }
}

const recordOf = (id: string, stretches: readonly OracleStretch[], version: number): UnitRecord => ({
  id,
  version,
  voided: stretches.length === 0,
  stretches: stretches.map(({ from, to, parent }) => ({
    from: dateOf(from),
    to: to === null ? null : dateOf(to),
    code: id,
    name: id,
    kind: 'commune' as const,
    level: 'commune' as const,
    parentId: parent,
  })),
});

/** Often one of few days, so that moves, comings and goings fall on one another. */
const day = fc.oneof(
  fc.integer({ min: FIRST, max: LAST - 1 }),
  fc.integer({ min: 0, max: 15 }).map((n) => FIRST + 20 * n),
);
const amounts = fc.record({
  [meetingKey('held', 'regular')]: fc.integer({ min: 0, max: 1 }),
  'p:r': fc.integer({ min: 1, max: 40 }),
});
const flow = fc.record({ u: fc.constantFrom(...UNITS), d: day, m: amounts });
const stock = fc
  .record({
    u: fc.constantFrom(...UNITS),
    d: day,
    to: fc.option(day),
    m: fc.record({ [STOCK]: fc.integer({ min: 1, max: 9 }) }),
  })
  .map((entry) => (entry.to !== null && entry.to <= entry.d ? { ...entry, to: entry.d + 1 } : entry));
const fact = fc.record({
  kind: fc.constant('fact' as const),
  id: fc.integer({ min: 0, max: 7 }),
  entries: fc.array(fc.oneof(flow, stock), { maxLength: 3 }),
});
/** Sorted cuts of time; every second one or so a gap. */
const stretches = fc
  .tuple(
    fc.uniqueArray(day, { minLength: 1, maxLength: 4 }),
    fc.array(fc.record({ parent: fc.constantFrom(...UNITS), gap: fc.boolean() }), { minLength: 4, maxLength: 4 }),
    fc.boolean(),
  )
  .map(([cuts, parts, open]) => {
    const days = [...cuts].sort((x, y) => x - y);
    return days.flatMap((from, at): OracleStretch[] => {
      const to = days[at + 1] ?? (open ? null : from + 30);
      const part = parts[at];
      return !part || (part.gap && at > 0) ? [] : [{ from, to, parent: part.parent }];
    });
  });
const move = fc.record({
  kind: fc.constant('move' as const),
  unit: fc.constantFrom(...UNITS.slice(1)),
  stretches: fc.oneof({ weight: 8, arbitrary: stretches }, { weight: 1, arbitrary: fc.constant<OracleStretch[]>([]) }),
});

describe('cells after any history', () => {
  it('equal a naive fold over the contributions under the tree, stock and moves in the past included', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(fact, move, move), { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
        const world = new World();
        world.change('root', [{ from: FIRST, to: null, parent: null }]);
        for (const [unit, parent] of [
          ['a', 'root'],
          ['b', 'root'],
          ['c', 'a'],
          ['d', 'c'],
        ] as const)
          world.change(unit, [{ from: EPOCH + 9, to: null, parent }]);
        for (const step of steps) {
          if (step.kind === 'fact') world.replace(step.id, step.entries);
          else if (world.change(step.unit, step.stretches)) accepted += 1;
        }
        expect(sorted(world.cells.figures())).toEqual(sorted(world.expected()));
        expect(world.cells.wrongTotals()).toEqual([]);
      }),
      { numRuns: 200 },
    );
    expect(accepted).toBeGreaterThan(1_000);
  });
});

const sorted = (figures: Map<string, number>): [string, number][] => [...figures].sort(([x], [y]) => (x < y ? -1 : 1));
