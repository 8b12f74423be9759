import { parsePeriod } from '#calendar';
import type { Level, ReportState, UnitRecord } from '#contracts';
import { Tree } from '#tree';
import { countsOf, handedInRows, reportersBelow, rowsAfter, type ReportBrief } from './handed-in.rules.js';

const WEEK = parsePeriod('2026-W10'); // 2 to 8 March
const unit = (
  id: string,
  level: Level,
  ...stretches: { parent: string | null; from?: string; to?: string | null; code?: string }[]
): UnitRecord => ({
  id,
  version: 1,
  voided: false,
  stretches: stretches.map(({ parent, from = '2020-01-01', to = null, code = id }) => ({
    from,
    to,
    code,
    name: id,
    kind: 'ward',
    level,
    parentId: parent,
  })),
});
const TREE = Tree.load(
  [
    unit('centre', 'centre', { parent: null }),
    unit('north', 'province', { parent: 'centre' }),
    unit('south', 'province', { parent: 'centre' }),
    unit('ward-b', 'commune', { parent: 'north', code: 'A2' }),
    unit('ward-a', 'commune', { parent: 'north', code: 'A1' }),
    unit('branch', 'branch', { parent: 'ward-a' }),
    unit('closed-before', 'commune', { parent: 'north', to: '2026-03-02' }),
    unit('closed-within', 'commune', { parent: 'north', to: '2026-03-03' }),
    unit('opened-last-day', 'commune', { parent: 'north', from: '2026-03-08' }),
    unit('moved-within', 'commune', { parent: 'north', to: '2026-03-05' }, { parent: 'south', from: '2026-03-05' }),
  ],
  1,
);
const below = (id: string) => reportersBelow(TREE, id, ['commune'], WEEK);
const report = (unitId: string, state: ReportState, nil = false): ReportBrief => ({
  _id: `report of ${unitId}`,
  unitId,
  state,
  nil,
  submittedAt: state === 'draft' ? null : new Date(0),
});

describe('the units below that report a period', () => {
  it('live in it at a level of the type, by the tree of its last day, in order of their codes', () => {
    expect(below('north').map(({ unitId }) => unitId)).toEqual([
      'ward-a',
      'ward-b',
      'closed-within',
      'opened-last-day',
    ]);
    expect(below('south').map(({ unitId }) => unitId)).toEqual(['moved-within']);
    expect(below('centre')).toHaveLength(5);
    expect(below('ward-a')).toEqual([]);
  });
});

describe('what they handed in', () => {
  const rows = handedInRows(below('centre'), [
    report('ward-a', 'submitted', true),
    report('ward-b', 'draft', true),
    report('closed-within', 'accepted'),
    report('opened-last-day', 'returned', true),
    report('moved-within', 'voided'),
    report('foreign', 'accepted'),
  ]);

  it('shows a draft as missing, and gives nothing of it away', () => {
    expect(rows.find(({ unitId }) => unitId === 'ward-b')).toMatchObject({
      state: 'missing',
      reportId: null,
      nil: false,
    });
    expect(rows.map(({ state }) => state)).toEqual(['submitted', 'missing', 'accepted', 'missing', 'returned']);
  });

  it('is counted so that all adds up to who is expected', () => {
    expect(countsOf(rows)).toEqual({ expected: 5, handedIn: 2, nil: 1, accepted: 1, returned: 1, missing: 2 });
  });

  it('is paged by code and unit', () => {
    expect(rowsAfter(rows, { code: 'A2', unitId: 'ward-b' })).toEqual(rows.slice(2));
    expect(rowsAfter(rows, null)).toEqual(rows);
  });
});
