/** Random trees with facts, and what the store does for a reader, for the tests of the pure rules. */
import * as fc from 'fast-check';
import { mongo } from 'mongoose';
import { dateOf, dayOf, rangeId, type Period } from '#calendar';
import { MEETING_KINDS, type Level, type MeetingKind, type UnitRecord } from '#contracts';
import { Tree, TreeFault } from '#tree';
import { CellSums, isYear } from '../figures/cell-sums.js';
import type { Entry } from '../figures/contribution.js';
import { addEffect } from '../figures/effect.js';
import { meetingKey, MOVEMENT_KEYS, ROLL_KEYS } from '../figures/measure-keys.js';
import { CellPlan, foldEntries, type Buckets, type CellDays, type Want } from './cells.rules.js';
import type { CompletenessCount, CompletenessPlan } from './completeness.rules.js';
import { eachRegular, totalsOf } from './cell-bytes.js';

// A quarter, with room before and after: moves fall before, in and after the periods that are asked for.
const FIRST = dayOf('2026-02-20');
const LENGTH = 70;
export const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;

type Plan = { from: number; to: number | null; parent: string | null; level: Level }[];
type Roll = { unit: string; at: number; days: number | null; heads: number };
type Fact = { unit: string; at: number; kind: MeetingKind; present: number };
type Cell = CellDays & { t?: Record<string, number>; r?: Record<string, Record<string, number>> };
export type World = { tree: Tree; entries: Entry[]; cells: Cell[] };

const record = (id: string, plan: Plan): UnitRecord => ({
  id,
  version: 1,
  voided: plan.length === 0,
  stretches: plan.map(({ from, to, parent, level }) => ({
    from: dateOf(FIRST + from),
    to: to === null ? null : dateOf(FIRST + to),
    code: id.toUpperCase(),
    name: id,
    kind: 'ward',
    level,
    parentId: parent,
  })),
});

/** Often one of few days, so that moves, comings and the ends of periods fall on one another. */
const few = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min, max }),
    fc.integer({ min: Math.ceil(min / 10), max: Math.floor(max / 10) }).map((n) => n * 10),
  );

const levels = fc.constantFrom<Level>('commune', 'branch', 'group');
const plans = fc
  .array(
    fc.record({
      gap: few(0, 10),
      length: few(0, 40).map((n) => Math.max(n, 1)),
      parent: fc.constantFrom(...IDS),
      level: levels,
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts): Plan => {
    let at = 0;
    return parts.map(({ gap, length, parent, level }, index) => {
      const from = at + gap;
      at = from + length;
      return { from, to: index === parts.length - 1 ? null : at, parent, level };
    });
  });

/** Some who are on a roll from a day on, perhaps to another, with their coming and going. */
function onRoll({ unit, at, days, heads }: Roll): Entry[] {
  const d = FIRST + at;
  const to = days === null ? null : d + days;
  return [
    { u: unit, d, to, m: { [ROLL_KEYS.total]: heads } },
    { u: unit, d, m: { [MOVEMENT_KEYS.registered]: heads } },
    ...(to === null ? [] : [{ u: unit, d: to, m: { [MOVEMENT_KEYS.left]: heads } }]),
  ];
}

/** Counts by the cells that a plan names, as the store has them. */
export function countCells(count: CompletenessCount, plan: CompletenessPlan, cells: readonly Cell[]): void {
  for (const cell of cells)
    if (plan.parents.includes(cell.u) && plan.months.includes(cell.m))
      eachRegular(mongo.BSON.serialize(cell), (branch, day, n) => count.addRegular(branch, day, n));
}

/** Adds one fact's or many entries' effect up, as cells of two parts would hold it. */
export function cellsOf(tree: Tree, entries: readonly Entry[]): Cell[] {
  const parts = [entries.filter((_, at) => at % 2 === 0), entries.filter((_, at) => at % 2 === 1)];
  return parts.flatMap((part) => {
    const sums = new CellSums();
    addEffect(sums, part, tree, 1);
    return sums.toArray().map(({ unit, month, inc }) => {
      const cell: Record<string, unknown> = { u: unit, m: month };
      for (const [path, n] of Object.entries(inc)) {
        const keys = path.split('.');
        let at = cell;
        for (const key of keys.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>;
        at[keys.at(-1) ?? ''] = n;
      }
      return cell as Cell;
    });
  });
}

/** A world of few units and rolls, for one case; days count from 20 February 2026. */
export function worldOf(units: readonly (readonly [string, Plan])[], rolls: readonly Roll[]): World {
  const tree = new Tree();
  for (const [at, [id, plan]] of units.entries()) tree.apply(record(id, plan), at + 1);
  const entries = rolls.flatMap(onRoll);
  return { tree, entries, cells: cellsOf(tree, entries) };
}

export const worlds: fc.Arbitrary<World> = fc
  .record({
    first: fc.tuple(...IDS.slice(1).map((_, at) => fc.record({ parent: fc.nat({ max: at }), level: levels }))),
    changes: fc.array(fc.record({ id: fc.constantFrom(...IDS.slice(1)), plan: plans }), { maxLength: 14 }),
    facts: fc.array(
      fc.record<Fact>({
        unit: fc.constantFrom(...IDS),
        at: few(-5, LENGTH + 5),
        kind: fc.constantFrom(...MEETING_KINDS),
        present: fc.integer({ min: 1, max: 30 }),
      }),
      { minLength: 10, maxLength: 40 },
    ),
    rolls: fc.array(
      fc.record<Roll>({
        unit: fc.constantFrom(...IDS),
        at: few(-400, LENGTH),
        days: fc.option(few(1, 420)),
        heads: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ first, changes, facts, rolls }) => {
    const tree = new Tree();
    tree.apply(record('a', [{ from: 0, to: null, parent: null, level: 'centre' }]), 1);
    for (const [at, { parent, level }] of first.entries())
      tree.apply(record(IDS[at + 1] ?? '', [{ from: 0, to: null, parent: IDS[parent] ?? 'a', level }]), at + 2);
    for (const { id, plan } of changes) {
      try {
        tree.apply(record(id, plan), tree.revision + 1);
      } catch (error) {
        if (!(error instanceof TreeFault)) throw error;
      }
    }
    const meetings = facts.map(({ unit, at, kind, present }) => ({
      u: unit,
      d: FIRST + at,
      m: { [meetingKey('held', kind)]: 1, [meetingKey('present', kind)]: present, [meetingKey('belong', kind)]: 30 },
    }));
    const entries = [...meetings, ...rolls.flatMap(onRoll)];
    return { tree, entries, cells: cellsOf(tree, entries) };
  });

export const periods: fc.Arbitrary<Period> = fc
  .record({ at: few(-3, LENGTH), length: few(1, 75) })
  .map(({ at, length }) => ({
    id: rangeId(FIRST + at, FIRST + at + length),
    from: FIRST + at,
    to: FIRST + at + length,
  }));

/** What the store does for a reader. */
export function read(world: World, wants: readonly Want[]): Buckets {
  const hasCells = ({ unit }: Want): boolean => world.tree.hasEverHadChild(unit);
  return readStored(world, { cells: wants.filter(hasCells), own: wants.filter((want) => !hasCells(want)) });
}

/** The same where it is said what to read. */
export function readStored(
  { entries, cells }: Pick<World, 'entries' | 'cells'>,
  { cells: ofCells, own }: { cells: readonly Want[]; own: readonly Want[] },
): Buckets {
  const buckets: Buckets = new Map();
  const plan = new CellPlan(ofCells);
  for (const { units, months, years = '', days } of plan.queries(2)) {
    const found = cells.filter(({ u, m }) => units.includes(u) && (months.includes(m) || (isYear(m) && m < years)));
    for (const { u, m, t, d } of found)
      if (days) plan.foldDays(buckets, { u, m, ...(d && { d }) });
      else plan.foldTotals(buckets, totalsOf(mongo.BSON.serialize({ u, m, ...(t && { t }) })));
  }
  const units = new Set(own.map(({ unit }) => unit));
  foldEntries(
    buckets,
    own,
    entries.filter(({ u }) => units.has(u)),
  );
  return buckets;
}
