import { randomUUID } from 'node:crypto';
import type { UnitRecord } from '#contracts';
import { Store } from '#mongo';
import { eventually, TestApp, type HttpClient, type PublishedFact } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';
import type { CasesPage } from './case-answers.dto.js';

const INSPECTOR = 'demo-inspector-hai-phong';
const CLERK = 'demo-clerk-my-phong';
const [ROOT, WARD, BRANCH, FOREIGN] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as [
  string,
  string,
  string,
  string,
];

const unit = (treeRevision: number, id: string, parentId: string | null): PublishedFact => ({
  type: 'registry.unit-changed.v1',
  data: {
    treeRevision,
    unit: {
      id,
      version: 1,
      voided: false,
      stretches: [{ from: '2000-01-01', to: null, code: id, name: 'x', kind: 'group', level: 'group', parentId }],
    } satisfies UnitRecord,
  },
});
const grant = (person: string, role: 'inspector' | 'clerk'): PublishedFact => ({
  type: 'registry.role-changed.v1',
  data: { grantId: randomUUID(), version: 1, person, role, unitId: WARD, from: '2020-01-01', to: null, voided: false },
});

describe('cases', () => {
  let service: TestApp;
  let inspector: HttpClient;

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    inspector = service.client(INSPECTOR);
    await service.publish([
      unit(1, ROOT, null),
      unit(2, WARD, ROOT),
      unit(3, BRANCH, WARD),
      unit(4, FOREIGN, ROOT),
      grant(INSPECTOR, 'inspector'),
      grant(CLERK, 'clerk'),
    ]);
    await eventually(async () => {
      const [ward, foreign] = [
        await inspector.get(`/v1/cases?unit=${WARD}`),
        await inspector.get(`/v1/cases?unit=${FOREIGN}`),
      ];
      return ward.status === 200 && foreign.status === 403;
    });
  }, 60_000);
  afterAll(() => service?.close(), 30_000);

  it('lists none while nothing opens one', async () => {
    expect(await inspector.get(`/v1/cases?unit=${WARD}`)).toMatchObject({
      status: 200,
      body: { items: [], next: null },
    });
  });

  it('pages through those of the subtree in the order in which they were opened', async () => {
    const cases = service.app.get(Store).db.collection<{ _id: string; unitId: string; openedOn: string }>('cases');
    await cases.insertMany([
      { _id: 'c', unitId: BRANCH, openedOn: '2026-01-01' },
      { _id: 'b', unitId: WARD, openedOn: '2026-02-01' },
      { _id: 'a', unitId: BRANCH, openedOn: '2026-02-01' },
      { _id: 'foreign', unitId: FOREIGN, openedOn: '2026-01-15' },
    ]);
    const first = await inspector.get<CasesPage>(`/v1/cases?unit=${WARD}&limit=2`);
    expect(first.body.items.map(({ id }) => id)).toEqual(['c', 'a']);
    const rest = await inspector.get<CasesPage>(`/v1/cases?unit=${WARD}&limit=2&cursor=${first.body.next}`);
    expect(rest.body).toMatchObject({ items: [{ id: 'b' }], next: null });
  });

  it('is for who may read inspection there', async () => {
    expect((await service.client(null).call('GET', `/v1/cases?unit=${WARD}`)).status).toBe(401);
    expect((await service.client(CLERK).get(`/v1/cases?unit=${WARD}`)).status).toBe(403);
    expect((await inspector.get(`/v1/cases?unit=${ROOT}`)).status).toBe(403);
    expect((await inspector.get(`/v1/cases?unit=${randomUUID()}`)).status).toBe(404);
  });
});
