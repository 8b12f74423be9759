import { dateOf, GREGORIAN, parsePeriod } from '#calendar';
import type { MeetingRecordedV1, MemberChangedV1, RollStretch } from '#contracts';
import { testDatabase } from '#testing';
import { MEASURES, measureByCode } from '../catalogue/measures.js';
import type { Measure } from '../catalogue/measures.rules.js';
import { enteredOf } from '../catalogue/report-measures.js';
import type { LineageItem, LineagePosition } from './lineage.rules.js';
import { valueOf } from './lineage.rules.js';
import { measuresOf } from './query.rules.js';
import type { RollupRequest } from './rollups.service.js';
import { demoUnits, FIRST_BRANCH, FIRST_WARD, idOf, StoredFigures, type EventOf } from './stored-figures.harness.js';

jest.setTimeout(120_000);

const [WARD, BRANCH] = [FIRST_WARD, FIRST_BRANCH];
/** Its ward leaves province 2 for province 3 on 16 August 2026. */
const OF_THE_WARD_THAT_MOVES = BRANCH + 3;

let database: ReturnType<typeof testDatabase>;
let figures: StoredFigures;
beforeAll(async () => {
  database = testDatabase('levels');
  figures = await StoredFigures.open(database.uri);
  await figures.grow(demoUnits());
});
afterAll(async () => {
  await figures.close();
  await database.drop();
});

const memberId = (n: number): string => idOf(50_000 + n);
type Stay = [unit: number, from: string, to: string | null, over?: Partial<RollStretch>];
function member(
  n: number,
  version: number,
  stays: Stay[],
  movements: MemberChangedV1['movements'] = [],
  over: Partial<MemberChangedV1> = {},
): EventOf {
  const stretches = stays.map(([unit, from, to, more]) => ({
    unitId: idOf(unit),
    from,
    to,
    standing: 'official' as const,
    exempt: false,
    suspended: false,
    inTransit: false,
    ...more,
  }));
  const data = {
    memberId: memberId(n),
    version,
    voided: false,
    stretches,
    temporary: [],
    transferOverdue: [],
    movements,
  };
  return { id: `member/${memberId(n)}`, version, type: 'registry.member-changed.v1', data: { ...data, ...over } };
}
const move = (kind: MemberChangedV1['movements'][number]['kind'], unit: number, date: string) => ({
  kind,
  unitId: idOf(unit),
  date,
});
const meeting = (
  n: number,
  unit: number,
  date: string,
  people: number[],
  over: Partial<MeetingRecordedV1> = {},
): EventOf => ({
  id: idOf(n),
  version: 1,
  type: 'meetings.meeting-recorded.v1',
  data: {
    meetingId: idOf(n),
    version: 1,
    unitId: idOf(unit),
    state: 'closed',
    kind: 'regular',
    date,
    startsAt: `${date}T19:00:00+07:00`,
    endsAt: `${date}T20:30:00+07:00`,
    minutes: 90,
    attendance: null,
    tooShort: false,
    late: false,
    attended: people.map(memberId),
    ...over,
  },
});

const catalogueOf = (...codes: string[]): Measure[] => codes.flatMap((code) => measureByCode(code) ?? []);
const ask = (unit: number, period: string, measures: readonly Measure[], over: Partial<RollupRequest> = {}) =>
  figures.rollups.read({
    unitId: idOf(unit),
    period: parsePeriod(period),
    calendar: GREGORIAN,
    by: 'total',
    measures,
    limit: 500,
    after: null,
    wait: 0,
    viewer: [idOf(1)],
    ...over,
  });
async function values(unit: number, period: string, ...codes: string[]): Promise<(number | null)[]> {
  const { rollup } = await ask(unit, period, catalogueOf(...codes));
  return catalogueOf(...codes).map(({ code }) => rollup.figures.find(({ measure }) => measure === code)?.value ?? null);
}
const total = async (unit: number, day: string) => (await values(unit, day, 'members.total'))[0];

const BOOK = [
  'members.total',
  'members.opening',
  'members.registered',
  'members.admitted',
  'members.restored',
  'members.transferred-in',
  'members.transferred-out',
  'members.left',
  'members.died',
  'members.moved-with-units',
];
async function expectBooksToBalance(): Promise<void> {
  for (const unit of [1, 2, 3, WARD, WARD + 1, BRANCH, OF_THE_WARD_THAT_MOVES])
    for (const period of ['2026-08-16', '2026-W33', '2026-07', '2026-08', '2026-Q3', '2026', '2025-06-30/2026-08-15'])
      for (const by of ['child', 'day', 'month'] as const) {
        const { rollup } = await ask(unit, period, catalogueOf(...BOOK), { by });
        for (const { figures: each } of [{ figures: rollup.figures }, ...(rollup.rows ?? [])]) {
          const of = (code: string): number => each.find(({ measure }) => measure === code)?.value ?? NaN;
          const came = BOOK.slice(2, 6).reduce((sum, code) => sum + of(code), 0);
          const went = BOOK.slice(6, 9).reduce((sum, code) => sum + of(code), 0);
          expect(of('members.total')).toBe(of('members.opening') + came - went + of('members.moved-with-units'));
        }
      }
}

async function lineage(unit: number, period: string, code: string, limit = 2) {
  const [measure] = catalogueOf(code);
  if (!measure) throw new Error(code);
  const query = {
    unitId: idOf(unit),
    period: parsePeriod(period),
    calendar: GREGORIAN,
    measure,
    limit,
    viewer: [idOf(1)],
  };
  const items: LineageItem[] = [];
  for (let after: LineagePosition | null = null; ;) {
    const page = await figures.lineage.read({ ...query, after });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.next === null) {
      const sum = items.reduce((all, { p }) => all + (valueOf(query, p).figure.value ?? 0), 0);
      return { value: page.figure.value, sum, items };
    }
    after = page.next;
  }
}

describe('levels of the roll', () => {
  it('count a member at branch, ward, province and centre from the day of admission on, not the day before', async () => {
    const units = [OF_THE_WARD_THAT_MOVES, WARD, 2, 1];
    await figures.derive([
      member(
        1,
        1,
        [[OF_THE_WARD_THAT_MOVES, '2026-03-26', null]],
        [move('admitted', OF_THE_WARD_THAT_MOVES, '2026-03-26')],
      ),
    ]);
    for (const unit of units) {
      expect([await total(unit, '2026-03-25'), await total(unit, '2026-03-26')]).toEqual([0, 1]);
      expect(await values(unit, '2026-03', 'members.opening', 'members.total', 'members.admitted')).toEqual([0, 1, 1]);
      // A day of the future is read as far as it is known: the ward will have gone to province 3.
      expect(await total(unit, '2031')).toBe(unit === 2 ? 0 : 1);
    }
    expect([await total(3, '2026-03-26'), await total(3, '2031')]).toEqual([0, 1]);
  });

  it('restate the past when an act is corrected or the member was entered by mistake', async () => {
    const put = (version: number, from: string | null) =>
      figures.derive([
        from === null
          ? member(2, version, [], [], { voided: true })
          : member(2, version, [[BRANCH + 12, from, null]], [move('registered', BRANCH + 12, from)]),
      ]);
    await put(1, '2026-05-01');
    const before = await total(1, '2026-04-20');
    await put(2, '2026-04-15');
    expect([await total(1, '2026-04-20'), await total(BRANCH + 12, '2026-04-20')]).toEqual([(before ?? 0) + 1, 1]);
    expect(await values(BRANCH + 12, '2026-05', 'members.opening', 'members.registered')).toEqual([1, 0]);
    await put(3, null);
    expect([await total(1, '2026-05-20'), await total(BRANCH + 12, '2026-05-20')]).toEqual([before, 0]);
  });

  it('tell standings and stays, and each at its place', async () => {
    const [home, host] = [BRANCH + 22, BRANCH + 31];
    await figures.derive([
      member(
        3,
        1,
        [
          [home, '2025-01-01', '2026-02-01', { standing: 'probationary' }],
          [home, '2026-02-01', null, { exempt: true }],
        ],
        [move('admitted', home, '2025-01-01'), move('recognised', home, '2026-02-01')],
        { temporary: [{ unitId: idOf(host), from: '2026-01-20', to: '2026-02-10' }] },
      ),
    ]);
    const codes = [
      'members.total',
      'members.probationary',
      'members.official',
      'members.exempt',
      'members.temporary-out',
      'members.temporary-in',
    ];
    expect(await values(home, '2026-01-31', ...codes)).toEqual([1, 1, 0, 0, 1, 0]);
    expect(await values(home, '2026-02-01', ...codes)).toEqual([1, 0, 1, 1, 1, 0]);
    expect(await values(home, '2026-02-10', ...codes)).toEqual([1, 0, 1, 1, 0, 0]);
    expect(await values(host, '2026-02-09', ...codes)).toEqual([0, 0, 0, 0, 0, 1]);
    expect(await values(home, '2026-02', 'members.recognised')).toEqual([1]);
  });

  it('go with a ward that changes its province, and balance everywhere, by child and by step', async () => {
    const [branch, other] = [OF_THE_WARD_THAT_MOVES, BRANCH + 40];
    await figures.derive([
      member(
        4,
        1,
        [[branch, '2020-02-01', '2026-08-16']],
        [move('registered', branch, '2020-02-01'), move('left', branch, '2026-08-16')],
      ),
      member(5, 1, [[branch, '2026-08-16', null]], [move('admitted', branch, '2026-08-16')]),
      member(
        6,
        1,
        [
          [branch, '2024-01-01', '2026-07-10'],
          [other, '2026-07-10', null],
        ],
        [
          move('registered', branch, '2024-01-01'),
          move('transferred-out', branch, '2026-07-10'),
          move('transferred-in', other, '2026-07-10'),
        ],
      ),
      member(7, 1, [[BRANCH, '2024-01-01', null]], [move('registered', BRANCH, '2024-01-01')]),
    ]);
    // 1 and 4 were there the day before; 4 left on the day itself, 5 came on it.
    expect(await values(3, '2026-08-16', 'members.moved-with-units', 'members.left', 'members.admitted')).toEqual([
      2, 1, 1,
    ]);
    expect(await values(2, '2026-08-16', 'members.moved-with-units', 'members.left', 'members.admitted')).toEqual([
      -2, 0, 0,
    ]);
    expect(await values(1, '2026-Q3', 'members.moved-with-units')).toEqual([0]);
    await expectBooksToBalance();
  });

  it('of a later day are known as far as they are, and before the Party there were none', async () => {
    expect(await total(BRANCH, '2026-07-19')).toBe(1);
    const { rollup } = await ask(WARD, '2026-07', catalogueOf('members.total'), { by: 'day', limit: 10 });
    expect(rollup.rows?.map(({ figures: [figure] }) => figure?.value)).toHaveLength(10);
    expect(await total(1, '1929-12-31')).toBe(0);
  });
});

describe('what is behind a level', () => {
  it('is every fact that counts on its day, once a unit, over any pages', async () => {
    for (const limit of [1, 2, 500])
      for (const [unit, period] of [
        [1, '2026-Q3'],
        [2, '2026-08-15'],
        [WARD, '2026-07'],
        [OF_THE_WARD_THAT_MOVES, '2026-08'],
      ] as const) {
        for (const code of [
          'members.total',
          'members.opening',
          'members.exempt',
          'members.moved-with-units',
          'members.left',
        ]) {
          const { value, sum, items } = await lineage(unit, period, code, limit);
          expect([code, sum]).toEqual([code, value]);
          expect(new Set(items.map(({ _id, p, at }) => `${_id} ${p.u} ${p.d} ${at}`)).size).toBe(items.length);
        }
      }
    const { items } = await lineage(3, '2026-08-16', 'members.moved-with-units');
    expect(items.map(({ _id, p }) => [_id, dateOf(p.d)])).toEqual([
      [`member/${memberId(1)}`, '2026-08-16'],
      [`member/${memberId(4)}`, '2026-08-16'],
    ]);
  });

  it('is refused by kind of meeting, which no level has', async () => {
    const [measure] = catalogueOf('members.total') as [Measure];
    const query = { unitId: idOf(1), period: parsePeriod('2026'), calendar: GREGORIAN, measure, limit: 1, viewer: [] };
    await expect(figures.lineage.read({ ...query, kind: 'regular', after: null })).rejects.toMatchObject({
      code: 'kind-without-meetings',
    });
  });
});

describe('people who attended', () => {
  const PEOPLE = 'attendance.distinct-members';
  const people = async (unit: number, period: string, over: Partial<RollupRequest> = {}) =>
    (await ask(unit, period, catalogueOf(PEOPLE), over)).rollup;

  it('count once, in a unit, in each row and in what is left over', async () => {
    const [a, b] = [BRANCH + 52, BRANCH + 53];
    const joint = [{ unitId: idOf(b), attendance: null, attended: [13, 14].map(memberId) }];
    await figures.derive(
      [
        meeting(70_001, a, '2026-10-05', [11, 12]),
        meeting(70_002, a, '2026-10-20', [12, 13], { joint }),
        meeting(70_003, WARD + 5, '2026-10-21', [11, 15]),
        meeting(70_004, a, '2026-11-02', [11]),
        meeting(70_005, b, '2026-10-08', [16], { state: 'planned' }),
      ],
      'meetings.events/0',
    );
    const of = async (unit: number, period: string) => (await people(unit, period)).figures[0]?.value;
    expect([await of(a, '2026-10'), await of(b, '2026-10'), await of(WARD + 5, '2026-10')]).toEqual([3, 2, 5]);
    expect([await of(3, '2026-10'), await of(1, '2026-Q4'), await of(1, '2026-11'), await of(2, '2026')]).toEqual([
      5, 5, 1, 0,
    ]);
    const rows = async (over: Partial<RollupRequest>) =>
      (await people(WARD + 5, '2026-10', over)).rows?.map(({ figures: [figure] }) => figure?.value ?? 0) ?? [];
    const byChild = await rows({ by: 'child' });
    expect(byChild.filter((n) => n > 0)).toEqual([3, 2, 2]);
    expect(byChild.at(-1)).toBe(2);
    // The row that is left over is the same on a page of its own.
    const { next } = await people(WARD + 5, '2026-10', { by: 'child', limit: 10 });
    expect(await rows({ by: 'child', limit: 10, after: next ?? null })).toEqual([2]);
    const days = await rows({ by: 'day' });
    expect([days[4], days[19], days[20], days.filter((n) => n > 0).length]).toEqual([2, 3, 2, 3]);
    expect(await values(b, '2026-10', 'meetings.held', 'meetings.joined')).toEqual([0, 1]);
    expect(await values(WARD + 5, '2026-10', 'meetings.held', 'meetings.joined')).toEqual([3, 1]);
    const { rollup } = await ask(b, '2026-10', catalogueOf('meetings.held'));
    expect(rollup.completeness.branchesWithRegularMeeting).toBe(1);
  });

  it('have the meetings behind them, which do not add up', async () => {
    const { value, sum, items } = await lineage(WARD + 5, '2026-10', PEOPLE, 2);
    expect([value, sum]).toEqual([5, 8]);
    expect(items.map(({ _id, p }) => [_id, p.u])).toEqual([
      [idOf(70_001), idOf(BRANCH + 52)],
      [idOf(70_002), idOf(BRANCH + 52)],
      [idOf(70_002), idOf(BRANCH + 53)],
      [idOf(70_003), idOf(WARD + 5)],
    ]);
  });

  it('are refused over too many days, or where too many lists would be read', async () => {
    const refusal = { kind: 'unprocessable', code: 'distinct-too-large' };
    await expect(people(1, '2024-01-01/2026-12-31')).rejects.toMatchObject(refusal);
    expect((await people(1, '2025-01-01/2026-12-31')).figures[0]?.value).toBe(5);
    await figures.derive(
      [
        {
          id: 'many',
          version: 1,
          type: 'meetings.meeting-recorded.v1',
          data: meeting(0, WARD + 6, '2027-01-05', [1]).data as never,
        },
      ],
      'meetings.events/1',
    );
    await figures.store.db.collection('cells').updateOne({ u: idOf(1), m: '2027-01' }, { $inc: { 't.h:r': 100_000 } });
    await expect(people(1, '2027-01')).rejects.toMatchObject(refusal);
    expect((await people(WARD + 6, '2027-01')).figures[0]?.value).toBe(1);
  });
});

describe('figures of cases and reports', () => {
  it('are levels and flows on their dates, overdue from the day after the last in time', async () => {
    const branch = BRANCH + 62;
    await figures.derive(
      [
        {
          id: 'case/1',
          version: 1,
          type: 'inspection.case-changed.v1',
          data: {
            caseId: idOf(1),
            version: 1,
            unitId: idOf(branch),
            committeeId: idOf(1),
            kind: 'inspection',
            form: 'regular',
            object: 'organisation',
            state: 'concluded',
            openedOn: '2026-03-02',
            concludedOn: '2026-04-10',
            closedOn: null,
            annulledOn: null,
            findings: [
              { findingId: idOf(1), date: '2026-03-20', severity: 'serious', content: 'unity' },
              { findingId: idOf(2), date: '2026-03-20', severity: 'less-serious', content: 'unity' },
            ],
            obligations: [{ obligationId: idOf(3), due: '2026-05-31', fulfilledOn: '2026-06-10' }],
            change: { what: 'concluded', on: '2026-04-10', severity: null },
          },
        },
      ],
      'inspection.events/0',
    );
    const levels = ['cases.open', 'obligations.open', 'obligations.overdue'];
    for (const unit of [branch, WARD + 6, 3, 1]) {
      expect(await values(unit, '2026-04', ...levels)).toEqual([1, 1, 0]);
      expect(await values(unit, '2026-05', ...levels)).toEqual([1, 1, 0]);
      expect(await values(unit, '2026-06-01', ...levels)).toEqual([1, 1, 1]);
      expect(await values(unit, '2026-06', ...levels)).toEqual([1, 0, 0]);
      expect(
        await values(
          unit,
          '2026',
          'cases.opened',
          'findings.recorded',
          'findings.serious',
          'obligations.set',
          'obligations.fulfilled',
        ),
      ).toEqual([1, 2, 1, 1, 1]);
    }
  });

  it('hold what was entered by hand: a flow on the last day, a level until the next period has one', async () => {
    const entered = (code: string, semantics: 'flow' | 'stock', scale: number) =>
      enteredOf({ code, labels: { vi: code, en: code }, unit: 'enterprise', semantics, scale });
    const measures = [entered('economy.enterprises', 'stock', 0), entered('trade.revenue', 'flow', 1)];
    const ward = WARD + 7;
    const report = (version: number, state: 'submitted' | 'returned'): EventOf => ({
      id: 'report/1',
      version,
      type: 'reports.report-changed.v1',
      data: {
        reportId: idOf(1),
        version,
        unitId: idOf(ward),
        type: 'quarterly-economy',
        typeVersion: 1,
        period: { calendar: 'gregorian', id: '2026-Q1', from: '2026-01-01', to: '2026-04-01' },
        state,
        nil: false,
        submittedAt: '2026-04-02T08:00:00Z',
        values: [
          { measure: 'economy.enterprises', semantics: 'stock', value: 731, scale: 0 },
          { measure: 'trade.revenue', semantics: 'flow', value: 4505, scale: 1 },
        ],
        heldTo: '2026-06-30',
      },
    });
    const read = async (unit: number, period: string) =>
      (await ask(unit, period, measures)).rollup.figures.map(({ value }) => value);
    await figures.derive([report(1, 'submitted')], 'reports.events/0');
    for (const unit of [ward, 3, 1]) {
      expect(await read(unit, '2026-Q1')).toEqual([731, 450.5]);
      expect(await read(unit, '2026-05')).toEqual([731, 0]);
      expect(await read(unit, '2026-06')).toEqual([0, 0]);
      expect(await values(unit, '2026-03-31', 'reports.handed-in', 'reports.nil')).toEqual([1, 0]);
    }
    await figures.derive([report(2, 'returned')], 'reports.events/0');
    expect(await read(1, '2026-Q1')).toEqual([0, 0]);
  });
});

describe('what is asked for by default', () => {
  it('is everything but people, compositions and what is entered by hand or told by type', () => {
    const codes = measuresOf(undefined, MEASURES).map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['meetings.held', 'members.total', 'cases.open', 'reports.handed-in']),
    );
    for (const { code, kind, group } of MEASURES) if (kind === 'distinct' || group) expect(codes).not.toContain(code);
  });
});
