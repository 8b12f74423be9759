import { parsePeriod } from '#calendar';
import { MEASURES } from '../catalogue/measures.js';
import { enteredOf } from '../catalogue/report-measures.js';
import { entriesOf } from './cells.reader.js';
import { catalogueOf, meeting, memberId, questions } from './people-facts.harness.js';
import { measuresOf } from './query.rules.js';
import type { RollupRequest } from './rollup.request.js';
import { Snapshots } from './snapshots.js';
import { demoFigures, FIRST_BRANCH, FIRST_WARD, idOf, type EventOf } from './stored-figures.harness.js';

const [WARD, BRANCH] = [FIRST_WARD, FIRST_BRANCH];

jest.setTimeout(120_000);

const figures = demoFigures('facts');
const { ask, values, lineage } = questions(figures);

describe('people who attended', () => {
  const PEOPLE = 'attendance.distinct-members';
  const people = async (unit: number, period: string, over: Partial<RollupRequest> = {}) =>
    (await ask(unit, period, catalogueOf(PEOPLE), over)).rollup;

  it('count once, in a unit, in each row and in what is left over', async () => {
    const [a, b] = [BRANCH + 52, BRANCH + 53];
    const joint = [{ unitId: idOf(b), attendance: null, attended: [13, 14].map(memberId) }];
    await figures().derive(
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
    await figures().derive(
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
    await figures()
      .store.db.collection('cells')
      .updateOne({ u: idOf(1), m: '2027-01' }, { $inc: { 't.h:r': 100_000 } });
    await expect(people(1, '2027-01')).rejects.toMatchObject(refusal);
    expect((await people(WARD + 6, '2027-01')).figures[0]?.value).toBe(1);
  });
});

describe('facts with several units', () => {
  it('are read once for each of them, also where so many are asked for that it takes several reads', async () => {
    const many = Array.from({ length: 600 }, (_, at) => idOf(90_000 + at));
    const units = [idOf(BRANCH + 52), ...many, idOf(BRANCH + 53)];
    const { from, to } = parsePeriod('2026-10-20');
    const snapshots = new Snapshots(figures().store, figures().trees);
    const entries = await snapshots.read((snapshot) => entriesOf(snapshot, units, { from, to }));
    expect(entries.map(({ u }) => u).sort()).toEqual([idOf(BRANCH + 52), idOf(BRANCH + 53)]);
  });
});

describe('figures of cases and reports', () => {
  it('are levels and flows on their dates, overdue from the day after the last in time', async () => {
    const branch = BRANCH + 62;
    await figures().derive(
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
    await figures().derive([report(1, 'submitted')], 'reports.events/0');
    for (const unit of [ward, 3, 1]) {
      expect(await read(unit, '2026-Q1')).toEqual([731, 450.5]);
      expect(await read(unit, '2026-05')).toEqual([731, 0]);
      expect(await read(unit, '2026-06')).toEqual([0, 0]);
      expect(await values(unit, '2026-03-31', 'reports.handed-in', 'reports.nil')).toEqual([1, 0]);
    }
    await figures().derive([report(2, 'returned')], 'reports.events/0');
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

describe('freshness', () => {
  it('comes from the progress of the snapshot', async () => {
    const through = new Date(Date.now() - 1_000);
    const { revision } = await figures().trees.current();
    await figures().hear('registry.tree', through, revision);
    await figures().hear('meetings.events', through, 1_000_000);
    const { freshness } = (await ask(1, '2026', catalogueOf('meetings.held'))).rollup;
    const [ofTree, ofMeetings] = (['registry.tree', 'meetings.events'] as const).map((topic) =>
      freshness.sources.find(({ source }) => source === topic),
    );
    expect(ofTree).toMatchObject({ source: 'registry.tree', heardThrough: through, pending: 0 });
    expect(ofMeetings?.pending).toBeGreaterThan(900_000);
    expect(ofMeetings?.unknownSince).toBeUndefined();
  });
});
