import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { grant, unit, type HttpClient, type Reply, type TestApp } from '#testing';
import { eventsOf, meetingOf, openKnowing } from '../facts/facts.harness.js';
import { NARRATIVE_READS } from '../narrative/narrative-reads.js';
import type { OpeningAnswer } from './opening.dto.js';
import type {
  ResolutionAnswer,
  ResolutionNarrativeAnswer,
  ResolutionsPage,
  ResolutionVersionsPage,
} from './resolution-answers.dto.js';

const id = (): string => randomUUID();
const [CENTRE, WARD, OTHER_WARD, WIDE, BRANCH, SIBLING, FOREIGN] = [id(), id(), id(), id(), id(), id(), id()];
/** More than are named to MongoDB one by one. */
const MANY = Array.from({ length: 205 }, id);
const CLERK = 'demo-clerk-my-phong';
const BRANCH_CLERK = 'demo-clerk-vinh-niem';
const READER = 'demo-operator-hai-phong';
const FOREIGNER = 'demo-clerk-foreign';
const ADMINISTRATOR = 'demo-administrator';
type Problem = { code: string; errors?: { path: string; code: string }[] };

describe('resolutions', () => {
  let service: TestApp;
  let clerk: HttpClient;
  let meetingId: string;
  const as = (sub: string | null): HttpClient => service.client(sub);
  const post = <B = Problem>(path: string, body: object, options = {}, client = clerk): Promise<Reply<B>> =>
    client.call<B>('POST', `/v1/resolutions${path}`, { body, ...options });
  const get = <B = ResolutionAnswer>(path: string, client = clerk): Promise<Reply<B>> =>
    client.call<B>('GET', `/v1/resolutions${path}`);
  const task = (more: object = {}) => ({
    assignee: { kind: 'member', id: CENTRE },
    deadline: '2026-07-31',
    text: 'TEXT of a task',
    target: 'TEXT of a target',
    ...more,
  });
  const resolution = (more: object = {}) => ({
    unitId: BRANCH,
    adoptedOn: '2026-07-03',
    type: 'NQ',
    title: 'TEXT of a title',
    text: 'TEXT of a resolution',
    tasks: [task()],
    ...more,
  });
  const adopt = async (more: object = {}): Promise<ResolutionAnswer> => {
    const reply = await post<ResolutionAnswer>('', resolution(more));
    expect([reply.status, reply.body]).toMatchObject([201, { version: 1 }]);
    return reply.body;
  };
  const step = async (path: string, ifMatch: number, body: object): Promise<ResolutionAnswer> => {
    const reply = await post<ResolutionAnswer>(path, body, { ifMatch });
    expect([reply.status, reply.body.version]).toEqual([200, ifMatch + 1]);
    return reply.body;
  };
  const meet = async (date: string, unitId = BRANCH, kind = 'regular'): Promise<string> => {
    const reply = await clerk.post<{ id: string }>('/v1/meetings', meetingOf(unitId, date, kind));
    expect(reply.status).toBe(201);
    return reply.body.id;
  };

  beforeAll(async () => {
    service = await openKnowing(
      [
        unit(CENTRE, [{ parentId: null, level: 'centre' }]),
        unit(WARD, [{ parentId: CENTRE, level: 'commune' }]),
        unit(OTHER_WARD, [{ parentId: CENTRE, level: 'commune' }]),
        unit(BRANCH, WARD),
        unit(SIBLING, WARD),
        unit(FOREIGN, OTHER_WARD),
        unit(WIDE, [{ parentId: CENTRE, level: 'commune' }]),
        ...MANY.map((unitId) => unit(unitId, WIDE)),
        grant(ADMINISTRATOR, 'administrator', CENTRE),
        grant(BRANCH_CLERK, 'clerk', BRANCH),
        grant(READER, 'operator', WARD),
        grant(FOREIGNER, 'clerk', OTHER_WARD),
        grant(CLERK, 'clerk', WARD),
      ],
      CLERK,
      [BRANCH, SIBLING],
    );
    clerk = as(CLERK);
    meetingId = await meet('2026-07-03');
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('go from adoption at a meeting to tasks done and dropped, each version kept with who and when', async () => {
    const vote = id();
    const body = resolution({ meetingId, voteId: vote, documentNumber: '01-NQ/CB', term: '2025-2030' });
    const key = id();
    const made = await post<ResolutionAnswer>('', { ...body, tasks: [task(), task()] }, { key });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.headers.get('lien-cap-receipt')).toBe(made.body.receipt);
    expect(made.body).toMatchObject({ state: 'adopted', meetingId, voteId: vote, meetingStands: true });
    expect(await post('', { ...body, tasks: [task(), task()] }, { key })).toMatchObject({
      status: 201,
      body: made.body,
    });
    const path = `/${made.body.id}`;
    const [one, two] = made.body.tasks.map(({ taskId }) => `${path}/tasks/${taskId}`) as [string, string];
    const half = await step(`${one}/progress`, 1, { on: '2026-07-10', progress: 50, evidence: 'TEXT of progress' });
    expect(half.tasks[0]).toMatchObject({ progress: 50, progressOn: '2026-07-10', state: 'late' });
    await step(`${one}/complete`, 2, { on: '2026-08-02', evidence: 'TEXT of evidence' });
    await step(`${two}/drop`, 3, { on: '2026-07-20', dropReason: 'replaced', reason: 'TEXT of a reason' });
    await step(`${two}/reopen`, 4, { progress: 10, reason: 'TEXT of a reopening' });
    const newest = await get(path);
    expect(newest.headers.get('etag')).toBe('"5"');
    expect(newest.body.tasks.map(({ state }) => state)).toEqual(['done', 'late']);

    const versions = await get<ResolutionVersionsPage>(`${path}/versions?limit=3`);
    expect(versions.body.items.map(({ act, actor }) => [act, actor])).toEqual([
      ['adopted', CLERK],
      ['progress-reported', CLERK],
      ['task-done', CLERK],
    ]);
    const more = await get<ResolutionVersionsPage>(`${path}/versions?cursor=${versions.body.next}`);
    expect(more.body).toMatchObject({ items: [{ act: 'task-dropped' }, { act: 'task-reopened' }], next: null });
    const third = await get(`${path}/versions/3`);
    expect(third.body).toMatchObject({ version: 3, resolution: { tasks: [{ doneOn: '2026-08-02' }, {}] } });

    const events = await eventsOf(service, 'meetings.resolution-recorded.v1', `resolution/${made.body.id}`);
    expect(events.map(({ data }) => data.version)).toEqual([1, 2, 3, 4, 5]);
    expect(events[0]?.key).toBe(WARD);
    expect(events[3]?.data).toMatchObject({
      unitId: BRANCH,
      type: 'NQ',
      meetingId,
      tasks: [{ doneOn: '2026-08-02' }, { droppedOn: '2026-07-20' }],
    });
    const open = JSON.stringify([events, versions.body, third.body, newest.body, made.body]);
    expect(open).not.toMatch(/TEXT/);
  });

  it('give their texts to who may read them, and note each read first', async () => {
    const { id: resolutionId, tasks } = await adopt();
    const path = `/${resolutionId}`;
    await step(`${path}/tasks/${tasks[0]!.taskId}/drop`, 1, { on: '2026-07-20', dropReason: 'other', reason: 'WHY' });
    const read = await get<ResolutionNarrativeAnswer>(`${path}/narrative`);
    expect(read.body).toMatchObject({
      version: 2,
      title: 'TEXT of a title',
      text: 'TEXT of a resolution',
      reason: 'WHY',
      tasks: [{ text: 'TEXT of a task', target: 'TEXT of a target', evidence: null }],
    });
    expect((await get<ResolutionNarrativeAnswer>(`${path}/narrative?version=1`)).body.reason).toBeNull();
    expect((await get(`${path}/narrative?version=9`)).body).toMatchObject({ code: 'no-such-version' });
    // Who sees figures and meetings sees no texts.
    expect((await get(path, as(READER))).status).toBe(200);
    for (const closed of ['/narrative', '/reads'])
      expect((await get(path + closed, as(READER))).body).toMatchObject({ code: 'outside-subtree' });
    expect((await get(`${path}/reads`)).body).toMatchObject({
      items: [
        { sub: CLERK, version: 1 },
        { sub: CLERK, version: 2 },
      ],
    });
    const noted = await service.app.get(Store).db.collection(NARRATIVE_READS).find({ id: resolutionId }).toArray();
    expect(noted).toMatchObject([{ kind: 'resolution' }, { kind: 'resolution' }]);
  });

  it('have each number once in a term, also when two are adopted at one moment', async () => {
    const number = { documentNumber: '07-NQ/CB', term: '2025-2030' };
    const replies = await Promise.all([1, 2].map(() => post<ResolutionAnswer>('', resolution(number))));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const taken = await post('', resolution({ ...number, documentNumber: '7-NQ/CB' }));
    expect(taken.body).toMatchObject({ code: 'number-taken', errors: [{ path: 'documentNumber' }] });
    const [first] = replies.flatMap(({ status, body }) => (status === 201 ? body : []));
    await adopt({ ...number, term: '2020-2025' });
    await adopt({ ...number, unitId: SIBLING });
    await step(`/${first!.id}/void`, 1, { reason: 'twice' });
    const again = await adopt(number);
    const corrected = { ...resolution(number), reason: 'same number' };
    expect((await clerk.put(`/v1/resolutions/${again.id}`, corrected, { ifMatch: 1 })).status).toBe(200);
  });

  it('are corrected and voided by who has the right at both units, against the newest version', async () => {
    const one = await adopt({ meetingId });
    const path = `/v1/resolutions/${one.id}`;
    const moved = { ...resolution({ unitId: SIBLING, type: 'KL' }), reason: 'wrong unit' };
    expect((await as(BRANCH_CLERK).put(path, moved, { ifMatch: 1 })).status).toBe(403);
    expect((await clerk.put(path, moved)).status).toBe(428);
    expect((await clerk.put(path, moved, { ifMatch: 2 })).body).toMatchObject({ code: 'stale-version' });
    const corrected = await clerk.put<ResolutionAnswer>(path, moved, { ifMatch: 1 });
    expect(corrected.body).toMatchObject({ version: 2, unitId: SIBLING, type: 'KL', meetingStands: null });
    expect((await get(`/${one.id}`, as(BRANCH_CLERK))).status).toBe(403);
    const back = { ...resolution(), reason: 'to my branch' };
    expect((await as(BRANCH_CLERK).put(path, back, { ifMatch: 2 })).status).toBe(403);
    const voided = await step(`/${one.id}/void`, 2, { reason: 'twice' });
    expect(voided.state).toBe('voided');
    expect((await post(`/${one.id}/void`, { reason: 'x' }, { ifMatch: 3 })).body.code).toBe('resolution-voided');
  });

  it('stay when their meeting is voided, and say so', async () => {
    const held = await meet('2026-06-10', BRANCH, 'extraordinary');
    const { id: resolutionId } = await adopt({ meetingId: held, adoptedOn: '2026-06-10' });
    await clerk.post(`/v1/meetings/${held}/void`, { reason: 'twice' }, { ifMatch: 1 });
    expect((await get(`/${resolutionId}`)).body).toMatchObject({ state: 'adopted', meetingStands: false });
    const refused = await post('', resolution({ meetingId: held, adoptedOn: '2026-06-10' }));
    expect(refused).toMatchObject({ status: 422, body: { code: 'meeting-not-held' } });
  });

  it('are refused with a code: of another unit, what is there, what is not, and what is malformed', async () => {
    expect((await post('', resolution({ unitId: FOREIGN }))).body.code).toBe('outside-subtree');
    expect((await post('', resolution({ unitId: id() }))).body.code).toBe('unit-not-known-yet');
    expect((await post('', resolution({ unitId: SIBLING, meetingId }))).body.code).toBe('meeting-not-of-unit');
    const { id: known } = await adopt();
    expect((await post('', resolution({ id: known }))).body.code).toBe('resolution-exists');
    expect((await get(`/${id()}`)).body).toMatchObject({ code: 'no-such-resolution' });
    const done = { on: '2026-07-20', evidence: 'x' };
    expect((await post(`/${known}/tasks/${id()}/complete`, done, { ifMatch: 1 })).body.code).toBe('no-such-task');
    expect((await get(`/${known}`, as(FOREIGNER))).body).toMatchObject({ code: 'outside-subtree' });
    expect((await get(`/${known}`, as(null))).status).toBe(401);
    const twice = [task({ id: known }), task({ id: known })];
    expect((await post('', resolution({ tasks: twice }))).body.code).toBe('task-exists');
    for (const wrong of [
      { type: 'nghị quyết' },
      { documentNumber: 'số 1' },
      { title: ' ' },
      { tasks: [task({ deadline: 'mai' })] },
      { tasks: Array.from({ length: 101 }, () => task()) },
    ])
      expect((await post('', resolution(wrong))).status).toBe(400);
  });

  it('open the next meeting: those since the last regular one, their tasks on the day, and the share reached', async () => {
    for (const date of ['2026-03-03', '2026-04-03']) await meet(date, SIBLING);
    await meet('2026-04-20', SIBLING, 'thematic');
    const of = (adoptedOn: string, deadlines: string[]) =>
      adopt({ unitId: SIBLING, adoptedOn, tasks: deadlines.map((deadline) => task({ deadline })) });
    const old = await of('2026-03-03', ['2026-03-31', '2026-04-30']);
    const last = await of('2026-04-03', ['2026-04-30', '2026-04-30', '2026-12-31']);
    const next = await of('2026-05-04', ['2026-05-31']);
    const done = { on: '2026-04-28', evidence: 'x' };
    await step(`/${old.id}/tasks/${old.tasks[0]!.taskId}/complete`, 1, done);
    await step(`/${last.id}/tasks/${last.tasks[0]!.taskId}/complete`, 1, done);
    const opening = await clerk.get<OpeningAnswer>(`/v1/units/${SIBLING}/opening?on=2026-05-04`);
    expect(opening).toMatchObject({
      status: 200,
      body: {
        since: '2026-04-03',
        lastRegularMeeting: '2026-04-03',
        resolutions: [{ id: last.id, tasks: [{ state: 'done' }, { state: 'late' }, { state: 'open' }] }],
        tasks: { set: 3, due: 2, open: 1, late: 1, done: 1, dropped: 0 },
        targets: { reached: 1, of: 2, share: 50, rounding: { mode: 'half-up', decimals: 2 } },
        more: false,
      },
    });
    expect(opening.body.carriedOver).toMatchObject([{ id: old.id, tasks: [{ state: 'done' }, { state: 'late' }] }]);
    expect(JSON.stringify(opening.body)).not.toMatch(/TEXT/);
    const today = await clerk.get<OpeningAnswer>(`/v1/units/${SIBLING}/opening`);
    expect(today.body.resolutions.map((one) => one.id)).toEqual(expect.arrayContaining([last.id, next.id]));
    expect((await as(FOREIGNER).get(`/v1/units/${SIBLING}/opening`)).body.code).toBe('outside-subtree');
    expect((await clerk.get(`/v1/units/${id()}/opening`)).body.code).toBe('no-such-unit');
  });

  it('are listed for a subtree in order of adoption, by what is asked for', async () => {
    const term = { term: '2010-2015' };
    const kl = await adopt({ ...term, type: 'KL', adoptedOn: '2012-02-01', tasks: [task({ deadline: '2099-01-01' })] });
    const nq = await adopt({ ...term, unitId: SIBLING, adoptedOn: '2012-03-01', tasks: [task()] });
    const bare = await adopt({ ...term, adoptedOn: '2012-03-01', tasks: [] });
    const list = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      let cursor = '';
      do {
        const page = await get<ResolutionsPage>(`?unit=${WARD}&from=2012-01-01&to=2012-12-31&limit=1${query}${cursor}`);
        expect(page.status).toBe(200);
        found.push(...page.body.items.map((one) => one.id));
        cursor = page.body.next === null ? '' : `&cursor=${page.body.next}`;
      } while (cursor !== '');
      return found;
    };
    const march = [nq.id, bare.id].sort();
    expect(await list('')).toEqual([kl.id, ...march]);
    expect(await list('&type=NQ')).toEqual(march);
    expect(await list('&tasks=open')).toEqual([kl.id, nq.id]);
    expect(await list('&tasks=late')).toEqual([nq.id]);
    expect(await list('&state=voided')).toEqual([]);
    // Of many units they are picked out of all.
    const administrator = as(ADMINISTRATOR);
    const body = resolution({ unitId: MANY[0], adoptedOn: '2012-02-15' });
    const one = await post<ResolutionAnswer>('', body, {}, administrator);
    const wide = await get<ResolutionsPage>(`?unit=${WIDE}`, administrator);
    expect(wide.body.items.map((each) => each.id)).toEqual([one.body.id]);
    expect((await get(`?unit=${WARD}`, as(BRANCH_CLERK))).body).toMatchObject({ code: 'outside-subtree' });
    expect((await get(`?unit=${WARD}&cursor=x`)).body).toMatchObject({ code: 'invalid-cursor' });
  });
});
