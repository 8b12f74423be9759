import { BUILT_IN_CALENDARS } from '#calendar';
import type { Reply } from '#testing';
import type { HandedInAnswer } from '../periodic/reports/handed-in.dto.js';
import { TYPE_EXAMPLES } from '../periodic/types/report-types.examples.js';
import type { RollupDto } from '../rollups/rollups.dto.js';
import { ADMINISTRATOR, ANYONE, meetingOn, OPERATOR, SmallFigures } from '../rollups/small-figures.harness.js';
import type { CalendarAnswer, CalendarPeriodsAnswer, CalendarsAnswer } from './calendars.dto.js';
import { CALENDAR_EXAMPLES } from './calendars.examples.js';

jest.setTimeout(120_000);

type Problem = { code: string; errors?: { path: string; code: string }[] };
const { listed, ruled } = CALENDAR_EXAMPLES.create;

describe('calendars', () => {
  let small: SmallFigures;
  const get = <B = Problem>(path: string, sub = ANYONE): Promise<Reply<B>> => small.service.client(sub).get<B>(path);
  const post = <B = Problem>(path: string, body: object, sub = ADMINISTRATOR, key?: string): Promise<Reply<B>> =>
    small.service.client(sub).call<B>('POST', path, { body, ...(key ? { key } : {}) });
  const rollup = async (unit: string, query: string): Promise<RollupDto> => {
    const { status, body } = await get<RollupDto>(`/v1/units/${unit}/rollup?measures=meetings.held&${query}`, OPERATOR);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const held = async (query: string): Promise<number | null | undefined> =>
    (await rollup(small.province, query)).figures[0]?.value;

  beforeAll(async () => {
    small = await SmallFigures.open();
    const days = ['2025-12-10', '2025-12-11', '2025-12-15', '2026-06-14', '2026-06-15', '2026-07-02', '2026-07-03'];
    await small.meet(days.length, ...days.map((date) => meetingOn(small.branches[0], date)));
  });
  afterAll(() => small?.close(), 30_000);

  it('come with the system, as the code has them', async () => {
    const { body } = await get<CalendarsAnswer>('/v1/calendars?limit=3');
    const rest = await get<CalendarsAnswer>(`/v1/calendars?cursor=${body.next}`);
    const all = [...body.items, ...rest.body.items];
    expect(body.items).toHaveLength(3);
    for (const { code, labels, source, kinds, monthFrom, weekFrom, cumulative } of BUILT_IN_CALENDARS)
      expect(all.find((calendar) => calendar.code === code)).toEqual({
        code,
        labels,
        source,
        kinds,
        rule: { monthFrom, weekFrom, cumulative, kinds },
      });
    expect((await get('/v1/calendars?cursor=x')).body.code).toBe('invalid-cursor');
  });

  it('tell the periods of a year, with the last day included', async () => {
    const { body } = await get<CalendarPeriodsAnswer>('/v1/calendars/inspection/periods?year=2026&kind=half');
    expect(body).toEqual({
      calendar: 'inspection',
      year: 2026,
      items: [{ id: '2026-6M', kind: 'half', from: '2025-12-11', through: '2026-06-10' }],
    });
    expect((await get<CalendarPeriodsAnswer>('/v1/calendars/gregorian/periods?year=2026')).body.items).toHaveLength(73);
    expect(await get('/v1/calendars/nd09/periods?year=2026&kind=week')).toMatchObject({
      status: 422,
      body: { code: 'period-kind-not-in-calendar', errors: [{ path: 'kind' }] },
    });
    expect(await get('/v1/calendars/lunar/periods?year=2026')).toMatchObject({
      status: 404,
      body: { code: 'no-such-calendar' },
    });
    expect((await get('/v1/calendars/nd09/periods')).body).toMatchObject({ code: 'invalid-request' });
  });

  it('cut what figures are asked for', async () => {
    expect(await held('period=2026-06')).toBe(2);
    expect(await held('period=2026-06&calendar=nd09')).toBe(1);
    expect(await held('period=2026-07&calendar=nd09')).toBe(3);
    expect(await held('period=2026-6M&calendar=inspection')).toBe(2);
    expect(await held('period=2026&calendar=inspection')).toBe(6);
    expect(await held('period=2026&calendar=nd09')).toBe(5);
    expect(await held('period=2026-W26&calendar=office-week')).toBe(1);
    expect(await held('period=2026-W27&calendar=office-week')).toBe(1);
    expect(await held('period=2026-W27')).toBe(2);
  });

  it('cut the steps of a series', async () => {
    const steps = async (query: string) =>
      (await rollup(small.province, query)).rows?.map(({ period, figures }) => `${period?.id} ${figures[0]?.value}`);
    expect(await steps('period=2026-07-01/2026-07-04&by=week&calendar=office-week')).toEqual([
      '2026-W26 1',
      '2026-W27 1',
    ]);
    expect(await steps('period=2026-Q2&by=month&calendar=nd09')).toEqual(['2026-04 0', '2026-05 0', '2026-06 1']);
    const refused = await get(`/v1/units/${small.province}/rollup?period=2026&by=week&calendar=nd09`, OPERATOR);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'period-kind-not-in-calendar', errors: [{ path: 'by' }] },
    });
  });

  it.each([
    [422, 'calendar-unknown', 'period=2026&calendar=lunar', 'calendar'],
    [422, 'period-kind-not-in-calendar', 'period=2026-W27&calendar=nd09', 'period'],
    [422, 'period-impossible', 'period=2026-Q2&calendar=inspection', 'period'],
    [400, 'period-malformed', 'period=dot-1', 'period'],
  ])('answer %i %s to %s, on every read of figures', async (status, code, query, path) => {
    for (const read of ['rollup', 'lineage', 'missing'])
      expect(await get(`/v1/units/${small.province}/${read}?${query}`, OPERATOR)).toMatchObject({
        status,
        body: { code, errors: [{ path }] },
      });
  });

  describe('are added while the service runs', () => {
    it('by a list, and used at once in a rollup and in a report type', async () => {
      const stages = { ...listed.value, code: 'stages-2026' };
      const before = await get(`/v1/units/${small.province}/rollup?period=dot-1&calendar=${stages.code}`, OPERATOR);
      expect(before.body.code).toBe('calendar-unknown');
      const made = await post<CalendarAnswer>('/v1/calendars', stages, ADMINISTRATOR, 'once');
      expect(made).toMatchObject({ status: 201, body: { ...stages, kinds: ['stage', 'campaign'] } });
      expect((await post('/v1/calendars', stages, ADMINISTRATOR, 'once')).body).toEqual(made.body);
      expect(await post('/v1/calendars', stages)).toMatchObject({ status: 409, body: { code: 'calendar-exists' } });
      expect((await get<CalendarAnswer>(`/v1/calendars/${stages.code}`)).body).toEqual(made.body);
      const { body } = await get<CalendarPeriodsAnswer>(`/v1/calendars/${stages.code}/periods?year=2026&kind=stage`);
      expect(body.items.map(({ id, through }) => `${id} ${through}`)).toEqual(['dot-1 2026-04-10', 'dot-2 2026-06-10']);

      await small.meet(8, meetingOn(small.branches[1], '2026-04-10'));
      const { period, figures } = await rollup(small.province, `period=dot-1&calendar=${stages.code}`);
      expect(period).toEqual({ id: 'dot-1', from: '2026-03-05', to: '2026-04-11', calendar: stages.code });
      expect(figures[0]?.value).toBe(1);

      const type = await reportType({ code: 'stage-digital', calendar: stages.code, periodKind: 'stage' });
      expect(type.status).toBe(201);
      const report = await post<{ period: object; receipt: string }>('/v1/reports', {
        unitId: small.wards[0],
        type: 'stage-digital',
        period: 'dot-1',
        nil: true,
        submit: true,
      });
      expect(report).toMatchObject({ status: 201, body: { period: { calendar: stages.code, id: 'dot-1' } } });
      const handedIn = await get<HandedInAnswer>(
        `/v1/units/${small.province}/handed-in?type=stage-digital&period=dot-1`,
        OPERATOR,
      );
      expect(handedIn.body).toMatchObject({ counts: { expected: 2, handedIn: 1, missing: 1 } });
      const wrong = await get(`/v1/units/${small.province}/handed-in?type=stage-digital&period=ca-dot`, OPERATOR);
      expect(wrong).toMatchObject({ status: 422, body: { code: 'period-kind-wrong' } });
    });

    it('by a rule', async () => {
      expect(await post('/v1/calendars', ruled.value)).toMatchObject({ status: 201, body: { rule: ruled.value.rule } });
      // 21 May to 20 June.
      expect(await held(`period=2026-06&calendar=${ruled.value.code}`)).toBe(2);
      const type = await reportType({ code: 'half-digital', calendar: ruled.value.code, periodKind: 'half' });
      expect(type).toMatchObject({
        status: 422,
        body: { code: 'report-type-invalid', errors: [{ path: 'periodKind', code: 'period-kind-not-in-calendar' }] },
      });
    });

    it('once, also when two come at a time', async () => {
      const twice = [1, 2].map(() => post('/v1/calendars', { ...ruled.value, code: 'twice' }));
      expect((await Promise.all(twice)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    });

    it('from the root of the tree only', async () => {
      for (const sub of [OPERATOR, ANYONE])
        expect(await post('/v1/calendars', { ...ruled.value, code: 'mine' }, sub)).toMatchObject({
          status: 403,
          body: { code: 'outside-subtree' },
        });
    });

    it.each([
      [400, 'invalid-request', { rule: { ...ruled.value.rule, monthFrom: 29 } }, 'rule.monthFrom'],
      [400, 'invalid-request', { rule: { ...ruled.value.rule, kinds: [] } }, 'rule.kinds'],
      [400, 'invalid-request', { rule: { ...ruled.value.rule, kinds: ['day'] } }, 'rule.kinds'],
      [400, 'invalid-request', { code: 'Not A Code' }, 'code'],
      [400, 'invalid-request', { source: '' }, 'source'],
      [422, 'calendar-invalid', { rule: undefined }, 'rule'],
      [422, 'calendar-invalid', { periods: listed.value.periods }, 'rule'],
    ])('answers %i %s, naming the field', async (status, code, changes, path) => {
      const reply = await post('/v1/calendars', { ...ruled.value, code: 'wrong', ...changes });
      expect([reply.status, reply.body.code]).toEqual([status, code]);
      expect(reply.body.errors?.map((fault) => fault.path)).toContain(path);
    });

    const reportType = (changes: { code: string; calendar: string; periodKind: string }) => {
      const { code, ...monthly } = TYPE_EXAMPLES.create.monthly.value;
      const measures = [{ ...monthly.measures[0], code: `${code}.${changes.code}` }];
      return post('/v1/report-types', { ...monthly, measures, ...changes });
    };
  });
});
