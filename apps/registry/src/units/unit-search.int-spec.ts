import { randomUUID } from 'node:crypto';
import { dayOf } from '#calendar';
import type { UnitRecord } from '#contracts';
import { openStore, type Store } from '#mongo';
import { testDatabase } from '#testing';
import { keysOf, nameQuery, codeQuery } from './unit-search.rules.js';
import { searchFilters } from './units.reader.js';
import { unitsMigration } from './units.store.js';

/** 1,000 different names and codes, each at 250 units: as "Khu phố 06" is found in hundreds of wards (DESIGN.md 12). */
const NAMES = 1_000;
const EACH = 250;
const WORDS = ['Khu phố', 'Tổ dân phố', 'Thôn', 'Ấp', 'Bản', 'Chi bộ Trường', 'Chi bộ Công ty'];

const database = testDatabase('registry-search');
let store: Store;

const record = (at: number): UnitRecord => ({
  id: randomUUID(),
  version: 1,
  voided: false,
  stretches: [
    {
      from: '2000-01-01',
      to: null,
      code: `C${at}`,
      name: `${WORDS[at % WORDS.length]} ${String(Math.floor(at / 7)).padStart(2, '0')}`,
      kind: 'residential-branch',
      level: 'branch',
      parentId: randomUUID(),
    },
  ],
});

beforeAll(async () => {
  store = openStore({ uri: database.uri, migrations: [unitsMigration(200)] });
  await store.ready();
  const keys = store.db.collection('unit_keys');
  const seed = Array.from({ length: NAMES }, (_, at) => record(at)).flatMap((unit) =>
    keysOf(unit).map((key) => ({ ...key, unit: unit.id })),
  );
  await keys.insertMany(seed);
  // Multiplied by the server: a million keys over the wire would be most of this test's time.
  await keys
    .aggregate([
      { $set: { copy: { $range: [0, EACH] } } },
      { $unwind: '$copy' },
      { $project: { _id: 0, key: 1, from: 1, to: 1, unit: { $concat: ['$unit', '-', { $toString: '$copy' }] } } },
      { $out: 'unit_keys' },
    ])
    .toArray();
}, 240_000);

afterAll(async () => {
  await store.close();
  await database.drop();
});

describe('search among 250,000 units', () => {
  const LIMIT = 51;
  const explain = async (filter: object): Promise<Stats> => {
    const query = store.db.collection('unit_keys').find(filter, { projection: { _id: 0, key: 1, unit: 1 } });
    const plan = await query.sort({ key: 1, unit: 1 }).limit(LIMIT).explain('executionStats');
    return (plan as { executionStats: Stats }).executionStats;
  };

  it('is among as many', async () => {
    const units = await store.db
      .collection('unit_keys')
      .aggregate([{ $match: { key: /^c:/ } }, { $count: 'n' }])
      .toArray();
    expect(units).toEqual([{ n: NAMES * EACH }]);
  });

  it.each([
    ['khu phố 06', nameQuery('khu phố 06')],
    ['phố', nameQuery('phố')],
    ['công ty 1', nameQuery('công ty 1')],
    ['a code', codeQuery('c12')],
    ['nothing that exists', nameQuery('không có')],
  ])('%s: reads an index and little of it, also on a later page', async (_what, query) => {
    const [first] = searchFilters(query, dayOf('2026-01-01'));
    const place: [string, string] = [`${query} 5`, randomUUID()];
    for (const filter of [first!, ...searchFilters(query, dayOf('2026-01-01'), place)]) {
      const stats = await explain(filter);
      expect(stagesOf(stats.executionStages)).toEqual(['LIMIT', 'PROJECTION_COVERED', 'IXSCAN']);
      expect(stats.totalKeysExamined).toBeLessThanOrEqual(2 * LIMIT);
      expect(stats.totalDocsExamined).toBe(0);
    }
  });
});

type Stage = { stage: string; inputStage?: Stage };
type Stats = { totalKeysExamined: number; totalDocsExamined: number; executionStages: Stage };
const stagesOf = ({ stage, inputStage }: Stage): string[] => [stage, ...(inputStage ? stagesOf(inputStage) : [])];
