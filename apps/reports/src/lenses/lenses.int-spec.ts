import { GrantsAuthorizer } from '#access';
import { dateOf, dayOf, GREGORIAN, parsePeriod, type Day, type Period } from '#calendar';
import { testDatabase } from '#testing';
import type { UnitRecord } from '#contracts';
import { Tree, TreeFault } from '#tree';
import { LensOracle, type LensFact, type LensUnit } from '../../../../test/oracles/lenses.js';
import { measuresOf, measureOf } from '../rollups/query.rules.js';
import { MEASURES } from '../catalogue/measures.js';
import { CompletenessReader } from '../rollups/completeness.reader.js';
import { Lineage } from '../rollups/lineage.service.js';
import type { LineagePosition } from '../rollups/lineage.rules.js';
import { ReceiptPoller } from '../rollups/receipt-poller.js';
import { Receipts } from '../rollups/receipts.js';
import { Rollups } from '../rollups/rollups.service.js';
import { Snapshots } from '../rollups/snapshots.js';
import { Suppression } from '../suppression/suppression.js';
import { RandomHistory } from '../figures/random-history.harness.js';
import {
  batchOf,
  idOf,
  meeting,
  meetingValue,
  member,
  memberValue,
  unitRecord,
  unitValue,
  worker,
  type Worker,
} from '../figures/write-path.harness.js';
import { AS_WAS, type Lens } from './lens.rules.js';

jest.setTimeout(120_000);

const FIRST = dayOf('2026-05-01');
const UNITS = Array.from({ length: 12 }, (_, at) => `u${String(at).padStart(2, '0')}`);
const PERIODS = ['2026-W26', '2026-Q3', '2026-06-20/2026-08-14'].map((text) => parsePeriod(text));
const LENSES: Lens[] = [
  AS_WAS,
  { name: 'as-is' },
  ...[60, 100].map((at) => ({ name: 'as-of' as const, day: FIRST + at })),
];
const MEASURED = measuresOf('meetings.held,attendance.rate,members.total,members.opening', MEASURES);

const history = new RandomHistory(20_250_701);
const { random } = history;
let database: ReturnType<typeof testDatabase>;
let path: Worker;
let rollups: Rollups;
let lineage: Lineage;
let oracle: LensOracle;
const units = new Map<string, LensUnit>();

const recordOf = ({ id, stretches, successions }: LensUnit, version: number): UnitRecord => ({
  ...unitRecord(id, version, stretches),
  ...(successions.length > 0 && {
    successions: successions.map(({ from, history: kept, to }) => ({
      from: dateOf(from),
      history: kept,
      to: to.map(({ unit, weight }) => ({ unitId: idOf(unit), weight })),
    })),
  }),
});

/** Units that begin, and moves, ends and acts in a random order, each leaving a valid tree. */
function* changesOfTree(): Generator<{ revision: number; unit: UnitRecord }> {
  let tree = new Tree();
  const put = (unit: LensUnit): { revision: number; unit: UnitRecord } | undefined => {
    const record = recordOf(unit, tree.revision + 1);
    const next = tree.fork();
    try {
      next.apply(record, tree.revision + 1);
    } catch (error) {
      if (!(error instanceof TreeFault)) throw error;
      tree = tree.fork();
      return undefined;
    }
    tree = next;
    units.set(unit.id, unit);
    return { revision: next.revision, unit: record };
  };
  for (const [at, id] of UNITS.entries()) {
    const parent = at === 0 ? null : (UNITS[random(Math.min(at, 5))] ?? null);
    const change = put({ id, stretches: [{ from: FIRST - 100, to: null, parent }], successions: [] });
    if (change) yield change;
  }
  for (let tries = 0; tries < 30; tries += 1) {
    const old = units.get(history.pick(UNITS.slice(1)));
    if (!old) continue;
    const from = FIRST + random(130);
    const others = history.shuffled(UNITS.filter((id) => id !== old.id)).slice(0, 1 + random(3));
    const change = put(random(2) === 0 ? moved(old, from, others[0] ?? '') : ended(old, from, others));
    if (change) yield change;
  }
}

const moved = (unit: LensUnit, from: Day, parent: string): LensUnit => ({
  ...unit,
  stretches: [...until(unit, from), { from, to: null, parent }],
});
const ended = (unit: LensUnit, from: Day, to: readonly string[]): LensUnit => ({
  ...unit,
  stretches: until(unit, from),
  successions: [
    { from, history: random(5) === 0 ? 'stays' : 'moves', to: to.map((id) => ({ unit: id, weight: 1 + random(4) })) },
  ],
});
const until = ({ stretches }: LensUnit, from: Day) =>
  stretches.flatMap((one) =>
    one.from >= from ? [] : [{ ...one, to: one.to === null ? from : Math.min(one.to, from) }],
  );

beforeAll(async () => {
  database = testDatabase('lenses');
  path = await worker(database.uri);
  const changes = [...changesOfTree()];
  const facts: LensFact[] = [];
  const meetings = Array.from({ length: 120 }, (_, at) => {
    const one = { id: `m${at}`, unit: history.pick(UNITS), day: FIRST + random(140), present: 5 + random(20) };
    const amounts = { 'h:r': 1, 'p:r': one.present, 'b:r': one.present + 2 };
    facts.push({ unit: one.unit, day: one.day, amounts });
    return meetingValue(meeting(one));
  });
  const members = Array.from({ length: 25 }, (_, at) => {
    const stays = [{ unit: history.pick(UNITS), from: FIRST - 300 + random(400) }];
    if (random(2) === 0) stays.push({ unit: history.pick(UNITS), from: (stays[0]?.from ?? 0) + 1 + random(60) });
    const end = random(3) === 0 ? (stays.at(-1)?.from ?? 0) + 1 + random(60) : null;
    for (const [index, { unit, from }] of stays.entries())
      facts.push({ unit, day: from, to: stays[index + 1]?.from ?? end, amounts: { 'L:m': 1 } });
    return memberValue(member({ id: `p${at}`, version: 1, stays, end }));
  });
  // Half of the tree first, so that later changes move what is there.
  const half = UNITS.length + Math.floor((changes.length - UNITS.length) / 3);
  const tell = (some: typeof changes, from: number) =>
    path.units(
      batchOf(
        'registry.tree',
        0,
        some.map(({ revision, unit }) => unitValue(revision, unit)),
        from,
      ),
    );
  await tell(changes.slice(0, half), 0);
  await path.facts(batchOf('meetings.events', 1, meetings.slice(0, 80)));
  await path.facts(batchOf('registry.members', 2, members));
  await tell(changes.slice(half), half);
  await path.facts(batchOf('meetings.events', 3, meetings.slice(80)));
  oracle = new LensOracle([...units.values()], facts);
  const snapshots = new Snapshots(path.store, path.replica);
  const suppression = new Suppression(new GrantsAuthorizer(path.store, path.replica));
  rollups = new Rollups(new Receipts(snapshots, new ReceiptPoller(path.store)), new CompletenessReader(), suppression);
  lineage = new Lineage(snapshots, suppression);
});
afterAll(async () => {
  await path.close();
  await database.drop();
});

const ask = async (unit: string, period: Period, lens: Lens, by: 'total' | 'child' | 'month' | 'week' = 'total') =>
  (
    await rollups.read({
      unitId: idOf(unit),
      period,
      calendar: GREGORIAN,
      by,
      lens,
      measures: MEASURED,
      limit: 500,
      after: null,
      wait: 0,
      viewer: [],
    })
  ).rollup;

type Told = { held: number; present: number; belong: number; total: number; opening: number };
const told = (
  figures: readonly { measure: string; value: number | null; numerator?: number; denominator?: number }[],
): Told => {
  const of = (code: string) => figures.find(({ measure }) => measure === code);
  return {
    held: of('meetings.held')?.value ?? 0,
    present: of('attendance.rate')?.numerator ?? 0,
    belong: of('attendance.rate')?.denominator ?? 0,
    total: of('members.total')?.value ?? 0,
    opening: of('members.opening')?.value ?? 0,
  };
};
const expected = (unit: string, { from, to }: { from: Day; to: Day }, lens: Lens, today: Day): Told => {
  const on = lens.name === 'as-was' ? null : lens.name === 'as-is' ? today : lens.day;
  const sums = oracle.amounts(unit, from, to, on);
  const of = (key: string): number => sums[key] ?? 0;
  return { held: of('h:r'), present: of('p:r'), belong: of('b:r'), total: of('L:m'), opening: of('<L:m') };
};
const known = (): string[] => [...units].flatMap(([id, { stretches }]) => (stretches.length > 0 ? [id] : []));

describe.each(LENSES)('in the tree $name, of facts and acts by the write path', (lens) => {
  it('totals, rows by child and steps are those of a loop over the facts', async () => {
    for (const unit of known())
      for (const period of PERIODS) {
        const { view, figures, rows = [] } = await ask(unit, period, lens, 'child');
        const today = view.on ?? 0;
        expect([unit, period.id, told(figures)]).toEqual([unit, period.id, expected(unit, period, lens, today)]);
        const sums = rows.map((row) => told(row.figures));
        expect([unit, sums.reduce((sum, { held }) => sum + held, 0)]).toEqual([unit, told(figures).held]);
        for (const { of, figures: own } of lens.name === 'as-was' ? [] : rows) {
          const name = of.type === 'unit' ? UNITS.find((each) => idOf(each) === of.unit.id) : undefined;
          if (name) expect([name, told(own)]).toEqual([name, expected(name, period, lens, today)]);
        }
      }
    const series = await ask('u00', PERIODS.at(-1) as Period, lens, 'week');
    for (const { of, figures } of series.rows ?? [])
      if (of.type === 'step') expect(told(figures)).toEqual(expected('u00', of.step, lens, series.view.on ?? 0));
  });

  it('the facts behind a figure add up to it', async () => {
    const period = parsePeriod('2026-06-20/2026-08-14');
    let shared = 0;
    for (const unit of known().filter((_, at) => at % 2 === 0))
      for (const code of [
        'meetings.held',
        'members.total',
        'members.opening',
        'members.moved-with-units',
        'attendance.distinct-members',
      ]) {
        const measure = measureOf(code, MEASURES);
        let sum = 0;
        let value: number | null = 0;
        const seen = new Set<string>();
        for (let after: LineagePosition | null = null; ;) {
          const page = await lineage.read({
            unitId: idOf(unit),
            period,
            calendar: GREGORIAN,
            measure,
            lens,
            limit: 15,
            after,
            viewer: [],
          });
          value = page.figure.value;
          for (const { _id, p, at, shared: inPart } of page.items) {
            shared += Number(inPart ?? false);
            const key = `${_id} ${p.u} ${p.d} ${at}`;
            expect(seen.has(key)).toBe(false);
            seen.add(key);
            for (const name of ['h:r', 'L:m', 'I:m']) sum += p.m[name] ?? 0;
          }
          if (!page.next) break;
          after = page.next;
        }
        if (measure.kind !== 'distinct') expect([unit, code, sum]).toEqual([unit, code, value]);
      }
    expect(shared > 0).toBe(lens.name !== 'as-was');
  });
});

it('has the same of the root in every lens', async () => {
  for (const period of PERIODS) {
    const all = await Promise.all(LENSES.map((lens) => ask('u00', period, lens)));
    expect(new Set(all.map(({ figures }) => JSON.stringify(told(figures)))).size).toBe(1);
    expect(new Set(all.map(({ completeness: { branchesAlive } }) => branchesAlive)).size).toBe(1);
  }
});
