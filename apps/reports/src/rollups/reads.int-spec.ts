import { encodeReceipt, type EventData } from '#contracts';
import { eventually, TestApp, type HttpClient } from '#testing';
import { aboutReports, AppModule } from '../app.module.js';
import type { LineageDto } from './lineage.dto.js';
import { FRESHNESS_HEADER, RECEIPT_STATUS_HEADER } from './rollups.controller.js';
import type { RollupDto } from './rollups.dto.js';
import { idOf } from './stored-figures.harness.js';

jest.setTimeout(120_000);

const CENTRE = idOf(1);
const WARD = idOf(2);
const BRANCH = idOf(3);
const OTHER = idOf(4);
const MEETING = idOf(900);
const receipt = (factId: string, version: number) => encodeReceipt({ source: 'meetings', factId, version });

const unit = (treeRevision: number, id: string, parentId: string | null, level: 'centre' | 'commune' | 'branch') => {
  const kind = level === 'centre' ? 'centre' : level === 'commune' ? 'ward' : 'residential-branch';
  const stretch = {
    from: '2020-01-01',
    to: null,
    code: `C${treeRevision}`,
    name: 'Khu phố',
    kind,
    level,
    parentId,
  } as const;
  const data: EventData<'registry.unit-changed.v1'> = {
    treeRevision,
    unit: { id, version: 1, voided: false, stretches: [stretch] },
  };
  return { type: 'registry.unit-changed.v1' as const, data };
};
const meeting = (version: number, over: Partial<EventData<'meetings.meeting-recorded.v1'>> = {}) => ({
  type: 'meetings.meeting-recorded.v1' as const,
  data: {
    meetingId: MEETING,
    version,
    unitId: BRANCH,
    state: 'closed' as const,
    kind: 'regular' as const,
    date: '2026-07-03',
    startsAt: '2026-07-03T19:30:00+07:00',
    endsAt: '2026-07-03T21:00:00+07:00',
    minutes: 90,
    attendance: {
      source: 'declared' as const,
      belong: 21,
      present: 14,
      excused: 5,
      unexcused: 0,
      exempt: 1,
      elsewhere: 1,
      voteBase: 19,
    },
    tooShort: false,
    late: false,
    ...over,
  },
});

let app: TestApp;
let operator: HttpClient;

beforeAll(async () => {
  app = await TestApp.open(aboutReports({ serviceDocs: [] } as never), (env) =>
    AppModule.forRoot({ ...env, serviceDocs: [] }),
  );
  const grant = {
    grantId: idOf(800),
    version: 1,
    person: 'demo-operator-hai-phong',
    role: 'operator' as const,
    unitId: WARD,
    from: '2020-01-01',
    to: null,
    voided: false,
  };
  await app.publish([
    unit(1, CENTRE, null, 'centre'),
    unit(2, WARD, CENTRE, 'commune'),
    unit(3, BRANCH, WARD, 'branch'),
    unit(4, OTHER, CENTRE, 'commune'),
    { type: 'registry.role-changed.v1', data: grant },
    meeting(1),
  ]);
  operator = app.client('demo-operator-hai-phong');
  // The ward is known before the unit that comes after it, and an answer says of which tree it is.
  await eventually(async () => {
    const { status, body } = await operator.get<RollupDto>(`/v1/units/${WARD}/rollup?period=2026`);
    return status === 200 && body.tree.revision === 4;
  });
});
afterAll(() => app.close());

const rollup = (query: string, unitId = WARD) => `/v1/units/${unitId}/rollup?${query}`;

describe('a rollup over HTTP', () => {
  it('has the figure, its parts and rounding, how fresh and how complete it is, and the receipt it was asked for', async () => {
    const { status, body } = await operator.get<RollupDto>(
      rollup(`period=2026-Q3&receipt=${receipt(MEETING, 1)}&wait=10s`),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      unit: { id: WARD, code: 'C2', name: 'Khu phố', kind: 'ward', level: 'commune' },
      period: { id: '2026-Q3', from: '2026-07-01', to: '2026-10-01', calendar: 'gregorian' },
      tree: { lens: 'as-was', revision: 4 },
      completeness: { branchesAlive: 1, branchesWithRegularMeeting: 1 },
      receipt: { status: 'applied' },
    });
    expect(body.figures).toContainEqual({ measure: 'meetings.held', value: 1 });
    expect(body.figures).toContainEqual({
      measure: 'attendance.rate',
      value: 73.68,
      numerator: 14,
      denominator: 19,
      rounding: { mode: 'half-up', decimals: 2 },
    });
    expect(body.freshness?.sources.map(({ source }) => source)).toEqual([
      'registry.tree',
      'registry.members',
      'registry.composition',
      'meetings.events',
      'inspection.events',
      'reports.events',
    ]);
    expect(body.rows).toBeUndefined();
  });

  it('says in which tree it is, and so do lineage and missing branches', async () => {
    const question = 'period=2026-Q3&tree=as-of:2026-01-01';
    const tree = { lens: 'as-of', on: '2026-01-01', revision: 4 };
    const { body } = await operator.get<RollupDto>(rollup(`${question}&by=child`));
    expect(body.tree).toEqual(tree);
    expect(body.figures).toContainEqual({ measure: 'meetings.held', value: 1 });
    for (const read of ['lineage', 'missing'])
      expect((await operator.get<RollupDto>(`/v1/units/${WARD}/${read}?${question}`)).body.tree).toEqual(tree);
    const today = await operator.get<RollupDto>(rollup('period=2026-Q3&tree=as-is'));
    expect(today.body.tree).toMatchObject({ lens: 'as-is', on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  });

  it('rounds as it is asked to, and says so', async () => {
    const { body } = await operator.get<RollupDto>(rollup('period=2026-Q3&measures=attendance.rate&rounding=cut'));
    expect(body.figures).toEqual([
      {
        measure: 'attendance.rate',
        value: 73.68,
        numerator: 14,
        denominator: 19,
        rounding: { mode: 'cut', decimals: 2 },
      },
    ]);
  });

  it('counts people once, whose meetings are named but do not add up', async () => {
    const people = 'attendance.distinct-members';
    const { body } = await operator.get<RollupDto>(rollup(`period=2026-Q3&measures=${people}`));
    expect(body.figures).toEqual([{ measure: people, value: 0 }]);
    const path = `/v1/units/${WARD}/lineage?measure=${people}`;
    expect((await operator.get<LineageDto>(`${path}&period=2026-Q3`)).body).toMatchObject({ addsUp: false, items: [] });
    for (const [query, code] of [
      ['period=2020-01-01/2026-12-31', 'distinct-too-large'],
      ['period=2026&kind=regular', 'kind-without-meetings'],
    ]) {
      const refused = await operator.get<{ code: string }>(`${path}&${query}`);
      expect([refused.status, refused.body.code]).toEqual([422, code]);
    }
  });

  it('keeps its ETag while only freshness changes, and a 304 carries freshness and receipt', async () => {
    const path = rollup(`period=2026-Q3&receipt=${receipt(MEETING, 1)}`);
    const first = await operator.get<RollupDto>(path);
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[0-9a-f]{64}"$/);
    const again = await operator.get(path, { headers: { 'if-none-match': tag } });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(tag);
    expect(again.headers.get(FRESHNESS_HEADER)).toMatch(
      /^as-of;at=".*";unplaced=0, registry\.tree;.*, meetings\.events;/,
    );
    expect(again.headers.get(RECEIPT_STATUS_HEADER)).toBe('applied');
    await app.publish([meeting(2, { minutes: 91 })]);
    await operator.get(`/v1/receipts/${receipt(MEETING, 2)}?wait=10s`);
    const changed = await operator.get(path, { headers: { 'if-none-match': tag } });
    expect(changed.status).toBe(200);
    expect(changed.headers.get(RECEIPT_STATUS_HEADER)).toBe('superseded');
  });

  it('has rows with cursors', async () => {
    const first = await operator.get<RollupDto>(rollup('period=2026-07&by=child&measures=meetings.held&limit=1'));
    expect(first.body.rows).toEqual([
      {
        type: 'unit',
        unit: expect.objectContaining({ id: BRANCH }),
        figures: [{ measure: 'meetings.held', value: 1 }],
      },
    ]);
    const second = await operator.get<RollupDto>(
      rollup(`period=2026-07&by=child&measures=meetings.held&limit=1&cursor=${first.body.next}`),
    );
    expect(second.body.rows).toEqual([
      { type: 'own', unit: expect.objectContaining({ id: WARD }), figures: [{ measure: 'meetings.held', value: 0 }] },
    ]);
    expect(second.body.next).toBeNull();
  });

  it.each([
    ['period=2026-W54', 422, 'period-impossible', 'period'],
    ['period=2026-02-30', 422, 'period-impossible', 'period'],
    ['period=2016-01-01/2026-01-01', 422, 'period-too-long', 'period'],
    ['period=yesterday', 400, 'period-malformed', 'period'],
    ['', 400, 'invalid-request', 'period'],
    ['period=2026&calendar=lunar', 422, 'calendar-unknown', 'calendar'],
    ['period=2026&by=sex', 400, 'invalid-request', 'by'],
    ['period=2026&by=level', 400, 'level-missing', 'level'],
    ['period=2026&measures=meetings.held,nope', 422, 'measure-unknown', 'measures'],
    ['period=2026&limit=501', 400, 'invalid-request', 'limit'],
    ['period=2026&by=child&cursor=x', 400, 'invalid-cursor', 'cursor'],
    ['period=2026&receipt=x', 400, 'receipt-malformed', 'receipt'],
    ['period=2026&wait=11s', 422, 'wait-too-long', 'wait'],
    ['period=2026&wait=soon', 400, 'wait-malformed', 'wait'],
    ['period=2026&color=red', 400, 'invalid-request', 'color'],
    ['period=2026&rounding=up', 400, 'invalid-request', 'rounding'],
    ['period=2026&tree=now', 400, 'lens-malformed', 'tree'],
    ['period=2026&tree=as-of:2026-02-30', 422, 'lens-date-impossible', 'tree'],
  ])('%s → %i %s, naming the parameter', async (query, status, code, path) => {
    const answer = await operator.get<{ code: string; errors: { path: string }[] }>(rollup(query));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.errors.map((fault) => fault.path)).toContain(path);
  });

  it('is for who may read figures there', async () => {
    expect((await app.client(null).get(rollup('period=2026'))).status).toBe(401);
    for (const path of [
      rollup('period=2026', OTHER),
      rollup('period=2026', CENTRE),
      `/v1/units/${OTHER}/lineage?period=2026`,
    ]) {
      const { status, body } = await operator.get<{ code: string }>(path);
      expect([status, body.code]).toEqual([403, 'outside-subtree']);
    }
    expect((await operator.get(rollup('period=2026', BRANCH))).status).toBe(200);
    expect((await operator.get<{ code: string }>(rollup('period=2026', idOf(77)))).body.code).toBe('no-such-unit');
  });
});

describe('other reads over HTTP', () => {
  it('lineage names the facts with version and trace, and the figure they add up to', async () => {
    const { status, body } = await operator.get<LineageDto>(
      `/v1/units/${WARD}/lineage?period=2026-07&measure=attendance.rate&kind=regular`,
    );
    expect(status).toBe(200);
    expect(body.figure).toMatchObject({ value: 73.68, numerator: 14, denominator: 19 });
    expect(body.items).toEqual([
      expect.objectContaining({
        factId: MEETING,
        source: 'meetings.events',
        unitId: BRANCH,
        date: '2026-07-03',
        numerator: 14,
        denominator: 19,
      }),
    ]);
    expect(body.next).toBeNull();
  });

  it('receipts, measures, calendars and the document of events are for anyone signed in', async () => {
    const anyone = app.client('demo-clerk-dak-pek');
    const tree = encodeReceipt({ source: 'registry', factId: 'tree', version: 4 });
    expect((await anyone.get(`/v1/receipts/${tree}?wait=10s`)).body).toEqual({ status: 'applied' });
    const unheard = await anyone.get(`/v1/receipts/${receipt(idOf(5), 1)}`);
    expect(unheard.body).toEqual({ status: 'pending' });
    expect((await anyone.get('/v1/receipts/nonsense')).status).toBe(400);
    const measures = await anyone.get<{ items: { code: string; labels: { vi: string } }[] }>('/v1/measures');
    const measure = (code: string) => measures.body.items.find((each) => each.code === code);
    expect(measure('attendance.rate')).toMatchObject({ kind: 'ratio', numerator: 'attendance.present' });
    expect(measure('members.total')).toMatchObject({ kind: 'stock', overTime: 'closing', entered: false });
    expect(measure('members.women')).toMatchObject({ group: 'sex', onRequest: true });
    expect(measure('reports.handed-in.weekly-integrity')).toMatchObject({ kind: 'flow', onRequest: true });
    expect(measure('integrity.signs-settled')).toMatchObject({ entered: true, source: 'reports.report-changed.v1' });
    expect((await anyone.get<{ items: { code: string }[] }>('/v1/calendars')).body.items[0]?.code).toBe('gregorian');
    expect((await anyone.get<{ asyncapi: string }>('/v1/asyncapi')).body.asyncapi).toBe('3.0.0');
    expect((await app.client(null).get('/v1/measures')).status).toBe(401);
  });
});
