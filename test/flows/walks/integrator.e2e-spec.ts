import { randomUUID } from 'node:crypto';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { ADMINISTRATOR, eventually, kafkaBrokers, startSystem, type Reply, type System } from '#testing';
import { differences, rowDifferences, type Figure, type Row } from '../support/differences.js';
import { foldEvents, readTopics, type AsyncApi, type Heard } from '../support/integrator.js';
import { meetingOn } from '../support/small-tree.js';

type Fact = { id: string; version: number; receipt: string };
type Rollup = { period: { from: string; to: string }; figures: Figure[]; rows?: Row[] };
type Service = 'registry' | 'meetings' | 'inspection' | 'reports';

const REASON = 'Sổ tay ghi khác';
/** Code, level, kind, what it lies under. The ward W-1 goes to the other province on 1 July 2026. */
const UNITS = [
  ['TW', 'centre', 'centre', null],
  ['P-1', 'province', 'province', 'TW'],
  ['P-2', 'province', 'province', 'TW'],
  ['W-1', 'commune', 'ward', 'P-1'],
  ['W-2', 'commune', 'ward', 'P-2'],
  ['B-1', 'branch', 'residential-branch', 'W-1'],
  ['B-2', 'branch', 'residential-branch', 'W-1'],
  ['B-3', 'branch', 'residential-branch', 'W-2'],
] as const;
const MOVED_ON = '2026-07-01';
/** The months before and after the move, both, a day of each, and a year. */
const PERIODS = ['2026-06', '2026-07', '2026-06-15/2026-07-14', '2026-06-30', '2026-07-01', '2026'];

/** Somebody who has the AsyncAPI document and a broker folds the events, and has the figures of the reports service. */
describe('the walk of an integrator', () => {
  let system: System;
  const units: Record<string, string> = {};
  /** Of the newest version of each fact. */
  const receipts = new Map<string, string>();

  const must = ({ status, body }: Reply<Fact>): Fact => {
    if (status > 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    receipts.set(body.id, body.receipt);
    return body;
  };
  const enter = async (service: Service, path: string, body: object): Promise<Fact> =>
    must(await system.client(service).post<Fact>(path, body));
  /** A next version of what is there. */
  const change = async (service: Service, path: string, { id, version }: Fact, act: string, body: object) =>
    must(await system.client(service).post<Fact>(`${path}/${id}/${act}`, body, { ifMatch: version }));

  async function plant(): Promise<void> {
    for (const [code, level, kind, parent] of UNITS) {
      const body = { code, level, kind, name: `Đơn vị ${code}`, parentId: parent && units[parent], from: '2020-01-01' };
      units[code] = (await enter('registry', '/v1/units', body)).id;
    }
    const ward = { id: units['W-1']!, version: 1, receipt: '' };
    await change('registry', '/v1/units', ward, 'move', { parentId: units['P-2'], from: MOVED_ON, reason: REASON });
    for (const [service, path] of [
      ['meetings', `/v1/meetings?unit=${units['B-3']}`],
      ['inspection', `/v1/cases?unit=${units['B-3']}`],
      ['reports', `/v1/units/${units['B-3']}/rollup?period=2026`],
    ] as const)
      await eventually(async () => (await system.client(service).get(path)).status === 200, { timeoutMs: 60_000 });
  }

  async function enterMeetings(): Promise<void> {
    const log = (code: string, date: string, more = {}) =>
      enter('meetings', '/v1/meetings', { ...meetingOn(units[code]!, date), ...more });
    await log('B-1', '2026-06-30');
    await log('B-1', '2026-07-03');
    await log('B-3', '2026-07-03', { kind: 'thematic' });
    const wrong = await log('B-2', '2026-06-04');
    await change('meetings', '/v1/meetings', wrong, 'void', { reason: REASON });
    const corrected = await log('B-2', '2026-06-05');
    const path = `/v1/meetings/${corrected.id}`;
    const { closing, ...times } = meetingOn(units['B-2']!, '2026-07-02');
    const body = { ...times, ...closing, reason: REASON };
    must(await system.client('meetings').put<Fact>(path, body, { ifMatch: corrected.version }));
  }

  async function enterFollowup(): Promise<void> {
    const [unitId, branch] = [units['B-1']!, '/v1/opinions'];
    const raised = { unitId, raisedOn: '2026-06-10', due: '2026-06-20', by: 'people', field: 'environment', text: 'x' };
    const up = await change('meetings', branch, await enter('meetings', branch, raised), 'escalate', {
      on: '2026-06-12',
      to: 'commune',
      reason: REASON,
    });
    await change('meetings', branch, up, 'settle', { on: '2026-07-08', reply: 'x' });
    await enter('meetings', branch, { ...raised, unitId: units['B-3'], raisedOn: '2026-06-29', due: '2026-07-15' });
    const task = (deadline: string) => ({
      id: randomUUID(),
      assignee: { kind: 'unit', id: unitId },
      deadline,
      text: 'x',
    });
    const tasks = [task('2026-06-25'), task('2026-06-28'), task('2026-07-20')];
    const adopted = { unitId, adoptedOn: '2026-06-10', type: 'NQ', title: 'x', tasks };
    const resolution = await enter('meetings', '/v1/resolutions', adopted);
    const done = { on: '2026-07-05', evidence: 'x' };
    await change('meetings', '/v1/resolutions', resolution, `tasks/${tasks[0]!.id}/complete`, done);
    const item = { id: randomUUID(), field: 'economy', title: 'x', draft: 'x' };
    const session = await enter('meetings', '/v1/sessions', {
      unitId: units['W-1'],
      body: 'committee',
      term: '2025-2030',
      startsAt: '2026-06-30T08:00:00+07:00',
      endsAt: '2026-06-30T11:00:00+07:00',
      items: [item],
    });
    const votes = [{ itemId: item.id, for: 9, against: 3, abstained: 1 }];
    await change('meetings', '/v1/sessions', session, 'hold', { members: 15, present: 13, votes, questions: [] });
  }

  async function enterOthers(): Promise<void> {
    const about = { unitId: units['B-2'], committeeId: units.TW, classification: 'none' };
    const opened = { ...about, kind: 'inspection', form: 'regular', object: 'organisation', openedOn: '2026-06-20' };
    const found = { classification: 'none', date: '2026-07-02', severity: 'serious', content: 'unity', summary: 'x' };
    await change('inspection', '/v1/cases', await enter('inspection', '/v1/cases', opened), 'findings', found);
    const person = { sex: 'female', birthDate: '1990-05-19', ethnicity: 'Kinh', religion: 'không' };
    for (const [at, code] of ['B-1', 'B-1', 'B-3'].entries()) {
      const act = { kind: 'registered', on: '2026-06-15', standing: at === 0 ? 'probationary' : 'official' };
      const body = {
        unitId: units[code],
        act,
        person: { ...person, name: `Người Ví Dụ ${at}` },
        confirmedDistinct: true,
      };
      const member = await enter('registry', '/v1/members', body);
      if (at === 1) await change('registry', '/v1/members', member, 'acts', { kind: 'left', on: '2026-07-10' });
    }
    await eventually(
      async () => {
        const report = { unitId: units['W-1'], type: 'weekly-integrity', period: '2026-W27', nil: true, submit: true };
        return enter('reports', '/v1/reports', report);
      },
      { timeoutMs: 30_000 },
    );
  }

  beforeAll(async () => {
    system = await startSystem();
    await plant();
    await enterMeetings();
    await enterFollowup();
    await enterOthers();
    for (const receipt of receipts.values())
      await eventually(async () => {
        const { body } = await system.client('reports').read(`/v1/receipts/${receipt}?wait=10s`);
        return (
          ['applied', 'no-figure'].includes(String(body.status)) || Promise.reject(new Error(JSON.stringify(body)))
        );
      });
  }, 180_000);
  afterAll(() => system?.stop(), 60_000);

  const documentOf = async (): Promise<AsyncApi> =>
    (await system.client('reports').read<AsyncApi>('/v1/asyncapi')).body;
  async function read(): Promise<Heard[]> {
    const { channels } = await documentOf();
    const topics = Object.values(channels).map(({ address }) => system.prefix + address);
    return readTopics(kafkaBrokers(), topics, `${system.prefix}integrator`);
  }

  it('has the same rollups from the events alone, read in any order and twice', async () => {
    const heard = await read();
    const oracle = foldEvents([...heard, ...heard.toReversed()]);
    const wrong: string[] = [];
    for (const [code] of UNITS)
      for (const period of PERIODS) {
        const path = `/v1/units/${units[code]}/rollup?period=${period}&by=child&limit=500`;
        const { status, body } = await system.client('reports', ADMINISTRATOR).read<Rollup>(path);
        expect({ path, status }).toEqual({ path, status: 200 });
        const { from, to } = body.period;
        const [id, last] = [units[code]!, new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10)];
        wrong.push(...differences(`${code} ${period}`, body.figures, oracle.total(id, from, last)));
        wrong.push(...rowDifferences(`${code} ${period}`, body.rows ?? [], oracle.byChild(id, from, last)));
      }
    expect(wrong).toEqual([]);

    // That it was not a comparison of nothing: the ward's figures go with it to the other province.
    const of = (code: string, from: string, to: string) => oracle.total(units[code]!, from, to);
    expect(of('P-1', '2026-06-01', '2026-06-30')).toMatchObject({
      'meetings.held': 1,
      'members.total': 2,
      'opinions.open-commune': 1,
      'opinions.overdue': 1,
      'tasks.late': 2,
      'sessions.items-adopted': 1,
      'cases.open': 1,
    });
    expect(of('P-1', '2026-07-01', '2026-07-31')).toMatchObject({
      'members.opening': 2,
      'members.moved-with-units': -2,
    });
    expect(of('P-2', '2026-07-01', '2026-07-31')).toMatchObject({
      'meetings.held': 3,
      'members.total': 2,
      'members.moved-with-units': 2,
      'opinions.settled-commune': 1,
      'tasks.done': 1,
      'findings.serious': 1,
      'reports.handed-in': 1,
    });
  }, 60_000);

  it('finds every event on the topic and in the form that the document says', async () => {
    const { components } = await documentOf();
    const ajv = new Ajv({ strict: false });
    formats.default(ajv);
    const heard = await read();
    const wrong = heard.filter(({ type, ...event }) => {
      const schema = components.messages[type]?.payload;
      return !schema || !ajv.validate(schema, { type, ...event });
    });
    expect(wrong).toEqual([]);
    expect([...new Set(heard.map(({ type }) => type))].sort()).toEqual([
      'inspection.case-changed.v1',
      'meetings.meeting-recorded.v1',
      'meetings.opinion-recorded.v1',
      'meetings.resolution-recorded.v1',
      'meetings.session-recorded.v1',
      'registry.composition-changed.v1',
      'registry.member-changed.v1',
      'registry.role-changed.v1',
      'registry.unit-changed.v1',
      'relay.watermark.v1',
      'reports.report-changed.v1',
    ]);
  }, 60_000);
});
