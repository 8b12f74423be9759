import { randomUUID } from 'node:crypto';
import type { CaseChangedV1 } from '#contracts';
import { Store } from '#mongo';
import { eventOn, eventually, TestApp, type HttpClient, type Reply } from '#testing';
import type { mongo } from 'mongoose';
import { ABOUT, AppModule } from '../app.module.js';
import type { CaseAnswer, CaseVersionsPage, NarrativeAnswer, NarrativeReadsPage } from './case-answers.dto.js';
import { conclusion, finding, grant, member, none, stretch, unit } from './cases.harness.js';

const id = (): string => randomUUID();
const [CENTRE, WARD, OTHER_WARD, BRANCH, SIBLING, MOVER, ENDED, FOREIGN] = [
  id(),
  id(),
  id(),
  id(),
  id(),
  id(),
  id(),
  id(),
];
const [MEMBER, STRANGER] = [id(), id()];
/** Of the committee, of the inspected branch, of another ward; a clerk; who may do anything anywhere. */
const INSPECTOR = 'demo-inspector-hai-phong';
const INSPECTED = 'demo-operator-hai-phong';
const FOREIGNER = 'demo-inspector-quang-ngai';
const CLERK = 'demo-clerk-my-phong';
const ADMINISTRATOR = 'demo-administrator';

type Problem = { code: string; errors?: { path: string; code: string }[] };

const details = (changes: object = {}) => ({
  ...none,
  unitId: BRANCH,
  committeeId: WARD,
  kind: 'inspection',
  form: 'regular',
  object: 'organisation',
  openedOn: '2026-07-01',
  ...changes,
});
describe('cases', () => {
  let service: TestApp;
  let inspector: HttpClient;
  const as = (sub: string | null): HttpClient => service.client(sub);
  const post = <B = Problem>(path: string, body: object, options = {}, client = inspector): Promise<Reply<B>> =>
    client.call<B>('POST', `/v1/cases${path}`, { body, ...options });
  const put = <B = Problem>(path: string, body: object, options = {}, client = inspector): Promise<Reply<B>> =>
    client.call<B>('PUT', `/v1/cases${path}`, { body, ...options });
  const get = <B = CaseAnswer>(path: string, client = inspector): Promise<Reply<B>> =>
    client.call<B>('GET', `/v1/cases${path}`);
  const open = async (changes: object = {}): Promise<CaseAnswer> => {
    const reply = await post<CaseAnswer>('', details(changes));
    expect(reply.status).toBe(201);
    return reply.body;
  };
  /** The command, which has to succeed. */
  const step = async (path: string, ifMatch: number, body: object): Promise<CaseAnswer> => {
    const reply = await post<CaseAnswer>(path, body, { ifMatch });
    expect([reply.status, reply.body.version]).toEqual([200, ifMatch + 1]);
    return reply.body;
  };
  const eventsOf = async (caseId: string): Promise<{ key: string; data: CaseChangedV1 }[]> => {
    const outbox = service.app.get(Store).db.collection<{ factId: string; key: string; value: mongo.Binary }>('outbox');
    const entries = await outbox
      .find({ factId: { $in: [caseId, `case/${caseId}`] } })
      .sort({ _id: 1 })
      .toArray();
    return entries.map(({ key, value }) => ({
      key,
      data: (JSON.parse(Buffer.from(value.buffer).toString('utf8')) as { data: CaseChangedV1 }).data,
    }));
  };

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    inspector = as(INSPECTOR);
    await service.publish([
      unit(CENTRE, [stretch(null)]),
      unit(WARD, [stretch(CENTRE)]),
      unit(OTHER_WARD, [stretch(CENTRE)]),
      unit(BRANCH, [stretch(WARD)]),
      unit(SIBLING, [stretch(WARD)]),
      unit(MOVER, [stretch(WARD)]),
      unit(ENDED, [stretch(WARD, '2000-01-01', '2010-01-01')]),
      unit(FOREIGN, [stretch(OTHER_WARD)]),
      member(MEMBER, BRANCH),
      member(STRANGER, SIBLING),
      grant(INSPECTOR, 'inspector', WARD),
      grant(INSPECTED, 'inspector', BRANCH),
      grant(FOREIGNER, 'inspector', OTHER_WARD),
      grant(CLERK, 'clerk', WARD),
      grant(ADMINISTRATOR, 'administrator', CENTRE),
    ]);
    await eventually(
      async () => {
        const known = await Promise.all([
          get(`?unit=${ENDED}`),
          get(`?unit=${BRANCH}`, as(INSPECTED)),
          get(`?unit=${FOREIGN}`, as(FOREIGNER)),
          get(`?unit=${FOREIGN}`, as(ADMINISTRATOR)),
        ]);
        return known.every(({ status }) => status === 200);
      },
      { timeoutMs: 45_000 },
    );
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('go from opening to closing to annulment, each version kept with who, when and why', async () => {
    const opened = await post<CaseAnswer>('', details({ object: 'member', memberId: MEMBER }));
    expect(opened.status).toBe(201);
    expect(opened.headers.get('etag')).toBe('"1"');
    expect(opened.headers.get('lien-cap-receipt')).toBe(opened.body.receipt);
    expect(opened.body).toMatchObject({ state: 'opened', unitId: BRANCH, committeeId: WARD, outsideUnitLife: false });
    const path = `/${opened.body.id}`;
    await step(`${path}/findings`, 1, finding());
    const two = await step(`${path}/findings`, 2, finding({ severity: 'very-serious', content: 'forbidden-acts' }));
    const [kept, wrong] = two.findings.map(({ findingId }) => findingId) as [string, string];
    const withdrawn = await step(`${path}/findings/${wrong}/withdraw`, 3, { on: '2026-07-12', reason: 'papers came' });
    expect(withdrawn.findings.map(({ withdrawnOn }) => withdrawnOn)).toEqual([null, '2026-07-12']);
    const concluded = await step(`${path}/conclude`, 4, conclusion());
    expect(concluded).toMatchObject({ state: 'concluded', concludedOn: '2026-07-20' });
    const [obligation] = concluded.obligations as [CaseAnswer['obligations'][0]];
    // Without another one named, the unit inspected has to fulfil it. Its last day has gone by.
    expect(obligation).toMatchObject({ responsibleUnitId: BRANCH, fulfilledOn: null, overdue: true });
    expect(await post(`${path}/close`, { on: '2026-08-20' }, { ifMatch: 5 })).toMatchObject({
      status: 409,
      body: { code: 'obligations-open' },
    });
    const evidence = { ...none, on: '2026-08-15', evidence: 'TEXT of evidence' };
    const fulfilled = await step(`${path}/obligations/${obligation.obligationId}/fulfil`, 5, evidence);
    expect(fulfilled.obligations).toMatchObject([{ fulfilledOn: '2026-08-15', overdue: false }]);
    expect(await step(`${path}/close`, 6, { on: '2026-08-20' })).toMatchObject({
      state: 'closed',
      closedOn: '2026-08-20',
    });
    await step(`${path}/annul`, 7, { on: '2026-08-25', reason: 'wrongly concluded' });

    const newest = await get(path);
    expect(newest.headers.get('etag')).toBe('"8"');
    expect(newest.body).toMatchObject({ state: 'annulled', concludedOn: '2026-07-20', annulledOn: '2026-08-25' });
    const first = await get<CaseVersionsPage>(`${path}/versions?limit=5`);
    const rest = await get<CaseVersionsPage>(`${path}/versions?limit=5&cursor=${first.body.next}`);
    const versions = [...first.body.items, ...rest.body.items];
    expect(versions.map(({ version, actor, reason, case: one }) => [version, actor, reason, one.state])).toEqual([
      [1, INSPECTOR, null, 'opened'],
      [2, INSPECTOR, null, 'opened'],
      [3, INSPECTOR, null, 'opened'],
      [4, INSPECTOR, 'papers came', 'opened'],
      [5, INSPECTOR, null, 'concluded'],
      [6, INSPECTOR, null, 'concluded'],
      [7, INSPECTOR, null, 'closed'],
      [8, INSPECTOR, 'wrongly concluded', 'annulled'],
    ]);
    expect((await get(`${path}/versions/4`)).body).toEqual(versions[3]);
    expect((await get<Problem>(`${path}/versions/9`)).body.code).toBe('no-such-version');

    // Nowhere but in the narrative: a text, or whom it is about.
    expect(JSON.stringify([opened.body, newest.body, versions])).not.toMatch(new RegExp(`TEXT|${MEMBER}`));
    const events = await eventsOf(opened.body.id);
    expect(events.map(({ data: { version, state, change } }) => [version, state, change])).toEqual([
      [1, 'opened', { what: 'opened', on: '2026-07-01', severity: null }],
      [2, 'opened', { what: 'finding-recorded', on: '2026-07-10', severity: 'serious' }],
      [3, 'opened', { what: 'finding-recorded', on: '2026-07-10', severity: 'very-serious' }],
      [4, 'opened', { what: 'finding-withdrawn', on: '2026-07-12', severity: 'very-serious' }],
      [5, 'concluded', { what: 'concluded', on: '2026-07-20', severity: 'serious' }],
      [6, 'concluded', { what: 'obligation-fulfilled', on: '2026-08-15', severity: 'serious' }],
      [7, 'closed', { what: 'closed', on: '2026-08-20', severity: 'serious' }],
      [8, 'annulled', { what: 'annulled', on: '2026-08-25', severity: 'serious' }],
    ]);
    expect(new Set(events.map(({ key }) => key))).toEqual(new Set([WARD]));
    expect(events.at(-1)?.data.findings.map(({ findingId }) => findingId)).toEqual([kept]);
  });

  it('are told on Kafka in codes and dates, without a person and without a text', async () => {
    const { id: caseId } = await open({ object: 'member', memberId: MEMBER });
    await step(`/${caseId}/findings`, 1, finding());
    await step(`/${caseId}/conclude`, 2, conclusion());
    const topic = `${service.env.kafkaTopicPrefix}inspection.events`;
    const event = await eventOn(topic, ({ data }) => data.caseId === caseId && data.version === 3);
    expect(event.type).toBe('inspection.case-changed.v1');
    expect(Object.keys(event.data).sort()).toEqual(
      (
        'annulledOn caseId change closedOn committeeId concludedOn findings form kind object obligations openedOn ' +
        'state unitId version'
      ).split(' '),
    );
    expect(JSON.stringify(event)).not.toMatch(new RegExp(`TEXT|${MEMBER}|${INSPECTOR}`));
  });

  it('give their texts to who has the right to them, and note each read', async () => {
    const { id: caseId } = await open({ object: 'member', memberId: MEMBER });
    await step(`/${caseId}/findings`, 1, finding());
    await step(`/${caseId}/conclude`, 2, conclusion());
    const path = `/${caseId}/narrative`;
    for (const sub of [CLERK, FOREIGNER])
      for (const refused of [path, `/${caseId}/reads`])
        expect(await get<Problem>(refused, as(sub))).toMatchObject({ status: 403, body: { code: 'outside-subtree' } });
    expect((await get<NarrativeReadsPage>(`/${caseId}/reads`)).body.items).toEqual([]);
    const texts = await get<NarrativeAnswer>(path);
    expect(texts.body).toMatchObject({
      version: 3,
      memberId: MEMBER,
      findings: [{ summary: 'TEXT of a finding' }],
      conclusion: 'TEXT of a conclusion',
      obligations: [{ text: 'TEXT of an obligation', evidence: null }],
    });
    const earlier = await get<NarrativeAnswer>(`${path}?version=2`, as(INSPECTED));
    expect(earlier.body).toMatchObject({ version: 2, findings: [{ summary: 'TEXT of a finding' }], conclusion: null });
    expect((await get<Problem>(`${path}?version=4`)).body.code).toBe('no-such-version');
    const administrator = as(ADMINISTRATOR);
    const reads = await get<NarrativeReadsPage>(`/${caseId}/reads?limit=1`, administrator);
    const older = await get<NarrativeReadsPage>(`/${caseId}/reads?limit=1&cursor=${reads.body.next}`, administrator);
    expect([...reads.body.items, ...older.body.items].map(({ sub, version }) => [sub, version])).toEqual([
      [INSPECTED, 2],
      [INSPECTOR, 3],
    ]);
    expect(older.body.next).toBeNull();
    const cursor = Buffer.from('["x"]').toString('base64url');
    expect((await get<Problem>(`/${caseId}/reads?cursor=${cursor}`)).body.code).toBe('invalid-cursor');
  });

  it.each([
    [422, 'classified-content', { classification: 'secret' }, 'classification'],
    [422, 'form-not-of-kind', { kind: 'supervision', form: 'periodic' }, 'form'],
    [422, 'outside-committee', { unitId: FOREIGN }, 'committeeId'],
    [422, 'member-required', { object: 'member' }, 'memberId'],
    [422, 'member-of-organisation', { memberId: MEMBER }, 'memberId'],
    [422, 'member-not-of-unit', { object: 'member', memberId: STRANGER }, 'memberId'],
    [422, 'date-too-early', { openedOn: '1930-02-02' }, 'openedOn'],
    [422, 'date-in-future', { openedOn: '2099-01-01' }, 'openedOn'],
    [400, 'invalid-request', { classification: undefined }, 'classification'],
    [400, 'invalid-request', { openedOn: '2026-02-30' }, 'openedOn'],
    [400, 'invalid-request', { kind: 'visit' }, 'kind'],
    [400, 'invalid-request', { summary: 'x' }, 'summary'],
  ])('answer %i %s, naming the field', async (status, code, changes, path) => {
    const reply = await post('', details(changes));
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.body.errors?.map((fault) => fault.path)).toContain(path);
    expect(JSON.stringify(reply.body)).not.toContain(STRANGER);
  });

  it('refuse what is classified and what is empty in every text', async () => {
    const { id: caseId } = await open();
    const code = async (path: string, body: object) =>
      (await post(`/${caseId}${path}`, body, { ifMatch: 1 })).body.code;
    const secret = { classification: 'denunciation' };
    expect(await code('/findings', finding(secret))).toBe('classified-content');
    expect(await code('/conclude', conclusion(secret))).toBe('classified-content');
    expect(await code(`/obligations/${id()}/fulfil`, { ...secret, on: '2026-07-20', evidence: 'e' })).toBe(
      'classified-content',
    );
    for (const empty of ['', '  \n']) {
      expect(await code('/findings', finding({ summary: empty }))).toBe('invalid-request');
      expect(await code('/conclude', conclusion({ conclusion: empty }))).toBe('invalid-request');
      expect(await code('/conclude', conclusion({ obligations: [{ due: '2026-09-30', text: empty }] }))).toBe(
        'invalid-request',
      );
      expect(await code(`/obligations/${id()}/fulfil`, { ...none, on: '2026-07-20', evidence: empty })).toBe(
        'invalid-request',
      );
    }
    expect(await code('/conclude', { ...conclusion(), obligations: {} })).toBe('invalid-request');
    expect(await code('/void', { reason: ' ' })).toBe('reason-required');
    expect((await get(`/${caseId}`)).body.version).toBe(1);
  });

  it('say what is not there', async () => {
    const { id: caseId } = await open();
    const on = { on: '2026-07-20' };
    expect((await get<Problem>(`/${id()}`)).body.code).toBe('no-such-case');
    expect((await post(`/${id()}/close`, on, { ifMatch: 1 })).body.code).toBe('no-such-case');
    const reply = await post(`/${caseId}/findings/${id()}/withdraw`, { ...on, reason: 'r' }, { ifMatch: 1 });
    expect(reply).toMatchObject({ status: 404, body: { code: 'no-such-finding' } });
    const evidence = { ...none, ...on, evidence: 'e' };
    expect(await post(`/${caseId}/obligations/${id()}/fulfil`, evidence, { ifMatch: 1 })).toMatchObject({
      status: 404,
      body: { code: 'no-such-obligation' },
    });
  });

  it('are corrected and voided with a reason, and stay readable', async () => {
    const { id: caseId } = await open();
    const corrected = await put<CaseAnswer>(`/${caseId}`, details({ unitId: SIBLING, reason: 'slip' }), { ifMatch: 1 });
    expect(corrected).toMatchObject({ status: 200, body: { version: 2, unitId: SIBLING } });
    await step(`/${caseId}/void`, 2, { reason: 'entered twice' });
    for (const [path, body] of [
      ['/findings', finding()],
      ['/conclude', conclusion()],
      ['/void', { reason: 'again' }],
    ] as const)
      expect((await post(`/${caseId}${path}`, body, { ifMatch: 3 })).body.code).toBe('case-voided');
    const events = await eventsOf(caseId);
    expect(events.map(({ data }) => [data.state, data.change.what])).toEqual([
      ['opened', 'opened'],
      ['opened', 'corrected'],
      ['voided', 'voided'],
    ]);
    expect(JSON.stringify(events)).not.toMatch(/slip|twice/);
  });

  it('are written by the committee, read by the inspected unit too, and by no foreign one', async () => {
    const { id: caseId } = await open();
    const path = `/${caseId}`;
    expect((await get(path, as(null))).status).toBe(401);
    for (const sub of [FOREIGNER, CLERK]) {
      for (const read of [path, `${path}/versions`, `${path}/versions/1`, `${path}/narrative`, `${path}/reads`])
        expect(await get<Problem>(read, as(sub))).toMatchObject({ status: 403, body: { code: 'outside-subtree' } });
      expect((await post('', details(), {}, as(sub))).status).toBe(403);
    }
    expect((await get(path, as(INSPECTED))).status).toBe(200);
    for (const sub of [INSPECTED, FOREIGNER, CLERK]) {
      const denied = [
        post(`${path}/findings`, finding(), { ifMatch: 1 }, as(sub)),
        post(`${path}/conclude`, conclusion(), { ifMatch: 1 }, as(sub)),
        post(`${path}/void`, { reason: 'r' }, { ifMatch: 1 }, as(sub)),
        put(path, details({ reason: 'r' }), { ifMatch: 1 }, as(sub)),
      ];
      for (const reply of await Promise.all(denied)) expect(reply.status).toBe(403);
    }
    // Given to another committee: only by who holds the right at both.
    const elsewhere = details({ unitId: FOREIGN, committeeId: OTHER_WARD, reason: 'r' });
    expect((await put(path, elsewhere, { ifMatch: 1 })).status).toBe(403);
    expect((await put(path, elsewhere, { ifMatch: 1 }, as(ADMINISTRATOR))).status).toBe(200);
    expect((await get(path)).status).toBe(403);
    expect((await get(path, as(FOREIGNER))).status).toBe(200);
  });

  it('stay with the committee when the unit moves away', async () => {
    const { id: caseId } = await open({ unitId: MOVER });
    await service.publish([
      unit(MOVER, [stretch(WARD, '2000-01-01', '2026-08-01'), stretch(OTHER_WARD, '2026-08-01')], 2),
    ]);
    await eventually(async () => (await get(`/${caseId}`, as(FOREIGNER))).status === 200);
    expect((await get(`/${caseId}`)).status).toBe(200);
    expect((await post(`/${caseId}/findings`, finding(), { ifMatch: 1 }, as(FOREIGNER))).status).toBe(403);
    await step(`/${caseId}/findings`, 1, finding());
  });

  it('are changed only by who has seen their version; of two at once one wins', async () => {
    const { id: caseId } = await open();
    const path = `/${caseId}/findings`;
    expect(await post(path, finding())).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    expect(await post(path, finding(), { ifMatch: 7 })).toMatchObject({ status: 412, body: { code: 'stale-version' } });
    const both = await Promise.all([1, 2].map(() => post(path, finding(), { ifMatch: 1 })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect((await get(`/${caseId}`)).body).toMatchObject({ version: 2, findings: [{ withdrawnOn: null }] });
  });

  it('do a command with a key once, and take an id of the client once', async () => {
    const key = id();
    const both = await Promise.all([1, 2].map(() => post<CaseAnswer>('', details(), { key })));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const [one, two] = both as [Reply<CaseAnswer>, Reply<CaseAnswer>];
    expect(two.body).toEqual(one.body);
    expect(await eventsOf(one.body.id)).toHaveLength(1);
    expect((await post('', details({ form: 'periodic' }), { key })).body.code).toBe('idempotency-key-reused');
    const findingId = id();
    const found = { key: id(), ifMatch: 1 };
    const path = `/${one.body.id}/findings`;
    const first = await post(path, finding({ id: findingId }), found);
    expect((await post(path, finding({ id: findingId }), found)).body).toEqual(first.body);
    expect((await post(path, finding({ id: findingId }), { ifMatch: 2 })).body.code).toBe('finding-exists');
    expect(await post('', details({ id: one.body.id.toUpperCase() }))).toMatchObject({
      status: 409,
      body: { code: 'case-exists' },
    });
    const same = { id: id(), due: '2026-09-30', text: 't' };
    const twice = await post(`/${one.body.id}/conclude`, conclusion({ obligations: [same, same] }), { ifMatch: 2 });
    expect(twice).toMatchObject({ status: 409, body: { code: 'obligation-exists' } });
  });

  it('wait for a unit and a member on their way, and say so when they do not come', async () => {
    const [unitId, memberId] = [id(), id()];
    const unknown = await Promise.all([
      post('', details({ unitId: id() })),
      post('', details({ object: 'member', memberId: id() })),
    ]);
    expect(unknown.map(({ status, body, headers }) => [status, body.code, headers.get('retry-after')])).toEqual([
      [409, 'unit-not-known-yet', '2'],
      [409, 'member-not-known-yet', '2'],
    ]);
    const [early] = await Promise.all([
      post('', details({ unitId, object: 'member', memberId })),
      service.publish([unit(unitId, [stretch(WARD)]), member(memberId, unitId)]),
    ]);
    expect(early.status).toBe(201);
    const { id: caseId } = await open();
    const elsewhere = conclusion({ obligations: [{ due: '2026-09-30', text: 't', responsibleUnitId: id() }] });
    expect((await post(`/${caseId}/conclude`, elsewhere, { ifMatch: 1 })).body.code).toBe('unit-not-known-yet');
  });

  it('of a unit that has ended are accepted and marked', async () => {
    expect((await open({ unitId: ENDED, openedOn: '2009-12-31' })).outsideUnitLife).toBe(false);
    expect((await open({ unitId: ENDED, openedOn: '2010-01-01' })).outsideUnitLife).toBe(true);
  });
});
