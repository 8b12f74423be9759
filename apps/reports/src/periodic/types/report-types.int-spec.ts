import { randomUUID } from 'node:crypto';
import type { PublishedFact, Reply } from '#testing';
import { eventually, TestApp } from '#testing';
import { aboutReports, AppModule } from '../../app.module.js';
import type { ReportTypeAnswer, ReportTypesAnswer } from './report-types.dto.js';
import { ReportTypes } from './report-types.js';
import { TYPE_EXAMPLES } from './report-types.examples.js';

jest.setTimeout(120_000);

const [CENTRE, PROVINCE] = [randomUUID(), randomUUID()];
const ADMINISTRATOR = 'demo-administrator';
const OF_A_PROVINCE = 'demo-secretary-my-phong';
const ANYONE = 'demo-integrator';

const unit = (treeRevision: number, id: string, parentId: string | null): PublishedFact => {
  const stretch = { from: '2010-01-01', to: null, code: id, name: 'Đơn vị', kind: 'city', parentId } as const;
  const level = parentId ? 'province' : 'centre';
  return {
    type: 'registry.unit-changed.v1',
    data: { treeRevision, unit: { id, version: 1, voided: false, stretches: [{ ...stretch, level }] } },
  };
};
const administrator = (person: string, unitId: string): PublishedFact => ({
  type: 'registry.role-changed.v1',
  data: {
    grantId: randomUUID(),
    version: 1,
    person,
    role: 'administrator',
    unitId,
    from: '2020-01-01',
    to: null,
    voided: false,
  },
});

const { code: _, ...content } = TYPE_EXAMPLES.create.monthly.value;
/** A type nobody else makes, with a measure of its own. */
const fresh = (changes: object = {}) => {
  const code = `type-${randomUUID()
    .slice(0, 8)
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`;
  return { code, ...content, measures: [{ ...content.measures[0]!, code: `own.${code}` }], ...changes };
};

type Problem = { code: string; errors?: { path: string; code: string }[] };

describe('report types', () => {
  let service: TestApp;
  const post = <B = Problem>(path: string, body: object, sub = ADMINISTRATOR, key?: string): Promise<Reply<B>> =>
    service.client(sub).call<B>('POST', path, { body, ...(key ? { key } : {}) });
  const get = <B>(path: string): Promise<Reply<B>> => service.client(ANYONE).get<B>(path);

  beforeAll(async () => {
    service = await TestApp.open(aboutReports({ serviceDocs: [] } as never), (env) =>
      AppModule.forRoot({ ...env, serviceDocs: [] }),
    );
    await service.publish([
      unit(1, CENTRE, null),
      unit(2, PROVINCE, CENTRE),
      administrator(ADMINISTRATOR, CENTRE),
      administrator(OF_A_PROVINCE, PROVINCE),
    ]);
    await eventually(async () => {
      const reads = [ADMINISTRATOR, OF_A_PROVINCE].map((sub) =>
        service.client(sub).get(`/v1/reports?unit=${PROVINCE}`),
      );
      return (await Promise.all(reads)).every(({ status }) => status === 200);
    });
  });
  afterAll(() => service?.close(), 30_000);

  it('come with the system: daily, weekly and quarterly', async () => {
    const { body } = await get<ReportTypesAnswer>('/v1/report-types');
    expect(body.items.map(({ code, periodKind }) => [code, periodKind])).toEqual(
      expect.arrayContaining([
        ['daily-integrity', 'day'],
        ['weekly-integrity', 'week'],
        ['quarterly-integrity', 'quarter'],
      ]),
    );
    const quarterly = await get<ReportTypeAnswer>('/v1/report-types/quarterly-integrity/versions/1');
    expect(quarterly.body.measures.map(({ code }) => code)).toContain('economy.enterprises');
    expect((await get('/v1/report-types/no-such')).body).toMatchObject({ code: 'no-such-report-type' });
    expect((await get('/v1/report-types/daily-integrity/versions/99')).body).toMatchObject({
      code: 'no-such-report-type-version',
    });
  });

  it('are added once, then by versions, and their measures are known at once', async () => {
    const body = fresh();
    const key = randomUUID();
    const made = await post<ReportTypeAnswer>('/v1/report-types', body, ADMINISTRATOR, key);
    expect(made).toMatchObject({ status: 201, body: { ...body, version: 1 } });
    expect((await post('/v1/report-types', body, ADMINISTRATOR, key)).body).toEqual(made.body);
    expect(await post('/v1/report-types', body)).toMatchObject({ status: 409, body: { code: 'report-type-exists' } });
    const types = service.app.get(ReportTypes, { strict: false });
    expect(await types.codes()).toContain(body.code);
    expect(await types.enteredMeasure(`own.${body.code}`)).toEqual({
      code: `own.${body.code}`,
      labels: body.measures[0]?.labels,
      unit: 'procedure',
      semantics: 'stock',
      scale: 0,
    });
    const { code, ...next } = { ...body, from: '2027-01-01' };
    const path = `/v1/report-types/${code}`;
    expect(await post(`${path}/versions`, next)).toMatchObject({ status: 201, body: { version: 2 } });
    expect((await get<ReportTypeAnswer>(path)).body).toMatchObject({ version: 2, from: '2027-01-01' });
    expect((await get<ReportTypeAnswer>(`${path}/versions/1`)).body).toEqual(made.body);
    const none = await post('/v1/report-types/no-such/versions', next);
    expect(none).toMatchObject({ status: 404, body: { code: 'no-such-report-type' } });
  });

  it('are of the whole tree: an administrator of a province makes none', async () => {
    expect(await post('/v1/report-types', fresh(), OF_A_PROVINCE)).toMatchObject({
      status: 403,
      body: { code: 'outside-subtree' },
    });
    expect((await post('/v1/report-types', fresh(), ANYONE)).status).toBe(403);
  });

  it('take a measure once, also when two types claim it at the same time', async () => {
    const [one, two] = [fresh(), fresh()];
    const claims = [one, { ...two, measures: one.measures }];
    const replies = await Promise.all(claims.map((body) => post('/v1/report-types', body)));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422]);
    const refused = replies.find(({ status }) => status === 422);
    expect(refused?.body).toMatchObject({
      code: 'report-type-invalid',
      errors: [{ path: 'measures.0.code', code: 'measure-of-another-type' }],
    });
  });

  it.each([
    [400, 'invalid-request', { levels: [] }, 'levels'],
    [400, 'invalid-request', { periodKind: 'Not a kind' }, 'periodKind'],
    [422, 'report-type-invalid', { periodKind: 'range' }, 'periodKind'],
    [422, 'report-type-invalid', { calendar: 'nd09', periodKind: 'week' }, 'periodKind'],
    [400, 'invalid-request', { measures: [{ ...content.measures[0], max: undefined }] }, 'measures.0.max'],
    [422, 'calendar-unknown', { calendar: 'lunar' }, 'calendar'],
    [422, 'report-type-invalid', { measures: [{ ...content.measures[0], code: 'meetings.mine' }] }, 'measures.0.code'],
  ])('answers %i %s, naming the field', async (status, code, changes, path) => {
    const reply = await post('/v1/report-types', fresh(changes));
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.body.errors?.map((fault) => fault.path)).toContain(path);
  });
});
