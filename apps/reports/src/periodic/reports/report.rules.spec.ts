import { dayOf, GREGORIAN, INSPECTION, parsePeriod, type Calendar } from '#calendar';
import { reportChangedV1, type UnitRecord } from '#contracts';
import { SEEDED_TYPES } from '../types/report-types.seeds.js';
import { checkedContent, requireComplete, type StatedContent } from './content.rules.js';
import { compared } from './derived-figures.js';
import { heldToOf, reportIdOf, storedPeriod, toAnswer, toEvent } from './report-state.js';
import {
  accepted,
  drafted,
  requireReporter,
  returned,
  rewritten,
  submitted,
  voided,
  type Act,
  type Report,
} from './report.rules.js';

const [daily, weekly, quarterly] = SEEDED_TYPES;
if (!daily || !weekly || !quarterly) throw new Error('the seeds lack a type');
const UNIT = '00000000-0000-4000-8000-000000000001';
const period = parsePeriod('2026-Q1');
const clerk: Act = { sub: 'clerk', now: new Date('2026-04-01T02:00:00Z'), today: dayOf('2026-04-01') };
const secretary: Act = { ...clerk, sub: 'secretary' };
const superior: Act = { ...clerk, sub: 'superior' };
const figures = { asOf: clerk.now, treeRevision: 7, figures: [{ measure: 'meetings.held', value: 9 }] };

const stated = (over: Partial<StatedContent> = {}): StatedContent => ({
  nil: false,
  values: [{ measure: 'economy.trade', value: '450.5', estimate: true }],
  sections: [{ section: 'situation', text: 'Ổn định' }],
  ...over,
});
const draft = (over: Partial<StatedContent> = {}, act = clerk): Report =>
  drafted(
    {
      unitId: UNIT,
      type: quarterly.code,
      typeVersion: 1,
      period: storedPeriod(period, GREGORIAN),
      heldTo: heldToOf(period, quarterly, GREGORIAN),
    },
    checkedContent(stated(over), quarterly),
    act,
  );
describe('a stock of a report', () => {
  const stages: Calendar = {
    code: 'stages',
    labels: { vi: 'Đợt', en: 'Stages' },
    source: 'Kế hoạch 1',
    form: 'list',
    periods: [
      { id: 'dot-1', kind: 'stage', from: '2026-03-01', through: '2026-03-31' },
      { id: 'dot-2', kind: 'stage', from: '2026-05-01', through: '2026-05-10' },
    ],
  };
  it.each<[string, string, Calendar, string]>([
    ['2026-12', 'month', GREGORIAN, '2027-01-31'],
    ['2026-6M', 'half', INSPECTION, '2027-06-10'],
    ['dot-1', 'stage', stages, '2026-05-10'],
    ['dot-2', 'stage', stages, '2026-05-20'],
  ])('of %s (%s) holds until the next level is due', (text, periodKind, calendar, heldTo) => {
    expect(heldToOf(parsePeriod(text, calendar), { periodKind }, calendar)).toBe(heldTo);
  });
});

const handedIn = (): Report => submitted(draft(), quarterly, figures, secretary);
const refusal = (run: () => unknown): { code: string; faults: string[] } => {
  try {
    run();
  } catch (error) {
    const { code, fields = [] } = error as { code: string; fields?: { path: string; code: string }[] };
    return { code, faults: fields.map((fault) => `${fault.path} ${fault.code}`) };
  }
  return { code: 'none', faults: [] };
};
const codeOf = (run: () => unknown): string => refusal(run).code;

describe('what a report tells', () => {
  it('is stored in whole numbers, with what a measure is', () => {
    expect(checkedContent(stated(), quarterly).values).toEqual([
      { measure: 'economy.trade', semantics: 'flow', scale: 1, value: 4505, estimate: true },
    ]);
  });

  it('is refused with the path and code of each fault', () => {
    const values = [
      { measure: 'economy.trade', value: '450.55', estimate: false },
      { measure: 'economy.trade', value: 1, estimate: false },
      { measure: 'economy.enterprises', value: 731, estimate: true },
      { measure: 'economy.household-businesses', value: -1, estimate: false },
      { measure: 'rules.working-rules-issued', value: 1001, estimate: false },
      { measure: 'meetings.held', value: 1, estimate: false },
    ];
    const sections = [
      { section: 'situation', text: 'x'.repeat(10_001) },
      { section: 'situation', text: 'x' },
      { section: 'gossip', text: 'x' },
    ];
    expect(refusal(() => checkedContent(stated({ values, sections }), quarterly))).toEqual({
      code: 'report-invalid',
      faults: [
        'values.0.value too-many-decimals',
        'values.1.measure given-twice',
        'values.2.estimate estimate-not-allowed',
        'values.3.value below-minimum',
        'values.4.value above-maximum',
        'values.5.measure measure-not-in-type',
        'sections.0.text max-length',
        'sections.1.section given-twice',
        'sections.2.section section-not-in-type',
      ],
    });
  });

  it('is nothing at all when nothing occurred, and then nothing else', () => {
    expect(codeOf(() => checkedContent(stated({ nil: true }), quarterly))).toBe('nil-with-content');
    const nil = checkedContent({ nil: true, values: [], sections: [] }, daily);
    expect(() => requireComplete(nil, daily)).not.toThrow();
    expect(codeOf(() => requireComplete({ ...nil, nil: false }, daily))).toBe('nothing-reported');
    const blank = checkedContent({ nil: false, values: [], sections: [{ section: 'situation', text: '  ' }] }, daily);
    expect(codeOf(() => requireComplete(blank, daily))).toBe('nothing-reported');
  });

  it('has all that is required once it is handed in, not before', () => {
    const some = checkedContent(
      { nil: false, values: [], sections: [{ section: 'proposals', text: 'Kiến nghị' }] },
      weekly,
    );
    expect(refusal(() => requireComplete(some, weekly))).toEqual({
      code: 'report-invalid',
      faults: ['values.integrity.signs-settled required-in-report', 'sections.situation required-in-report'],
    });
  });
});

describe('the life of a report', () => {
  it('goes from draft over submitted and returned to accepted', () => {
    const first = handedIn();
    expect(first).toMatchObject({ state: 'submitted', submittedBy: 'secretary', prefilled: figures });
    const back = returned(first, 'Thiếu số liệu', superior);
    expect(back).toMatchObject({ state: 'returned', submittedAt: first.submittedAt });
    const again = rewritten(back, checkedContent(stated({ values: [] }), quarterly), clerk);
    expect(again).toMatchObject({ state: 'returned', values: [] });
    const done = accepted(submitted(again, quarterly, figures, secretary), superior);
    expect(done.state).toBe('accepted');
    expect(returned(done, 'Đính chính', superior).state).toBe('returned');
  });

  it('refuses what does not fit its state', () => {
    const content = checkedContent(stated(), quarterly);
    const gone = voided(draft(), 'Nhập nhầm');
    const done = accepted(handedIn(), superior);
    expect(codeOf(() => rewritten(handedIn(), content, clerk))).toBe('already-submitted');
    expect(codeOf(() => submitted(done, quarterly, figures, clerk))).toBe('already-submitted');
    expect(codeOf(() => returned(draft(), 'r', superior))).toBe('not-submitted');
    expect(codeOf(() => accepted(returned(handedIn(), 'r', superior), superior))).toBe('not-submitted');
    expect(codeOf(() => accepted(done, superior))).toBe('already-accepted');
    expect(codeOf(() => voided(done, 'r'))).toBe('already-accepted');
    for (const act of [
      () => voided(gone, 'r'),
      () => rewritten(gone, content, clerk),
      () => submitted(gone, quarterly, figures, clerk),
      () => returned(gone, 'r', superior),
      () => accepted(gone, superior),
    ])
      expect(codeOf(act)).toBe('report-voided');
    expect(codeOf(() => voided(draft(), ' '))).toBe('reason-required');
    expect(codeOf(() => returned(handedIn(), '', superior))).toBe('reason-required');
  });

  it('is judged neither by who wrote it nor by who handed it in', () => {
    for (const own of [clerk, secretary]) {
      expect(codeOf(() => accepted(handedIn(), own))).toBe('own-work');
      expect(codeOf(() => returned(handedIn(), 'r', own))).toBe('own-work');
    }
  });

  it('is handed in from the last day of its period on', () => {
    const on = (today: string) =>
      codeOf(() => submitted(draft(), quarterly, figures, { ...clerk, today: dayOf(today) }));
    expect([on('2026-03-30'), on('2026-03-31')]).toEqual(['period-not-over', 'none']);
  });

  it('is of a unit that lives in the period at a level of the type', () => {
    const stretch = (from: string, to: string | null, level: 'commune' | 'branch') =>
      ({ from, to, level, code: 'c', name: 'n', kind: 'ward', parentId: null }) as const;
    const record = (...stretches: UnitRecord['stretches']): UnitRecord => ({
      id: UNIT,
      version: 1,
      voided: false,
      stretches,
    });
    const of = (unit: UnitRecord | undefined) => {
      const tree = { get: () => unit, aliveOn: () => false, parentOn: () => null };
      return codeOf(() => requireReporter(tree, UNIT, ['commune'], period));
    };
    expect(of(record(stretch('2026-03-31', null, 'commune')))).toBe('none');
    expect(of(record(stretch('2026-04-01', null, 'commune')))).toBe('unit-hands-in-none');
    expect(of(record(stretch('2020-01-01', '2026-01-01', 'commune')))).toBe('unit-not-alive');
    expect(of(record(stretch('2020-01-01', '2026-01-02', 'branch')))).toBe('unit-hands-in-none');
    expect(of(record(stretch('2020-01-01', null, 'branch')))).toBe('unit-hands-in-none');
    expect(of(undefined)).toBe('unit-hands-in-none');
  });
});

describe('the event of a report', () => {
  const stored = (report: Report) => ({
    ...report,
    _id: reportIdOf(UNIT, report.type, report.period.id),
    version: 1,
    reason: null,
    recordedAt: clerk.now,
  });

  it('tells values only of what stands as handed in, and never a word', () => {
    const states = [draft(), handedIn(), returned(handedIn(), 'r', superior), accepted(handedIn(), superior)];
    const events = states.map((report) => reportChangedV1.parse(toEvent(stored(report))));
    expect(events.map(({ values }) => values.length)).toEqual([0, 1, 0, 1]);
    expect(events[1]).toMatchObject({
      period: { id: '2026-Q1', from: '2026-01-01', to: '2026-04-01' },
      heldTo: '2026-06-30',
      values: [{ measure: 'economy.trade', semantics: 'flow', value: 4505, scale: 1 }],
    });
    expect(JSON.stringify([...events, toAnswer(stored(handedIn()))])).not.toContain('Ổn định');
  });

  it('has one id for a unit, type and period', () => {
    const ids = [
      reportIdOf(UNIT, 'a', '2026-Q1'),
      reportIdOf(UNIT, 'a', '2026-Q2'),
      reportIdOf(UNIT, 'b', '2026-Q1'),
      reportIdOf(UNIT.replace('1', '2'), 'a', '2026-Q1'),
    ];
    expect(new Set(ids).size).toBe(3 + 1);
    expect(reportIdOf(UNIT, 'a', '2026-Q1')).toBe(ids[0]);
  });
});

describe('what was reported beside what the figures say now', () => {
  it('differs in value, or in what a ratio is made of', () => {
    const held = { measure: 'meetings.held', value: 9 };
    const rate = { measure: 'attendance.rate', value: 50, numerator: 1, denominator: 2 };
    const now = [
      { ...held, value: 10 },
      { ...rate, numerator: 2, denominator: 4 },
      { measure: 'new', value: 1 },
    ];
    expect(compared([held, rate], now).map(({ measure, differs }) => [measure, differs])).toEqual([
      ['meetings.held', true],
      ['attendance.rate', true],
      ['new', false],
    ]);
    expect(compared([held], [held])).toEqual([{ measure: held.measure, reported: held, now: held, differs: false }]);
    expect(compared([held], [])).toEqual([{ measure: held.measure, reported: held, differs: true }]);
  });
});
