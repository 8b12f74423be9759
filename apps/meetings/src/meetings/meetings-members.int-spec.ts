import { randomUUID } from 'node:crypto';
import type { MeetingRecordedV1, MemberChangedV1, RollStretch } from '#contracts';
import { Store } from '#mongo';
import { Roll } from '#roll';
import { eventOn, eventually, grant, TestApp, unit, type HttpClient, type PublishedFact, type Reply } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';
import type { MeetingAttendanceAnswer } from './attendance.dto.js';
import type { MeetingAnswer, MeetingsPage } from './meetings.dto.js';
import { jointMeetingsMigration } from './meetings.migration.js';

const ids = (n: number): string[] => Array.from({ length: n }, () => randomUUID());
const [CENTRE, WARD, BRANCH, JOINED, ABROAD_WARD, ABROAD] = ids(6) as [string, string, string, string, string, string];
const [CLERK, OPERATOR, ABROAD_CLERK, CENTRE_CLERK] = [
  'demo-clerk-my-phong',
  'demo-operator-centre',
  'demo-clerk-dak-pek',
  'demo-administrator',
];

const stretch = (unitId: string, changes: Partial<RollStretch> = {}): RollStretch => ({
  unitId,
  from: '2020-01-01',
  to: null,
  standing: 'official',
  exempt: false,
  suspended: false,
  inTransit: false,
  ...changes,
});
const member = (memberId: string, changes: Partial<MemberChangedV1>): PublishedFact => ({
  type: 'registry.member-changed.v1',
  data: {
    memberId,
    version: 1,
    voided: false,
    stretches: [],
    temporary: [],
    transferOverdue: [],
    movements: [],
    ...changes,
  },
});

/** Ten on the roll of BRANCH: eight full, one on probation, one exempt; two of JOINED, one of them a guest of BRANCH. */
const TEN = ids(10);
const [GUEST, NEIGHBOUR] = ids(2) as [string, string];
const MEMBERS = [
  ...TEN.map((id, n) =>
    member(id, { stretches: [stretch(BRANCH, { standing: n === 8 ? 'probationary' : 'official', exempt: n === 9 })] }),
  ),
  member(GUEST, { stretches: [stretch(JOINED)], temporary: [{ unitId: BRANCH, from: '2024-01-01', to: null }] }),
  member(NEIGHBOUR, { stretches: [stretch(JOINED)] }),
];
const present = (...members: string[]) => members.map((memberId) => ({ memberId, state: 'present' }));
const declared = { belong: 5, present: 4, excused: 1, unexcused: 0, exempt: 0, elsewhere: 0, voteBase: 5 };
const TIMES = { startsAt: '2024-03-01T19:30:00+07:00', endsAt: '2024-03-01T21:10:00+07:00' };
const planned = { unitId: BRANCH, kind: 'regular', ...TIMES };
const held = (closing: object, changes: object = {}) => ({ ...planned, closing, ...changes });

type Problem = { code: string; errors?: { path: string; code: string }[] };

describe('attendance by member and joint meetings', () => {
  let service: TestApp;
  let clerk: HttpClient;
  const as = (sub: string): HttpClient => service.client(sub);
  const post = <B = MeetingAnswer & Problem>(path: string, body: object, options = {}, client = clerk) =>
    client.call<B>('POST', path, { body, ...options });
  const put = <B = MeetingAnswer & Problem>(path: string, body: object, ifMatch: number, client = clerk) =>
    client.call<B>('PUT', path, { body, ifMatch });
  const eventOf = async (id: string, version = 1): Promise<MeetingRecordedV1> =>
    (
      await eventOn(
        `${service.env.kafkaTopicPrefix}meetings.events`,
        ({ data }) => data['meetingId'] === id && data['version'] === version,
      )
    ).data as unknown as MeetingRecordedV1;
  const listed = async (unitId: string, client = clerk): Promise<string[]> =>
    (await client.get<MeetingsPage>(`/v1/meetings?unit=${unitId}&from=2023-01-01&to=2025-01-01`)).body.items.map(
      ({ id }) => id,
    );

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    clerk = as(CLERK);
    await service.publish([
      unit(CENTRE, null),
      unit(WARD, CENTRE),
      unit(ABROAD_WARD, CENTRE),
      unit(BRANCH, WARD),
      unit(JOINED, WARD),
      unit(ABROAD, ABROAD_WARD),
      grant(CLERK, 'clerk', WARD),
      grant(ABROAD_CLERK, 'clerk', ABROAD_WARD),
      grant(CENTRE_CLERK, 'administrator', CENTRE),
      grant(OPERATOR, 'operator', CENTRE),
      ...MEMBERS,
    ]);
    await service.app.get(Roll).waitForMembers([...TEN, GUEST, NEIGHBOUR], 20_000);
    await eventually(async () => {
      const known = await Promise.all(
        [clerk, as(CENTRE_CLERK), as(OPERATOR)].map((client) => client.get(`/v1/meetings?unit=${BRANCH}`)),
      );
      const abroad = await as(ABROAD_CLERK).get(`/v1/meetings?unit=${ABROAD}`);
      return [...known, abroad].every(({ status }) => status === 200);
    });
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('counts from the roll of the day, publishes who was there, and keeps it when the roll changes', async () => {
    const absent = { memberId: TEN[6], state: 'excused' };
    const members = [...present(...TEN.slice(0, 6), GUEST), absent];
    const { status, body } = await post('/v1/meetings', held({ members }));
    const attendance = { source: 'roll', belong: 10, present: 6, excused: 1, unexcused: 0, exempt: 1, elsewhere: 0 };
    expect(status).toBe(201);
    expect(body).toMatchObject({ attendance: { ...attendance, voteBase: 8 }, guests: 1, joint: [] });
    expect(JSON.stringify(body)).not.toContain(GUEST);
    const event = await eventOf(body.id);
    expect(event.attended?.toSorted()).toEqual([...TEN.slice(0, 6), GUEST].toSorted());
    expect(event.attendance).toEqual({ ...attendance, voteBase: 8 });
    expect(event).not.toHaveProperty('joint');

    // One who was there turns out to have left a year before: what was counted stays, a correction counts anew.
    const left = stretch(BRANCH, { to: '2023-01-01' });
    await service.publish([member(TEN[0]!, { version: 2, stretches: [left] })]);
    await eventually(async () => (await service.app.get(Roll).member(TEN[0]!))?.stretches[0]?.to === '2023-01-01');
    const path = `/v1/meetings/${body.id}`;
    expect((await clerk.get<MeetingAnswer>(path)).body.attendance).toMatchObject({ belong: 10, present: 6 });
    const correction = { ...planned, members, reason: 'r' };
    expect((await put(path, correction, 1)).body).toMatchObject({
      code: 'member-not-on-roll',
      errors: [{ path: 'members.0.memberId', code: 'member-not-on-roll' }],
    });
    const corrected = await put(path, { ...correction, members: members.slice(1) }, 1);
    expect(corrected.body.attendance).toMatchObject({ belong: 9, present: 5, voteBase: 7 });

    const then = await clerk.get<MeetingAttendanceAnswer>(`${path}/attendance?version=1`);
    const now = await clerk.get<MeetingAttendanceAnswer>(`${path}/attendance`);
    expect([then, now].map(({ body: { version, units } }) => [version, units[0]?.members?.length])).toEqual([
      [1, 11],
      [2, 10],
    ]);
    expect(now.body.units[0]?.members).toContainEqual({ memberId: TEN[6], state: 'excused', guest: false });
    expect(now.body.units[0]?.members).toContainEqual({ memberId: TEN[7], state: 'unaccounted', guest: false });
    expect(now.body.units[0]?.members).toContainEqual({ memberId: TEN[9], state: 'exempt', guest: false });
    expect(now.body.units[0]?.members).toContainEqual({ memberId: GUEST, state: 'present', guest: true });
    expect(await clerk.get(`${path}/attendance?version=9`)).toMatchObject({
      status: 404,
      body: { code: 'no-such-version' },
    });
    // Whoever may see meetings and figures does not see people, in no answer.
    expect((await as(OPERATOR).get(path)).status).toBe(200);
    expect(await as(OPERATOR).get(`${path}/attendance`)).toMatchObject({
      status: 403,
      body: { code: 'outside-subtree' },
    });
    const seen = await Promise.all(['', '/versions', '/versions/1'].map((part) => as(OPERATOR).get(path + part)));
    expect(JSON.stringify(seen.map((one) => one.body))).not.toContain(GUEST);
    const voided = await post(`${path}/void`, { reason: 'r' }, { ifMatch: 2 });
    expect(voided.body).toMatchObject({ state: 'voided', attendance: { present: 5 } });
  });

  it.each<[string, number, object, string | null]>([
    ['attendance-twice', 422, { members: present(TEN[1]!), attendance: declared }, 'closing.members'],
    ['member-not-on-roll', 422, { members: present(NEIGHBOUR) }, 'closing.members.0.memberId'],
    ['member-twice', 422, { members: present(TEN[1]!, TEN[2]!, TEN[1]!) }, 'closing.members.2.memberId'],
    ['not-exempt-on-roll', 422, { members: [{ memberId: TEN[1], state: 'exempt' }] }, 'closing.members.0.state'],
    ['member-not-known-yet', 409, { members: present(randomUUID()) }, null],
    ['invalid-request', 400, { members: [{ memberId: 'x', state: 'present' }] }, 'closing.members.0.memberId'],
    ['invalid-request', 400, { members: [{ memberId: TEN[1], state: 'asleep' }] }, 'closing.members.0.state'],
    ['invalid-request', 400, { members: null }, 'closing.attendance'],
  ])('refuses %s (%i), naming the entry and nobody', async (code, status, closing, path) => {
    const reply: Reply<Problem> = await post('/v1/meetings', held(closing));
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect([...new Set(reply.body.errors?.map((fault) => fault.path))]).toEqual(path === null ? [] : [path]);
    for (const id of [...TEN, NEIGHBOUR]) expect(JSON.stringify(reply.body)).not.toContain(id);
    if (status === 409) expect(reply.headers.get('retry-after')).toBe('2');
  });

  it('closes by member what was planned, by the roll of the day it took place', async () => {
    const plan = await post('/v1/meetings', planned);
    const startsAt = '2019-12-30T19:30:00+07:00';
    const early = { startsAt, endsAt: '2019-12-30T21:10:00+07:00', members: present(TEN[1]!) };
    const path = `/v1/meetings/${plan.body.id}/close`;
    expect((await post(path, early, { ifMatch: 1 })).body.code).toBe('member-not-on-roll');
    const closed = await post(path, { members: present(TEN[1]!) }, { ifMatch: 1 });
    expect(closed.body).toMatchObject({ state: 'closed', attendance: { source: 'roll', present: 1 } });
    expect(
      (await put(`/v1/meetings/${plan.body.id}`, { ...planned, attendance: declared, reason: 'r' }, 2)).body,
    ).toMatchObject({ attendance: { source: 'declared' }, guests: null });
  });

  it('holds a joint meeting once, with each unit’s own attendance, and lists it under all', async () => {
    const joint = [
      { unitId: JOINED, members: present(NEIGHBOUR) },
      { unitId: ABROAD, attendance: declared },
    ];
    const body = held({ members: present(TEN[1]!) }, { joint });
    expect((await post('/v1/meetings', body)).status).toBe(403);
    const all = as(CENTRE_CLERK);
    const logged = await post('/v1/meetings', body, {}, all);
    expect(logged.status).toBe(201);
    const { id } = logged.body;
    expect(logged.body.joint).toMatchObject([
      { unitId: JOINED, attendance: { source: 'roll', belong: 2, present: 1, elsewhere: 1 }, guests: 0 },
      { unitId: ABROAD, attendance: { source: 'declared', present: 4 }, guests: null },
    ]);
    const event = await eventOf(id);
    expect(event).toMatchObject({ unitId: BRANCH, attended: [TEN[1]] });
    expect(event.joint).toMatchObject([{ unitId: JOINED, attended: [NEIGHBOUR] }, { unitId: ABROAD }]);
    expect(event.joint?.[1]).not.toHaveProperty('attended');

    for (const [unitId, client] of [
      [BRANCH, clerk],
      [JOINED, clerk],
      [WARD, clerk],
      [ABROAD, as(ABROAD_CLERK)],
      [CENTRE, all],
    ] as const)
      expect((await listed(unitId, client)).filter((one) => one === id)).toEqual([id]);
    const path = `/v1/meetings/${id}`;
    // Who may read about the people of one unit sees those.
    const abroad = await as(ABROAD_CLERK).get<MeetingAttendanceAnswer>(`${path}/attendance`);
    expect(abroad.body.units.map(({ unitId }) => unitId)).toEqual([ABROAD]);
    const home = await clerk.get<MeetingAttendanceAnswer>(`${path}/attendance`);
    expect(home.body.units.map(({ unitId }) => unitId)).toEqual([BRANCH, JOINED]);
    // Changing it needs the right at every unit, before and after.
    const alone = { ...planned, attendance: declared, reason: 'alone' };
    expect((await put(path, alone, 1)).status).toBe(403);
    expect((await post(`${path}/void`, { reason: 'r' }, { ifMatch: 1 })).status).toBe(403);
    expect((await put(path, alone, 1, all)).body).toMatchObject({ joint: [], attendance: { present: 4 } });
    expect(await listed(JOINED)).not.toContain(id);
    expect((await put(path, { ...alone, joint: [{ unitId: ABROAD, attendance: declared }] }, 2)).status).toBe(403);
    expect((await put(path, alone, 2)).status).toBe(200);
  });

  it('plans a joint meeting, and closes it once every unit has stated its attendance', async () => {
    const plan = await post('/v1/meetings', { ...planned, joint: [{ unitId: JOINED }] });
    expect(plan.body.joint).toEqual([{ unitId: JOINED, attendance: null, guests: null }]);
    const path = `/v1/meetings/${plan.body.id}/close`;
    expect((await post(path, { attendance: declared }, { ifMatch: 1 })).body).toMatchObject({
      code: 'attendance-required',
      errors: [{ path: 'joint.0.attendance' }],
    });
    const closed = await post(
      path,
      { attendance: declared, joint: [{ unitId: JOINED, attendance: declared }] },
      { ifMatch: 1 },
    );
    expect(closed.body).toMatchObject({ state: 'closed', joint: [{ unitId: JOINED, attendance: { present: 4 } }] });
  });

  it.each([
    ['joint-host', 'joint.0.unitId', [{ unitId: BRANCH, attendance: declared }]],
    ['joint-twice', 'joint.1.unitId', [JOINED, JOINED].map((unitId) => ({ unitId, attendance: declared }))],
    ['joint-too-many', 'joint', Array.from({ length: 21 }, () => ({ unitId: JOINED, attendance: declared }))],
    ['attendance-required', 'joint.0.attendance', [{ unitId: JOINED }]],
  ])('refuses %s', async (code, path, joint) => {
    const reply = await post('/v1/meetings', held({ attendance: declared }, { joint }));
    expect(reply.body).toMatchObject({ code, errors: [{ path, code }] });
  });

  it('refuses a joint unit that does not live, attendance of what is planned, and too many members', async () => {
    const times = { startsAt: '1999-12-31T10:00:00+07:00', endsAt: '1999-12-31T12:00:00+07:00' };
    expect((await post('/v1/meetings', { ...planned, ...times, joint: [{ unitId: JOINED }] })).body.code).toBe(
      'unit-not-alive',
    );
    const early = await post('/v1/meetings', { ...planned, joint: [{ unitId: JOINED, attendance: declared }] });
    expect(early).toMatchObject({ status: 409, body: { code: 'not-closed' } });
    const members = Array.from({ length: 2001 }, () => ({ memberId: TEN[1], state: 'excused' }));
    expect((await post('/v1/meetings', held({ members }))).body.code).toBe('members-too-many');
  });

  it('brings what was stored before along', async () => {
    const { body } = await post('/v1/meetings', held({ attendance: declared }));
    const { db } = service.app.get(Store);
    const meetings = db.collection<{ _id: string }>('meetings');
    const versions = db.collection<{ _id: string }>('meeting_versions');
    const fields = ['unitIds', 'joint', 'guests', 'members'];
    const without = (prefix: string) => Object.fromEntries(fields.map((field) => [prefix + field, '' as const]));
    await meetings.updateOne({ _id: body.id }, { $unset: without('') });
    await versions.updateOne({ _id: `${body.id}/1` }, { $unset: without('meeting.') });
    expect(await listed(BRANCH)).not.toContain(body.id);
    await jointMeetingsMigration(201).up(db);
    expect(await listed(BRANCH)).toContain(body.id);
    expect((await clerk.get(`/v1/meetings/${body.id}`)).body).toEqual(body);
    expect((await clerk.get<{ meeting: object }>(`/v1/meetings/${body.id}/versions/1`)).body.meeting).toEqual(body);
    expect(new Set((await meetings.indexes()).map(({ name }) => name))).toEqual(
      new Set(['_id_', 'by-date', 'followed', 'units-date']),
    );
  });
});
