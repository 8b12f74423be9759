import { randomUUID } from 'node:crypto';
import { dateOf, dayOf } from '#calendar';
import { eventually, TestApp, unit, type HttpClient } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';
import type { MeetingAnswer, MeetingsPage } from './meetings.dto.js';

const READER = 'demo-administrator';
/** More than are asked for one by one: each moved on a day of its own. */
const MOVED = 30;
const FIRST = dayOf('2024-03-01');

const [centre, west, east] = [randomUUID(), randomUUID(), randomUUID()] as [string, string, string];
const branches = Array.from({ length: MOVED }, (_, n) => ({ id: randomUUID(), movedOn: FIRST + n }));

const TREE = [
  unit(centre, null),
  unit(west, centre),
  unit(east, centre),
  ...branches.map(({ id, movedOn }) =>
    unit(id, [
      { parentId: west, to: dateOf(movedOn) },
      { parentId: east, from: dateOf(movedOn) },
    ]),
  ),
];

describe('list of meetings', () => {
  let service: TestApp;
  let client: HttpClient;
  const logged: { id: string; date: string; underWest: boolean; state: string }[] = [];

  const list = async (query: string): Promise<string[]> => {
    const found: string[] = [];
    let cursor = '';
    do {
      const page = await client.get<MeetingsPage>(`/v1/meetings?${query}${cursor}`);
      expect(page.status).toBe(200);
      found.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.next === null ? '' : `&cursor=${page.body.next}`;
    } while (cursor !== '');
    return found;
  };
  const expected = (keep: (meeting: (typeof logged)[number]) => boolean): string[] =>
    logged
      .filter(keep)
      .sort((a, b) => (`${a.date}${a.id}` < `${b.date}${b.id}` ? -1 : 1))
      .map(({ id }) => id);

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    client = service.client(READER);
    await service.publish([
      ...TREE,
      {
        type: 'registry.role-changed.v1',
        data: {
          grantId: randomUUID(),
          version: 1,
          person: READER,
          role: 'administrator',
          unitId: centre,
          from: '2020-01-01',
          to: null,
          voided: false,
        },
      },
    ]);
    await eventually(async () => (await client.get(`/v1/meetings?unit=${branches.at(-1)?.id}`)).status === 200);
    for (const { id: unitId, movedOn } of branches)
      for (const day of [movedOn - 1, movedOn, movedOn + 5]) {
        const date = dateOf(day);
        const body = { unitId, kind: 'regular', startsAt: `${date}T19:30:00+07:00`, endsAt: `${date}T21:30:00+07:00` };
        const { body: meeting } = await client.post<MeetingAnswer>('/v1/meetings', body);
        logged.push({ id: meeting.id, date, underWest: day < movedOn, state: 'planned' });
      }
    const voided = logged[0] as (typeof logged)[number];
    await client.post(`/v1/meetings/${voided.id}/void`, { reason: 'r' }, { ifMatch: 1 });
    voided.state = 'voided';
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('holds each meeting where its unit lay on its date', async () => {
    expect(await list(`unit=${west}&limit=7`)).toEqual(expected(({ underWest }) => underWest));
    expect(await list(`unit=${east}&limit=7`)).toEqual(expected(({ underWest }) => !underWest));
    expect(await list(`unit=${centre}&limit=500`)).toEqual(expected(() => true));
  });

  it('covers the dates asked for, the last one included', async () => {
    const [from, to] = [dateOf(FIRST + 3), dateOf(FIRST + 6)];
    const within = ({ date }: { date: string }) => from <= date && date <= to;
    expect(await list(`unit=${centre}&from=${from}&to=${to}&limit=3`)).toEqual(expected(within));
    expect(await list(`unit=${east}&from=${from}&to=${to}&limit=3`)).toEqual(
      expected((meeting) => within(meeting) && !meeting.underWest),
    );
  });

  it('lists one unit, and one state', async () => {
    const [first] = branches as [(typeof branches)[number]];
    expect(await list(`unit=${first.id}&state=planned`)).toHaveLength(2);
    expect(await list(`unit=${first.id}&state=voided`)).toEqual(expected(({ state }) => state === 'voided'));
  });

  it.each([
    ['from=2026-07-02&to=2026-07-01', 422, 'range-reversed'],
    ['from=2010-01-01&to=2026-07-01', 422, 'range-too-long'],
    ['from=2026-02-30', 400, 'invalid-request'],
    ['limit=501', 400, 'invalid-request'],
    ['cursor=x', 400, 'invalid-cursor'],
  ])('refuses %s', async (query, status, code) => {
    expect(await client.get(`/v1/meetings?unit=${centre}&${query}`)).toMatchObject({ status, body: { code } });
  });

  // The last one: it logs a meeting more.
  it('holds a joint meeting once for all who took part, asked by units or by dates', async () => {
    const [early, late] = [branches[2], branches[20]] as [(typeof branches)[number], (typeof branches)[number]];
    const date = dateOf(FIRST + 4);
    const { body } = await client.post<MeetingAnswer>('/v1/meetings', {
      unitId: late.id,
      kind: 'thematic',
      startsAt: `${date}T19:30:00+07:00`,
      endsAt: `${date}T21:30:00+07:00`,
      joint: [{ unitId: early.id }],
    });
    const times = async (query: string) => (await list(query)).filter((id) => id === body.id).length;
    const few = `&from=${dateOf(FIRST + 3)}&to=${dateOf(FIRST + 6)}&limit=3`;
    // That day one of them lay in the east already, the other still in the west; the centre has both, on other days.
    for (const range of [few, '&limit=7'])
      expect(await Promise.all([west, east, centre].map((unitId) => times(`unit=${unitId}${range}`)))).toEqual([
        1, 1, 1,
      ]);
    const both = await client.post<MeetingAnswer>('/v1/meetings', {
      unitId: late.id,
      kind: 'thematic',
      startsAt: `${dateOf(FIRST)}T19:30:00+07:00`,
      endsAt: `${dateOf(FIRST)}T21:30:00+07:00`,
      joint: [{ unitId: early.id }],
    });
    // Both in the west, in different slices, since one of them moves within the range.
    const westward = await list(`unit=${west}&from=${dateOf(FIRST)}&to=${dateOf(FIRST + 6)}&limit=3`);
    expect(westward.filter((id) => id === both.body.id)).toHaveLength(1);
    expect(new Set(westward).size).toBe(westward.length);
  });
});
