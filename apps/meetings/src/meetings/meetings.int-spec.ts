import { randomUUID } from 'node:crypto';
import type { MeetingRecordedV1 } from '#contracts';
import { Store } from '#mongo';
import { eventually, freshIds, grant, TestApp, unit, type HttpClient, type PublishedFact, type Reply } from '#testing';
import type { mongo } from 'mongoose';
import { ABOUT, AppModule } from '../app.module.js';
import type { MeetingAnswer, MeetingVersionsPage } from './meetings.dto.js';

const [CENTRE, WARD, OTHER_WARD, BRANCH, SIBLING, FOREIGN] = freshIds(6);
const CLERK = 'demo-clerk-my-phong';
const FOREIGN_CLERK = 'demo-clerk-dak-pek';
const READER = 'demo-operator-centre';
const NOBODY = 'demo-integrator';
const MINUTE = 60_000;

type Answered = Reply<MeetingAnswer>;
type Problem = { code: string; errors?: { path: string; code: string }[] };

const attendance = { belong: 22, present: 17, excused: 3, unexcused: 0, exempt: 1, elsewhere: 1, voteBase: 20 };
const ENDED = new Date(Date.now() - 60 * MINUTE);
const held = (changes: object = {}) => ({
  unitId: BRANCH,
  kind: 'regular',
  startsAt: new Date(ENDED.getTime() - 95 * MINUTE).toISOString(),
  endsAt: ENDED.toISOString(),
  closing: { attendance },
  ...changes,
});
const { closing: _closing, ...planned } = held();
const corrected = (changes: object = {}) => ({ ...planned, attendance, reason: 'wrong count', ...changes });

describe('meetings', () => {
  let service: TestApp;
  let clerk: HttpClient;
  const as = (sub: string | null): HttpClient => service.client(sub);
  const post = <B = Problem>(path: string, body: object, options = {}, client = clerk): Promise<Reply<B>> =>
    client.call<B>('POST', path, { body, ...options });
  const put = <B = Problem>(path: string, body: object, options = {}, client = clerk): Promise<Reply<B>> =>
    client.call<B>('PUT', path, { body, ...options });
  const log = async (changes: object = {}): Promise<MeetingAnswer> => {
    const reply = await post<MeetingAnswer>('/v1/meetings', held(changes));
    expect(reply.status).toBe(201);
    return reply.body;
  };
  const eventsOf = async (id: string): Promise<{ key: string; sent: boolean; data: MeetingRecordedV1 }[]> => {
    const outbox = service.app
      .get(Store)
      .db.collection<{ factId: string; key: string; value: mongo.Binary; sentAt?: Date }>('outbox');
    const entries = await outbox.find({ factId: id }).sort({ _id: 1 }).toArray();
    return entries.map(({ key, value, sentAt }) => ({
      key,
      sent: sentAt !== undefined,
      data: (JSON.parse(Buffer.from(value.buffer).toString('utf8')) as { data: MeetingRecordedV1 }).data,
    }));
  };

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    clerk = as(CLERK);
    await service.publish([
      unit(CENTRE, null),
      unit(WARD, CENTRE),
      unit(OTHER_WARD, CENTRE),
      unit(BRANCH, WARD),
      unit(SIBLING, WARD),
      unit(FOREIGN, OTHER_WARD),
      grant(CLERK, 'clerk', WARD),
      grant(FOREIGN_CLERK, 'clerk', OTHER_WARD),
      grant(READER, 'operator', CENTRE),
    ]);
    await eventually(async () => {
      const known = await Promise.all([
        clerk.get(`/v1/meetings?unit=${SIBLING}`),
        as(FOREIGN_CLERK).get(`/v1/meetings?unit=${FOREIGN}`),
        as(READER).get(`/v1/meetings?unit=${FOREIGN}`),
      ]);
      return known.every(({ status }) => status === 200);
    });
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('logs one at once and publishes it without persons, kept together by the branch above', async () => {
    const chairId = randomUUID();
    const reply = await post<MeetingAnswer>('/v1/meetings', held({ chairId }));
    expect(reply.status).toBe(201);
    expect(reply.headers.get('etag')).toBe('"1"');
    expect(reply.headers.get('lien-cap-receipt')).toBe(reply.body.receipt);
    expect(reply.body).toMatchObject({
      version: 1,
      unitId: BRANCH,
      state: 'closed',
      minutes: 95,
      chairId,
      attendance: { ...attendance, source: 'declared' },
      tooShort: false,
      late: false,
      outsideUnitLife: false,
    });
    const [event] = await eventually(async () => {
      const events = await eventsOf(reply.body.id);
      return events.every(({ sent }) => sent) && events;
    });
    expect(event).toMatchObject({
      key: WARD,
      data: { meetingId: reply.body.id, version: 1, minutes: 95, date: reply.body.date },
    });
    expect(JSON.stringify(event)).not.toContain(chairId);
  });

  it('plans, closes, corrects and voids, and keeps every version with who, when and why', async () => {
    const plan = await post<MeetingAnswer>('/v1/meetings', planned);
    expect(plan.body).toMatchObject({ state: 'planned', attendance: null, closedAt: null });
    const path = `/v1/meetings/${plan.body.id}`;
    const closed = await post<MeetingAnswer>(`${path}/close`, { attendance }, { ifMatch: 1 });
    expect(closed).toMatchObject({ status: 200, body: { version: 2, state: 'closed' } });
    const startsAt = new Date(ENDED.getTime() - 60 * MINUTE).toISOString();
    const shorter = await put<MeetingAnswer>(path, corrected({ startsAt }), { ifMatch: 2 });
    expect(shorter.body).toMatchObject({ version: 3, minutes: 60, tooShort: true, closedAt: closed.body.closedAt });
    const voided = await post<MeetingAnswer>(`${path}/void`, { reason: 'entered twice' }, { ifMatch: 3 });
    expect(voided.body).toMatchObject({ version: 4, state: 'voided', minutes: 60 });

    const newest = await as(READER).get<MeetingAnswer>(path);
    expect(newest.headers.get('etag')).toBe('"4"');
    const first = await as(READER).get<MeetingVersionsPage>(`${path}/versions?limit=3`);
    const rest = await as(READER).get<MeetingVersionsPage>(`${path}/versions?limit=3&cursor=${first.body.next}`);
    const versions = [...first.body.items, ...rest.body.items];
    expect(versions.map(({ version, actor, reason, meeting }) => [version, actor, reason, meeting.state])).toEqual([
      [1, CLERK, null, 'planned'],
      [2, CLERK, null, 'closed'],
      [3, CLERK, 'wrong count', 'closed'],
      [4, CLERK, 'entered twice', 'voided'],
    ]);
    const third = await clerk.get(`${path}/versions/3`);
    expect(third.body).toEqual(versions[2]);
    expect((await clerk.get(`${path}/versions/5`)).body).toMatchObject({ code: 'no-such-version' });
    const events = await eventsOf(plan.body.id);
    expect(events.map(({ data }) => [data.version, data.state])).toEqual([
      [1, 'planned'],
      [2, 'closed'],
      [3, 'closed'],
      [4, 'voided'],
    ]);
    expect(JSON.stringify(events)).not.toContain('entered twice');
  });

  it.each([
    [422, 'ends-before-start', { endsAt: '2020-01-01T00:00:00Z' }, 'endsAt'],
    [422, 'closes-before-end', { endsAt: new Date(Date.now() + 60 * MINUTE).toISOString() }, 'endsAt'],
    [422, 'unit-not-alive', { startsAt: '1999-12-31T10:00:00+07:00', endsAt: '1999-12-31T12:00:00+07:00' }, 'startsAt'],
    [
      422,
      'present-more-than-belong',
      { closing: { attendance: { ...attendance, present: 23 } } },
      'attendance.present',
    ],
    [400, 'invalid-request', { startsAt: '2026-02-30T19:30:00+07:00' }, 'startsAt'],
    [
      400,
      'invalid-request',
      { closing: { attendance: { ...attendance, present: 1.5 } } },
      'closing.attendance.present',
    ],
    [400, 'invalid-request', { closing: {} }, 'closing.attendance'],
    [400, 'invalid-request', { closing: [{}] }, 'closing'],
    [400, 'invalid-request', { closing: { attendance: [] } }, 'closing.attendance'],
    [400, 'invalid-request', { kind: 'party' }, 'kind'],
    [400, 'invalid-request', { minutes: 95 }, 'minutes'],
  ])('answers %i %s, naming the field', async (status, code, changes, path) => {
    const reply = await post('/v1/meetings', held(changes));
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.body.errors?.map((fault) => fault.path)).toContain(path);
  });

  it('takes an id of the client once', async () => {
    const id = randomUUID();
    expect((await log({ id })).id).toBe(id);
    expect(await post('/v1/meetings', held({ id }))).toMatchObject({ status: 409, body: { code: 'meeting-exists' } });
  });

  it('is changed only by who has seen its version; of two at once one wins', async () => {
    const { id } = await log();
    const path = `/v1/meetings/${id}`;
    expect(await put(path, corrected())).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    expect(await put(path, corrected(), { ifMatch: 7 })).toMatchObject({
      status: 412,
      body: { code: 'stale-version' },
    });
    const both = await Promise.all(
      [10, 11].map((present) => put(path, corrected({ attendance: { ...attendance, present } }), { ifMatch: 1 })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect((await clerk.get(path)).body).toMatchObject({ version: 2 });
  });

  it('does a command with a key once, also when it comes twice at the same time', async () => {
    const key = randomUUID();
    const [one, two] = await Promise.all([
      post('/v1/meetings', held(), { key }),
      post('/v1/meetings', held(), { key }),
    ]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body).toEqual(one.body);
    const again: Answered = await post<MeetingAnswer>('/v1/meetings', held(), { key });
    expect(again.body).toEqual(one.body);
    expect(await eventsOf(again.body.id)).toHaveLength(1);
    const other = await post('/v1/meetings', held({ kind: 'extraordinary' }), { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const change = { key: randomUUID(), ifMatch: 1 };
    const path = `/v1/meetings/${again.body.id}`;
    const first = await put(path, corrected(), change);
    // Its If-Match is stale by now; the key is looked at before.
    expect((await put(path, corrected(), change)).body).toEqual(first.body);
    expect((await clerk.get(path)).body).toMatchObject({ version: 2 });
  });

  it('refuses a second close or void and what comes after a void', async () => {
    const { id } = await log();
    const path = `/v1/meetings/${id}`;
    expect((await post(`${path}/close`, { attendance }, { ifMatch: 1 })).body.code).toBe('already-closed');
    expect((await post(`${path}/void`, { reason: ' ' }, { ifMatch: 1 })).body.code).toBe('reason-required');
    expect((await post(`${path}/void`, {}, { ifMatch: 1 })).body.code).toBe('reason-required');
    expect((await post(`${path}/void`, { reason: 'r' }, { ifMatch: 1 })).status).toBe(200);
    expect(await put(path, corrected(), { ifMatch: 2 })).toMatchObject({
      status: 409,
      body: { code: 'already-voided' },
    });
    expect((await put(`/v1/meetings/${randomUUID()}`, corrected(), { ifMatch: 1 })).body.code).toBe('no-such-meeting');
  });

  it('asks for the right at the unit, at both when it changes', async () => {
    const { id } = await log();
    const path = `/v1/meetings/${id}`;
    const foreign = as(FOREIGN_CLERK);
    expect((await clerk.call('GET', path)).status).toBe(200);
    expect((await as(null).call('GET', path)).status).toBe(401);
    for (const client of [foreign, as(NOBODY)]) {
      expect(await client.call('GET', path)).toMatchObject({ status: 403, body: { code: 'outside-subtree' } });
      expect((await post('/v1/meetings', held(), {}, client)).status).toBe(403);
    }
    expect((await post(`${path}/void`, { reason: 'r' }, { ifMatch: 1 }, as(READER))).status).toBe(403);
    expect((await put(path, corrected({ unitId: FOREIGN }), { ifMatch: 1 })).status).toBe(403);
    expect((await put(path, corrected({ unitId: FOREIGN }), { ifMatch: 1 }, foreign)).status).toBe(403);
    const moved = await put<MeetingAnswer>(path, corrected({ unitId: SIBLING }), { ifMatch: 1 });
    expect(moved).toMatchObject({ status: 200, body: { unitId: SIBLING } });
  });

  it('waits for a unit that is on its way, and says so when it does not come', async () => {
    const unitId = randomUUID();
    const unknown = await post('/v1/meetings', held({ unitId: randomUUID() }));
    expect(unknown).toMatchObject({ status: 409, body: { code: 'unit-not-known-yet' } });
    expect(unknown.headers.get('retry-after')).toBe('2');
    expect((await clerk.call('GET', `/v1/meetings?unit=${randomUUID()}`)).status).toBe(404);
    const [early] = await Promise.all([post('/v1/meetings', held({ unitId })), service.publish([unit(unitId, WARD)])]);
    expect(early.status).toBe(201);
  });

  it('loses a right as soon as its end is known', async () => {
    const before = grant(NOBODY, 'clerk', WARD);
    await service.publish([before]);
    await eventually(async () => (await as(NOBODY).get(`/v1/meetings?unit=${WARD}`)).status === 200);
    await service.publish([{ ...before, data: { ...before.data, version: 2, voided: true } } as PublishedFact]);
    await eventually(async () => (await as(NOBODY).get(`/v1/meetings?unit=${WARD}`)).status === 403);
  });

  it('keeps a meeting that a later change of the tree puts outside the life of its unit, flagged', async () => {
    const unitId = randomUUID();
    await service.publish([unit(unitId, WARD)]);
    const { id } = await log({ unitId });
    const path = `/v1/meetings/${id}`;
    const stretches = [
      {
        from: '2000-01-01',
        to: '2010-01-01',
        code: 'x',
        name: 'x',
        kind: 'group',
        level: 'group',
        parentId: WARD,
      } as const,
    ];
    await service.publish([unit(unitId, null, { version: 2, stretches: [...stretches] })]);
    await eventually(async () => (await clerk.get<MeetingAnswer>(path)).body.outsideUnitLife);
    expect((await put(path, corrected({ unitId }), { ifMatch: 1 })).status).toBe(200);
    expect((await post('/v1/meetings', held({ unitId }))).body.code).toBe('unit-not-alive');
  });
});
