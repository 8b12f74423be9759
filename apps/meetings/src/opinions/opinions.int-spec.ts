import { randomUUID } from 'node:crypto';
import { grant, unit, type HttpClient, type Reply, type TestApp } from '#testing';
import { eventsOf, meetingOf, openKnowing } from '../facts/facts.harness.js';
import type {
  OpinionAnswer,
  OpinionNarrativeAnswer,
  OpinionsPage,
  OpinionVersionsPage,
} from './opinion-answers.dto.js';

const id = (): string => randomUUID();
const [CENTRE, PROVINCE, DISTRICT, WARD, BRANCH, FOREIGN] = [id(), id(), id(), id(), id(), id()];
/** At the branch, at the ward, at the district, everywhere; who reads meetings and no texts. */
const BRANCH_CLERK = 'demo-clerk-my-phong';
const WARD_CLERK = 'demo-clerk-vinh-niem';
const DISTRICT_CLERK = 'demo-secretary-vinh-niem';
const ADMINISTRATOR = 'demo-administrator';
const READER = 'demo-operator-hai-phong';
type Problem = { code: string; errors?: { path: string; code: string }[] };

describe('opinions', () => {
  let service: TestApp;
  let branch: HttpClient;
  let ward: HttpClient;
  let meetingId: string;
  const as = (sub: string | null): HttpClient => service.client(sub);
  const post = <B = Problem>(path: string, body: object, options = {}, client = branch): Promise<Reply<B>> =>
    client.call<B>('POST', `/v1/opinions${path}`, { body, ...options });
  const get = <B = OpinionAnswer>(path: string, client = branch): Promise<Reply<B>> =>
    client.call<B>('GET', `/v1/opinions${path}`);
  const opinion = (more: object = {}) => ({
    unitId: BRANCH,
    raisedOn: '2025-05-03',
    by: 'people',
    field: 'environment',
    text: 'TEXT of an opinion',
    ...more,
  });
  const raise = async (more: object = {}): Promise<OpinionAnswer> => {
    const reply = await post<OpinionAnswer>('', opinion(more));
    expect([reply.status, reply.body]).toMatchObject([201, { version: 1 }]);
    return reply.body;
  };
  const step = async (path: string, ifMatch: number, body: object, client = branch): Promise<OpinionAnswer> => {
    const reply = await post<OpinionAnswer>(path, body, { ifMatch }, client);
    expect([reply.status, reply.body.version]).toEqual([200, ifMatch + 1]);
    return reply.body;
  };

  beforeAll(async () => {
    service = await openKnowing(
      [
        unit(CENTRE, [{ parentId: null, level: 'centre' }]),
        unit(PROVINCE, [{ parentId: CENTRE, level: 'province' }]),
        // The district ended, and its wards went to the province (1 July 2025).
        unit(DISTRICT, [{ parentId: PROVINCE, level: 'district', to: '2025-07-01' }]),
        unit(WARD, [
          { parentId: DISTRICT, level: 'commune', to: '2025-07-01' },
          { parentId: PROVINCE, level: 'commune', from: '2025-07-01' },
        ]),
        unit(BRANCH, WARD),
        unit(FOREIGN, CENTRE),
        grant(BRANCH_CLERK, 'clerk', BRANCH),
        grant(WARD_CLERK, 'clerk', WARD),
        grant(DISTRICT_CLERK, 'clerk', DISTRICT),
        grant(READER, 'operator', PROVINCE),
        grant(ADMINISTRATOR, 'administrator', CENTRE),
      ],
      ADMINISTRATOR,
      [FOREIGN, BRANCH],
    );
    [branch, ward] = [as(BRANCH_CLERK), as(WARD_CLERK)];
    const held = await branch.post<{ id: string }>('/v1/meetings', meetingOf(BRANCH, '2025-05-03'));
    meetingId = held.body.id;
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('go up and are settled where they lie, by who has the right there', async () => {
    const made = await post<OpinionAnswer>('', opinion({ meetingId, due: '2025-05-20' }));
    expect(made.status).toBe(201);
    expect(made.headers.get('lien-cap-receipt')).toBe(made.body.receipt);
    expect(made.body).toMatchObject({
      state: 'open',
      overdue: true,
      meetingStands: true,
      lying: { level: 'branch', unitId: BRANCH, since: '2025-05-03' },
    });
    const path = `/${made.body.id}`;
    const up = await step(`${path}/escalate`, 1, { on: '2025-05-10', to: 'commune', reason: 'TEXT why' });
    expect(up.lying).toEqual({ level: 'commune', unitId: WARD, since: '2025-05-10' });
    // It is the ward's now.
    const settling = { on: '2025-05-12', reply: 'TEXT of a reply' };
    for (const [act, body] of [
      ['settle', settling],
      ['escalate', { on: '2025-05-12', to: 'district' }],
      ['void', { reason: 'x' }],
    ] as const)
      expect((await post(`${path}/${act}`, body, { ifMatch: 2 })).body.code).toBe('outside-subtree');
    // By the path of that day: the district was still there.
    const higher = await step(`${path}/escalate`, 2, { on: '2025-06-01', to: 'district' }, ward);
    expect(higher.lying).toMatchObject({ level: 'district', unitId: DISTRICT });
    expect((await post(`${path}/settle`, settling, { ifMatch: 3 }, ward)).body.code).toBe('outside-subtree');
    const district = as(DISTRICT_CLERK);
    const settled = await step(`${path}/settle`, 3, { ...settling, on: '2025-06-10' }, district);
    expect(settled).toMatchObject({
      state: 'settled',
      overdue: false,
      daysOpen: 38,
      settlements: [{ on: '2025-06-10', level: 'district', atOnce: false, days: 38 }],
    });
    const reopened = await step(`${path}/reopen`, 4, { on: '2025-07-02', reason: 'TEXT again' }, district);
    expect(reopened).toMatchObject({ state: 'open', reopenedOn: ['2025-07-02'] });
    // The district is gone from its path; the province above it is there.
    const last = await step(`${path}/escalate`, 5, { on: '2025-07-03', to: 'province' }, district);
    expect(last.lying).toMatchObject({ level: 'province', unitId: PROVINCE });

    const versions = await get<OpinionVersionsPage>(`${path}/versions?limit=4`);
    expect(versions.body.items.map(({ act, actor }) => [act, actor])).toEqual([
      ['raised', BRANCH_CLERK],
      ['escalated', BRANCH_CLERK],
      ['escalated', WARD_CLERK],
      ['settled', DISTRICT_CLERK],
    ]);
    const more = await get<OpinionVersionsPage>(`${path}/versions?cursor=${versions.body.next}`);
    expect(more.body).toMatchObject({ items: [{ act: 'reopened' }, { act: 'escalated' }], next: null });
    const events = await eventsOf(service, 'meetings.opinion-recorded.v1', `opinion/${made.body.id}`);
    expect(events.map(({ data }) => data.version)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events[0]?.key).toBe(WARD);
    expect(events[5]?.data).toMatchObject({
      state: 'open',
      stretches: [{}, {}, {}, {}, { level: 'province', to: null }],
    });
    expect(JSON.stringify([events, versions.body, last, made.body])).not.toMatch(/TEXT/);
  });

  it('are settled on the spot, at the meeting where they were raised', async () => {
    const reply = 'TEXT of a reply';
    const atOnce = await raise({ meetingId, settledAtOnce: { reply } });
    expect(atOnce).toMatchObject({ state: 'settled', settlements: [{ on: '2025-05-03', atOnce: true, days: 0 }] });
    const later = await raise({ meetingId });
    await step(`/${later.id}/settle`, 1, { on: '2025-05-03', atOnce: true, reply });
    const refused = await post('', opinion({ settledAtOnce: { reply } }));
    expect(refused).toMatchObject({ status: 422, body: { code: 'not-at-once', errors: [{ path: 'atOnce' }] } });
  });

  it('give their texts to who may read them where they lie, and note each read first', async () => {
    const { id: opinionId } = await raise();
    const path = `/${opinionId}`;
    await step(`${path}/settle`, 1, { on: '2025-05-05', reply: 'TEXT of a reply' });
    await step(`${path}/reopen`, 2, { on: '2025-05-06', reason: 'TEXT why' });
    expect((await get<OpinionNarrativeAnswer>(`${path}/narrative`)).body).toEqual({
      id: opinionId,
      version: 3,
      text: 'TEXT of an opinion',
      reason: 'TEXT why',
      replies: [{ on: '2025-05-05', reply: 'TEXT of a reply' }],
    });
    await get(`${path}/narrative?version=1`, ward);
    expect((await get(`${path}/narrative?version=4`)).body).toMatchObject({ code: 'no-such-version' });
    expect((await get(`${path}/versions/4`)).body).toMatchObject({ code: 'no-such-version' });
    expect((await get(path, as(READER))).status).toBe(200);
    expect((await get(`${path}/narrative`, as(READER))).body).toMatchObject({ code: 'outside-subtree' });
    expect((await get(`${path}/reads`)).body).toMatchObject({
      items: [
        { sub: WARD_CLERK, version: 1 },
        { sub: BRANCH_CLERK, version: 3 },
      ],
    });
  });

  it('are corrected and voided against the newest version', async () => {
    const { id: opinionId } = await raise();
    const path = `/v1/opinions/${opinionId}`;
    const { unitId: _unitId, ...rest } = opinion({ field: 'other', raisedOn: '2025-05-02', reason: 'wrong field' });
    expect((await branch.put(path, rest)).status).toBe(428);
    expect((await branch.put(path, rest, { ifMatch: 2 })).status).toBe(412);
    const corrected = await branch.put<OpinionAnswer>(path, rest, { ifMatch: 1 });
    expect(corrected.body).toMatchObject({ version: 2, field: 'other', lying: { since: '2025-05-02' } });
    expect((await step(`/${opinionId}/void`, 2, { reason: 'twice' })).state).toBe('voided');
    expect((await post(`/${opinionId}/void`, { reason: 'x' }, { ifMatch: 3 })).body.code).toBe('opinion-voided');
    expect((await get(`/${opinionId}`)).body).toMatchObject({ state: 'voided', version: 3 });
  });

  it('are refused with a code: of another unit, what is there, what is not, and what is malformed', async () => {
    expect((await post('', opinion({ unitId: FOREIGN }))).body.code).toBe('outside-subtree');
    expect((await post('', opinion({ unitId: id() }))).body.code).toBe('unit-not-known-yet');
    expect((await post('', opinion({ meetingId: id() }))).body.code).toBe('meeting-not-of-unit');
    const { id: known } = await raise();
    expect((await post('', opinion({ id: known }))).body.code).toBe('opinion-exists');
    expect((await get(`/${id()}`)).body).toMatchObject({ code: 'no-such-opinion' });
    const up = { on: '2026-01-01', to: 'district' };
    expect((await post(`/${known}/escalate`, up, { ifMatch: 1 })).body.code).toBe('no-unit-of-level');
    expect((await get(`/${known}`, as('demo-nobody'))).status).toBe(403);
    for (const wrong of [
      { by: 'neighbour' },
      { field: 'x' },
      { text: ' ' },
      { due: 'mai' },
      { raisedOn: '2025-02-30' },
    ])
      expect((await post('', opinion(wrong))).status).toBe(400);
  });

  it('are listed for a subtree in the order in which they were raised, by what is asked for', async () => {
    const field = 'security';
    const first = await raise({ field, raisedOn: '2012-02-01', due: '2012-03-01' });
    const second = await raise({ field, raisedOn: '2012-03-01' });
    const third = await raise({ field: 'welfare', raisedOn: '2012-03-01' });
    await step(`/${second.id}/escalate`, 1, { on: '2012-03-02', to: 'commune' });
    await step(`/${third.id}/settle`, 1, { on: '2012-03-02', reply: 'x' });
    const list = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      let cursor = '';
      do {
        const page = await get<OpinionsPage>(
          `?unit=${WARD}&from=2012-01-01&to=2012-12-31&limit=1${query}${cursor}`,
          ward,
        );
        expect(page.status).toBe(200);
        found.push(...page.body.items.map((one) => one.id));
        cursor = page.body.next === null ? '' : `&cursor=${page.body.next}`;
      } while (cursor !== '');
      return found;
    };
    expect(await list('')).toEqual([first.id, ...[second.id, third.id].sort()]);
    expect(await list('&state=open')).toEqual([first.id, second.id]);
    expect(await list('&level=commune')).toEqual([second.id]);
    expect(await list('&field=welfare')).toEqual([third.id]);
    expect(await list('&overdue=true')).toEqual([first.id]);
    expect((await get(`?unit=${WARD}`)).body).toMatchObject({ code: 'outside-subtree' });
    expect((await get(`?unit=${WARD}&overdue=perhaps`, ward)).status).toBe(400);
  });
});
