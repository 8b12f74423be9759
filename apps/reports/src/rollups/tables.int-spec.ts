import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { sheetOf, type Reply, type SheetCell } from '#testing';
import type { LineageDto } from './lineage.dto.js';
import type { MissingDto } from './missing.dto.js';
import type { RollupDto } from './rollups.dto.js';
import { ADMINISTRATOR, meetingOn, OPERATOR, SmallFigures } from './small-figures.harness.js';

jest.setTimeout(120_000);

type Line = Record<string, string>;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const attendance = { source: 'declared', belong: 20, present: 17, excused: 2, unexcused: 1, exempt: 0, elsewhere: 0 };

describe('figures as tables', () => {
  let small: SmallFigures;
  const get = <B>(path: string): Promise<Reply<B>> => small.service.client(OPERATOR).get<B>(path);
  const file = (path: string, headers: Record<string, string> = {}): Promise<Reply<Buffer>> =>
    small.service.client(OPERATOR).file(path, { 'accept-language': 'en', ...headers });
  const csv = async (path: string, headers?: Record<string, string>): Promise<Line[]> => {
    const { status, body } = await file(path, headers);
    expect([status, body.subarray(0, 3).toString('hex')]).toEqual([200, 'efbbbf']);
    return parse(body, { bom: true, columns: true }) as Line[];
  };
  const of = (unit: string, read: string): string => `/v1/units/${unit}/${read}`;

  /**
   * July 2026: branch 1 met twice, branch 2 only on a thematic day, branch 3 joined branch 1's second evening, branch 4
   * met before it moved.
   */
  beforeAll(async () => {
    small = await SmallFigures.open();
    const [one, two, three, four] = small.branches;
    await small.meet(
      4,
      meetingOn(one, '2026-07-03', { attendance: { ...attendance, voteBase: 18 } }),
      meetingOn(one, '2026-07-20', { joint: [{ unitId: three, attendance: null }] }),
      meetingOn(two, '2026-07-05', { kind: 'thematic' }),
      meetingOn(four, '2026-07-06'),
    );
  });
  afterAll(() => small?.close(), 30_000);

  describe('a rollup', () => {
    const path = () => `${of(small.province, 'rollup')}?period=2026-07&by=child&measures=meetings.held,attendance.rate`;

    it('by child is a row each, the total last, in numbers the JSON has, and says what it is of', async () => {
      const { body } = await get<RollupDto>(path());
      const { rows = [], figures } = body;
      const lines = await csv(`${path()}&format=csv&limit=1`);
      expect(lines.map((line) => [line.Row, line['Unit name']])).toEqual([
        ['unit', 'Phường Một'],
        ['unit', 'Phường Hai'],
        ['the unit itself', 'Tỉnh Thử'],
        ['total', ''],
      ]);
      for (const [at, told] of [...rows.map((row) => row.figures), figures].entries()) {
        const cell = (heading: string) => lines[at]?.[heading] ?? '';
        const [held, rate] = told;
        expect(cell('Meetings held (meeting)')).toBe(String(held?.value));
        const ratio = Object.entries(lines[at] ?? {}).filter(([heading]) => heading.startsWith('Attendance'));
        expect(ratio.map(([, value]) => value)).toEqual(
          [rate?.value, rate?.numerator, rate?.denominator].map((value) => String(value ?? '')),
        );
      }
      expect(lines[3]?.['Meetings held (meeting)']).toBe('4');
      for (const line of lines)
        expect(line).toMatchObject({
          'Of unit': 'Tỉnh Thử',
          'Id of unit': small.province,
          Period: '2026-07',
          Calendar: 'gregorian',
          From: '2026-07-01',
          Through: '2026-07-31',
          'Rounding of ratios': 'half-up 2',
          'Tree revision': String(body.tree.revision),
          Pending: expect.any(String) as string,
          'Branches alive': '4',
          'Branches with a regular meeting': '3',
        });
    });

    it('is asked for by Accept too, in Vietnamese if nothing else is said, and never as another than was asked', async () => {
      const byAccept = await file(path(), { accept: 'text/csv', 'accept-language': 'fr' });
      expect(byAccept.body.toString()).toMatch(/^\uFEFFDòng,Mã đơn vị,/);
      expect(Object.fromEntries(byAccept.headers)).toMatchObject({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-language': 'vi',
        'content-disposition': 'attachment; filename="rollup-C2-2026-07.csv"',
        'cache-control': 'private, no-cache',
        'lien-cap-freshness': expect.stringContaining('as-of') as string,
        vary: expect.stringMatching(/Accept.*Accept-Language/) as string,
      });
      expect((await file(path(), { accept: 'text/html,*/*' })).headers.get('content-type')).toContain('json');
      expect((await file(`${path()}&format=json`, { accept: 'text/csv' })).headers.get('content-type')).toContain(
        'json',
      );
      const wrong = await get<{ code: string; errors: { path: string }[] }>(`${path()}&format=pdf`);
      expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ path: 'format' }] } });
      expect(await get(`${path()}&format=csv&period=x`)).toMatchObject({ status: 400 });
    });

    it('by steps tells the days of each, by kind the kinds, and as a total one row', async () => {
      const ask = (query: string) => csv(`${of(small.province, 'rollup')}?measures=meetings.held&format=csv&${query}`);
      const weeks = await ask('period=2026-07-01/2026-07-10&by=week&calendar=office-week');
      expect(weeks.map((line) => [line.Step, line['First day'], line['Last day']])).toEqual([
        ['2026-W26', '2026-07-01', '2026-07-02'],
        ['2026-W27', '2026-07-03', '2026-07-09'],
        ['2026-W28', '2026-07-10', '2026-07-10'],
        ['', '', ''],
      ]);
      const kinds = await ask('period=2026-07&by=kind');
      expect(kinds.find((line) => line['Kind of meeting'] === 'thematic')?.['Meetings held (meeting)']).toBe('1');
      expect(await ask('period=2026-07')).toHaveLength(1);
    });

    it('of a branch that came inside the period says on which days, and no name runs as a formula', async () => {
      const wards = await csv(
        `${of(small.wards[1], 'rollup')}?period=2026-07&by=child&measures=meetings.held&format=csv`,
      );
      expect(wards.find((line) => line['Unit name'] === 'Chi bộ 4')?.['Days here']).toBe('2026-07-16/2026-07-31');
      const { body } = await file(`${of(small.wards[0], 'rollup')}?period=2026-07&by=child&format=csv`);
      expect(body.toString()).toContain(`"'=Chi bộ, 2"`);
    });

    it('as XLSX has bold headings, numbers as numbers, and how fresh and complete it is', async () => {
      const { headers, body } = await file(`${path()}&format=xlsx`);
      expect(headers.get('content-type')).toBe(XLSX);
      const rows = sheetOf(body);
      const about = new Map(rows.map(([heading, value]) => [heading?.value, value?.value]));
      expect(about.get('Branches alive')).toBe(4);
      expect(about.get('Branches with a regular meeting')).toBe(3);
      expect(about.get('Figures as of')).toEqual(expect.any(String));
      const head = rows.findIndex((row) => row[0]?.value === 'Row');
      expect(rows[head]?.every(({ bold }: SheetCell) => bold)).toBe(true);
      const held = rows[head]?.findIndex(({ value }) => value === 'Meetings held (meeting)') ?? -1;
      expect(rows.slice(head + 1).map((row) => [row[held]?.value, row[held]?.bold])).toEqual([
        [4, false],
        [0, false],
        [0, false],
        [4, false],
      ]);
    });
  });

  it('lineage lists every fact, and they add up to the figure', async () => {
    const path = `${of(small.centre, 'lineage')}?period=2026-07&measure=meetings.held`;
    const lines = await csv(`${path}&format=csv&limit=1`);
    const pages = await get<LineageDto>(`${path}&limit=500`);
    expect(lines.map((line) => line.Fact)).toEqual(pages.body.items.map(({ factId }) => factId));
    expect(lines.reduce((sum, line) => sum + Number(line.Value), 0)).toBe(4);
    expect(lines[0]).toMatchObject({ Measure: 'meetings.held', Figure: '4', 'Adds up': 'true', Period: '2026-07' });
    expect(await get(`${path}&format=xlsx`)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  it('measures and periods of calendars are tables too', async () => {
    const measures = await csv('/v1/measures?format=csv');
    expect(measures.find(({ Code }) => Code === 'meetings.held')).toMatchObject({
      Name: 'Meetings held',
      Unit: 'meeting',
    });
    const periods = await csv('/v1/calendars/nd09/periods?year=2026&kind=quarter&format=csv');
    expect(periods.map((line) => `${line.Period} ${line.From} ${line.Through} ${line.Calendar}`)[0]).toBe(
      '2026-Q1 2025-12-15 2026-03-14 nd09',
    );
    expect(await get('/v1/measures?format=xlsx')).toMatchObject({ status: 400 });
  });

  it('who has handed in is a table, with its counts', async () => {
    await small.service.client(ADMINISTRATOR).post('/v1/reports', {
      unitId: small.wards[0],
      type: 'weekly-integrity',
      period: '2026-W27',
      nil: true,
      submit: true,
    });
    const path = `${of(small.province, 'handed-in')}?type=weekly-integrity&period=2026-W27`;
    const lines = await csv(`${path}&format=csv&limit=1`);
    expect(lines.map((line) => [line['Unit name'], line.State, line['Nothing occurred'], line.Missing])).toEqual([
      ['Phường Một', 'submitted', 'true', '1'],
      ['Phường Hai', 'missing', 'false', '1'],
    ]);
    const rows = sheetOf((await file(`${path}&format=xlsx`)).body);
    expect(rows.find((row) => row[0]?.value === 'Handed in')?.[1]?.value).toBe(1);
    expect(rows.at(-1)?.map(({ value }) => value)).toContain('Phường Hai');
  });

  describe('branches that miss a month', () => {
    const missing = async (unit: string, query = 'period=2026-07'): Promise<MissingDto> => {
      const { status, body } = await get<MissingDto>(`${of(unit, 'missing')}?${query}`);
      expect({ status, body }).toMatchObject({ status: 200 });
      return body;
    };
    const names = ({ items }: MissingDto) => items.map(({ unit }) => unit.name);

    it('are those that held and joined no regular meeting: what completeness expects less what it finds', async () => {
      const answer = await missing(small.centre);
      expect(names(answer)).toEqual(['=Chi bộ, 2']);
      expect(answer.items[0]?.parents.map(({ name }) => name)).toEqual(['Phường Một', 'Tỉnh Thử', 'Trung ương']);
      const { body } = await get<RollupDto>(`${of(small.centre, 'rollup')}?period=2026-07`);
      const { asOf: _, ...counts } = answer.completeness;
      expect(body.completeness).toMatchObject(counts);
      expect(answer.missing).toBe(counts.branchesAlive - counts.branchesWithRegularMeeting!);
    });

    it('are told by the days a branch lay there, also of a branch itself', async () => {
      // Branch 4 met in July, but before it came here.
      const second = await missing(small.wards[1]);
      expect(second.items).toMatchObject([
        {
          unit: { name: 'Chi bộ 4' },
          during: [{ from: '2026-07-16', to: '2026-08-01' }],
          parents: [{ name: 'Phường Hai' }],
        },
      ]);
      expect(names(await missing(small.wards[0]))).toEqual(['=Chi bộ, 2']);
      expect(await missing(small.branches[0])).toMatchObject({ missing: 0, items: [] });
      expect(await missing(small.branches[1])).toMatchObject({ missing: 1, items: [{ parents: [] }] });
      expect(names(await missing(small.province, 'period=2026-07&calendar=nd09'))).toEqual(['=Chi bộ, 2', 'Chi bộ 3']);
    });

    it('come in pages, and as whole tables', async () => {
      const pages: string[] = [];
      for (let cursor = ''; ;) {
        const page = await missing(small.centre, `period=2026-08&limit=1${cursor}`);
        expect(page).toMatchObject({ missing: 4, completeness: { branchesAlive: 4, branchesWithRegularMeeting: 0 } });
        pages.push(...names(page));
        if (!page.next) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(pages).toEqual(['Chi bộ 1', '=Chi bộ, 2', 'Chi bộ 3', 'Chi bộ 4']);
      const path = `${of(small.centre, 'missing')}?period=2026-08&limit=1`;
      const lines = await csv(`${path}&format=csv`);
      expect(lines.map((line) => [line['Unit name'], line.Under])).toEqual([
        ['Chi bộ 1', 'Phường Một'],
        [`'=Chi bộ, 2`, 'Phường Một'],
        ['Chi bộ 3', 'Phường Hai'],
        ['Chi bộ 4', 'Phường Hai'],
      ]);
      expect(lines[0]).toMatchObject({
        'Branches missing': '4',
        'Branches alive': '4',
        Pending: expect.any(String) as string,
      });
      const rows = sheetOf((await file(`${path}&format=xlsx`)).body);
      expect(rows.flatMap((row) => row.map(({ value }) => value))).toContain('=Chi bộ, 2');
    });

    it('are refused outside the own subtree, for units that are not there and for cursors of others', async () => {
      const path = `${of(small.province, 'missing')}?period=2026-07`;
      expect(await small.service.client('demo-clerk-dak-pek').get(path)).toMatchObject({ status: 403 });
      expect(await get(`${of(randomUUID(), 'missing')}?period=2026-07`)).toMatchObject({
        status: 404,
        body: { code: 'no-such-unit' },
      });
      expect(await get(`${path}&cursor=x`)).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
    });
  });
});
