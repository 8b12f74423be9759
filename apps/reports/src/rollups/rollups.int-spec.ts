import { GREGORIAN, monthOf, parsePeriod, type Day } from '#calendar';
import { encodeReceipt, type Level } from '#contracts';
import { eventually } from '#testing';
import { setTimeout as pause } from 'node:timers/promises';
import { measureByCode, MEASURES } from '../catalogue/measures.js';
import type { Figure, Measure } from '../catalogue/measures.rules.js';
import { CompletenessReader } from './completeness.reader.js';
import type { LineagePosition } from './lineage.rules.js';
import { measuresOf } from './query.rules.js';
import { receiptOf } from './receipts.js';
import type { Row } from './rollup.rules.js';
import type { RollupRequest } from './rollup.request.js';
import { Snapshots } from './snapshots.js';
import {
  demoFacts,
  demoFigures,
  FIRST_BRANCH,
  FIRST_WARD,
  idOf,
  type StoredFigures,
  type FactOf,
} from './stored-figures.harness.js';

jest.setTimeout(120_000);

const DISPUTES = 'reconciliation_differences';
const SHARDS = ['meetings.events/0', 'meetings.events/3', 'tree'];
const FACTS = demoFacts(600);

const stored = demoFigures('rollups', '&monitorCommands=true');
let figures: StoredFigures;

beforeAll(async () => {
  figures = stored();
  for (const [at, shard] of SHARDS.entries())
    await figures.apply(
      FACTS.filter(({ n }) => n % 3 === at),
      shard,
    );
});

const ask = (unit: number, period: string, over: Partial<RollupRequest> = {}): RollupRequest => ({
  unitId: idOf(unit),
  period: parsePeriod(period),
  calendar: GREGORIAN,
  by: 'total',
  measures: measuresOf(undefined, MEASURES),
  limit: 500,
  after: null,
  wait: 0,
  viewer: [],
  ...over,
});
const read = async (unit: number, period: string, over: Partial<RollupRequest> = {}) =>
  (await figures.rollups.read(ask(unit, period, over))).rollup;

const held = (list: readonly Figure[]): number => list.find(({ measure }) => measure === 'meetings.held')?.value ?? 0;
const keyOf = ({ of }: Row): string => {
  if (of.type === 'unit' || of.type === 'own') return of.unit.id;
  if (of.type === 'step') return of.step.id;
  return of.type === 'kind' ? of.kind : '';
};
const heldByRow = (rows: readonly Row[] | undefined): Record<string, number> =>
  Object.fromEntries((rows ?? []).map((row) => [keyOf(row), held(row.figures)]).filter(([, n]) => n !== 0));

const tree = () => figures.trees.current();
/** How many facts of a period lie in each group, by a loop over all of them. */
async function naive(period: string, group: (path: string[], fact: FactOf) => string | undefined) {
  const { from, to } = parsePeriod(period);
  const units = await tree();
  const groups: Record<string, number> = {};
  for (const fact of FACTS) {
    if (fact.day < from || fact.day >= to) continue;
    const key = group(units.path(idOf(fact.unit), fact.day), fact);
    if (key !== undefined) groups[key] = (groups[key] ?? 0) + 1;
  }
  return groups;
}

/** Names of the collections that commands touched while `work` ran. */
async function touched(work: () => Promise<unknown>): Promise<string[]> {
  const client = figures.store.connection.getClient();
  const names: string[] = [];
  const note = ({ commandName, command }: { commandName: string; command: Record<string, unknown> }): void => {
    if (commandName === 'endSessions') return;
    names.push(String(command[commandName === 'getMore' ? 'collection' : commandName]));
  };
  client.on('commandStarted', note);
  await work();
  client.off('commandStarted', note);
  return names;
}

describe('a rollup over several shards', () => {
  const periods = [
    '2026-07-20',
    '2026-W30',
    '2026-08',
    '2026-Q3',
    '2026-H2',
    '2026-9M',
    '2026',
    '2026-06-25/2026-08-16',
  ];

  it.each(periods)('adds up for %s: total, by child, by kind', async (period) => {
    for (const unit of [1, 2, 3, FIRST_WARD, FIRST_WARD + 1, FIRST_BRANCH, FIRST_BRANCH + 5]) {
      const id = idOf(unit);
      const inside = (path: string[]) => path.includes(id);
      const total = (await naive(period, (path) => (inside(path) ? 'all' : undefined))).all ?? 0;
      expect(held((await read(unit, period)).figures)).toBe(total);
      expect(heldByRow((await read(unit, period, { by: 'child' })).rows)).toEqual(
        await naive(period, (path) => (inside(path) ? path[Math.max(0, path.indexOf(id) - 1)] : undefined)),
      );
      expect(heldByRow((await read(unit, period, { by: 'kind' })).rows)).toEqual(
        await naive(period, (path, { kind }) => (inside(path) ? kind : undefined)),
      );
    }
  });

  it('has series whose steps add up, and rows of a level with a remainder', async () => {
    const byMonth = await read(1, '2026', { by: 'month' });
    expect(heldByRow(byMonth.rows)).toEqual(await naive('2026', (_, { day }) => monthOf(day)));
    const byDay = await read(2, '2026-Q3', { by: 'day' });
    expect(byDay.rows).toHaveLength(92);
    expect(Object.values(heldByRow(byDay.rows)).reduce((a, b) => a + b, 0)).toBe(held(byDay.figures));
    const level: Level = 'branch';
    const rows = heldByRow((await read(1, '2026-Q3', { by: 'level', level })).rows);
    expect(rows).toEqual(await naive('2026-Q3', (path) => (path[0] && path[0] >= idOf(FIRST_BRANCH) ? path[0] : '')));
  });

  it('pages rows by key, each row once', async () => {
    const whole = heldByRow((await read(1, '2026-Q3', { by: 'level', level: 'branch' })).rows);
    const paged: Row[] = [];
    for (let after: string | null = null; ;) {
      const { rows, next } = await read(1, '2026-Q3', { by: 'level', level: 'branch', limit: 17, after });
      paged.push(...(rows ?? []));
      if (!next) break;
      after = next;
    }
    expect(paged).toHaveLength(81);
    expect(heldByRow(paged)).toEqual(whole);
  });

  it('counts branches that live and those with a regular meeting, in the ward a branch left too', async () => {
    const met = async (unit: number) =>
      Object.keys(
        await naive('2026-Q3', (path, { kind, day }) => {
          const closed = path[0] === idOf(FIRST_BRANCH + 1) && day >= parsePeriod('2026-08').from;
          const branch = path[0] !== undefined && path[0] >= idOf(FIRST_BRANCH);
          return branch && !closed && kind === 'regular' && path.includes(idOf(unit)) ? path[0] : undefined;
        }),
      ).length;
    for (const [unit, alive] of [
      [1, 80],
      [FIRST_WARD, 10],
      [FIRST_WARD + 1, 11],
      [FIRST_BRANCH, 1],
    ] as const) {
      expect((await read(unit, '2026-Q3')).completeness).toMatchObject({
        branchesAlive: alive,
        branchesWithRegularMeeting: await met(unit),
      });
    }
    expect((await read(FIRST_WARD, '2026-09')).completeness.branchesAlive).toBe(8);
  });

  it('counts again only when a shard moved, once a subtree is too big to count at every read', async () => {
    const longest = parsePeriod('2020-01-01/2029-12-31');
    const reader = new CompletenessReader();
    reader.fewCells = 100;
    const snapshots = new Snapshots(figures.store, figures.trees);
    const counts = () => snapshots.read((snapshot) => reader.read(snapshot, snapshot.tree, idOf(1), longest));
    const first = await counts();
    expect(await touched(counts)).toEqual(['progress']);
    const second = await counts();
    expect(second.asOf.getTime()).toBeGreaterThan(first.asOf.getTime());
    await figures.apply([{ n: 40_000, unit: FIRST_BRANCH + 60, day: parsePeriod('2026-12').from }]);
    const moved = await counts();
    expect(moved.asOf).toEqual(first.asOf);
    expect({ ...moved, asOf: 0 }).toEqual({ ...first, asOf: 0 });
    expect(await touched(counts)).toEqual(['progress']);
  });

  it('of a unit with cells reads cells and progress, what is disputed and nothing else, however long the period', async () => {
    await read(1, '2026-08');
    for (const by of ['total', 'kind', 'day', 'week', 'month'] as const)
      for (const period of ['2026-07-01', '2026-Q3', '2026', '2020-01-01/2029-12-31']) {
        const names = await touched(() => read(1, period, { by }));
        expect([...new Set(names)].sort()).toEqual(['cells', 'progress', DISPUTES]);
      }
    expect([...new Set(await touched(() => read(1, '2026-Q3', { by: 'child' })))].sort()).toEqual([
      'cells',
      'progress',
      DISPUTES,
    ]);
    // Asked again before anything moved, not even those.
    expect(await touched(() => read(1, '2026-Q3', { by: 'child' }))).toEqual(['progress', DISPUTES]);
    const bare = await touched(() => read(FIRST_BRANCH + 5, '2026-Q3'));
    expect([...new Set(bare)].sort()).toEqual(['contributions', 'progress', DISPUTES]);
  });

  it('of flows alone reads what it did before there were levels, and levels in the same commands', async () => {
    const commands = async (...codes: string[]) =>
      touched(() => read(1, '2026-Q3', { measures: codes.flatMap((code) => measureByCode(code) ?? []) }));
    expect(await commands('meetings.held', 'attendance.rate')).toEqual(
      await commands('meetings.held', 'members.total'),
    );
    const branch = await touched(() =>
      read(FIRST_BRANCH + 6, '2026-Q3', { measures: [measureByCode('meetings.held') as Measure] }),
    );
    // Completeness of one branch, counted for the first time, and its meetings.
    expect(branch.filter((name) => name === 'contributions')).toHaveLength(2);
  });

  it('refuses a unit that is not known', async () => {
    await expect(read(999, '2026')).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-unit' });
  });
});

describe('lineage', () => {
  const measureOf = (code: string) => {
    const measure = measureByCode(code);
    if (!measure) throw new Error(code);
    return measure;
  };
  async function pages(unit: number, period: string, code: string, limit: number, kind?: FactOf['kind']) {
    const request = {
      unitId: idOf(unit),
      period: parsePeriod(period),
      calendar: GREGORIAN,
      measure: measureOf(code),
      kind,
      limit,
    };
    const items: { id: string; day: Day }[] = [];
    for (let after: LineagePosition | null = null; ;) {
      const page = await figures.lineage.read({ ...request, after, viewer: [] });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.items.map(({ _id, p }) => ({ id: _id, day: p.d })));
      if (!page.next) return { figure: page.figure, items };
      after = page.next;
    }
  }
  const idsOf = async (unit: number, period: string, keep: (fact: FactOf) => boolean): Promise<string[]> => {
    const ids: string[] = [];
    await naive(period, (path, fact) => {
      if (path.includes(idOf(unit)) && keep(fact)) ids.push(idOf(fact.n));
      return undefined;
    });
    return ids.sort();
  };

  it.each([
    ['meetings.held', 7],
    ['meetings.held', 500],
    ['meetings.too-short', 5],
    ['attendance.rate', 50],
  ])('of %s lists every fact behind it once, by pages of %i, and they add up', async (code, limit) => {
    for (const unit of [1, 2, 3, FIRST_WARD, FIRST_WARD + 1, FIRST_BRANCH])
      for (const period of ['2026-Q3', '2026-W30', '2026-07-20/2026-08-20']) {
        const { figure, items } = await pages(unit, period, code, limit);
        const facts = await idsOf(unit, period, ({ tooShort }) => code !== 'meetings.too-short' || tooShort === true);
        expect(items.map(({ id }) => id).sort()).toEqual(facts);
        const order = items.map(({ id, day }) => `${day}/${id}`);
        expect(order).toEqual([...order].sort());
        const byId = new Map(FACTS.map((fact) => [idOf(fact.n), fact]));
        const present = items.reduce((sum, { id }) => sum + (byId.get(id)?.present ?? 0), 0);
        if (code === 'attendance.rate')
          expect([figure.numerator, figure.denominator]).toEqual([present, items.length * 30]);
        else expect(figure.value).toBe(items.length);
      }
  });

  it('of one kind of meeting lists that kind', async () => {
    const { figure, items } = await pages(2, '2026-Q3', 'meetings.held', 20, 'thematic');
    expect(items.map(({ id }) => id).sort()).toEqual(await idsOf(2, '2026-Q3', ({ kind }) => kind === 'thematic'));
    expect(figure.value).toBe(items.length);
  });

  it('and the figure are of one snapshot, also while facts are applied', async () => {
    const request = {
      unitId: idOf(3),
      period: parsePeriod('2026-10'),
      calendar: GREGORIAN,
      measure: measureOf('attendance.present'),
      limit: 500,
      after: null,
    };
    const day = request.period.from;
    let writing = true;
    const write = async (): Promise<void> => {
      for (let version = 1; version <= 60; version++)
        await figures.apply(
          [1, 2, 3].map((n) => ({ n: 20_000 + n, unit: FIRST_BRANCH + 79, day, version, present: version })),
        );
      writing = false;
    };
    const writer = write();
    let reads = 0;
    for (; writing; reads++) {
      const { figure, items } = await figures.lineage.read({ ...request, viewer: [] });
      expect(figure.value).toBe(items.reduce((sum, { p }) => sum + (p.m['p:r'] ?? 0), 0));
    }
    await writer;
    expect(reads).toBeGreaterThan(5);
  });
});

describe('receipts', () => {
  const receipt = (n: number, version: number) =>
    receiptOf(encodeReceipt({ source: 'meetings', factId: idOf(n), version }));
  const fact = (n: number, over: Partial<FactOf> = {}): FactOf => ({
    n,
    unit: FIRST_BRANCH + 50,
    day: parsePeriod('2026-11').from,
    ...over,
  });

  it('say whether a write is in the very figures they come with', async () => {
    await figures.apply([
      fact(30_001),
      fact(30_002, { version: 3 }),
      fact(30_003, { unplaced: true }),
      fact(30_004, { empty: true }),
    ]);
    await figures.apply([fact(30_005)]);
    await figures.apply([fact(30_005, { version: 2, empty: true })]);
    await figures.store.db
      .collection('dead_letters')
      .insertOne({ factId: idOf(30_006), version: 1, state: 'open', code: 'bad-schema' });
    const statusOf = async (n: number, version: number) =>
      (await figures.receipts.status(receipt(n, version), 0)).status;
    expect(await statusOf(30_001, 1)).toBe('applied');
    expect(await statusOf(30_001, 2)).toBe('pending');
    expect(await statusOf(30_002, 2)).toBe('superseded');
    expect(await statusOf(30_003, 1)).toBe('unplaced');
    expect(await statusOf(30_004, 1)).toBe('no-figure');
    expect(await statusOf(30_005, 2)).toBe('applied');
    expect(await figures.receipts.status(receipt(30_006, 1), 0)).toEqual({ status: 'refused', code: 'bad-schema' });
    const { revision } = await tree();
    const ofTree = (version: number) =>
      figures.receipts.status(receiptOf(encodeReceipt({ source: 'registry', factId: 'tree', version })), 0);
    expect([await ofTree(revision), await ofTree(revision + 1)]).toEqual([
      { status: 'applied' },
      { status: 'pending' },
    ]);
    const role = receiptOf(encodeReceipt({ source: 'registry', factId: idOf(1), version: 1 }));
    expect(await figures.receipts.status(role, 5_000)).toEqual({ status: 'no-figure' });
  });

  it('waited for come with figures that have them, as soon as they are in', async () => {
    const before = held((await read(3, '2026-11')).figures);
    const answered = figures.rollups
      .read(ask(3, '2026-11', { receipt: receipt(31_000, 1), wait: 10_000 }))
      .then((answer) => ({ ...answer, at: performance.now() }));
    await eventually(async () => (await touched(() => pause(30))).includes('contributions'));
    await figures.apply([fact(31_000)]);
    const applied = performance.now();
    const { rollup, receipt: status, at } = await answered;
    expect(status).toEqual({ status: 'applied' });
    expect(held(rollup.figures)).toBe(before + 1);
    // 25 ms of looking, and what the read itself takes on a busy machine.
    expect(at - applied).toBeLessThan(1_000);
  });

  it('of a version that another superseded are not waited for, though that one is unplaced', async () => {
    await figures.apply([fact(31_500, { version: 2, unplaced: true })]);
    const start = performance.now();
    expect(await figures.receipts.status(receipt(31_500, 1), 10_000)).toEqual({ status: 'superseded' });
    expect(await figures.receipts.status(receipt(31_500, 2), 100)).toEqual({ status: 'unplaced' });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('not applied in time are answered as pending, with figures, when the wait is over', async () => {
    const start = performance.now();
    const { receipt: status } = await figures.rollups.read(
      ask(3, '2026-11', { receipt: receipt(31_999, 1), wait: 300 }),
    );
    expect(status).toEqual({ status: 'pending' });
    expect(performance.now() - start).toBeGreaterThanOrEqual(290);
  });

  it('are looked for by one look for all who wait', async () => {
    const names = await touched(() =>
      Promise.all(Array.from({ length: 150 }, (_, at) => figures.receipts.status(receipt(32_000 + at, 1), 400))),
    );
    const looks = names.filter((name) => name === 'contributions').length - 150;
    // 400 ms of looks 12 ms apart, and none for each of the 150.
    expect(looks).toBeLessThanOrEqual(60);
  });
});
