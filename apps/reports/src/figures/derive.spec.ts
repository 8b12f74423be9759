import { readFileSync } from 'node:fs';
import { dayOf } from '#calendar';
import type {
  CaseChangedV1,
  MeetingRecordedV1,
  MemberChangedV1,
  ReportChangedV1,
  ScoreRecordedV1,
  VisitPlanRecordedV1,
  VisitsRecordedV1,
} from '#contracts';
import type { Entry } from './contribution.js';
import { derive, RULES } from './derive.js';
import { packedIds } from './packed-ids.js';

const sampleOf = (name: string): unknown =>
  (JSON.parse(readFileSync(`libs/contracts/samples/${name}.json`, 'utf8')) as { data: unknown }).data;
const meeting = sampleOf('meetings.meeting-recorded.v1') as MeetingRecordedV1;
const member = sampleOf('registry.member-changed.v1') as MemberChangedV1;
const found = sampleOf('inspection.case-changed.v1') as CaseChangedV1;
const report = sampleOf('reports.report-changed.v1') as ReportChangedV1;

/** What entries count on a day: levels that hold then, and flows of the day. */
function on(entries: readonly Entry[], date: string): Record<string, number> {
  const day = dayOf(date);
  const sums: Record<string, number> = {};
  for (const { d, to, m } of entries)
    if (to === undefined ? d === day : d <= day && (to === null || day < to))
      for (const [key, n] of Object.entries(m)) sums[key] = (sums[key] ?? 0) + n;
  return sums;
}

describe('rules 1', () => {
  it('derive of a meeting what they always did, to the byte', () => {
    expect(RULES).toBe(1);
    expect(JSON.stringify(derive('meetings.meeting-recorded.v1', meeting))).toBe(
      '[{"u":"3f0e1c9e-3a52-5d3c-9a55-6d9d6d3f0a01","d":20637,"m":{"h:r":1,"n:r":90,"b:r":28,"p:r":24,"e:r":2,"x:r":1,"w:r":1}}]',
    );
    const late = { ...meeting, kind: 'extraordinary' as const, tooShort: true, late: true, attendance: null };
    expect(JSON.stringify(derive('meetings.meeting-recorded.v1', late))).toBe(
      '[{"u":"3f0e1c9e-3a52-5d3c-9a55-6d9d6d3f0a01","d":20637,"m":{"h:e":1,"n:e":90,"s:e":1,"l:e":1}}]',
    );
    for (const state of ['planned', 'voided'] as const)
      expect(derive('meetings.meeting-recorded.v1', { ...meeting, state })).toEqual([]);
  });
});

describe('a meeting', () => {
  it('by member has who was there; a joint one is held once and joined by the others', () => {
    const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000ff'];
    const joint = [{ unitId: ids[0] ?? '', attendance: null, attended: [ids[1] ?? ''] }];
    const [host, other] = derive('meetings.meeting-recorded.v1', { ...meeting, attended: ids, joint });
    expect(host).toMatchObject({ u: meeting.unitId, a: packedIds(ids) });
    expect(host?.m['h:r']).toBe(1);
    expect(other).toEqual({ u: ids[0], d: dayOf(meeting.date), m: { 'j:r': 1 }, a: packedIds([ids[1] ?? '']) });
  });
});

describe('the content of a meeting', () => {
  const votes = { taken: 3, carried: 2 };
  const flags = { noticeToSuperior: true, committeeMet: true, draftReady: true };
  const of = (over: Partial<MeetingRecordedV1>) => derive('meetings.meeting-recorded.v1', { ...meeting, ...over });

  it('counts votes at the unit that took them, and what came in time at the host', () => {
    const joint = [{ unitId: member.memberId, attendance: null, votes: { taken: 1, carried: 0 } }];
    const preparation = { ...flags, noticeInTime: true, documentsInTime: true };
    const [host, other] = of({ votes, preparation, joint });
    expect(host?.m).toMatchObject({ 'v:r': 3, 'c:r': 2, 'i:r': 1, 'd:r': 1 });
    expect(other?.m).toEqual({ 'j:r': 1, 'v:r': 1 });
  });

  it('counts nothing that is late, unknown or of a meeting that does not count', () => {
    const preparation = { ...flags, noticeInTime: null, documentsInTime: false };
    expect(of({ preparation })).toEqual(of({}));
    expect(of({ votes, preparation, state: 'voided' })).toEqual([]);
  });
});

describe('a member', () => {
  const entries = derive('registry.member-changed.v1', member);
  const [home = ''] = member.stretches.map(({ unitId }) => unitId);
  const at = (unit: string) => entries.filter(({ u }) => u === unit);

  it('who went along with his unit by an act is moved there once, and is in no movement', () => {
    const sample = sampleOf('registry.member-changed.v1+with-units') as MemberChangedV1;
    const [went] = sample.withUnits ?? [];
    const more = derive('registry.member-changed.v1', sample).slice(entries.length);
    expect(more).toEqual([
      { u: went?.fromUnitId, d: dayOf('2025-07-01'), m: { 'I:a': -1 } },
      { u: went?.toUnitId, d: dayOf('2025-07-01'), m: { 'I:a': 1 } },
    ]);
  });

  it('is one head while on the roll, of one standing a day, with what he is', () => {
    expect(on(at(home), '2024-05-18')).toEqual({});
    expect(on(at(home), '2024-05-19')).toEqual({ 'L:m': 1, 'L:p': 1, 'M:ad': 1 });
    expect(on(at(home), '2025-05-20')).toEqual({ 'L:m': 1, 'L:o': 1, 'L:t': 1, 'M:rc': 1 });
    expect(on(at(home), '2026-03-01')).not.toHaveProperty('L:d');
    expect(on(at(home), '2026-03-02')).toMatchObject({ 'L:m': 1, 'L:d': 1 });
  });

  it('on a temporary stay is counted at home, and noted at both', () => {
    const [host = ''] = member.temporary.map(({ unitId }) => unitId);
    expect(on(at(host), '2025-09-01')).toEqual({ 'L:ti': 1 });
    expect(on(at(home), '2025-12-31')).toMatchObject({ 'L:m': 1, 'L:to': 1 });
    expect([on(at(host), '2026-01-01'), on(at(home), '2026-01-01')['L:to']]).toEqual([{}, undefined]);
  });

  it('entered by mistake adds nothing', () => {
    const lists = { stretches: [], temporary: [], transferOverdue: [], movements: [] };
    expect(derive('registry.member-changed.v1', { ...member, voided: true, ...lists })).toEqual([]);
  });
});

describe('a composition', () => {
  it('is a change of level on each of its days, falls too', () => {
    const unitId = member.memberId;
    const changes = [
      { date: '2026-01-01', counts: { women: 3, ageTo30: 2, ageOver60: 0 } },
      { date: '2027-01-01', counts: { ageTo30: -1, age31To40: 1 } },
    ];
    const entries = derive('registry.composition-changed.v1', { unitId, version: 1, changes });
    expect(on(entries, '2026-12-31')).toEqual({ 'L:cw': 3, 'L:c1': 2 });
    expect(on(entries, '2030-01-01')).toEqual({ 'L:cw': 3, 'L:c1': 1, 'L:c2': 1 });
  });
});

describe('a case', () => {
  const state = { openedOn: '2026-03-02', concludedOn: '2026-04-10', closedOn: null, annulledOn: null };
  const findings = [
    { findingId: found.caseId, date: '2026-03-20', severity: 'serious' as const, content: 'unity' as const },
    { findingId: found.unitId, date: '2026-03-20', severity: 'serious' as const, content: 'other' as const },
  ];
  const obligations = [{ obligationId: found.caseId, due: '2026-05-31', fulfilledOn: '2026-06-10' }];
  const of = (over: Partial<CaseChangedV1>) =>
    derive('inspection.case-changed.v1', {
      ...found,
      kind: 'inspection',
      state: 'concluded',
      ...state,
      findings,
      obligations,
      ...over,
    });

  it('counts its steps, findings and what is owed, each on its day', () => {
    const entries = of({});
    expect(on(entries, '2026-03-02')).toEqual({ 'C:i': 1, 'L:ko': 1 });
    expect(on(entries, '2026-03-20')).toEqual({ 'F:2': 2, 'L:ko': 1 });
    expect(on(entries, '2026-04-10')).toEqual({ 'C:c': 1, 'O:s': 1, 'L:bo': 1, 'L:ko': 1 });
    expect(on(entries, '2026-05-31')).toEqual({ 'L:bo': 1, 'L:ko': 1 });
    expect(on(entries, '2026-06-01')).toEqual({ 'L:bo': 1, 'L:bl': 1, 'L:ko': 1 });
    expect(on(entries, '2026-06-10')).toEqual({ 'O:f': 1, 'L:ko': 1 });
    const inTime = of({ obligations: [{ obligationId: found.caseId, due: '2026-05-31', fulfilledOn: '2026-05-31' }] });
    expect(inTime.some(({ m }) => m['L:bl'])).toBe(false);
  });

  it('annulled was opened and concluded, but what it found counts no more; voided never was', () => {
    const entries = of({ state: 'annulled', annulledOn: '2026-07-01' });
    const keys = new Set(entries.flatMap(({ m }) => Object.keys(m)));
    expect(keys).toEqual(new Set(['C:i', 'C:c', 'C:a', 'L:ko']));
    expect(on(entries, '2026-07-01')).toEqual({ 'C:a': 1 });
    expect(of({ state: 'voided' })).toEqual([]);
  });
});

describe('a report', () => {
  const period = { calendar: 'gregorian', id: '2026-Q1', from: '2026-01-01', to: '2026-04-01' };
  const values = [
    { measure: 'economy.enterprises', semantics: 'stock' as const, value: 731, scale: 0 },
    { measure: 'trade.revenue', semantics: 'flow' as const, value: 4505, scale: 1 },
  ];
  const of = (over: Partial<ReportChangedV1>) =>
    derive('reports.report-changed.v1', {
      ...report,
      type: 'quarterly.economy',
      period,
      values,
      heldTo: '2026-06-30',
      ...over,
    });

  it('counts on the last day of its period while it is handed in, its levels until the next', () => {
    const entries = of({ state: 'accepted', nil: false });
    const last = {
      'R:h': 1,
      'R:a': 1,
      'T:quarterly_economy': 1,
      'H:trade_revenue': 4505,
      'L:H:economy_enterprises': 731,
    };
    expect([on(entries, '2026-03-30'), on(entries, '2026-03-31')]).toEqual([{}, last]);
    expect(on(entries, '2026-06-29')).toEqual({ 'L:H:economy_enterprises': 731 });
    expect(on(entries, '2026-06-30')).toEqual({});
    for (const state of ['draft', 'returned', 'voided'] as const) expect(of({ state })).toEqual([]);
    expect(on(of({ state: 'submitted', nil: true, values: [] }), '2026-03-31')).toMatchObject({ 'R:h': 1, 'R:n': 1 });
  });
});

describe('a score', () => {
  const score = sampleOf('meetings.score-recorded.v1') as ScoreRecordedV1;
  const of = (over: Partial<ScoreRecordedV1>) => derive('meetings.score-recorded.v1', { ...score, ...over });

  it('counts once on the day of its meeting by the side that counts, both beside it', () => {
    expect(on(of({}), '2026-07-03')).toEqual({
      'S:n': 1,
      'S:p': 880,
      'S:m': 1000,
      'S:g2': 1,
      'S:sn': 1,
      'S:sp': 925,
      'S:un': 1,
      'S:up': 880,
      'S:bn': 1,
      'S:bd': -45,
    });
    const alone = of({ superior: null, counted: { points: 925, grade: 'good', by: 'self' } });
    expect(on(alone, '2026-07-03')).toEqual({ 'S:n': 1, 'S:p': 925, 'S:m': 1000, 'S:g1': 1, 'S:sn': 1, 'S:sp': 925 });
    expect(of({ state: 'voided', self: null, superior: null, counted: null })).toEqual([]);
  });
});

describe('superiors attending', () => {
  const visits = sampleOf('meetings.visits-recorded.v1') as VisitsRecordedV1;
  const plan = sampleOf('meetings.visit-plan-recorded.v1') as VisitPlanRecordedV1;

  it('count each on the day of the meeting', () => {
    expect(on(derive('meetings.visits-recorded.v1', visits), '2026-07-03')).toEqual({ 'V:m': 2 });
    expect(derive('meetings.visits-recorded.v1', { ...visits, state: 'voided' })).toEqual([]);
    expect(derive('meetings.visits-recorded.v1', { ...visits, visits: [] })).toEqual([]);
  });

  it('by plan count on the last day of the month due, kept or not', () => {
    const entries = derive('meetings.visit-plan-recorded.v1', plan);
    expect(on(entries, '2026-06-30')).toEqual({ 'V:p': 1 });
    expect(on(entries, '2026-08-31')).toEqual({ 'V:p': 1, 'V:k': 1 });
    expect(on(entries, '2026-07-31')).toEqual({});
    expect(derive('meetings.visit-plan-recorded.v1', { ...plan, state: 'voided' })).toEqual([]);
  });
});
