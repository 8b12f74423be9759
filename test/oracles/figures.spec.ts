import { addCase, addMeeting, addMember, addReport, noFacts, type OracleAct, type OracleMeeting } from './facts.js';
import { Oracle, stretchOn, type OracleUnit } from './figures.js';

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

const oracleOf = (meetings: OracleMeeting[]): Oracle => {
  const facts = noFacts();
  for (const one of meetings) addMeeting(facts, one);
  return new Oracle(units, facts);
};

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
    const oracle = oracleOf([
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
    const oracle = oracleOf([meeting('a', 'branch', '2020-03-01T17:30:00Z', { endsAt: '2020-03-01T19:00:00Z' })]);
    expect(oracle.total('west', '2020-03-02', '2020-03-02')['meetings.held']).toBe(1);
  });

  it('gives a unit’s own facts a row of their own, so that children add up', () => {
    const oracle = oracleOf([
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

  describe('with members', () => {
    const person = { sex: 'female', birthDate: '1969-07-01', ethnicity: 'Kinh', religion: 'không' } as const;
    const withMember = (acts: OracleAct[]): Oracle => {
      const facts = noFacts();
      addMember(facts, { id: 'm', voided: false, acts, overdue: [], person });
      return new Oracle(units, facts);
    };
    const on = (oracle: Oracle, unit: string, date: string) => oracle.total(unit, date, date);

    it('counts a level on the day it begins and not on the day it ends', () => {
      const oracle = withMember([
        { kind: 'admitted', on: '2019-05-19', unitId: 'branch' },
        { kind: 'recognised', on: '2020-05-19' },
        { kind: 'died', on: '2021-02-03' },
      ]);
      expect(on(oracle, 'centre', '2019-05-18')['members.total'] ?? 0).toBe(0);
      expect(on(oracle, 'centre', '2019-05-19')).toMatchObject({
        'members.total': 1,
        'members.probationary': 1,
        'members.admitted': 1,
        'members.opening': 0,
        'members.women': 1,
        'members.age-41-50': 1,
      });
      expect(on(oracle, 'centre', '2020-05-19')).toMatchObject({ 'members.official': 1, 'members.age-51-60': 1 });
      expect(on(oracle, 'centre', '2021-02-03')).toMatchObject({ 'members.died': 1, 'members.opening': 1 });
      expect(on(oracle, 'centre', '2021-02-03')['members.total'] ?? 0).toBe(0);
    });

    it.each([
      ['who stays', []],
      ['whose standing changes that day', [{ kind: 'recognised', on: '2020-01-06' }]],
      ['who leaves that day', [{ kind: 'left', on: '2020-01-06' }]],
    ])('closes with what it opened with, more or less, when a branch moves with a member %s', (_who, more) => {
      const oracle = withMember([{ kind: 'admitted', on: '2019-05-19', unitId: 'branch' }, ...more]);
      for (const unit of ['east', 'west', 'centre', 'branch']) {
        const figures = oracle.total(unit, '2019-12-01', '2020-01-31');
        const of = (measure: string) => figures[`members.${measure}`] ?? 0;
        expect(of('total')).toBe(of('opening') + of('admitted') - of('left') + of('moved-with-units'));
      }
      expect(oracle.total('east', '2020-01-06', '2020-01-06')['members.moved-with-units']).toBe(-1);
    });

    it('counts who is on the way at the sender, and once', () => {
      const oracle = withMember([
        { kind: 'registered', on: '2020-02-01', unitId: 'branch', standing: 'official' },
        { kind: 'transfer-introduced', on: '2020-03-01', toUnitId: 'east' },
        { kind: 'transfer-accepted', on: '2020-04-01' },
      ]);
      expect(on(oracle, 'west', '2020-03-31')).toMatchObject({ 'members.total': 1, 'members.in-transit': 1 });
      expect(on(oracle, 'centre', '2020-04-01')).toMatchObject({
        'members.total': 1,
        'members.transferred-in': 1,
        'members.transferred-out': 1,
      });
      expect(on(oracle, 'east', '2020-04-01')['members.total']).toBe(1);
    });
  });

  it('lets the findings of an annulled case count no more, and holds an entered stock for one period', () => {
    const facts = noFacts();
    addCase(facts, {
      id: 'c',
      unitId: 'branch',
      kind: 'inspection',
      state: 'annulled',
      openedOn: '2020-02-01',
      concludedOn: '2020-03-01',
      closedOn: null,
      annulledOn: '2020-04-01',
      findings: [{ date: '2020-02-10', severity: 'serious' }],
      obligations: [{ due: '2020-03-10', fulfilledOn: null }],
    });
    addReport(facts, {
      id: 'r',
      unitId: 'branch',
      type: 'weekly-integrity',
      state: 'submitted',
      nil: false,
      lastDay: '2020-02-09',
      nextLastDay: '2020-02-16',
      values: [{ measure: 'economy.enterprises', semantics: 'stock', value: 731 }],
    });
    const oracle = new Oracle(units, facts);
    const year = oracle.total('west', '2020-01-01', '2020-12-31');
    expect(year).toMatchObject({ 'cases.opened': 1, 'cases.annulled': 1, 'reports.handed-in.weekly-integrity': 1 });
    expect(Object.keys(year).filter((measure) => /findings|obligations|cases.open$|economy/.test(measure))).toEqual([]);
    expect(oracle.total('west', '2020-03-31', '2020-03-31')['cases.open']).toBe(1);
    expect(oracle.total('west', '2020-02-15', '2020-02-15')['economy.enterprises']).toBe(731);
    expect(oracle.total('west', '2020-02-16', '2020-02-16')['economy.enterprises'] ?? 0).toBe(0);
  });
});
