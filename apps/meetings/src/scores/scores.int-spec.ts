import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { eventually, freshIds, grant, TestApp, unit, type HttpClient, type Reply } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';
import { eventsOf } from '../facts/facts.harness.js';
import type { MeetingAnswer } from '../meetings/meetings.dto.js';
import type { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import { TEMPLATE_BODIES } from '../score-templates/score-templates.examples.js';
import type { TemplateAnswer, TemplatesPage } from '../score-templates/score-templates.dto.js';
import { attendance, evening } from './scores.harness.js';
import { SCORE_BODIES } from './scores.examples.js';
import type { ScoreAnswer, ScoreNarrativeAnswer, ScoreTablePage, ScoreVersionsPage } from './scores.dto.js';

const [CENTRE, PROVINCE, WARD, BRANCH, SIBLING] = freshIds(5);
const CLERK = 'demo-clerk-my-phong';
const CHIEF = 'demo-secretary-my-phong';
const BRANCH_CHIEF = 'demo-secretary-vinh-niem';
const READER = 'demo-operator-centre';
const ADMINISTRATOR = 'demo-administrator';
const PROVINCIAL = 'demo-operator-hai-phong';

type Problem = { code: string; errors?: { path: string; code: string }[] };
const { items, losses } = SCORE_BODIES.open.self.value;
const self = (changes: object = {}) => ({ by: 'self', items, losses, ...changes });
const lower = items.map((one) => (one.item === 'result.targets' ? { ...one, points: 10 } : one));

describe('scores', () => {
  let service: TestApp;
  let clerk: HttpClient;
  let chief: HttpClient;
  const as = (sub: string): HttpClient => service.client(sub);
  const send = <B = Problem>(client: HttpClient, method: string, path: string, body: object, ifMatch?: number) =>
    client.call<B>(method, path, { body, ...(ifMatch === undefined ? {} : { ifMatch }) });
  const must = <B>(reply: Reply<B | Problem>): B => {
    if (reply.status > 201) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body as B;
  };
  const log = async (date: string, changes: object = {}, unitId = BRANCH): Promise<MeetingAnswer> =>
    must(await send<MeetingAnswer>(clerk, 'POST', '/v1/meetings', evening(unitId, date, changes)));
  const scoreOf = (id: string): string => `/v1/meetings/${id}/score`;
  const selfScored = async (date: string) => {
    const { id } = await log(date);
    must(await send<ScoreAnswer>(clerk, 'POST', scoreOf(id), self()));
    return id;
  };
  const codeOf = async (sent: Promise<Reply<Problem>>): Promise<[number, string]> => {
    const { status, body } = await sent;
    return [status, body.code];
  };

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    [clerk, chief] = [as(CLERK), as(CHIEF)];
    await service.publish([
      unit(CENTRE, null),
      unit(PROVINCE, CENTRE),
      unit(WARD, PROVINCE),
      unit(BRANCH, WARD),
      unit(SIBLING, WARD),
      grant(CLERK, 'clerk', WARD),
      grant(CHIEF, 'secretary', WARD),
      grant(BRANCH_CHIEF, 'secretary', BRANCH),
      grant(READER, 'operator', CENTRE),
      grant(ADMINISTRATOR, 'administrator', CENTRE),
      grant(PROVINCIAL, 'administrator', PROVINCE),
    ]);
    const known = [clerk, chief, as(BRANCH_CHIEF), as(READER), as(ADMINISTRATOR), as(PROVINCIAL)];
    await eventually(async () => {
      const replies = await Promise.all(known.map((client) => client.get(`/v1/meetings?unit=${BRANCH}`)));
      return (
        replies.every(({ status }) => status === 200) &&
        (await clerk.get(`/v1/meetings?unit=${SIBLING}`)).status === 200
      );
    });
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('of a branch are worked out by the sheet of the day, published without texts, and stay beside the superior’s', async () => {
    const { id } = await log('2026-05-05');
    const reply = await send<ScoreAnswer>(clerk, 'POST', scoreOf(id), self());
    expect([reply.status, reply.headers.get('etag')]).toEqual([201, '"1"']);
    // 86.5 and full marks of 2 for the committee there is none of, of 95.
    expect(reply.body).toMatchObject({
      template: { code: 'hd42-example', version: 1 },
      self: { points: 93.2, grade: 'good', reasons: 1 },
      superior: null,
      counted: { by: 'self', points: 93.2, grade: 'good' },
      stale: false,
    });
    const above = await send<ScoreAnswer>(chief, 'PUT', `${scoreOf(id)}/superior`, { items: lower }, 1);
    expect(above.body).toMatchObject({
      version: 2,
      self: { points: 93.2 },
      counted: { by: 'superior', points: 75.3, grade: 'fair' },
    });
    const events = await eventsOf(service, 'meetings.score-recorded.v1', `score/${id}`);
    expect(events[1]?.data).toEqual({
      meetingId: id,
      version: 2,
      unitId: BRANCH,
      state: 'recorded',
      kind: 'regular',
      date: '2026-05-05',
      template: { code: 'hd42-example', version: 1 },
      self: { points: 932, grade: 'good' },
      superior: { points: 753, grade: 'fair' },
      counted: { by: 'superior', points: 753, grade: 'fair' },
    });
    const { items: versions } = must(await clerk.get<ScoreVersionsPage>(`${scoreOf(id)}/versions`));
    expect(versions.map(({ act, actor, score }) => [act, actor, score.counted?.points])).toEqual([
      ['self-scored', CLERK, 93.2],
      ['superior-scored', CHIEF, 75.3],
    ]);
  });

  it('are refused from who scored on the other side, by whatever office', async () => {
    const { id } = await log('2026-05-06');
    // The ward's secretary may do both: here he stood in for the branch.
    must(await send(chief, 'POST', scoreOf(id), self()));
    expect(await codeOf(send(chief, 'PUT', `${scoreOf(id)}/superior`, { items }, 1))).toEqual([403, 'own-score']);
    must(await send(clerk, 'PUT', `${scoreOf(id)}/self`, { items, reason: 'r' }, 1));
    expect(await codeOf(send(chief, 'PUT', `${scoreOf(id)}/superior`, { items }, 2))).toEqual([403, 'own-score']);
    must(await send(as(ADMINISTRATOR), 'PUT', `${scoreOf(id)}/superior`, { items: lower }, 2));
    expect(await codeOf(send(as(ADMINISTRATOR), 'PUT', `${scoreOf(id)}/self`, { items, reason: 'r' }, 3))).toEqual([
      403,
      'own-score',
    ]);
  });

  it('of a superior need the right strictly above the branch', async () => {
    const id = await selfScored('2026-05-07');
    const superior = (sub: string) => codeOf(send(as(sub), 'PUT', `${scoreOf(id)}/superior`, { items }, 1));
    expect(await superior(BRANCH_CHIEF)).toEqual([403, 'outside-subtree']);
    expect(await superior(READER)).toEqual([403, 'outside-subtree']);
    expect(await codeOf(send(as(READER), 'POST', scoreOf(id), self()))).toEqual([403, 'outside-subtree']);
  });

  it('refuse what is out of order', async () => {
    const id = await selfScored('2026-05-08');
    const path = scoreOf(id);
    expect(await codeOf(send(clerk, 'POST', path, self()))).toEqual([409, 'score-exists']);
    expect(await codeOf(send(clerk, 'PUT', `${path}/self`, { items }, 1))).toEqual([422, 'reason-required']);
    expect(await codeOf(send(clerk, 'PUT', `${path}/self`, { items, reason: 'r' }, 2))).toEqual([412, 'stale-version']);
    expect(await codeOf(send(clerk, 'PUT', `${path}/self`, { items, reason: 'r' }))).toEqual([
      428,
      'precondition-required',
    ]);
    const invalid = await send(clerk, 'PUT', `${path}/self`, { items: items.slice(1), reason: 'r' }, 1);
    expect(invalid.body).toMatchObject({ code: 'score-invalid', errors: [{ path: 'items', code: 'item-missing' }] });
    expect(await codeOf(send(clerk, 'POST', scoreOf(randomUUID()), self()))).toEqual([404, 'no-such-meeting']);
    const { id: unscored } = await log('2026-05-09');
    expect(await codeOf(clerk.get<Problem>(scoreOf(unscored)))).toEqual([404, 'no-such-score']);
    const { id: early } = await log('2025-10-27');
    expect(await codeOf(send(clerk, 'POST', scoreOf(early), self()))).toEqual([404, 'no-template-in-force']);
    const { closing: _closing, ...planned } = evening(BRANCH, '2026-05-10');
    const { id: open } = must(await send<MeetingAnswer>(clerk, 'POST', '/v1/meetings', planned));
    expect(await codeOf(send(clerk, 'POST', scoreOf(open), self()))).toEqual([409, 'meeting-not-closed']);
  });

  it('are voided with a reason, by the superior once he scored, and given afresh', async () => {
    const id = await selfScored('2026-05-11');
    must(await send(chief, 'PUT', `${scoreOf(id)}/superior`, { items: lower }, 1));
    const path = `${scoreOf(id)}/void`;
    expect(await codeOf(send(clerk, 'POST', path, { reason: 'r' }, 2))).toEqual([403, 'outside-subtree']);
    expect(must(await send<ScoreAnswer>(chief, 'POST', path, { reason: 'r' }, 2))).toMatchObject({
      state: 'voided',
      counted: null,
    });
    expect(await codeOf(send(chief, 'POST', path, { reason: 'r' }, 3))).toEqual([409, 'score-voided']);
    const afresh = must(await send<ScoreAnswer>(clerk, 'PUT', `${scoreOf(id)}/self`, { items }, 3));
    expect(afresh).toMatchObject({ version: 4, state: 'recorded', superior: null });
  });

  it('move with their meeting and end with it, in the same transaction', async () => {
    const id = await selfScored('2026-05-12');
    const { closing: _closing, ...moved } = evening(SIBLING, '2026-06-01');
    must(await send(clerk, 'PUT', `/v1/meetings/${id}`, { ...moved, attendance, reason: 'wrong branch' }, 1));
    expect(must(await clerk.get<ScoreAnswer>(scoreOf(id)))).toMatchObject({
      version: 2,
      unitId: SIBLING,
      date: '2026-06-01',
      counted: { points: 93.2 },
      stale: false,
    });
    must(await send(clerk, 'POST', `/v1/meetings/${id}/void`, { reason: 'r' }, 2));
    const events = await eventsOf(service, 'meetings.score-recorded.v1', `score/${id}`);
    expect(events.map(({ data: { unitId, date, counted } }) => [unitId, date, counted?.points ?? null])).toEqual([
      [BRANCH, '2026-05-12', 932],
      [SIBLING, '2026-06-01', 932],
      [SIBLING, '2026-06-01', null],
    ]);
    expect(await codeOf(send(clerk, 'PUT', `${scoreOf(id)}/self`, { items }, 3))).toEqual([409, 'already-voided']);
  });

  it('do not outlive a meeting that is voided at the same moment', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const { id } = await log(`2026-04-0${round}`);
      await Promise.all([
        send(clerk, 'POST', scoreOf(id), self()),
        send(as(BRANCH_CHIEF), 'POST', `/v1/meetings/${id}/void`, { reason: 'r' }, 1),
      ]);
      const last = (await eventsOf(service, 'meetings.score-recorded.v1', `score/${id}`)).at(-1);
      expect(last?.data.counted ?? null).toBeNull();
    }
  });

  it('give their texts to who may read texts, and note who did', async () => {
    const id = await selfScored('2026-05-13');
    const path = `${scoreOf(id)}/narrative`;
    expect(await codeOf(as(READER).get<Problem>(path))).toEqual([403, 'outside-subtree']);
    expect(must(await chief.get<ScoreNarrativeAnswer>(path))).toMatchObject({ version: 1, self: losses, superior: [] });
    must(await chief.get(`${path}?version=1`));
    expect(await codeOf(chief.get<Problem>(`${path}?version=9`))).toEqual([404, 'no-such-version']);
    const { items: reads } = must(await clerk.get<NarrativeReadsPage>(`${scoreOf(id)}/reads`));
    expect(reads.map(({ sub, version }) => [sub, version])).toEqual([
      [CHIEF, 1],
      [CHIEF, 1],
    ]);
    const kept = await service.app.get(Store).db.collection('commands').find().toArray();
    expect(JSON.stringify(kept)).not.toContain(losses[0]?.text);
  });

  it('fill the monthly table, with the meetings that nobody scored', async () => {
    const { id: unscored } = await log('2026-07-03');
    const id = await selfScored('2026-07-04');
    await log('2026-07-05', { kind: 'extraordinary' }, SIBLING);
    const read = async (query: string) =>
      must(await as(READER).get<ScoreTablePage>(`/v1/units/${WARD}/scores?month=2026-07${query}`));
    const first = await read('&limit=2');
    expect(first.items).toMatchObject([
      { meetingId: unscored, members: 22, counted: null, hasReasons: false },
      { meetingId: id, unit: { id: BRANCH, name: 'Chi bộ' }, selfPoints: 93.2, superiorPoints: null, hasReasons: true },
    ]);
    const { items: rest, next } = await read(`&limit=2&cursor=${first.next}`);
    expect([rest.map(({ unit: { id: at } }) => at), next]).toEqual([[SIBLING], null]);
  });

  describe('by templates', () => {
    const { value: thematic } = TEMPLATE_BODIES.create.thematic;
    const template = (changes: object = {}) => ({ ...thematic, unitId: PROVINCE, ...changes });
    const inForce = async (date: string, kind = 'thematic') =>
      (await clerk.get<TemplateAnswer>(`/v1/units/${BRANCH}/score-template?date=${date}&kind=${kind}`)).body.code;

    it('of the nearest owner above, from their day on; what was scored keeps its version and says that it is another', async () => {
      const provincial = as(PROVINCIAL);
      const made = await send<TemplateAnswer>(provincial, 'POST', '/v1/score-templates', template());
      expect([made.status, made.body.version, made.body.heads[1]?.items[0]]).toMatchObject([
        201,
        1,
        { max: 37.5, notApplicable: null },
      ]);
      expect(made.body.heads[1]?.items[1]?.notApplicable).toBe('rescale');
      const { id } = await log('2026-06-20', { kind: 'thematic' });
      const points = [
        ['preparation.content', 40],
        ['conduct.steps', 20.2],
        ['conduct.guests', null],
      ].map(([item, given]) => ({ item, points: given }));
      const score = must(await send<ScoreAnswer>(clerk, 'POST', scoreOf(id), self({ items: points, losses: [] })));
      // 60.2 of 77.5 is 77.677…
      expect(score).toMatchObject({ template: { code: 'hp-thematic', version: 1 }, counted: { points: 77.7 } });
      const next = { ...TEMPLATE_BODIES.addVersion.next.value, from: '2026-06-15' };
      must(await send(provincial, 'POST', '/v1/score-templates/hp-thematic/versions', next));
      expect(must(await clerk.get<ScoreAnswer>(scoreOf(id)))).toMatchObject({ template: { version: 1 }, stale: true });
      must(await send(chief, 'PUT', `${scoreOf(id)}/superior`, { items: points }, 1));
      const { body: again } = await clerk.get<ScoreAnswer>(scoreOf(id));
      expect([again.template.version, again.superior?.points]).toEqual([1, 77.7]);
      const end = { from: '2026-08-01', source: 'QĐ' };
      must(await send(provincial, 'POST', '/v1/score-templates/hp-thematic/withdraw', end));
      expect(await codeOf(send(provincial, 'POST', '/v1/score-templates/hp-thematic/withdraw', end))).toEqual([
        409,
        'template-withdrawn',
      ]);
      expect([await inForce('2026-07-31'), await inForce('2026-08-01')]).toEqual([
        'hp-thematic',
        'no-template-in-force',
      ]);
      expect(await inForce('2026-07-31', 'regular')).toBe('hd42-example');
    });

    it('are read by anyone, and written only at their owner', async () => {
      const list = must(await clerk.get<TemplatesPage>('/v1/score-templates?limit=1'));
      expect(list.items[0]?.code).toBe('hd42-example');
      expect(must(await clerk.get<TemplatesPage>(`/v1/score-templates?cursor=${list.next}`)).items[0]).toMatchObject({
        code: 'hp-thematic',
        withdrawn: true,
        heads: [],
      });
      const v1 = must(await clerk.get<TemplateAnswer>('/v1/score-templates/hp-thematic/versions/1'));
      expect(v1.heads).toHaveLength(2);
      expect(await codeOf(clerk.get<Problem>('/v1/score-templates/nothing'))).toEqual([404, 'no-such-template']);
      const whole = template({ code: 'whole', unitId: undefined });
      expect(await codeOf(send(as(PROVINCIAL), 'POST', '/v1/score-templates', whole))).toEqual([
        403,
        'outside-subtree',
      ]);
      expect(await codeOf(send(chief, 'POST', '/v1/score-templates', template({ unitId: WARD })))).toEqual([
        403,
        'outside-subtree',
      ]);
      const admin = as(ADMINISTRATOR);
      expect(await codeOf(send(admin, 'POST', '/v1/score-templates', template()))).toEqual([409, 'template-exists']);
      const taken = template({ code: 'regular', unitId: null, kinds: ['regular'] });
      expect(await codeOf(send(admin, 'POST', '/v1/score-templates', taken))).toEqual([422, 'template-kind-taken']);
      const wrong = await send(
        admin,
        'POST',
        '/v1/score-templates',
        template({ code: 'w', heads: [thematic.heads[0]] }),
      );
      expect(wrong.body).toMatchObject({
        code: 'template-invalid',
        errors: [{ path: 'heads', code: 'heads-not-100' }],
      });
    });
  });
});
