import * as fc from 'fast-check';
import { dateOf, localDayOf, type Day } from '#calendar';
import type { UnitRecord } from '#contracts';
import { Tree, TreeFault } from '#tree';
import { oraclePath, type OracleStretch } from '../../../../test/oracles/cells.js';
import { measureByCode } from '../catalogue/measures.js';
import type { Measure } from '../catalogue/measures.rules.js';
import type { Entry } from '../figures/contribution.js';
import type { KnownVersion } from '../known/known-version.js';
import { Whereabouts, type TreeStep } from '../known/whereabouts.rules.js';
import { Account, type Change } from './account.rules.js';
import { daysAsked } from './amounts.rules.js';
import { Movements } from './movements.rules.js';

const UNITS = ['root', 'a', 'b', 'c', 'd', 'e'];
const FIRST = 20_000;
const CODES = ['meetings.held', 'members.total', 'members.opening', 'members.moved-with-units'];
const MEASURES = CODES.map((code) => measureByCode(code) as Measure);

/** Everything that was ever known: facts and the tree, each change with its instant. */
type History = { versions: KnownVersion[]; steps: TreeStep[]; end: number };

const day = fc.integer({ min: FIRST, max: FIRST + 24 });
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ u: fc.constantFrom(...UNITS), d: day, m: fc.constant({ 'h:r': 1 }) }),
  fc
    .record({ u: fc.constantFrom(...UNITS), d: day, length: fc.option(fc.integer({ min: 1, max: 20 })) })
    .map(({ u, d, length }) => ({ u, d, to: length === null ? null : d + length, m: { 'L:m': 1 } })),
);
const factOp = fc.record({ fact: fc.constantFrom('f', 'g', 'h', 'i'), entries: fc.array(entry, { maxLength: 3 }) });
const treeOp = fc.record({
  unit: fc.constantFrom(...UNITS.slice(1)),
  cuts: fc.uniqueArray(day, { maxLength: 2 }),
  /** Places in UNITS, cut to those before the unit: most moves are legal so. */
  parents: fc.array(fc.nat(UNITS.length), { minLength: 3, maxLength: 3 }),
});
type Move = { unit: string; cuts: Day[]; parents: number[] };
type Op = { fact: string; entries: Entry[] } | Move;

const recordOf = (id: string, version: number, stretches: { from: Day; to: Day | null; parent: string | null }[]) => ({
  id,
  version,
  voided: stretches.length === 0,
  stretches: stretches.map(({ from, to, parent }) => ({
    from: dateOf(from),
    to: to === null ? null : dateOf(to),
    code: id,
    name: id,
    kind: 'other-branch' as const,
    level: 'branch' as const,
    parentId: parent,
  })),
});

/** Moves on some days; without a day and to the root three times: the unit is voided. */
function moved(at: number, { unit, cuts, parents }: Move): UnitRecord {
  const order = UNITS.indexOf(unit);
  if (order === 0) return recordOf(unit, at, [{ from: FIRST - 50, to: null, parent: null }]);
  const above = parents.map((place) => UNITS[place % order] as string);
  if (cuts.length === 0 && above.every((id) => id === 'root') && at > UNITS.length) return recordOf(unit, at, []);
  const edges = [FIRST - 50, ...cuts.toSorted((a, b) => a - b), null];
  const stretches = above
    .slice(0, cuts.length + 1)
    .map((parent, index) => ({ from: edges[index] as Day, to: edges[index + 1] ?? null, parent }));
  return recordOf(unit, at, stretches);
}

function historyOf(ops: readonly Op[]): History {
  const tree = Tree.load([], 0);
  const steps: TreeStep[] = [];
  const versions: KnownVersion[] = [];
  const all: Op[] = [...UNITS.map((unit) => ({ unit, cuts: [], parents: [0] })), ...ops];
  for (const [index, op] of all.entries()) {
    const at = index + 1;
    if ('fact' in op) {
      const old = versions.findLast(({ factId }) => factId === op.fact);
      if (old) old.until = at;
      const version = (old?.version ?? 0) + 1;
      versions.push({ factId: op.fact, version, source: 's', entries: op.entries, at, until: Infinity });
      continue;
    }
    const record = moved(at, op);
    try {
      tree.apply(record, steps.length + 1);
      steps.push({ revision: steps.length + 1, at, record });
    } catch (fault) {
      if (!(fault instanceof TreeFault)) throw fault;
    }
  }
  return { versions, steps, end: all.length };
}

/** The figures as known at an instant, by loops over facts and days. */
function naive({ versions, steps }: History, at: number, unit: string, from: Day, to: Day): number[] {
  const units = new Map<string, OracleStretch[]>();
  for (const { record } of steps.filter((step) => step.at <= at))
    units.set(
      record.id,
      record.stretches.map((one) => ({
        from: localDayOf(Date.parse(one.from)),
        to: one.to === null ? null : localDayOf(Date.parse(one.to)),
        parent: one.parentId,
      })),
    );
  const lies = (id: string, on: Day): boolean => oraclePath(units, id, on).includes(unit);
  const entries = versions.filter((one) => one.at <= at && at < one.until).flatMap((one) => one.entries);
  const levels = entries.filter((one) => one.to !== undefined);
  const isOn = (one: Entry, on: Day): boolean => one.d <= on && (one.to === null || (one.to ?? 0) > on);
  const levelOn = (on: Day): number => levels.filter((one) => isOn(one, on) && lies(one.u, on)).length;
  let [held, along] = [0, 0];
  for (let on = from; on < to; on += 1) {
    held += entries.filter((one) => one.to === undefined && one.d === on && lies(one.u, on)).length;
    for (const one of levels.filter((level) => isOn(level, on - 1)))
      along += Number(lies(one.u, on)) - Number(lies(one.u, on - 1));
  }
  return [held, levelOn(to - 1), levelOn(from - 1), along];
}

type Asking = { unit: string; from: Day; to: Day; since: number; until: number };
const now = ([held, closing, opening, along]: readonly number[]) =>
  new Map([
    ['h:r', held ?? 0],
    ['L:m', closing ?? 0],
    ['<L:m', opening ?? 0],
    ['I:m', along ?? 0],
  ]);

function told(history: History, { unit, from, to, since, until }: Asking, backwards = false) {
  const period = { id: '', from, to };
  const base = Tree.load([], 0);
  for (const { record, revision, at } of history.steps) if (at <= since) base.apply(record, revision);
  const steps = history.steps.filter(({ at }) => at > since);
  const places = new Whereabouts(base, steps, unit, daysAsked(period));
  const account = new Account(MEASURES, { from: since, to: until }, { after: null, limit: 500 });
  const movements = new Movements({ unitId: unit, period, measures: MEASURES, since }, places, account);
  const known = history.versions.filter((one) => one.until > since);
  for (const version of known) movements.takeMoved(version);
  movements.closeActs();
  const facts = [...new Set(known.map(({ factId }) => factId))];
  for (const fact of backwards ? facts.toReversed() : facts)
    movements.takeFact(known.filter(({ factId }) => factId === fact));
  return { account, rows: account.rows().items };
}

const asks = fc.record({
  unit: fc.constantFrom(...UNITS),
  days: fc.uniqueArray(day, { minLength: 2, maxLength: 2 }),
  instants: fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)),
});
const ops = fc.array(fc.oneof(factOp, treeOp), { minLength: 4, maxLength: 28 });
const ordered = <T extends number[]>(numbers: T): T => numbers.toSorted((a, b) => a - b) as T;

describe('what moved figures, against a naive fold of what was known', () => {
  const property = (check: (history: History, asking: Asking, between: number) => void): void =>
    fc.assert(
      fc.property(ops, fc.array(asks, { minLength: 1, maxLength: 4 }), (list, questions) => {
        const history = historyOf(list);
        for (const { unit, days, instants } of questions) {
          const [from, to] = ordered(days) as [Day, Day];
          const [since, between, until] = ordered(instants.map((at) => at % (history.end + 1))) as [
            number,
            number,
            number,
          ];
          check(history, { unit, from, to, since, until }, between);
        }
      }),
      { numRuns: 100 },
    );

  it('adds up to the difference, by rows and by kinds', () => {
    property((history, asking) => {
      const { unit, from, to, since, until } = asking;
      const at = (instant: number): number[] => naive(history, instant, unit, from, to);
      const { account, rows } = told(history, asking);
      const { before, after } = account.bothEnds(now(at(history.end)));
      const figures = (sums: ReadonlyMap<string, number>) => [...now([]).keys()].map((key) => sums.get(key) ?? 0);
      expect([figures(before), figures(after)]).toEqual([at(since), at(until)]);
      for (const [index, measure] of MEASURES.entries()) {
        const difference = (at(until)[index] ?? 0) - (at(since)[index] ?? 0);
        const sum = (list: { amount: { numerator: number } }[]) => list.reduce((n, one) => n + one.amount.numerator, 0);
        const own = rows.filter((one) => one.measure === measure.code);
        expect([sum(account.kindsOf(measure)), sum(own)]).toEqual([difference, difference]);
        expect(account.kindsOf(measure).reduce((n, { count }) => n + count, 0)).toBe(own.length);
      }
    });
  });

  it('tells of a window what it tells of its parts', () => {
    property((history, asking, between) => {
      const rows = (since: number, until: number): Change[] => told(history, { ...asking, since, until }).rows;
      const { since, until } = asking;
      expect([...rows(between, until), ...rows(since, between)]).toEqual(rows(since, until));
    });
  });

  it('is the same in whatever order it is read', () => {
    property((history, asking) => {
      const [one, other] = [told(history, asking), told(history, asking, true)];
      const kinds = ({ account }: ReturnType<typeof told>) => MEASURES.map((measure) => account.kindsOf(measure));
      expect([kinds(other), other.rows]).toEqual([kinds(one), one.rows]);
    });
  });
});
