import { randomUUID } from 'node:crypto';
import { eventually, TestApp, type HttpClient } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';
import type { CaseAnswer, CasesPage } from './case-answers.dto.js';
import { grant, stretch, unit } from './cases.harness.js';

const INSPECTOR = 'demo-inspector-hai-phong';
const CLERK = 'demo-clerk-my-phong';
const id = (): string => randomUUID();
const [ROOT, WARD, BRANCH, MOVER, FOREIGN, WIDE] = [id(), id(), id(), id(), id(), id()];
/** More than are named to MongoDB one by one. */
const many = Array.from({ length: 205 }, id);

describe('list of cases', () => {
  let service: TestApp;
  let inspector: HttpClient;
  const opened: CaseAnswer[] = [];

  const open = async (unitId: string, committeeId: string, openedOn: string, kind = 'inspection'): Promise<void> => {
    const body = {
      classification: 'none',
      unitId,
      committeeId,
      kind,
      form: 'regular',
      object: 'organisation',
      openedOn,
    };
    const reply = await inspector.post<CaseAnswer>('/v1/cases', body);
    expect(reply.status).toBe(201);
    opened.push(reply.body);
  };
  /** All pages of two. */
  const list = async (query: string): Promise<string[]> => {
    const found: string[] = [];
    let cursor = '';
    do {
      const page = await inspector.get<CasesPage>(`/v1/cases?${query}&limit=2${cursor}`);
      expect(page.status).toBe(200);
      found.push(...page.body.items.map((one) => one.id));
      cursor = page.body.next === null ? '' : `&cursor=${page.body.next}`;
    } while (cursor !== '');
    return found;
  };
  const expected = (keep: (one: CaseAnswer) => boolean): string[] =>
    opened
      .filter(keep)
      .sort((a, b) => (`${a.openedOn}${a.id}` < `${b.openedOn}${b.id}` ? -1 : 1))
      .map((one) => one.id);
  const of =
    (...units: string[]) =>
    (one: CaseAnswer): boolean =>
      units.includes(one.unitId);

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    inspector = service.client(INSPECTOR);
    await service.publish([
      unit(ROOT, [stretch(null)]),
      unit(WARD, [stretch(ROOT)]),
      unit(BRANCH, [stretch(WARD)]),
      unit(WIDE, [stretch(ROOT)]),
      // Under WARD until it went to WIDE.
      unit(MOVER, [stretch(WARD, '2000-01-01', '2026-06-01'), stretch(WIDE, '2026-06-01')]),
      unit(FOREIGN, [stretch(null)]),
      ...many.map((unitId) => unit(unitId, [stretch(WIDE)])),
      grant(INSPECTOR, 'inspector', ROOT),
      grant(CLERK, 'clerk', WARD),
    ]);
    await eventually(async () => (await inspector.get(`/v1/cases?unit=${many.at(-1)}`)).status === 200, {
      timeoutMs: 45_000,
    });
    await open(BRANCH, WARD, '2026-03-01');
    await open(BRANCH, BRANCH, '2026-03-01', 'supervision');
    await open(WARD, ROOT, '2026-02-01');
    await open(MOVER, WARD, '2026-03-01');
    await open(many[0] as string, WIDE, '2026-01-01');
    await open(many[204] as string, WIDE, '2026-03-01');
    await open(WIDE, ROOT, '2026-04-01');
  }, 120_000);
  afterAll(() => service?.close(), 30_000);

  it('has those of the subtree as the tree is today, in the order in which they were opened', async () => {
    expect(await list(`unit=${WARD}`)).toEqual(expected(of(WARD, BRANCH)));
    expect(await list(`unit=${BRANCH}`)).toEqual(expected(of(BRANCH)));
    expect(await list(`unit=${MOVER}`)).toEqual(expected(of(MOVER)));
  });

  it('has them also of more units than are named one by one', async () => {
    expect(await list(`unit=${WIDE}`)).toEqual(expected(of(WIDE, MOVER, ...many)));
    expect(await list(`unit=${ROOT}`)).toEqual(expected(() => true));
  });

  it.each<[string, (one: CaseAnswer) => boolean]>([
    [`committee=${WARD}`, (one) => one.committeeId === WARD],
    ['kind=supervision', (one) => one.kind === 'supervision'],
    ['state=opened', () => true],
    ['state=concluded', () => false],
    ['from=2026-02-01', (one) => one.openedOn >= '2026-02-01'],
    ['to=2026-02-01', (one) => one.openedOn <= '2026-02-01'],
    ['from=2026-03-01&to=2026-03-01', (one) => one.openedOn === '2026-03-01'],
  ])('keeps to %s, of few units and of many', async (query, keep) => {
    expect(await list(`unit=${ROOT}&${query}`)).toEqual(expected(keep));
    expect(await list(`unit=${WARD}&${query}`)).toEqual(expected((one) => keep(one) && of(WARD, BRANCH)(one)));
  });

  it('is for who may read inspection there', async () => {
    expect((await service.client(null).call('GET', `/v1/cases?unit=${WARD}`)).status).toBe(401);
    expect((await service.client(CLERK).get(`/v1/cases?unit=${WARD}`)).status).toBe(403);
    expect(await inspector.get(`/v1/cases?unit=${FOREIGN}`)).toMatchObject({
      status: 403,
      body: { code: 'outside-subtree' },
    });
    expect((await inspector.get(`/v1/cases?unit=${id()}`)).status).toBe(404);
    expect((await inspector.get(`/v1/cases?unit=${WARD}&cursor=x`)).body.code).toBe('invalid-cursor');
    expect((await inspector.get(`/v1/cases?unit=${WARD}&from=yesterday`)).status).toBe(400);
  });
});
