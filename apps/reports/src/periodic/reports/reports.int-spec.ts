// Long because one running service, with its tree and roles, serves every test of reports.
import { randomUUID } from 'node:crypto';
import { dateOf, localDayOf, periodAround } from '#calendar';
import { decodeReceipt, type ReportChangedV1 } from '#contracts';
import { Store } from '#mongo';
import { eventually, freshIds, grant, TestApp, type HttpClient, type PublishedFact, type Reply } from '#testing';
import type { mongo } from 'mongoose';
import { aboutReports, AppModule } from '../../app.module.js';
import { meetingOn } from '../../rollups/small-figures.harness.js';
import type { HandedInAnswer } from './handed-in.dto.js';
import type {
  PrefillAnswer,
  ReportAnswer,
  ReportReadAnswer,
  ReportSectionsAnswer,
  ReportsPage,
  ReportVersionsPage,
  TextReadsPage,
} from './reports.dto.js';

jest.setTimeout(120_000);

const [CENTRE, PROVINCE, WARD, OTHER_WARD, BRANCH] = freshIds(5);
const CLERK = 'demo-clerk-my-phong';
const WARD_SECRETARY = 'demo-secretary-my-phong';
const SUPERIOR = 'demo-secretary-vinh-niem';
const ADMINISTRATOR = 'demo-administrator';
const OPERATOR = 'demo-operator-centre';
const FOREIGNER = 'demo-clerk-dak-pek';
const WORDS = 'Bà Nguyễn Thị Sentinel phản ánh';
const WEEKLY = 'weekly-integrity';

type Problem = { code: string; detail: string; errors?: { path: string; code: string }[] };

let revision = 0;
const unit = (
  id: string,
  parentId: string | null,
  level: 'centre' | 'province' | 'commune' | 'branch',
): PublishedFact => ({
  type: 'registry.unit-changed.v1',
  data: {
    treeRevision: ++revision,
    unit: {
      id,
      version: 1,
      voided: false,
      stretches: [
        { from: '2010-01-01', to: null, code: `C${revision}`, name: 'Đơn vị', kind: 'ward', level, parentId },
      ],
    },
  },
});

const told = (settled: number | string = 3) => ({
  values: [{ measure: 'integrity.signs-settled', value: settled }],
  sections: [{ section: 'situation', text: WORDS }],
});
let weeks = 0;
/** A week that no other test reports. */
const freshWeek = (): string => `2025-W${String(++weeks).padStart(2, '0')}`;
const weekly = (changes: object = {}) => ({
  unitId: WARD,
  type: WEEKLY,
  period: freshWeek(),
  submit: true,
  ...told(),
  ...changes,
});

describe('periodic reports', () => {
  let service: TestApp;
  let clerk: HttpClient;
  let superior: HttpClient;
  const as = (sub: string | null): HttpClient => service.client(sub);
  const post = <B = Problem>(path: string, body: object, options = {}, client = clerk): Promise<Reply<B>> =>
    client.call<B>('POST', path, { body, ...options });
  const create = async (changes: object = {}): Promise<ReportAnswer> => {
    const reply = await post<ReportAnswer>('/v1/reports', weekly(changes));
    expect([reply.status, (reply.body as unknown as Problem).errors]).toEqual([201, undefined]);
    return reply.body;
  };
  const eventsOf = async (id: string): Promise<{ key: string; data: ReportChangedV1 }[]> => {
    const outbox = service.app.get(Store).db.collection<{ factId: string; key: string; value: mongo.Binary }>('outbox');
    const entries = await outbox
      .find({ factId: `report/${id}` })
      .sort({ _id: 1 })
      .toArray();
    return entries.map(({ key, value }) => ({
      key,
      data: (JSON.parse(Buffer.from(value.buffer).toString('utf8')) as { data: ReportChangedV1 }).data,
    }));
  };
  const prefill = (week: string) =>
    clerk.get<PrefillAnswer>(`/v1/report-prefill?unit=${WARD}&type=${WEEKLY}&period=${week}`);
  const heldOf = (figures: readonly { measure: string; value: number | null }[]) =>
    figures.find(({ measure }) => measure === 'meetings.held')?.value;

  beforeAll(async () => {
    service = await TestApp.open(aboutReports({ serviceDocs: [] } as never), (env) =>
      AppModule.forRoot({ ...env, serviceDocs: [] }),
    );
    clerk = as(CLERK);
    superior = as(SUPERIOR);
    await service.publish([
      unit(CENTRE, null, 'centre'),
      unit(PROVINCE, CENTRE, 'province'),
      unit(WARD, PROVINCE, 'commune'),
      unit(OTHER_WARD, PROVINCE, 'commune'),
      unit(BRANCH, WARD, 'branch'),
      grant(CLERK, 'clerk', WARD),
      grant(WARD_SECRETARY, 'secretary', WARD),
      grant(SUPERIOR, 'secretary', PROVINCE),
      grant(ADMINISTRATOR, 'administrator', CENTRE),
      grant(OPERATOR, 'operator', CENTRE),
      grant(FOREIGNER, 'clerk', OTHER_WARD),
    ]);
    await eventually(async () => {
      const known = await Promise.all([
        clerk.get(`/v1/reports?unit=${BRANCH}`),
        superior.get(`/v1/reports?unit=${BRANCH}`),
        as(ADMINISTRATOR).get(`/v1/reports?unit=${BRANCH}`),
        as(WARD_SECRETARY).get(`/v1/reports?unit=${BRANCH}`),
        as(OPERATOR).get(`/v1/reports?unit=${OTHER_WARD}`),
        as(FOREIGNER).get(`/v1/reports?unit=${OTHER_WARD}`),
      ]);
      return known.every(({ status }) => status === 200);
    });
  });
  afterAll(() => service?.close(), 30_000);

  it('is handed in once, however often one key is sent, and published without a word of it', async () => {
    const key = randomUUID();
    const body = weekly();
    const [one, two] = await Promise.all([
      post<ReportAnswer>('/v1/reports', body, { key }),
      post<ReportAnswer>('/v1/reports', body, { key }),
    ]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body).toEqual(one.body);
    const again = await post<ReportAnswer>('/v1/reports', body, { key });
    expect(again.body).toEqual(one.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(decodeReceipt(one.body.receipt)).toEqual({
      source: 'reports',
      factId: `report/${one.body.id}`,
      version: 1,
    });
    const other = await post('/v1/reports', { ...body, ...told(4) }, { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const events = await eventsOf(one.body.id);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      key: PROVINCE,
      data: {
        unitId: WARD,
        state: 'submitted',
        nil: false,
        values: [{ measure: 'integrity.signs-settled', semantics: 'flow', value: 3, scale: 0 }],
      },
    });
    expect(JSON.stringify([events, one.body])).not.toContain(WORDS);
  });

  it('is one for a unit, type and period: a second is told its id', async () => {
    const body = weekly();
    const { id } = (await post<ReportAnswer>('/v1/reports', body)).body;
    const twice = await post('/v1/reports', { ...body, ...told(9) });
    expect(twice).toMatchObject({ status: 409, body: { code: 'report-exists' } });
    expect(twice.body.detail).toContain(id);
    const both = weekly();
    const race = await Promise.all([1, 2].map((n) => post('/v1/reports', { ...both, ...told(n) })));
    expect(race.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });

  it('goes through its life, each version kept with who, when and why', async () => {
    const { id, ...draft } = await create({ submit: false, sections: [] });
    expect(draft).toMatchObject({ version: 1, state: 'draft', submittedAt: null });
    expect(draft).not.toHaveProperty('prefilled');
    const path = `/v1/reports/${id}`;
    const early = await clerk.call<Problem>('POST', `${path}/submit`, { ifMatch: 1 });
    expect(early).toMatchObject({ status: 422, body: { code: 'report-invalid' } });
    expect(early.body.errors).toMatchObject([{ path: 'sections.situation', code: 'required-in-report' }]);
    expect((await clerk.call('PUT', path, { body: told() })).status).toBe(428);
    expect((await clerk.call('PUT', path, { body: told(), ifMatch: 7 })).status).toBe(412);
    expect((await clerk.call('PUT', path, { body: told(), ifMatch: 1 })).body).toMatchObject({ version: 2 });
    const sent = await clerk.call('POST', `${path}/submit`, { ifMatch: 2 });
    expect(sent).toMatchObject({ status: 200, body: { version: 3, state: 'submitted' } });
    expect((await clerk.call<Problem>('PUT', path, { body: told(), ifMatch: 3 })).body.code).toBe('already-submitted');
    expect((await post(`${path}/return`, { reason: ' ' }, { ifMatch: 3 }, superior)).body.code).toBe('reason-required');
    const back = await post(`${path}/return`, { reason: 'Thiếu số liệu' }, { ifMatch: 3 }, superior);
    expect(back).toMatchObject({ status: 200, body: { version: 4, state: 'returned' } });
    expect(JSON.stringify(back.body)).not.toContain('Thiếu số liệu');
    expect((await superior.call<Problem>('POST', `${path}/accept`, { ifMatch: 4 })).body.code).toBe('not-submitted');
    expect((await clerk.call('PUT', path, { body: told(5), ifMatch: 4 })).status).toBe(200);
    expect((await clerk.call('POST', `${path}/submit`, { ifMatch: 5 })).status).toBe(200);
    const done = await superior.call('POST', `${path}/accept`, { ifMatch: 6 });
    expect(done).toMatchObject({ status: 200, body: { version: 7, state: 'accepted' } });
    expect((await superior.call<Problem>('POST', `${path}/accept`, { ifMatch: 7 })).body.code).toBe('already-accepted');
    expect((await post(`${path}/void`, { reason: 'r' }, { ifMatch: 7 })).body.code).toBe('already-accepted');

    const first = await clerk.get<ReportVersionsPage>(`${path}/versions?limit=4`);
    const rest = await clerk.get<ReportVersionsPage>(`${path}/versions?limit=4&cursor=${first.body.next}`);
    const versions = [...first.body.items, ...rest.body.items];
    expect(versions.map(({ actor, reason, report }) => [actor, report.state, reason])).toEqual([
      [CLERK, 'draft', null],
      [CLERK, 'draft', null],
      [CLERK, 'submitted', null],
      [SUPERIOR, 'returned', 'Thiếu số liệu'],
      [CLERK, 'returned', null],
      [CLERK, 'submitted', null],
      [SUPERIOR, 'accepted', null],
    ]);
    expect((await clerk.get(`${path}/versions/4`)).body).toEqual(versions[3]);
    expect((await clerk.get(`${path}/versions/8`)).body).toMatchObject({ code: 'no-such-report-version' });
    const events = await eventsOf(id);
    expect(events.map(({ data }) => [data.version, data.values.length])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 0],
      [5, 0],
      [6, 1],
      [7, 1],
    ]);
    expect(JSON.stringify(events)).not.toContain('Thiếu số liệu');
  });

  it('is voided for what was a mistake, and may then be begun anew under its id', async () => {
    const body = weekly();
    const { id } = (await post<ReportAnswer>('/v1/reports', body)).body;
    const path = `/v1/reports/${id}`;
    expect((await post(`${path}/void`, {}, { ifMatch: 1 })).body.code).toBe('reason-required');
    const gone = await post(`${path}/void`, { reason: 'Nhập nhầm' }, { ifMatch: 1 });
    expect(gone).toMatchObject({ status: 200, body: { version: 2, state: 'voided' } });
    expect((await clerk.call<Problem>('POST', `${path}/submit`, { ifMatch: 2 })).body.code).toBe('report-voided');
    const anew = await post<ReportAnswer>('/v1/reports', body);
    expect(anew).toMatchObject({ status: 201, body: { id, version: 3, state: 'submitted' } });
  });

  it('says that nothing occurred by an act, and is not blank', async () => {
    const nil = await create({ nil: true, values: [], sections: [] });
    expect(nil).toMatchObject({ state: 'submitted', nil: true, values: [] });
    const [event] = await eventsOf(nil.id);
    expect(event?.data).toMatchObject({ nil: true, values: [] });
    const blank = await post('/v1/reports', weekly({ values: [], sections: [] }));
    expect(blank).toMatchObject({ status: 422, body: { code: 'nothing-reported' } });
    const both = await post('/v1/reports', weekly({ nil: true }));
    expect(both).toMatchObject({ status: 422, body: { code: 'nil-with-content' } });
  });

  const thisWeek = periodAround(localDayOf(new Date()), 'week').id;
  const nextWeek = periodAround(localDayOf(new Date()) + 7, 'week').id;
  it.each([
    [422, 'report-type-unknown', { type: 'yearly-gossip' }, 'type'],
    [422, 'period-kind-wrong', { period: '2025-Q1' }, 'period'],
    [422, 'period-impossible', { period: '2025-W54' }, 'period'],
    [400, 'period-malformed', { period: 'tuần này' }, 'period'],
    [422, 'report-type-not-in-force', { period: '1999-W01' }, 'period'],
    [422, 'unit-hands-in-none', { period: '2005-W01' }, 'unitId'],
    [422, 'unit-hands-in-none', { unitId: BRANCH }, 'unitId'],
    [422, 'period-not-over', { period: nextWeek }, 'period'],
    [422, 'report-invalid', { values: [{ measure: 'integrity.signs-settled', value: '1,5' }] }, 'values.0.value'],
    [422, 'report-invalid', { values: [{ measure: 'economy.trade', value: 1 }] }, 'values.0.measure'],
    [400, 'invalid-request', { values: [{ measure: 'integrity.signs-settled' }] }, 'values.0.value'],
    [400, 'invalid-request', { state: 'accepted' }, 'state'],
  ])('answers %i %s, naming the field', async (status, code, changes, path) => {
    const reply = await post('/v1/reports', weekly(changes));
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.body.errors?.map((fault) => fault.path)).toContain(path);
    expect(JSON.stringify(reply.body)).not.toContain(WORDS);
  });

  it('is drafted before its period is over', async () => {
    expect(await create({ period: thisWeek, submit: false })).toMatchObject({ state: 'draft' });
  });

  it('is prefilled with what events say, freezes it as handed in, and shows what changed since', async () => {
    const week = freshWeek();
    const monday = dateOf(periodAround(localDayOf(new Date('2025-01-01T00:00:00Z')), 'week').from + 7 * (weeks - 1));
    await service.publish([meetingOn(BRANCH, monday)]);
    const before = await eventually(async () => {
      const { body } = await prefill(week);
      return heldOf(body.figures) === 1 && body;
    });
    expect(before).toMatchObject({ unitId: WARD, typeVersion: 1, state: null, treeRevision: revision });
    expect(before.freshness.sources.length).toBeGreaterThan(0);
    const report = await create({ period: week });
    expect(report.id).toBe(before.reportId);
    expect(heldOf(report.prefilled?.figures ?? [])).toBe(1);
    await service.publish([meetingOn(BRANCH, monday)]);
    const now = await eventually(async () => {
      const { body } = await superior.get<ReportReadAnswer>(`/v1/reports/${report.id}`);
      const held = body.derived.figures.find(({ measure }) => measure === 'meetings.held');
      return held?.now?.value === 2 && { body, held };
    });
    expect(now.held).toEqual({
      measure: 'meetings.held',
      reported: { measure: 'meetings.held', value: 1 },
      now: { measure: 'meetings.held', value: 2 },
      differs: true,
    });
    expect(heldOf(now.body.prefilled?.figures ?? [])).toBe(1);
    expect((await prefill(week)).body.state).toBe('submitted');
    expect(JSON.stringify(now.body)).not.toContain(WORDS);
  });

  it('is open to who may at the unit, and to nobody else', async () => {
    const { id } = await create();
    const path = `/v1/reports/${id}`;
    expect((await as(OPERATOR).get(path)).status).toBe(200);
    expect((await as(null).call('GET', path)).status).toBe(401);
    for (const route of [path, `${path}/versions`, `${path}/sections`, `/v1/reports?unit=${WARD}`])
      expect(await as(FOREIGNER).get(route)).toMatchObject({ status: 403, body: { code: 'outside-subtree' } });
    expect((await post('/v1/reports', weekly(), {}, as(FOREIGNER))).status).toBe(403);
    expect((await post('/v1/reports', weekly(), {}, as(OPERATOR))).status).toBe(403);
    expect(await clerk.get(`/v1/reports/${randomUUID()}`)).toMatchObject({
      status: 404,
      body: { code: 'no-such-report' },
    });
  });

  it('gives its words apart, and notes who read them', async () => {
    const { id } = await create();
    const path = `/v1/reports/${id}`;
    expect(JSON.stringify((await superior.get(path)).body)).not.toContain(WORDS);
    const words = await superior.get<ReportSectionsAnswer>(`${path}/sections`);
    expect(words.body).toEqual({ reportId: id, version: 1, items: [{ section: 'situation', text: WORDS }] });
    await post(`${path}/return`, { reason: 'r' }, { ifMatch: 1 }, superior);
    await clerk.call('PUT', path, { ifMatch: 2, body: { values: [] } });
    expect((await clerk.get<ReportSectionsAnswer>(`${path}/sections`)).body.items).toEqual([]);
    expect((await clerk.get<ReportSectionsAnswer>(`${path}/sections?version=1`)).body.items).toHaveLength(1);
    expect((await clerk.get(`${path}/sections?version=9`)).body).toMatchObject({ code: 'no-such-report-version' });
    expect((await clerk.get(`${path}/reads`)).status).toBe(403);
    const reads = (cursor = '') => as(ADMINISTRATOR).get<TextReadsPage>(`${path}/reads?limit=2${cursor}`);
    const first = await reads();
    const rest = await reads(`&cursor=${first.body.next}`);
    expect([...first.body.items, ...rest.body.items].map(({ person, version }) => [person, version])).toEqual([
      [SUPERIOR, 1],
      [CLERK, 3],
      [CLERK, 1],
    ]);
    expect((await reads('&cursor=WyJ4Il0')).body).toMatchObject({ code: 'invalid-cursor' });
  });

  it('is listed by subtree, type, period and state, a page at a time', async () => {
    const weekOf = [freshWeek(), freshWeek()] as const;
    const made = [];
    for (const period of weekOf) made.push(await create({ period }));
    const foreign = await post<ReportAnswer>(
      '/v1/reports',
      weekly({ unitId: OTHER_WARD, period: weekOf[0] }),
      {},
      as(FOREIGNER),
    );
    const list = (query: string, client = superior) => client.get<ReportsPage>(`/v1/reports?${query}`);
    const ids = (page: Reply<ReportsPage>) => page.body.items.map(({ id }) => id);
    const both = await list(`unit=${PROVINCE}&type=${WEEKLY}&period=${weekOf[0]}&state=submitted`);
    expect(ids(both).toSorted()).toEqual([made[0]!.id, foreign.body.id].toSorted());
    expect(ids(await list(`unit=${WARD}&period=${weekOf[0]}`))).toEqual([made[0]!.id]);
    expect(ids(await list(`unit=${WARD}&period=${weekOf[0]}&state=draft`))).toEqual([]);
    const all: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Reply<ReportsPage> = await list(`unit=${PROVINCE}&limit=3${cursor && `&cursor=${cursor}`}`);
      all.push(...ids(page));
      cursor = page.body.next;
    }
    const whole = await list(`unit=${PROVINCE}&limit=500`);
    expect(all).toEqual(ids(whole));
    const ends = whole.body.items.map(({ period }) => period.to);
    expect(ends).toEqual(ends.toSorted());
    expect((await list(`unit=${WARD}&cursor=x`)).body).toMatchObject({ code: 'invalid-cursor' });
  });

  it('is listed where its unit lay on the last day of the period', async () => {
    const [province, moved] = [randomUUID(), randomUUID()];
    const stretch = { code: 'moved', name: 'Phường', kind: 'ward', level: 'commune' } as const;
    const stretches = [
      { ...stretch, from: '2010-01-01', to: '2024-07-03', parentId: PROVINCE },
      { ...stretch, from: '2024-07-03', to: null, parentId: province },
    ];
    const record = { id: moved, version: 1, voided: false, stretches };
    await service.publish([
      unit(province, CENTRE, 'province'),
      { type: 'registry.unit-changed.v1', data: { treeRevision: ++revision, unit: record } },
    ]);
    const administrator = as(ADMINISTRATOR);
    // It moved on the Wednesday of week 27.
    const made = [];
    for (const period of ['2024-W26', '2024-W27'])
      made.push(await post<ReportAnswer>('/v1/reports', weekly({ unitId: moved, period }), {}, administrator));
    const under = async (unitId: string) =>
      (await administrator.get<ReportsPage>(`/v1/reports?unit=${unitId}&limit=500`)).body.items.map(({ id }) => id);
    const [before, after] = made.map(({ body }) => body.id);
    expect(await under(province)).toEqual([after]);
    expect(await under(moved)).toEqual([before, after]);
    const old = await under(PROVINCE);
    expect([old.includes(before!), old.includes(after!)]).toEqual([true, false]);
    const { body } = await administrator.get<HandedInAnswer>(
      `/v1/units/${province}/handed-in?type=${WEEKLY}&period=2024-W27`,
    );
    expect(body.items.map(({ unit: { id }, state }) => [id, state])).toEqual([[moved, 'submitted']]);
  });

  it('shows a superior who has handed in, with counts that add up', async () => {
    const period = freshWeek();
    const handedIn = async (more = ''): Promise<HandedInAnswer> =>
      (await superior.get<HandedInAnswer>(`/v1/units/${PROVINCE}/handed-in?type=${WEEKLY}&period=${period}${more}`))
        .body;
    await post('/v1/reports', weekly({ unitId: OTHER_WARD, period, submit: false }), {}, as(FOREIGNER));
    expect((await handedIn()).counts).toMatchObject({ expected: 2, handedIn: 0, missing: 2 });
    const { id } = await create({ period, nil: true, values: [], sections: [] });
    const { counts, items } = await handedIn();
    expect(counts).toEqual({ expected: 2, handedIn: 1, nil: 1, accepted: 0, returned: 0, missing: 1 });
    expect(items.map((row) => [row.unit.id, row.state, row.reportId, row.nil])).toEqual([
      [WARD, 'submitted', id, true],
      [OTHER_WARD, 'missing', null, false],
    ]);
    const first = await handedIn('&limit=1');
    const second = await handedIn(`&limit=1&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(items);
    expect([second.next, second.counts]).toEqual([null, counts]);
    expect((await clerk.get(`/v1/units/${PROVINCE}/handed-in?type=${WEEKLY}&period=${period}`)).status).toBe(403);
  });
});
