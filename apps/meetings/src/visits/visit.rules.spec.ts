import { Refusal } from '#contracts';
import { lastDayOf, monthsDue, monthsIn } from './months.rules.js';
import { corrected, followed, kept, planned, recorded, voided, type PlanWorld } from './visit.rules.js';
import type { MeetingVisits, PlanDetails } from './visit.js';

const details = (changes: Partial<PlanDetails> = {}): PlanDetails => ({
  unitId: 'branch',
  committeeId: 'ward',
  visitorId: 'v',
  from: '2026-01',
  to: '2026-03',
  everyMonths: 1,
  ...changes,
});
const meeting = (changes: object = {}) => ({
  unitId: 'branch',
  unitIds: ['branch'],
  date: '2026-02-03',
  state: 'closed',
  ...changes,
});
const by = (visitorId: string) => ({ visitorId, capacity: 'secretary' as const });
const visit = (date: string, changes: Partial<MeetingVisits> = {}): MeetingVisits => ({
  ...recorded(meeting({ date }), [by('v')]),
  ...changes,
});
const world = (changes: Partial<PlanWorld> = {}): PlanWorld => ({
  isBelow: () => true,
  tree: { aliveOn: () => true, get: () => undefined, parentOn: () => null },
  others: [],
  visits: [],
  ...changes,
});
const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code;
  }
};

describe('months', () => {
  it('are due every so many from the first on, over the end of years', () => {
    expect(monthsDue('2025-11', '2026-06', 3)).toEqual(['2025-11', '2026-02', '2026-05']);
    expect(monthsDue('2026-05', '2026-05', 12)).toEqual(['2026-05']);
    expect([monthsIn('2025-11', '2026-06'), monthsIn('2026-02', '2026-01')]).toEqual([8, 0]);
  });

  it('have a last day', () => {
    expect(['2024-02', '2026-02', '2026-12', '2026-04'].map(lastDayOf)).toEqual([
      '2024-02-29',
      '2026-02-28',
      '2026-12-31',
      '2026-04-30',
    ]);
  });
});

describe('a plan', () => {
  const keptMonths = (visits: MeetingVisits[]) =>
    planned(details(), world({ visits })).due.flatMap(({ month, kept: done }) => (done ? [month] : []));

  it('is kept in a month by one visit of its visitor to its branch, however many there were', () => {
    expect(planned(details(), world()).due.map(({ month }) => month)).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(keptMonths([visit('2026-02-28'), visit('2026-02-01'), visit('2026-04-01')])).toEqual(['2026-02']);
    expect(keptMonths([visit('2026-02-01', { visits: [by('w')] })])).toEqual([]);
    expect(keptMonths([visit('2026-02-01', { unitIds: ['other', 'branch'] })])).toEqual(['2026-02']);
    expect(keptMonths([visit('2026-02-01', { unitIds: ['other'] })])).toEqual([]);
    expect(keptMonths([visit('2026-02-01', { voided: true })])).toEqual([]);
  });

  it('changes with visits, and only then', () => {
    const plan = planned(details(), world());
    expect(kept(plan, [])).toBeNull();
    const done = kept(plan, [visit('2026-03-05')]);
    expect(done?.due[2]).toEqual({ month: '2026-03', kept: true });
    expect(done && kept(done, [visit('2026-03-05'), visit('2026-03-20')])).toBeNull();
    expect(done && kept(done, [])?.due).toEqual(plan.due);
  });

  const other = planned(details({ from: '2026-03', to: '2026-04' }), world());
  it.each<[string, Partial<PlanDetails>, Partial<PlanWorld>, string | null]>([
    ['of five years', { to: '2030-12' }, {}, null],
    ['of a month more', { to: '2031-01' }, {}, 'plan-too-long'],
    ['that ends before it begins', { to: '2025-12' }, {}, 'range-reversed'],
    ['for a branch elsewhere', {}, { isBelow: () => false }, 'visited-not-below'],
    ['in a month of another one', {}, { others: [other] }, 'plan-overlaps'],
    ['beside another one', { to: '2026-02' }, { others: [other] }, null],
    ['over one that was voided', {}, { others: [voided(other, 'r')] }, null],
  ])('%s', (_what, changes, more, code) => {
    expect(codeOf(() => planned(details(changes), world(more)))).toBe(code);
  });

  it('is corrected and voided with a reason, and nothing after that', () => {
    const plan = planned(details(), world());
    expect(corrected(plan, details({ to: '2026-02' }), 'r', world()).due).toHaveLength(2);
    expect(codeOf(() => corrected(plan, details(), ' ', world()))).toBe('reason-required');
    const gone = voided(plan, 'r');
    expect(codeOf(() => voided(gone, 'r'))).toBe('plan-voided');
    expect(codeOf(() => corrected(gone, details(), 'r', world()))).toBe('plan-voided');
  });
});

describe('visits', () => {
  it('name everybody once', () => {
    expect(codeOf(() => recorded(meeting(), [by('v'), by('v')]))).toBe('visitor-twice');
    expect(recorded(meeting(), []).visits).toEqual([]);
  });

  it('follow their meeting', () => {
    const visits = recorded(meeting(), [by('v')]);
    expect(followed(visits, meeting())).toBeNull();
    expect(followed(visits, meeting({ date: '2026-03-01' }))).toMatchObject({ date: '2026-03-01', visits: [by('v')] });
    expect(followed(visits, meeting({ unitIds: ['branch', 'other'] }))).toMatchObject({ unitIds: ['branch', 'other'] });
    const gone = followed(visits, meeting({ state: 'voided' }));
    expect(gone).toMatchObject({ voided: true });
    expect(gone && followed(gone, meeting({ state: 'voided' }))).toBeNull();
  });
});
