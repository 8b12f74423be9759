import { Oracle, stretchOn, type OracleMeeting, type OracleUnit } from './figures.js';

const stretch = (from: string, to: string | null, parentId: string | null, level = 'branch') => ({
  from,
  to,
  parentId,
  level,
});
const units: OracleUnit[] = [
  { id: 'centre', stretches: [stretch('2000-01-01', null, null, 'centre')] },
  { id: 'east', stretches: [stretch('2000-01-01', null, 'centre', 'province')] },
  { id: 'west', stretches: [stretch('2000-01-01', null, 'centre', 'province')] },
  { id: 'branch', stretches: [stretch('2010-01-01', '2020-01-01', 'east'), stretch('2020-01-11', null, 'west')] },
  { id: 'gone', stretches: [] },
];
const meeting = (id: string, unitId: string, startsAt: string, more: Partial<OracleMeeting> = {}): OracleMeeting => ({
  id,
  unitId,
  state: 'closed',
  kind: 'regular',
  startsAt,
  endsAt: startsAt.replace('T19', 'T21'),
  attendance: { belong: 20, present: 17, excused: 2, unexcused: 1, exempt: 0, elsewhere: 0 },
  tooShort: false,
  late: false,
  ...more,
});

describe('oracle', () => {
  it('takes the place of the nearest stretch outside a unit’s life, the earlier of two as near', () => {
    const branch = units[3]!;
    expect(stretchOn(branch, '1999-05-05')?.parentId).toBe('east');
    expect(stretchOn(branch, '2020-01-05')?.parentId).toBe('east');
    expect(stretchOn(branch, '2020-01-06')?.parentId).toBe('west');
    expect(stretchOn(branch, '2030-01-01')?.parentId).toBe('west');
    const even = {
      ...branch,
      stretches: [stretch('2010-01-01', '2020-01-01', 'east'), stretch('2020-01-02', null, 'west')],
    };
    expect(stretchOn(even, '2020-01-01')?.parentId).toBe('east');
  });

  it('counts a closed meeting once at each unit above it on its own date', () => {
    const oracle = new Oracle(units, [
      meeting('a', 'branch', '2019-12-31T19:00:00+07:00'),
      meeting('b', 'branch', '2020-02-01T19:00:00+07:00'),
      meeting('planned', 'branch', '2020-02-02T19:00:00+07:00', { state: 'planned', attendance: null }),
      meeting('voided', 'branch', '2020-02-03T19:00:00+07:00', { state: 'voided' }),
      meeting('unplaced', 'gone', '2020-02-04T19:00:00+07:00'),
    ]);
    const held = (unit: string, from: string, to: string) => oracle.total(unit, from, to)['meetings.held'] ?? 0;
    expect(held('centre', '2019-01-01', '2020-12-31')).toBe(2);
    expect(held('east', '2019-01-01', '2020-12-31')).toBe(1);
    expect(held('west', '2020-01-01', '2020-12-31')).toBe(1);
    expect(oracle.total('west', '2020-02-01', '2020-02-01')).toMatchObject({
      'meetings.minutes': 120,
      'attendance.present': 17,
    });
  });

  it('dates a meeting by its start in Viet Nam', () => {
    const oracle = new Oracle(units, [
      meeting('a', 'branch', '2020-03-01T17:30:00Z', { endsAt: '2020-03-01T19:00:00Z' }),
    ]);
    expect(oracle.total('west', '2020-03-02', '2020-03-02')['meetings.held']).toBe(1);
  });

  it('gives a unit’s own facts a row of their own, so that children add up', () => {
    const oracle = new Oracle(units, [
      meeting('a', 'branch', '2020-02-01T19:00:00+07:00'),
      meeting('b', 'west', '2020-02-01T19:00:00+07:00', { kind: 'thematic' }),
    ]);
    const rows = oracle.byChild('west', '2020-01-01', '2020-12-31');
    expect([...rows].map(([id, figures]) => [id, figures['meetings.held']])).toEqual([
      ['branch', 1],
      ['own', 1],
    ]);
    expect([...oracle.byKind('west', '2020-01-01', '2020-12-31').keys()].sort()).toEqual(['regular', 'thematic']);
    expect([...oracle.byLevel('centre', '2020-01-01', '2020-12-31', 'branch').keys()].sort()).toEqual([
      'branch',
      'remainder',
    ]);
    expect(oracle.completeness('west', '2020-01-01', '2020-02-28')).toEqual({
      branchesAlive: 1,
      branchesWithRegularMeeting: 1,
    });
    expect(oracle.completeness('east', '2020-01-01', '2020-02-28').branchesAlive).toBe(0);
  });
});
