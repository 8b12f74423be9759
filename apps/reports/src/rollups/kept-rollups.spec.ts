import { GREGORIAN, parsePeriod } from '#calendar';
import type { LensView } from '../lenses/lens.rules.js';
import { KeptRollups, type Told } from './kept-rollups.js';
import type { RollupRequest } from './rollup.request.js';
import type { Snapshot } from './snapshots.js';

const VIEW = { lens: 'as-is', on: 1 } as LensView;
const REQUEST: RollupRequest = {
  unitId: 'a',
  period: parsePeriod('2026-Q2'),
  calendar: GREGORIAN,
  by: 'child',
  measures: [],
  limit: 100,
  after: null,
  wait: 0,
  viewer: [],
};
const snapshotOf = (
  seqs: number[],
  { revision = 7, known = null }: { revision?: number; known?: number | null } = {},
) => ({ known, tree: { revision }, progress: seqs.map((seq) => ({ seq })) }) as Snapshot;

/** An answer with so many figures. */
const told = (figures: number): Told => ({
  rows: [],
  page: [],
  next: null,
  total: Array.from({ length: figures }, () => ({ measure: 'x', value: 1 })),
  ofPage: [],
});

describe('kept rollups', () => {
  let kept: KeptRollups;
  let made: number;
  const make =
    (figures = 1) =>
    async () => {
      made += 1;
      return told(figures);
    };
  beforeEach(() => {
    kept = new KeptRollups();
    made = 0;
  });

  it('are given again while nothing moved, and to whom it is shown does not matter', async () => {
    await kept.of(snapshotOf([1, 2]), VIEW, REQUEST, make());
    await kept.of(snapshotOf([1, 2]), VIEW, { ...REQUEST, viewer: ['a'], patient: true }, make());
    expect(made).toBe(1);
  });

  it('are made anew when a shard went on, the tree changed, or anything else is asked', async () => {
    await kept.of(snapshotOf([1, 2]), VIEW, REQUEST, make());
    await kept.of(snapshotOf([1, 3]), VIEW, REQUEST, make());
    await kept.of(snapshotOf([1, 2], { revision: 8 }), VIEW, REQUEST, make());
    await kept.of(snapshotOf([1, 2]), { ...VIEW, on: 2 }, REQUEST, make());
    await kept.of(snapshotOf([1, 2]), { ...VIEW, lens: 'as-of' }, REQUEST, make());
    const others: Partial<RollupRequest>[] = [
      { unitId: 'b' },
      { period: parsePeriod('2026-Q1') },
      { by: 'level' },
      { by: 'level', level: 'commune' },
      { measures: [{ code: 'x' }] as never },
      { measures: [{ code: 'x', scale: 2 }] as never },
      { rounding: 'cut' },
      { limit: 99 },
      { after: 'x' },
    ];
    for (const other of others) await kept.of(snapshotOf([1, 2]), VIEW, { ...REQUEST, ...other }, make());
    expect(made).toBe(5 + others.length);
  });

  it('are not of past instants', async () => {
    for (const known of [5, 5]) await kept.of(snapshotOf([1], { known }), VIEW, REQUEST, make());
    expect(made).toBe(2);
  });

  it('are so many figures at most, those asked for last', async () => {
    const ask = (unitId: string) => kept.of(snapshotOf([1]), VIEW, { ...REQUEST, unitId }, make(15_000));
    for (const unitId of ['a', 'b', 'a', 'c']) await ask(unitId);
    expect(made).toBe(3);
    await ask('a');
    expect(made).toBe(3);
    await ask('b');
    expect(made).toBe(4);
  });
});
