import { GrantsAuthorizer } from '#access';
import { expandAct, type Expansion } from '#acts';
import { dateOf, GREGORIAN, localDayOf, parsePeriod } from '#calendar';
import type { ActVerb, RollStretch, UnitStretch } from '#contracts';
import { ACT_CHECKS } from '#impacts';
import { testDatabase } from '#testing';
import { MEASURES } from '../catalogue/measures.js';
import { figureOf, type Figure } from '../catalogue/measures.rules.js';
import {
  batchOf,
  idOf,
  meetingsBatch,
  memberValue,
  unitRecord,
  unitValue,
  worker,
  type Worker,
} from '../figures/write-path.harness.js';
import type { Lens } from '../lenses/lens.rules.js';
import { readPlaced } from '../lenses/placed.reader.js';
import { CompletenessReader } from '../rollups/completeness.reader.js';
import { etagOf } from '../rollups/etag.js';
import { measuresOf } from '../rollups/query.rules.js';
import { ReceiptPoller } from '../rollups/receipt-poller.js';
import { Receipts } from '../rollups/receipts.js';
import { rollupDto } from '../rollups/rollup.answer.js';
import { Rollups } from '../rollups/rollups.service.js';
import { Snapshots } from '../rollups/snapshots.js';
import { Suppression } from '../suppression/suppression.js';
import { requireTold } from './act-totals.controller.js';
import { ActTotalsService, type ActTotals } from './act-totals.service.js';
import { treesOf, wantsOfUnits } from './totals.rules.js';

jest.setTimeout(90_000);

const TODAY = localDayOf(Date.now());
const [SINCE, EFFECTIVE] = [TODAY - 900, TODAY - 20];
const ACT = idOf('act');
const PERIOD = parsePeriod(`${dateOf(TODAY - 60)}/${dateOf(TODAY)}`);
const MEASURED = 'meetings.held,attendance.rate,members.total,members.opening';

const PARENTS: Record<string, string | null> = {
  centre: null,
  north: 'centre',
  south: 'centre',
  'ward-a': 'north',
  'ward-b': 'north',
  'branch-1': 'ward-a',
  'branch-2': 'ward-a',
  'branch-3': 'ward-b',
  'ward-c': 'south',
  'branch-4': 'ward-c',
  west: 'centre',
  'ward-d': 'west',
  'branch-7': 'ward-d',
};
const UNITS = Object.keys(PARENTS);

/** What the registry's act makes of members: each on the other roll from its day on. */
function membersAfter({ memberMoves }: Expansion): Map<string, string> {
  const homes = new Map(MEMBERS.map(({ id, unit }) => [id, unit]));
  for (const { id, unit } of MEMBERS) {
    const moves = memberMoves.filter(({ fromUnitId }) => fromUnitId === idOf(unit));
    const named = moves.find(({ memberIds }) => memberIds !== 'all' && memberIds.includes(idOf(id)));
    const to = (named ?? moves.find(({ memberIds }) => memberIds === 'all'))?.toUnitId;
    homes.set(id, [...UNITS, 'branch-5', 'branch-6'].find((one) => idOf(one) === to) ?? unit);
  }
  return homes;
}

const MEMBERS = Array.from({ length: 9 }, (_, at) => ({
  id: `member-${at}`,
  unit: ['branch-1', 'branch-2', 'branch-3'][at % 3] as string,
}));
const roll = (unit: string, from: number, to: number | null): RollStretch => ({
  unitId: idOf(unit),
  from: dateOf(from),
  to: to === null ? null : dateOf(to),
  standing: 'official',
  exempt: false,
  suspended: false,
  inTransit: false,
});
const memberOf = (id: string, version: number, stretches: RollStretch[]): Buffer =>
  memberValue({
    memberId: idOf(id),
    version,
    voided: false,
    stretches,
    temporary: [],
    transferOverdue: [],
    movements: [],
  });

let database: ReturnType<typeof testDatabase>;
let reports: Worker;
let service: ActTotalsService;

beforeEach(async () => {
  database = testDatabase('act-totals');
  reports = await worker(database.uri);
  const { store, replica } = reports;
  service = new ActTotalsService(new Snapshots(store, replica), new GrantsAuthorizer(store, replica));
  await store.db.collection<{ _id: string }>('grants').insertOne({
    _id: 'g',
    version: 1,
    person: 'operator',
    role: 'operator',
    unitId: idOf('centre'),
    from: '2000-01-01',
    to: null,
    voided: false,
  } as never);
  const tree = UNITS.map((unit, at) => {
    const record = unitRecord(unit, 1, [{ from: SINCE, to: null, parent: PARENTS[unit] ?? null }]);
    const stretches = record.stretches.map((stretch) => ({ ...stretch, ...kindOf(unit) }));
    return unitValue(at + 1, { ...record, stretches });
  });
  await reports.units(batchOf('registry.tree', 0, tree));
  const meetings = Array.from({ length: 40 }, (_, at) => ({
    id: `m${at}`,
    unit: `branch-${[1, 2, 3, 4, 7][at % 5]}`,
    day: TODAY - 50 + at,
    present: 5 + (at % 7),
  }));
  await reports.facts(meetingsBatch(0, meetings));
  const values = MEMBERS.map(({ id, unit }) => memberOf(id, 1, [roll(unit, SINCE + 10, null)]));
  await reports.facts(batchOf('registry.members', 0, values));
});
afterEach(async () => {
  await reports.close();
  await database.drop();
});

const KINDS: Record<string, Pick<UnitStretch, 'kind' | 'level'>> = {
  centre: { kind: 'centre', level: 'centre' },
  north: { kind: 'province', level: 'province' },
  south: { kind: 'province', level: 'province' },
  west: { kind: 'province', level: 'province' },
  branch: { kind: 'residential-branch', level: 'branch' },
};
const kindOf = (unit: string) =>
  KINDS[unit] ?? KINDS[unit.split('-')[0] ?? ''] ?? { kind: 'commune', level: 'commune' };
const check = (steps: ActVerb[], version = 1) =>
  reports.store.db.collection<{ _id: string }>(ACT_CHECKS).insertOne({
    _id: `act/${ACT}/1`,
    version,
    hash: '',
    actId: ACT,
    part: 1,
    parts: 1,
    decision: '7-QĐ/TU',
    effective: dateOf(EFFECTIVE),
    treeRevision: 0,
    steps,
  } as never);
const ask = (over: object = {}): Promise<ActTotals> =>
  service.read({
    actId: ACT,
    period: PERIOD,
    measures: measuresOf(MEASURED, MEASURES),
    limit: 100,
    after: null,
    sub: 'operator',
    ...over,
  });

/** Sends what the registry would: every step of the act, then each member who goes along. */
async function apply(steps: ActVerb[]): Promise<void> {
  const head = await reports.replica.headRevision();
  const expansion = expandAct(await reports.replica.current(), { effective: dateOf(EFFECTIVE), steps });
  const of = expansion.records.length;
  const act = { id: ACT, decision: '7-QĐ/TU', effective: dateOf(EFFECTIVE), of };
  const values = expansion.records.map(({ record }, at) =>
    unitValue(head + at + 1, { ...record, version: record.version + 1 }, { ...act, step: at + 1 }),
  );
  await reports.units(batchOf('registry.tree', 0, values, head));
  const homes = membersAfter(expansion);
  const moved = MEMBERS.filter(({ id, unit }) => homes.get(id) !== unit).map(({ id, unit }) =>
    memberOf(id, 2, [roll(unit, SINCE + 10, EFFECTIVE), roll(homes.get(id) ?? unit, EFFECTIVE, null)]),
  );
  if (moved.length > 0) await reports.facts(batchOf('registry.members', 0, moved, MEMBERS.length));
}

const founded = (unit: string, parent: string, level: 'commune' | 'branch') => ({
  unitId: idOf(unit),
  code: unit,
  name: unit,
  kind: level === 'commune' ? ('commune' as const) : ('residential-branch' as const),
  level,
  parentId: idOf(parent),
});
const ACTS: Record<string, ActVerb[]> = {
  'communes fused into a new one': [
    { verb: 'fuse', from: [idOf('ward-a'), idOf('ward-b')], to: founded('ward-new', 'north', 'commune') },
  ],
  'a commune handed over, a branch merged into another': [
    { verb: 'hand-over', unitId: idOf('ward-a'), parentId: idOf('south') },
    { verb: 'merge', unitId: idOf('branch-3'), into: idOf('branch-1') },
  ],
  'a branch split by shares': [
    {
      verb: 'split',
      unitId: idOf('branch-1'),
      keeps: false,
      history: 'shared',
      parts: [
        { unitId: idOf('branch-5'), founded: part('branch-5'), weight: 2, members: [idOf('member-0')] },
        { unitId: idOf('branch-6'), founded: part('branch-6'), weight: 1 },
      ],
      rest: idOf('branch-6'),
    },
  ],
};
function part(unit: string) {
  const { unitId: _, ...state } = founded(unit, 'ward-a', 'branch');
  return state;
}

/** What a rollup of each unit says now, in every lens. */
function figuresNow(units: readonly string[]): Promise<Map<string, Figure[]>> {
  const measures = measuresOf(MEASURED, MEASURES);
  return new Snapshots(reports.store, reports.replica).read(async (snapshot) => {
    const found = new Map<string, Figure[]>();
    for (const { lens, after } of treesOf(snapshot.tree, snapshot.tree, EFFECTIVE, TODAY)) {
      const sums = await readPlaced(snapshot, after, wantsOfUnits(units, PERIOD, measures));
      for (const unit of units)
        found.set(
          `${lens} ${unit}`,
          measures.map((measure) => figureOf(measure, sums.get(unit) ?? new Map())),
        );
    }
    return found;
  });
}

it.each(Object.keys(ACTS))('%s: what is shown before is what then happens, in every lens', async (name) => {
  const steps = ACTS[name] as ActVerb[];
  await check(steps);
  const shown = await ask();
  expect(shown.units).toBe(shown.items.length);
  await apply(steps);
  await expect(ask()).rejects.toMatchObject({ kind: 'conflict', code: 'act-already-applied' });
  const now = await figuresNow(shown.items.map(({ unit }) => unit.id));
  for (const { unit, lenses } of shown.items)
    for (const { lens, after } of lenses)
      expect([unit.name, lens, after]).toEqual([unit.name, lens, now.get(`${lens} ${unit.id}`)]);
  const moved = shown.items
    .flatMap(({ lenses }) => lenses)
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  expect(moved.length).toBeGreaterThan(0);
});

/** The ETag of every unit in every lens, by child and by month. */
async function etags(): Promise<Map<string, string>> {
  const { store, replica } = reports;
  const snapshots = new Snapshots(store, replica);
  const suppression = new Suppression(new GrantsAuthorizer(store, replica));
  const rollups = new Rollups(new Receipts(snapshots, new ReceiptPoller(store)), new CompletenessReader(), suppression);
  const found = new Map<string, string>();
  const shared = { period: PERIOD, calendar: GREGORIAN, limit: 500, after: null, wait: 0, viewer: [] };
  const measures = measuresOf(undefined, MEASURES);
  const lenses: Lens[] = [{ name: 'as-was' }, { name: 'as-is' }, { name: 'as-of', day: EFFECTIVE }];
  for (const unit of UNITS)
    for (const lens of lenses)
      for (const by of ['child', 'month'] as const) {
        const { rollup } = await rollups.read({ ...shared, measures, unitId: idOf(unit), lens, by });
        found.set(`${unit} ${lens.name} ${by}`, etagOf(rollupDto(rollup, undefined)));
      }
  return found;
}

it('no figure of a unit that is neither above nor below what an act moves changes its ETag, in any lens', async () => {
  const before = await etags();
  await apply(ACTS['a commune handed over, a branch merged into another'] as ActVerb[]);
  const after = await etags();
  const outside = ['ward-c', 'branch-4', 'west', 'ward-d', 'branch-7'];
  for (const [of, tag] of after)
    if (outside.includes(of.split(' ')[0] ?? '')) expect([of, tag]).toEqual([of, before.get(of)]);
  const changed = new Set([...after].filter(([of, tag]) => before.get(of) !== tag).map(([of]) => of.split(' ')[0]));
  for (const unit of ['north', 'south', 'ward-b']) expect(changed).toContain(unit);
});

it('is for those who may see figures above, of acts that were heard whole and can be, and not of what people are like', async () => {
  await expect(ask()).rejects.toMatchObject({ kind: 'not-found', code: 'act-not-heard' });
  await check(ACTS['a commune handed over, a branch merged into another'] as ActVerb[]);
  await expect(ask({ sub: 'stranger' })).rejects.toMatchObject({ kind: 'forbidden', code: 'outside-subtree' });
  const first = await ask({ limit: 2 });
  const second = await ask({ limit: 100, after: first.next });
  expect([...first.items, ...second.items].map(({ key }) => key)).toEqual((await ask()).items.map(({ key }) => key));
  await reports.store.db.collection(ACT_CHECKS).deleteMany({});
  await check([{ verb: 'hand-over', unitId: idOf('ward-a'), parentId: idOf('nowhere') }], 2);
  await expect(ask()).rejects.toMatchObject({ kind: 'conflict', code: 'act-has-faults' });
  for (const code of ['attendance.distinct-members', 'members.women'])
    expect(() => requireTold(measuresOf(code, MEASURES))).toThrow('act-totals-of-people');
});
