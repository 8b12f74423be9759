import { randomUUID } from 'node:crypto';
import { dateOf, localDayOf } from '#calendar';
import type { Succession } from '#contracts';
import { Store } from '#mongo';
import { answerToCheck, eventually, grant, unit, type HttpClient, type PublishedFact, type TestApp } from '#testing';
import { FollowWorker, followWorkOf } from '#tree';
import { eventsOf, meetingOf, openKnowing } from '../facts/facts.harness.js';

const id = (): string => randomUUID();
const [CENTRE, OLD, LATER, NEW, BRANCH] = [id(), id(), id(), id(), id()];
const TODAY = localDayOf(new Date());
const on = (days: number): string => dateOf(TODAY + days);
/** Some days ago, and some days ahead. */
const END = on(-10);
const AHEAD = on(20);
const OLD_CLERK = 'demo-clerk-my-phong';
const NEW_CLERK = 'demo-clerk-vinh-niem';
type Answer = {
  id: string;
  version: number;
  unitId: string;
  code?: string;
  errors?: object[];
  movedByAct?: object;
  held?: object[];
  lying?: object;
  tasks?: { assignee: { id: string } }[];
};

const actOf = (decision: string, effective: string) => ({ id: id(), decision, effective, step: 1, of: 1 });
const by = (act: ReturnType<typeof actOf>, fact: PublishedFact): PublishedFact =>
  ({ ...fact, data: { ...fact.data, act } }) as PublishedFact;
const goesTo = (from: string): Succession[] => [{ from, history: 'moves', to: [{ unitId: NEW, weight: 1 }] }];
const ward = { parentId: CENTRE, level: 'commune' as const };

describe('what lies open follows acts', () => {
  let service: TestApp;
  let old: HttpClient;
  let next: HttpClient;
  const post = async (client: HttpClient, path: string, body: object, options = {}): Promise<Answer> =>
    (await client.call<Answer>('POST', `/v1/${path}`, { body, ...options })).body;
  const read = async (path: string): Promise<Answer> => (await old.get<Answer>(`/v1/${path}`)).body;
  const planned = (unitId: string, date: string): Promise<Answer> => {
    const { closing: _closing, ...plan } = meetingOf(unitId, date);
    return post(old, 'meetings', plan);
  };
  const resolution = (unitId: string): Promise<Answer> =>
    post(old, 'resolutions', {
      unitId,
      adoptedOn: on(-30),
      type: 'NQ',
      title: 'TEXT',
      text: 'TEXT',
      tasks: [{ assignee: { kind: 'unit', id: unitId }, deadline: on(60), text: 'TEXT', target: null }],
    });
  /** Everything that is due now is looked at. */
  const followed = async (): Promise<void> => {
    const works = followWorkOf(service.app.get(Store).db);
    await eventually(async () => (await works.countDocuments({ $expr: { $lte: ['$due', '$$NOW'] } })) === 0, {
      timeoutMs: 20_000,
    });
  };
  let own: { meeting: Answer; resolution: Answer; opinion: Answer };
  const act = actOf('31-QĐ/TU', END);

  beforeAll(async () => {
    service = await openKnowing(
      [
        unit(CENTRE, [{ parentId: null, level: 'centre' }]),
        unit(OLD, [ward]),
        unit(LATER, [ward]),
        unit(NEW, [ward]),
        unit(BRANCH, OLD),
        grant(OLD_CLERK, 'clerk', CENTRE),
        grant(NEW_CLERK, 'clerk', NEW),
      ],
      OLD_CLERK,
      [BRANCH, NEW],
    );
    [old, next] = [service.client(OLD_CLERK), service.client(NEW_CLERK)];
    await eventually(async () => (await next.get(`/v1/meetings?unit=${NEW}`)).status === 200, { timeoutMs: 20_000 });
    const opinion = await post(old, 'opinions', {
      unitId: BRANCH,
      raisedOn: on(-40),
      by: 'people',
      field: 'welfare',
      text: 'TEXT',
    });
    own = {
      meeting: await planned(OLD, on(5)),
      resolution: await resolution(OLD),
      opinion: await post(old, `opinions/${opinion.id}/escalate`, { on: on(-35), to: 'commune' }, { ifMatch: 1 }),
    };
    await service.publish([
      by(act, unit(OLD, [{ ...ward, to: END }], { version: 2, successions: goesTo(END) })),
      unit(BRANCH, [
        { parentId: OLD, to: END },
        { parentId: NEW, from: END },
      ]),
    ]);
    await eventually(async () => (await read(`meetings/${own.meeting.id}`)).version === 2, { timeoutMs: 30_000 });
    await followed();
  }, 120_000);
  afterAll(() => service?.close(), 60_000);

  it('a planned meeting, an open resolution and an opinion go on with who goes on, with a note of the act', async () => {
    const movedByAct = { id: act.id, decision: act.decision };
    expect(await read(`meetings/${own.meeting.id}`)).toMatchObject({ version: 2, unitId: NEW, movedByAct });
    expect(await read(`resolutions/${own.resolution.id}`)).toMatchObject({
      version: 2,
      unitId: OLD,
      held: [{ unitId: NEW, from: END }],
      tasks: [{ assignee: { id: NEW } }],
      movedByAct,
    });
    expect(await read(`opinions/${own.opinion.id}`)).toMatchObject({
      version: 3,
      unitId: BRANCH,
      lying: { level: 'commune', unitId: NEW, since: END },
      movedByAct,
    });
    const { body } = await old.get<{ items: object[] }>(`/v1/meetings/${own.meeting.id}/versions`);
    expect(body.items[1]).toMatchObject({ actor: `act:${act.id}`, reason: `31-QĐ/TU (${act.id})` });
    const [, event] = await eventsOf(service, 'meetings.resolution-recorded.v1', `resolution/${own.resolution.id}`);
    expect(event).toMatchObject({ data: { held: [{ unitId: NEW, from: END }] } });
    expect(event?.text).not.toContain(act.decision);
  });

  it('what is dated before belongs to the old unit, recorded by who goes on; what is dated from then on is refused', async () => {
    expect(await post(next, 'meetings', meetingOf(OLD, on(-11)))).toMatchObject({ version: 1, unitId: OLD });
    for (const [path, body, field] of [
      ['meetings', meetingOf(OLD, END), 'startsAt'],
      ['resolutions', { unitId: OLD, adoptedOn: END, type: 'NQ', title: 'T', text: null, tasks: [] }, 'adoptedOn'],
      ['opinions', { unitId: OLD, raisedOn: END, by: 'people', field: 'welfare', text: 'T' }, 'raisedOn'],
    ] as const)
      expect(await post(next, path, body)).toMatchObject({
        code: 'unit-not-alive',
        errors: [{ path: field, code: 'unit-not-alive', successors: [NEW] }],
      });
    expect(await post(next, 'meetings', meetingOf(NEW, END))).toMatchObject({ version: 1 });
  });

  it('who goes on finds it among their own, and goes on with it', async () => {
    const { body } = await next.get<{ items: Answer[] }>(`/v1/resolutions?unit=${NEW}`);
    expect(body.items.map((one) => one.id)).toEqual([own.resolution.id]);
    expect(
      await post(next, `opinions/${own.opinion.id}/settle`, { on: on(-1), reply: 'T' }, { ifMatch: 3 }),
    ).toMatchObject({ version: 4, lying: { unitId: NEW } });
  });

  it('an act to come moves what is dated from its day on, and nothing else', async () => {
    const [before, after, open] = [await planned(LATER, on(19)), await planned(LATER, AHEAD), await resolution(LATER)];
    const later = actOf('45-QĐ/TU', AHEAD);
    await service.publish([
      by(later, unit(LATER, [{ ...ward, to: AHEAD }], { version: 2, successions: goesTo(AHEAD) })),
    ]);
    await eventually(async () => (await read(`meetings/${after.id}`)).unitId === NEW, { timeoutMs: 30_000 });
    await followed();
    expect(await read(`meetings/${before.id}`)).toMatchObject({ version: 1, unitId: LATER });
    expect(await read(`resolutions/${open.id}`)).toMatchObject({ version: 1, tasks: [{ assignee: { id: LATER } }] });
    // It is looked at again on the day of the act.
    const [work] = await followWorkOf(service.app.get(Store).db).find({ unitId: LATER }).toArray();
    expect(work?.looks[0]?.toISOString() ?? work?.due.toISOString()).toBeDefined();
    expect([work?.due, ...(work?.looks ?? [])].map((at) => at?.getTime())).toContain(
      Date.parse(`${AHEAD}T00:00+07:00`),
    );
  });

  it('a revoked act gives back what nothing else has changed; a look cut off is made again', async () => {
    const settled = await read(`opinions/${own.opinion.id}`);
    const revoked = actOf('46-QĐ/TU', END);
    await service.publish([by(revoked, unit(OLD, [ward], { version: 3 }))]);
    await eventually(async () => (await read(`meetings/${own.meeting.id}`)).unitId === OLD, { timeoutMs: 30_000 });
    await followed();
    expect(await read(`resolutions/${own.resolution.id}`)).toMatchObject({
      version: 3,
      movedByAct: { decision: '46-QĐ/TU' },
      tasks: [{ assignee: { id: OLD } }],
    });
    expect((await read(`resolutions/${own.resolution.id}`)).held).toBeUndefined();
    expect(await read(`opinions/${own.opinion.id}`)).toEqual(settled);

    const works = followWorkOf(service.app.get(Store).db);
    await works.updateMany({}, { $set: { due: new Date(0) } });
    while (await service.app.get(FollowWorker).turn());
    expect(await read(`meetings/${own.meeting.id}`)).toMatchObject({ version: 3, unitId: OLD });
  });

  it('a check of an act is answered with what it touches', async () => {
    const told = await answerToCheck(service, { effective: END, steps: [{ verb: 'merge', unitId: OLD, into: NEW }] });
    expect(told).toMatchObject({
      check: 1,
      counts: { 'meetings-planned': 1, 'tasks-open': 1, 'opinions-open': 0 },
    });
  });
});
