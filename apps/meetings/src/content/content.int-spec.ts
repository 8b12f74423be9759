import { randomUUID } from 'node:crypto';
import type { MeetingRecordedV1, MemberChangedV1 } from '#contracts';
import { Store } from '#mongo';
import { Roll } from '#roll';
import { eventually, grant, TestApp, unit, type HttpClient, type PublishedFact } from '#testing';
import type { mongo } from 'mongoose';
import { ABOUT, AppModule } from '../app.module.js';
import type { MeetingAnswer, MeetingsPage } from '../meetings/meetings.dto.js';
import { NarrativeReads } from '../narrative/narrative-reads.js';
import type { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import { contentMigration } from './content.migration.js';
import type { MinutesAnswer } from './minutes.dto.js';

const ids = (n: number): string[] => Array.from({ length: n }, () => randomUUID());
const [CENTRE, WARD, BRANCH, JOINED, ABROAD] = ids(5) as [string, string, string, string, string];
const [CLERK, OPERATOR, ABROAD_CLERK] = ['demo-clerk-my-phong', 'demo-operator-centre', 'demo-clerk-dak-pek'];
/** Three full members and one on probation: the base of their votes is 3. */
const ROLL = ids(4);

const member = (memberId: string, standing: 'official' | 'probationary'): PublishedFact => {
  const flags = { standing, exempt: false, suspended: false, inTransit: false };
  const stretches: MemberChangedV1['stretches'] = [{ unitId: BRANCH, from: '2020-01-01', to: null, ...flags }];
  const lists = { temporary: [], transferOverdue: [], movements: [] };
  return { type: 'registry.member-changed.v1', data: { memberId, version: 1, voided: false, stretches, ...lists } };
};

const attendance = { belong: 22, present: 18, excused: 4, unexcused: 0, exempt: 0, elsewhere: 0, voteBase: 20 };
const planned = {
  unitId: BRANCH,
  kind: 'regular',
  startsAt: '2026-02-10T19:30:00+07:00',
  endsAt: '2026-02-10T21:10:00+07:00',
};
const preparation = {
  noticeSentAt: '2026-02-05T08:00:00+07:00',
  noticeToSuperior: true,
  documentsAt: '2026-02-09T19:31:00+07:00',
  committeeMetOn: '2026-02-06',
  draftReady: true,
  guests: 2,
};
const [ITEM, OTHER_ITEM] = ids(2) as [string, string];
const agenda = [
  { id: ITEM, kind: 'last-resolution' },
  { id: OTHER_ITEM, kind: 'opinions' },
];
const vote = (changes: object = {}) => ({
  itemId: ITEM,
  subject: 'resolution',
  method: 'hand',
  for: 11,
  against: 3,
  abstained: 2,
  threshold: 'half',
  base: 20,
  ...changes,
});
const WORDS = { title: 'T1', opinion: 'O1', place: 'P1', guest: 'G1', why: 'W1', conclusion: 'C1', more: 'M1' };
const minutes = (changes: object = {}) => ({
  classification: 'none',
  place: WORDS.place,
  guests: [WORDS.guest],
  absentees: [{ memberId: ROLL[1], reason: WORDS.why }],
  items: [{ itemId: ITEM, title: WORDS.title, speakers: [{ memberId: ROLL[0], opinion: WORDS.opinion }] }],
  conclusion: WORDS.conclusion,
  ...changes,
});

type Problem = { code: string; detail: string; errors?: { path: string; code: string }[] };
type Body = MeetingAnswer & Problem;
type Published = { data: MeetingRecordedV1 };

describe('the content of meetings', () => {
  let service: TestApp;
  let clerk: HttpClient;
  const as = (sub: string): HttpClient => service.client(sub);
  const post = (path: string, body: object, ifMatch?: number) => clerk.post<Body>(path, body, { ifMatch });
  const put = (path: string, body: object, ifMatch: number, client = clerk) =>
    client.call<Body>('PUT', path, { body, ifMatch });
  const log = async (changes: object = { closing: { attendance } }): Promise<string> => {
    const { status, body } = await post('/v1/meetings', { ...planned, ...changes });
    expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
    return `/v1/meetings/${body.id}`;
  };
  const eventOf = async (path: string, version: number): Promise<MeetingRecordedV1> => {
    const outbox = service.app.get(Store).db.collection<{ factId: string; value: mongo.Binary }>('outbox');
    const entries = await outbox.find({ factId: path.split('/').at(-1) ?? '' }).toArray();
    const events = entries.map(({ value }) => JSON.parse(Buffer.from(value.buffer).toString('utf8')) as Published);
    const found = events.find(({ data }) => data.version === version);
    if (!found) throw new Error(`no event of version ${version}`);
    return found.data;
  };

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    clerk = as(CLERK);
    await service.publish([
      unit(CENTRE, null),
      unit(WARD, CENTRE),
      unit(ABROAD, CENTRE),
      unit(BRANCH, WARD),
      unit(JOINED, WARD),
      grant(CLERK, 'clerk', WARD),
      grant(OPERATOR, 'operator', CENTRE),
      grant(ABROAD_CLERK, 'clerk', ABROAD),
      ...ROLL.map((id, n) => member(id, n === 3 ? 'probationary' : 'official')),
    ]);
    await service.app.get(Roll).waitForMembers(ROLL, 20_000);
    await eventually(async () => {
      const known = [
        clerk.get(`/v1/meetings?unit=${JOINED}`),
        as(OPERATOR).get(`/v1/meetings?unit=${BRANCH}`),
        as(ABROAD_CLERK).get(`/v1/meetings?unit=${ABROAD}`),
      ];
      return (await Promise.all(known)).every(({ status }) => status === 200);
    });
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('is stated before and after the closing, kept by every other command, and published as counts', async () => {
    const path = await log({});
    const before = await put(`${path}/content`, { preparation, agenda }, 1);
    expect(before).toMatchObject({
      status: 200,
      body: { version: 2, state: 'planned', content: { agenda, votes: [] } },
    });
    expect(before.body.content.preparation).toEqual({
      ...preparation,
      noticeSentAt: '2026-02-05T08:00:00.000+07:00',
      documentsAt: '2026-02-09T19:31:00.000+07:00',
      noticeInTime: true,
      documentsInTime: false,
    });
    const closed = await post(`${path}/close`, { attendance }, 2);
    expect(closed.body.content).toEqual(before.body.content);
    const votes = [vote(), vote({ for: 13, threshold: 'two-thirds', method: 'ballot', subject: 'admission' })];
    const voted = await put(`${path}/content`, { preparation, agenda, votes }, 3);
    expect(voted.body.content.votes).toMatchObject([
      { ...votes[0], unitId: BRANCH, carried: true },
      { ...votes[1], carried: false },
    ]);
    const event = await eventOf(path, 4);
    expect(event.votes).toEqual({ taken: 2, carried: 1 });
    expect(event.preparation).toEqual({
      noticeInTime: true,
      noticeToSuperior: true,
      documentsInTime: false,
      committeeMet: true,
      draftReady: true,
    });
    const later = { startsAt: '2026-02-10T20:00:00+07:00' };
    const corrected = await put(path, { ...planned, ...later, attendance, reason: 'later' }, 4);
    const { preparation: told, ...rest } = voted.body.content;
    expect(corrected.body.content).toMatchObject({ preparation: { documentsInTime: true }, ...rest });
    expect(corrected.body.content.preparation.documentsAt).toBe(told.documentsAt);
    const voided = await post(`${path}/void`, { reason: 'twice' }, 5);
    expect(voided.body.content).toEqual(corrected.body.content);
    expect((await put(`${path}/content`, {}, 6)).body.code).toBe('already-voided');
    const { body: listed } = await clerk.get<MeetingsPage>(`/v1/meetings?unit=${BRANCH}&from=2026-02-10&to=2026-02-10`);
    expect(listed.items.find(({ id }) => path.endsWith(id))?.content).toEqual(corrected.body.content);
    const third = await clerk.get<{ meeting: MeetingAnswer }>(`${path}/versions/3`);
    expect(third.body.meeting.content.votes).toEqual([]);
  });

  it('takes votes of the base that the roll gives, and asks for them anew with a correction of it', async () => {
    const present = ROLL.slice(0, 2).map((memberId) => ({ memberId, state: 'present' }));
    const path = await log({ closing: { members: present } });
    const wrong = await put(
      `${path}/content`,
      { votes: [vote({ itemId: null, for: 2, against: 0, abstained: 0, base: 2 })] },
      1,
    );
    expect(wrong).toMatchObject({ status: 422, body: { code: 'vote-base-wrong' } });
    expect(wrong.body.errors?.map((fault) => fault.path)).toEqual(['votes.0.base']);
    expect(wrong.body.detail).toContain('3');
    const [id] = ids(1);
    const right = vote({ id, itemId: null, for: 2, against: 0, abstained: 0, base: 3 });
    expect((await put(`${path}/content`, { votes: [right] }, 1)).body.content.votes).toMatchObject([{ carried: true }]);
    const correction = { ...planned, attendance, reason: 'counted anew' };
    const refused = await put(path, correction, 2);
    expect(refused).toMatchObject({ status: 422, body: { code: 'votes-need-restating' } });
    expect(refused.body.detail).toContain(id);
    const restated = await put(path, { ...correction, votes: [{ ...right, base: 20 }] }, 2);
    expect(restated.body.content.votes).toMatchObject([{ id, base: 20, carried: false }]);
    expect((await eventOf(path, 3)).votes).toEqual({ taken: 1, carried: 0 });
  });

  it('has votes of each unit of a joint meeting apart', async () => {
    const joint = [{ unitId: JOINED, attendance: { ...attendance, voteBase: 9 } }];
    const path = await log({ closing: { attendance }, joint });
    const theirs = vote({ unitId: JOINED, itemId: null, for: 9, against: 0, abstained: 0, base: 9 });
    const { status } = await put(
      `${path}/content`,
      { votes: [vote({ itemId: null }), theirs, { ...theirs, for: 4 }] },
      1,
    );
    expect(status).toBe(200);
    const event = await eventOf(path, 2);
    expect(event.votes).toEqual({ taken: 1, carried: 1 });
    expect(event.joint).toMatchObject([{ unitId: JOINED, votes: { taken: 2, carried: 1 } }]);
    expect((await eventOf(path, 1)).votes).toBeUndefined();
  });

  it.each([
    [422, 'votes-more-than-base', { votes: [vote({ itemId: null, for: 20 })] }, 'votes.0.for'],
    [422, 'vote-unit-not-there', { votes: [vote({ itemId: null, unitId: JOINED })] }, 'votes.0.unitId'],
    [422, 'no-such-agenda-item', { votes: [vote()] }, 'votes.0.itemId'],
    [422, 'vote-twice', { agenda, votes: [vote({ id: ITEM }), vote({ id: ITEM })] }, 'votes.1.id'],
    [422, 'agenda-item-twice', { agenda: [agenda[0], agenda[0]] }, 'agenda.1.id'],
    [422, 'in-the-future', { preparation: { documentsAt: '2126-01-01T00:00:00+07:00' } }, 'preparation.documentsAt'],
    [400, 'invalid-request', { votes: [vote({ base: undefined })] }, 'votes.0.base'],
    [400, 'invalid-request', { votes: [vote({ threshold: 'all' })] }, 'votes.0.threshold'],
    [400, 'invalid-request', { agenda: [{ kind: 'party' }] }, 'agenda.0.kind'],
    [400, 'invalid-request', { agenda: [{ kind: 'other', title: 'text' }] }, 'agenda.0.title'],
    [400, 'invalid-request', { preparation: { committeeMetOn: '2026-02-30' } }, 'preparation.committeeMetOn'],
  ])('is refused with %i %s, naming the field', async (status, code, body, path) => {
    refusing ??= await log();
    const reply = await put(`${refusing}/content`, body, 1);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.body.errors?.map((fault) => fault.path)).toContain(path);
  });
  let refusing: string | undefined;

  it('asks for a closing before votes, a reason to change them, the version and the right', async () => {
    const open = await log({});
    expect(await put(`${open}/content`, { votes: [vote()] }, 1)).toMatchObject({
      status: 409,
      body: { code: 'votes-need-closing' },
    });
    const path = await log();
    const content = { votes: [vote({ itemId: null })] };
    expect((await put(`${path}/content`, content, 2)).status).toBe(412);
    for (const sub of [OPERATOR, ABROAD_CLERK])
      expect((await put(`${path}/content`, content, 1, as(sub))).status).toBe(403);
    await put(`${path}/content`, content, 1);
    expect((await put(`${path}/content`, {}, 2)).body.code).toBe('reason-required');
    const changed = await put(`${path}/content`, { reason: 'miscounted' }, 2);
    expect(changed.body.content.votes).toEqual([]);
    const { body } = await clerk.get<{ reason: string }>(`${path}/versions/3`);
    expect(body.reason).toBe('miscounted');
  });

  describe('in words', () => {
    it('is read by who has the right to texts, version by version, each read noted before', async () => {
      const path = await log();
      await put(`${path}/content`, { agenda }, 1);
      const [none, unread] = await Promise.all([
        clerk.get<Problem>(`${path}/minutes`),
        clerk.get<NarrativeReadsPage>(`${path}/minutes/reads`),
      ]);
      expect([none.status, none.body.code, unread.body.items]).toEqual([404, 'no-minutes', []]);
      const written = await put(`${path}/minutes`, minutes(), 2);
      expect(written).toMatchObject({ status: 200, body: { version: 3, content: { agenda, minutesVersion: 3 } } });
      await put(`${path}/content`, { agenda, preparation }, 3);
      await put(`${path}/minutes`, minutes({ conclusion: WORDS.more, items: [], reason: 'more was said' }), 4);

      const newest = await clerk.get<MinutesAnswer>(`${path}/minutes`);
      expect(newest.headers.get('etag')).toBe('"5"');
      expect(newest.body).toMatchObject({ version: 5, conclusion: WORDS.more, items: [] });
      const { body: earlier } = await clerk.get<MinutesAnswer>(`${path}/minutes?version=4`);
      const { classification: _none, ...words } = minutes();
      const items = [{ ...words.items[0], content: null, conclusion: null }];
      expect(earlier).toEqual({ id: path.split('/').at(-1), version: 3, ...words, items });
      expect((await clerk.get<Problem>(`${path}/minutes?version=9`)).body.code).toBe('no-such-version');
      const { body: reads } = await clerk.get<NarrativeReadsPage>(`${path}/minutes/reads?limit=1`);
      const { body: rest } = await clerk.get<NarrativeReadsPage>(`${path}/minutes/reads?limit=1&cursor=${reads.next}`);
      expect([...reads.items, ...rest.items].map(({ sub, version }) => [sub, version])).toEqual([
        [CLERK, 3],
        [CLERK, 5],
      ]);
      for (const sub of [OPERATOR, ABROAD_CLERK])
        for (const route of ['minutes', 'minutes/reads'])
          expect((await as(sub).get(`${path}/${route}`)).status).toBe(403);

      const shown = [written.body, (await clerk.get(path)).body, (await clerk.get(`${path}/versions`)).body];
      const told = JSON.stringify([...shown, await eventOf(path, 3), await eventOf(path, 5)]);
      for (const word of Object.values(WORDS)) expect(told).not.toContain(`"${word}"`);
    });

    it('is not given out when the read cannot be noted', async () => {
      const path = await log();
      await put(`${path}/minutes`, minutes({ items: [] }), 1);
      const note = jest.spyOn(service.app.get(NarrativeReads), 'note').mockRejectedValueOnce(new Error('cannot note'));
      const { status, body } = await clerk.call('GET', `${path}/minutes`);
      expect(status).toBe(500);
      expect(JSON.stringify(body)).not.toContain(WORDS.conclusion);
      note.mockRestore();
    });

    it.each([
      [422, 'classified-content', { classification: 'secret' }, 'classification'],
      [422, 'no-such-agenda-item', { items: [{ itemId: randomUUID(), title: 't' }] }, 'items.0.itemId'],
      [422, 'agenda-item-twice', { items: [1, 2].map(() => ({ itemId: ITEM, title: 't' })) }, 'items.1.itemId'],
      [
        422,
        'member-twice',
        { absentees: [1, 2].map(() => ({ memberId: ROLL[0], reason: 'r' })) },
        'absentees.1.memberId',
      ],
      [409, 'member-not-known-yet', { absentees: [{ memberId: randomUUID(), reason: 'r' }] }, undefined],
      [400, 'invalid-request', { guests: [' '] }, 'guests'],
      [400, 'invalid-request', { items: [{ itemId: ITEM, title: ' ' }] }, 'items.0.title'],
    ])('is refused with %i %s', async (status, code, changes, path) => {
      if (!writing) {
        writing = await log();
        await put(`${writing}/content`, { agenda }, 1);
      }
      const reply = await put(`${writing}/minutes`, minutes(changes), 2);
      expect([reply.status, reply.body.code]).toEqual([status, code]);
      if (path) expect(reply.body.errors?.map((fault) => fault.path)).toContain(path);
    });
    let writing: string | undefined;

    it('is written once, then with a reason; never of a voided meeting, nor by who may not read it', async () => {
      const path = await log();
      const words = minutes({ items: [] });
      for (const sub of [OPERATOR, ABROAD_CLERK])
        expect((await put(`${path}/minutes`, words, 1, as(sub))).status).toBe(403);
      const both = await Promise.all([put(`${path}/minutes`, words, 1), put(`${path}/minutes`, words, 1)]);
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
      expect((await put(`${path}/minutes`, words, 2)).body.code).toBe('reason-required');
      await post(`${path}/void`, { reason: 'twice' }, 2);
      expect((await put(`${path}/minutes`, { ...words, reason: 'r' }, 3)).body.code).toBe('already-voided');
      expect((await clerk.get<MinutesAnswer>(`${path}/minutes`)).body.version).toBe(2);
    });
  });

  it('is empty for what was stored before there was any', async () => {
    const path = await log();
    const { db } = service.app.get(Store);
    const [_id] = path.split('/').slice(-1) as [string];
    await db.collection<{ _id: string }>('meetings').updateOne({ _id }, { $unset: { content: '' } });
    const version = `${_id}/1`;
    await db
      .collection<{ _id: string }>('meeting_versions')
      .updateOne({ _id: version }, { $unset: { 'meeting.content': '' } });
    await contentMigration(220).up(db);
    const empty = { agenda: [], votes: [], minutesVersion: null };
    expect((await clerk.get(path)).body).toMatchObject({ version: 1, content: empty });
    expect((await clerk.get(`${path}/versions/1`)).body).toMatchObject({ meeting: { content: empty } });
    expect((await put(`${path}/content`, { agenda, votes: [vote()] }, 1)).body.content.votes).toHaveLength(1);
  });
});
