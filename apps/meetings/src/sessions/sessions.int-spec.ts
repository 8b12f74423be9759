import { randomUUID } from 'node:crypto';
import { grant, unit, type HttpClient, type Reply, type TestApp } from '#testing';
import { eventsOf, openKnowing } from '../facts/facts.harness.js';
import type {
  SessionAnswer,
  SessionNarrativeAnswer,
  SessionsPage,
  SessionVersionsPage,
} from './session-answers.dto.js';

const id = (): string => randomUUID();
const [CENTRE, PROVINCE, WARD, OTHER] = [id(), id(), id(), id()];
const CLERK = 'demo-clerk-vinh-niem';
const ADMINISTRATOR = 'demo-administrator';
const READER = 'demo-operator-hai-phong';
const [ECONOMY, PARTY] = [id(), id()];
type Problem = { code: string; errors?: { path: string }[] };

describe('sessions of committees', () => {
  let service: TestApp;
  let clerk: HttpClient;
  const post = <B = SessionAnswer>(path: string, body: object, options = {}): Promise<Reply<B>> =>
    clerk.call<B>('POST', `/v1/sessions${path}`, { body, ...options });
  const get = <B = SessionAnswer>(path: string, client = clerk): Promise<Reply<B>> => client.get<B>(`/v1${path}`);
  const session = (more: object = {}) => ({
    unitId: WARD,
    body: 'committee',
    term: '2025-2030',
    startsAt: '2026-03-20T08:00:00+07:00',
    endsAt: '2026-03-20T11:00:00+07:00',
    items: [
      { id: ECONOMY, field: 'economy', title: 'TEXT of a title', draft: 'TEXT of a draft' },
      { id: PARTY, field: 'party-building', title: 'TEXT 2', draft: 'TEXT 2' },
    ],
    ...more,
  });
  const prepare = async (more: object = {}): Promise<string> => {
    const { status, body } = await post('', session(more));
    expect([status, body]).toMatchObject([201, { version: 1, state: 'prepared' }]);
    return body.id;
  };
  const step = async (path: string, ifMatch: number, body: object): Promise<SessionAnswer> => {
    const reply = await post(path, body, { ifMatch });
    expect([reply.status, reply.body]).toMatchObject([200, { version: ifMatch + 1 }]);
    return reply.body;
  };
  const holding = {
    members: 15,
    present: 14,
    votes: [{ itemId: ECONOMY, for: 13, against: 0, abstained: 1 }],
    questions: [{ id: id(), askedBy: id(), askedOf: id(), text: 'TEXT of a question', answer: 'TEXT of an answer' }],
  };
  const minuted = async (more: object = {}): Promise<SessionAnswer> => {
    const one = await prepare(more);
    await step(`/${one}/hold`, 1, holding);
    return step(`/${one}/minutes`, 2, { minutes: 'TEXT of minutes' });
  };

  beforeAll(async () => {
    service = await openKnowing(
      [
        unit(CENTRE, [{ parentId: null, level: 'centre' }]),
        unit(PROVINCE, [{ parentId: CENTRE, level: 'province' }]),
        unit(WARD, [{ parentId: PROVINCE, level: 'commune' }]),
        unit(OTHER, [{ parentId: CENTRE, level: 'commune' }]),
        grant(CLERK, 'clerk', WARD),
        grant(READER, 'operator', PROVINCE),
        grant(ADMINISTRATOR, 'administrator', CENTRE),
      ],
      ADMINISTRATOR,
      [OTHER, WARD],
    );
    clerk = service.client(CLERK);
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('are drafted, seen by the standing committee, held with votes item by item, and minuted', async () => {
    const made = await post('', session());
    expect(made.headers.get('lien-cap-receipt')).toBe(made.body.receipt);
    const path = `/${made.body.id}`;
    await step(`${path}/drafts`, 1, { itemId: ECONOMY, text: 'TEXT of another draft' });
    const opinion = { itemId: ECONOMY, on: '2026-03-15', text: 'TEXT of an opinion' };
    expect((await step(`${path}/opinions`, 2, opinion)).items).toMatchObject([
      { drafts: 2, opinionGiven: true },
      { drafts: 1, opinionGiven: false },
    ]);
    const held = await step(`${path}/hold`, 3, holding);
    expect(held).toMatchObject({
      state: 'held',
      members: 15,
      present: 14,
      items: [{ vote: { base: 15, for: 13, adopted: true } }, { vote: null }],
      questions: { asked: 1, answered: 1 },
    });
    const written = await step(`${path}/minutes`, 4, { minutes: 'TEXT of minutes' });
    expect(written.minutesNumber).toBeGreaterThan(0);
    const versions = await get<SessionVersionsPage>(`/sessions${path}/versions`);
    expect(versions.body.items.map(({ act }) => act)).toEqual([
      'prepared',
      'drafted',
      'opinion-given',
      'held',
      'minuted',
    ]);
    const events = await eventsOf(service, 'meetings.session-recorded.v1', `session${path}`);
    expect(events.map(({ data }) => [data.version, data.state])).toEqual([
      [1, 'prepared'],
      [2, 'prepared'],
      [3, 'prepared'],
      [4, 'held'],
      [5, 'minuted'],
    ]);
    expect(events[0]?.key).toBe(PROVINCE);
    expect(JSON.stringify([events, versions.body, written])).not.toContain('TEXT');
  });

  it('give their texts to who may read them, and note each read first', async () => {
    const { id: one } = await minuted({ startsAt: '2026-03-21T08:00:00+07:00', endsAt: '2026-03-21T09:00:00+07:00' });
    const texts = await get<SessionNarrativeAnswer>(`/sessions/${one}/narrative`);
    expect(texts.body).toMatchObject({
      version: 3,
      items: [{ itemId: ECONOMY, title: 'TEXT of a title', drafts: [{ text: 'TEXT of a draft' }] }, {}],
      questions: [{ text: 'TEXT of a question', answer: 'TEXT of an answer', answered: true }],
      minutes: 'TEXT of minutes',
    });
    const reader = service.client(READER);
    expect((await get(`/sessions/${one}`, reader)).status).toBe(200);
    expect((await get<Problem>(`/sessions/${one}/narrative`, reader)).body.code).toBe('outside-subtree');
    expect((await get(`/sessions/${one}/reads`)).body).toMatchObject({ items: [{ sub: CLERK, version: 3 }] });
    expect((await get<Problem>(`/sessions/${one}/narrative?version=9`)).body.code).toBe('no-such-version');
  });

  it('number their minutes for each body and term without a gap, also written at once, and void keeps the number', async () => {
    const term = '2015-2020';
    const ready: string[] = [];
    for (const body of ['committee', 'committee', 'committee', 'standing-committee']) {
      const one = await prepare({ term, body });
      await step(`/${one}/hold`, 1, holding);
      ready.push(one);
    }
    const minutes = { minutes: 'TEXT' };
    const written = await Promise.all(ready.map((one) => step(`/${one}/minutes`, 2, minutes)));
    expect(
      written
        .slice(0, 3)
        .map(({ minutesNumber }) => minutesNumber)
        .sort((a, b) => Number(a) - Number(b)),
    ).toEqual([1, 2, 3]);
    expect(written[3]?.minutesNumber).toBe(1);
    const second = written.find(({ minutesNumber, body }) => minutesNumber === 2 && body === 'committee')!;
    await step(`/${second.id}/void`, 3, { reason: 'twice' });
    const book = (query: string) =>
      get<SessionsPage>(`/units/${WARD}/minutes-book?body=committee&term=${term}&limit=2${query}`);
    const first = await book('');
    expect(first.body.items).toMatchObject([{ minutesNumber: 1 }, { minutesNumber: 2, state: 'voided' }]);
    const rest = await book(`&cursor=${first.body.next}`);
    expect(rest.body).toMatchObject({ items: [{ minutesNumber: 3 }], next: null });
  });

  it('are listed for a subtree in order of date, by what is asked for', async () => {
    const at = (date: string) => ({ startsAt: `${date}T08:00:00+07:00`, endsAt: `${date}T09:00:00+07:00` });
    const [later, first] = [
      await prepare(at('2012-05-02')),
      await prepare({ ...at('2012-05-01'), body: 'standing-committee' }),
    ];
    const list = async (query: string) => {
      const page = await get<SessionsPage>(`/sessions?unit=${WARD}&from=2012-01-01&to=2012-12-31${query}`);
      return page.body.items.map((one) => one.id);
    };
    expect(await list('')).toEqual([first, later]);
    expect(await list('&body=committee')).toEqual([later]);
    expect(await list('&state=held')).toEqual([]);
    expect((await get<Problem>(`/sessions?unit=${OTHER}`)).body.code).toBe('outside-subtree');
  });

  it('are refused with a code: elsewhere, what is there, what is not, stale, malformed', async () => {
    expect((await post<Problem>('', session({ unitId: OTHER }))).body.code).toBe('outside-subtree');
    expect((await post<Problem>('', session({ unitId: id() }))).body.code).toBe('unit-not-known-yet');
    const known = await prepare();
    expect((await post<Problem>('', session({ id: known }))).body.code).toBe('session-exists');
    expect((await get<Problem>(`/sessions/${id()}`)).body.code).toBe('no-such-session');
    expect((await post<Problem>(`/${known}/hold`, holding)).status).toBe(428);
    expect((await post<Problem>(`/${known}/hold`, holding, { ifMatch: 2 })).status).toBe(412);
    const put = { ...session(), reason: 'wrong day' };
    const { unitId: _u, body: _b, term: _t, ...correction } = put;
    const corrected = await clerk.put<SessionAnswer>(`/v1/sessions/${known}`, correction, { ifMatch: 1 });
    expect(corrected.body).toMatchObject({ version: 2, items: [{ drafts: 1 }, { drafts: 1 }] });
    for (const wrong of [{ body: 'x' }, { term: '2025' }, { items: [] }, { startsAt: '2026-03-20' }])
      expect((await post<Problem>('', session(wrong))).status).toBe(400);
  });
});
