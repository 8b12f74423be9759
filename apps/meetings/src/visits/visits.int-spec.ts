import { randomUUID } from 'node:crypto';
import { eventually, freshIds, grant, TestApp, unit, type HttpClient, type Reply } from '#testing';
import { eventsOf } from '../facts/facts.harness.js';
import { ABOUT, AppModule } from '../app.module.js';
import type { MeetingAnswer } from '../meetings/meetings.dto.js';
import { attendance, evening } from '../scores/scores.harness.js';
import type { PlanAnswer, PlansPage, PlanVersionsPage } from './visit-plans.dto.js';
import type { VisitsAnswer, VisitsVersionsPage } from './visits.dto.js';

const [CENTRE, WARD, BRANCH, SIBLING, FOREIGN] = freshIds(5);
const CLERK = 'demo-clerk-my-phong';
const BRANCH_CLERK = 'demo-clerk-vinh-niem';
const READER = 'demo-operator-centre';

type Problem = { code: string };

describe('superiors attending', () => {
  let service: TestApp;
  let clerk: HttpClient;
  const as = (sub: string): HttpClient => service.client(sub);
  const send = <B = Problem>(method: string, path: string, body: object, ifMatch?: number, client = clerk) =>
    client.call<B>(method, path, { body, ...(ifMatch === undefined ? {} : { ifMatch }) });
  const must = <B>(reply: Reply<B | Problem>): B => {
    if (reply.status > 201) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body as B;
  };
  const codeOf = async (sent: Promise<Reply<Problem>>): Promise<[number, string]> => {
    const { status, body } = await sent;
    return [status, body.code];
  };
  const log = async (date: string, changes: object = {}): Promise<string> =>
    must(await send<MeetingAnswer>('POST', '/v1/meetings', evening(BRANCH, date, changes))).id;
  const details = (changes: object = {}) => ({
    unitId: BRANCH,
    committeeId: WARD,
    visitorId: randomUUID(),
    from: '2026-01',
    to: '2026-06',
    everyMonths: 1,
    ...changes,
  });
  const plan = async (changes: object = {}): Promise<PlanAnswer> =>
    must(await send<PlanAnswer>('POST', '/v1/visit-plans', details(changes)));
  const attended = async (meetingId: string, ...visitors: string[]): Promise<VisitsAnswer> => {
    const visits = visitors.map((visitorId) => ({ visitorId, capacity: 'committee-member' }));
    return must(await send<VisitsAnswer>('POST', `/v1/meetings/${meetingId}/visits`, { visits }));
  };
  const keptOf = async (id: string): Promise<string[]> => {
    const { due } = must(await clerk.get<PlanAnswer>(`/v1/visit-plans/${id}`));
    return due.flatMap(({ month, kept }) => (kept ? [month] : []));
  };

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    clerk = as(CLERK);
    await service.publish([
      unit(CENTRE, null),
      unit(WARD, CENTRE),
      unit(BRANCH, WARD),
      unit(SIBLING, WARD),
      unit(FOREIGN, CENTRE),
      grant(CLERK, 'clerk', WARD),
      grant(BRANCH_CLERK, 'clerk', BRANCH),
      grant(READER, 'operator', CENTRE),
    ]);
    await eventually(async () => {
      const replies = await Promise.all([
        clerk.get(`/v1/meetings?unit=${SIBLING}`),
        as(BRANCH_CLERK).get(`/v1/meetings?unit=${BRANCH}`),
        as(READER).get(`/v1/meetings?unit=${FOREIGN}`),
      ]);
      return replies.every(({ status }) => status === 200);
    });
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('keep a plan month by month, and are published without anybody', async () => {
    const { id, visitorId, due } = await plan({ everyMonths: 2 });
    expect(due.map(({ month }) => month)).toEqual(['2026-01', '2026-03', '2026-05']);
    const meeting = await log('2026-03-03');
    const stranger = randomUUID();
    expect(await attended(meeting, visitorId, stranger)).toMatchObject({ version: 1, unitId: BRANCH });
    await attended(await log('2026-03-20'), visitorId);
    await attended(await log('2026-04-03'), visitorId);
    expect(await keptOf(id)).toEqual(['2026-03']);
    const visits = await eventsOf(service, 'meetings.visits-recorded.v1', `visits/${meeting}`);
    expect(visits.map(({ data }) => data)).toEqual([
      {
        meetingId: meeting,
        version: 1,
        unitId: BRANCH,
        state: 'recorded',
        date: '2026-03-03',
        visits: [{ capacity: 'committee-member' }, { capacity: 'committee-member' }],
      },
    ]);
    const plans = await eventsOf(service, 'meetings.visit-plan-recorded.v1', `visit-plan/${id}`);
    expect(plans.at(-1)?.data).toEqual({
      planId: id,
      version: 2,
      unitId: BRANCH,
      committeeId: WARD,
      state: 'active',
      from: '2026-01',
      to: '2026-06',
      everyMonths: 2,
      due: [
        { date: '2026-01-31', kept: false },
        { date: '2026-03-31', kept: true },
        { date: '2026-05-31', kept: false },
      ],
    });
    expect(JSON.stringify([visits, plans])).not.toContain(visitorId);
  });

  it('before the plan was made count in it, also those for another plan of the same person', async () => {
    const visitorId = randomUUID();
    await attended(await log('2026-02-03'), visitorId);
    const { id, due } = await plan({ visitorId });
    expect(due.filter(({ kept }) => kept)).toEqual([{ month: '2026-02', kept: true }]);
    const path = `/v1/meetings/${await log('2026-05-03')}/visits`;
    const visits = [{ planId: id, capacity: 'secretary' }];
    expect(must(await send<VisitsAnswer>('POST', path, { visits })).visits).toEqual([
      { visitorId, capacity: 'secretary' },
    ]);
    expect(await keptOf(id)).toEqual(['2026-02', '2026-05']);
  });

  it('at a joint meeting attend each branch that met', async () => {
    const visitorId = randomUUID();
    const [here, there] = [await plan({ visitorId }), await plan({ visitorId, unitId: SIBLING })];
    await attended(await log('2026-01-05', { joint: [{ unitId: SIBLING, attendance }] }), visitorId);
    expect([await keptOf(here.id), await keptOf(there.id)]).toEqual([['2026-01'], ['2026-01']]);
  });

  it('are corrected with a reason, and the plan with them', async () => {
    const { id, visitorId } = await plan();
    const meeting = await log('2026-04-05');
    await attended(meeting, visitorId);
    const path = `/v1/meetings/${meeting}/visits`;
    expect(await codeOf(send('POST', path, { visits: [] }))).toEqual([409, 'visits-exist']);
    expect(await codeOf(send('PUT', path, { visits: [], reason: ' ' }, 1))).toEqual([422, 'reason-required']);
    expect(await codeOf(send('PUT', path, { visits: [], reason: 'r' }, 2))).toEqual([412, 'stale-version']);
    must(await send('PUT', path, { visits: [], reason: 'r' }, 1));
    expect(await keptOf(id)).toEqual([]);
    const { items } = must(await clerk.get<VisitsVersionsPage>(`${path}/versions`));
    expect(items.map(({ act, reason, visits }) => [act, reason, visits.visits.length])).toEqual([
      ['recorded', null, 1],
      ['recorded', 'r', 0],
    ]);
  });

  it('go where their meeting goes, and are taken back when it is voided', async () => {
    const { id, visitorId } = await plan();
    const meeting = await log('2026-04-06');
    await attended(meeting, visitorId);
    const { closing: _closing, ...moved } = evening(BRANCH, '2026-05-06');
    must(await send('PUT', `/v1/meetings/${meeting}`, { ...moved, attendance, reason: 'r' }, 1));
    expect(await keptOf(id)).toEqual(['2026-05']);
    must(await send('POST', `/v1/meetings/${meeting}/void`, { reason: 'r' }, 2));
    expect(await keptOf(id)).toEqual([]);
    const events = await eventsOf(service, 'meetings.visits-recorded.v1', `visits/${meeting}`);
    expect(events.map(({ data: { state, date } }) => [state, date])).toEqual([
      ['recorded', '2026-04-06'],
      ['recorded', '2026-05-06'],
      ['voided', '2026-05-06'],
    ]);
    const { items } = must(await clerk.get<PlanVersionsPage>(`/v1/visit-plans/${id}/versions`));
    expect(items.map(({ act }) => act)).toEqual(['planned', 'visits-changed', 'visits-changed', 'visits-changed']);
  });

  it('and a plan made at the same moment see each other', async () => {
    for (const month of ['01', '02', '03', '04', '05']) {
      const visitorId = randomUUID();
      const meeting = await log(`2025-${month}-05`);
      const [, { id }] = await Promise.all([
        attended(meeting, visitorId),
        plan({ visitorId, from: '2025-01', to: '2025-12' }),
      ]);
      expect(await keptOf(id)).toEqual([`2025-${month}`]);
    }
  });

  it('are refused where nothing can be stated', async () => {
    const meeting = await log('2026-06-07');
    const state = (visits: object[], id = meeting) => codeOf(send('POST', `/v1/meetings/${id}/visits`, { visits }));
    const visitorId = randomUUID();
    const secretary = { capacity: 'secretary' };
    expect(
      await state([
        { visitorId, ...secretary },
        { visitorId, ...secretary },
      ]),
    ).toEqual([422, 'visitor-twice']);
    expect(await state([secretary])).toEqual([422, 'visitor-or-plan']);
    expect(await state([{ planId: randomUUID(), ...secretary }])).toEqual([404, 'no-such-plan']);
    const elsewhere = await plan({ unitId: SIBLING });
    expect(await state([{ planId: elsewhere.id, ...secretary }])).toEqual([422, 'plan-of-another-unit']);
    expect(await state([], randomUUID())).toEqual([404, 'no-such-meeting']);
    const { closing: _closing, ...planned } = evening(BRANCH, '2026-06-08');
    const { id: open } = must(await send<MeetingAnswer>('POST', '/v1/meetings', planned));
    expect(await state([], open)).toEqual([409, 'meeting-not-closed']);
    expect(await codeOf(clerk.get<Problem>(`/v1/meetings/${meeting}/visits`))).toEqual([404, 'no-such-visits']);
  });

  describe('by plans', () => {
    it('of the committee above alone, once for a person and branch in a month', async () => {
      const make = (changes: object, client = clerk) =>
        codeOf(send('POST', '/v1/visit-plans', details(changes), undefined, client));
      expect(await make({ unitId: FOREIGN })).toEqual([422, 'visited-not-below']);
      expect(await make({ unitId: WARD })).toEqual([422, 'visited-not-below']);
      expect(await make({ to: '2031-01' })).toEqual([422, 'plan-too-long']);
      expect(await make({ to: '2025-12' })).toEqual([422, 'range-reversed']);
      expect(await make({}, as(BRANCH_CLERK))).toEqual([403, 'outside-subtree']);
      expect(await make({}, as(READER))).toEqual([403, 'outside-subtree']);
      const { visitorId, id } = await plan();
      expect(await make({ visitorId, from: '2026-06', to: '2026-12' })).toEqual([409, 'plan-overlaps']);
      expect(await make({ id })).toEqual([409, 'plan-exists']);
    });

    it('that are corrected and voided by versions', async () => {
      const made = await plan();
      const path = `/v1/visit-plans/${made.id}`;
      const shorter = { ...details({ visitorId: made.visitorId, to: '2026-02' }), reason: 'r' };
      expect(await codeOf(send('PUT', path, { ...shorter, reason: ' ' }, 1))).toEqual([422, 'reason-required']);
      expect(must(await send<PlanAnswer>('PUT', path, shorter, 1)).due).toHaveLength(2);
      expect(await codeOf(send('PUT', path, shorter, 1))).toEqual([412, 'stale-version']);
      expect(must(await send<PlanAnswer>('POST', `${path}/void`, { reason: 'r' }, 2)).state).toBe('voided');
      expect(await codeOf(send('POST', `${path}/void`, { reason: 'r' }, 3))).toEqual([409, 'plan-voided']);
      await attended(await log('2026-01-09'), made.visitorId);
      expect(await keptOf(made.id)).toEqual([]);
      expect(await codeOf(clerk.get<Problem>(`/v1/visit-plans/${randomUUID()}`))).toEqual([404, 'no-such-plan']);
    });

    it('that are listed by subtree and month, in pages', async () => {
      const visitorId = randomUUID();
      const made = [];
      for (const from of ['2030-01', '2030-01', '2030-02'])
        made.push(await plan({ visitorId: randomUUID(), unitId: SIBLING, from, to: '2030-02' }));
      await plan({ visitorId, from: '2030-02', to: '2030-02' });
      const read = async (query: string) =>
        must(await as(READER).get<PlansPage>(`/v1/visit-plans?unit=${SIBLING}&month=2030-02&${query}`));
      const first = await read('limit=2');
      const rest = await read(`limit=2&cursor=${first.next}`);
      expect([...first.items, ...rest.items].map(({ id }) => id).toSorted()).toEqual(
        made.map(({ id }) => id).toSorted(),
      );
      expect([first.items.length, rest.next]).toEqual([2, null]);
    });
  });
});
