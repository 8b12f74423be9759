import { inTransaction } from '#mongo';
import { testDatabase } from '#testing';
import { oracleFigures, type OracleStretch } from '../../../../test/oracles/cells.js';
import { CellSums, EPOCH } from './cell-sums.js';
import { cellsOf, writeCells } from './cells.js';
import type { Entry } from './contribution.js';
import { addEffect } from './effect.js';
import { contributionsOf } from './ledger.js';
import { isStock, meetingKey } from './measure-keys.js';
import {
  idOf,
  storedFigures,
  unitsBatch,
  worker,
  wrongTotals,
  type ChangeOf,
  type StretchOf,
  type Worker,
} from './write-path.harness.js';

jest.setTimeout(60_000);

const HEADS = 'L:m';
const LAST = EPOCH + 1_200;
const day = (after: number): number => EPOCH + after;

let database: ReturnType<typeof testDatabase>;
let reports: Worker;
const stretches = new Map<string, readonly StretchOf[]>();
let revision = 0;

async function change(unit: string, record: readonly StretchOf[]): Promise<void> {
  revision += 1;
  stretches.set(unit, record);
  const one: ChangeOf = { revision, unit, stretches: record };
  await reports.units(unitsBatch([one], revision - 1));
}

/** No event carries stock yet, so its contributions are stored as a derivation would have them. */
async function store(entries: readonly Entry[]): Promise<void> {
  const { connection, db } = reports.store;
  const tree = await reports.replica.current();
  await inTransaction(connection, async (session) => {
    const contributions = entries.map((entry, at) => ({
      _id: idOf(`roll-${at}`),
      v: 1,
      h: '',
      src: 'registry.events',
      p: [entry],
      t: new Date(),
      rv: 1,
    }));
    await contributionsOf(db).insertMany(contributions, { session });
    const sums = new CellSums();
    addEffect(sums, entries, tree, 1);
    await writeCells(db, session, 'registry.events/0', sums.toArray());
  });
}

const ENTRIES: readonly Entry[] = Array.from({ length: 30 }, (_, at) => ({
  u: idOf(['branch-a', 'branch-b', 'ward'][at % 3] as string),
  d: day(-20 + ((at * 97) % 1_100)),
  to: at % 4 === 0 ? null : day(((at * 97) % 1_100) + 60 * (at % 5)),
  m: { [HEADS]: 1 + (at % 7) },
}));

beforeAll(async () => {
  database = testDatabase('stock');
  reports = await worker(database.uri);
  const always = (parent: string | null): StretchOf[] => [{ from: EPOCH, to: null, parent }];
  await change('centre', always(null));
  for (const province of ['north', 'south']) await change(province, always('centre'));
  await change('ward', always('north'));
  for (const branch of ['branch-a', 'branch-b']) await change(branch, always('ward'));
  await store(ENTRIES);
});
afterAll(async () => {
  await reports.close();
  await database.drop();
});

/** The stored cells against the naive levels of every day. */
async function compare(): Promise<void> {
  const units = new Map<string, OracleStretch[]>(
    [...stretches].map(([unit, list]) => [
      idOf(unit),
      list.map(({ from, to, parent }) => ({ from, to, parent: parent === null ? null : idOf(parent) })),
    ]),
  );
  const parents = new Set(
    ['centre', 'north', 'south', 'ward'].filter((unit) => unit !== 'south' || southHasHadChild()).map(idOf),
  );
  const entries = ENTRIES.map(({ u, d, to, m }) => ({
    unit: u,
    day: d,
    amounts: m,
    ...(to === undefined ? {} : { to }),
  }));
  const expected = oracleFigures(
    { units, parents, entries, epoch: EPOCH, lastDay: LAST },
    meetingKey('held', 'regular'),
  );
  expect(Object.fromEntries(await storedFigures(reports.store))).toEqual(Object.fromEntries(expected));
  expect(await wrongTotalsOfYears()).toEqual([]);
}
const southHasHadChild = (): boolean => [...stretches.values()].flat().some(({ parent }) => parent === 'south');

const yearIn = (label: string): string => (label.startsWith('Y') ? label : `Y${label.slice(0, 4)}`);

/** Years and months must both be the sums of the days below them. */
async function wrongTotalsOfYears(): Promise<string[]> {
  const years = new Map<string, number>();
  const add = (name: string, n: number): void => void years.set(name, (years.get(name) ?? 0) + n);
  for await (const { u, m, t } of cellsOf(reports.store.db).find())
    for (const [key, n] of Object.entries(t ?? {}))
      if (isStock(key)) add(`${u} ${yearIn(m)} ${key}`, m.startsWith('Y') ? n : -n);
  const months = await wrongTotals(reports.store);
  // A cell of a year has a total and no days.
  return [
    ...[...years].filter(([, n]) => n !== 0).map(([name]) => name),
    ...months.filter((name) => /-\d\d /.test(name.slice(36))),
  ];
}

describe('stock in the cells', () => {
  it.each<[string, string, StretchOf[]]>([
    ['as it was entered', 'north', [{ from: EPOCH, to: null, parent: 'centre' }]],
    [
      'when the ward moves in the second year',
      'ward',
      [
        { from: EPOCH, to: day(500), parent: 'north' },
        { from: day(500), to: null, parent: 'south' },
      ],
    ],
    [
      'when it comes back in the fourth',
      'ward',
      [
        { from: EPOCH, to: day(500), parent: 'north' },
        { from: day(500), to: day(1_100), parent: 'south' },
        { from: day(1_100), to: null, parent: 'north' },
      ],
    ],
    [
      'when a branch leaves the ward for a while',
      'branch-a',
      [
        { from: EPOCH, to: day(300), parent: 'ward' },
        { from: day(300), to: day(700), parent: 'south' },
        { from: day(700), to: null, parent: 'ward' },
      ],
    ],
    ['when the ward turns out never to have moved', 'ward', [{ from: EPOCH, to: null, parent: 'south' }]],
    ['when a branch is voided', 'branch-b', []],
    ['when it is restored', 'branch-b', [{ from: day(100), to: null, parent: 'ward' }]],
  ])('is that of every day, %s', async (_when, unit, record) => {
    await change(unit, record);
    await compare();
  });
});
