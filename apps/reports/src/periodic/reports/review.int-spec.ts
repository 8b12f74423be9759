import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { eventually, freshIds, grant, TestApp, unit } from '#testing';
import { aboutReports, AppModule } from '../../app.module.js';
import { REPORTS } from './report.schema.js';

const [CENTRE, PROVINCE, WARD, OTHER_WARD, MISTAKE] = freshIds(5);
const CLERK = 'demo-clerk-my-phong';
const WARD_SECRETARY = 'demo-secretary-my-phong';
const SUPERIOR = 'demo-secretary-vinh-niem';
const CENTRAL = 'demo-administrator';
const OPERATOR = 'demo-operator-centre';
const FOREIGNER = 'demo-clerk-dak-pek';

type Report = { id: string };
type Outcome = [status: number, code?: string];

const ward = { parentId: PROVINCE, level: 'commune' as const, kind: 'ward' as const };

describe('review of reports', () => {
  let service: TestApp;
  const send = async (sub: string, path: string, body: object, ifMatch?: number) =>
    service.client(sub).call<Report & { code?: string }>('POST', path, { body, ...(ifMatch && { ifMatch }) });
  let weeks = 0;
  const handedIn = async (sub: string, unitId = WARD): Promise<string> => {
    const period = `2025-W${String(++weeks).padStart(2, '0')}`;
    const body = { unitId, type: 'weekly-integrity', period, submit: true, nil: true };
    const reply = await send(sub, '/v1/reports', body);
    expect([reply.status, reply.body.code]).toEqual([201, undefined]);
    return reply.body.id;
  };
  const judge = async (sub: string, id: string, verb: 'accept' | 'return', ifMatch = 1): Promise<Outcome> => {
    const { status, body } = await send(sub, `/v1/reports/${id}/${verb}`, { reason: 'r' }, ifMatch);
    return body.code === undefined ? [status] : [status, body.code];
  };
  const seen = async (sub: string, unitId: string): Promise<boolean> =>
    (await service.client(sub).get(`/v1/reports?unit=${unitId}`)).status === 200;

  beforeAll(async () => {
    service = await TestApp.open(aboutReports({ serviceDocs: [] } as never), (env) =>
      AppModule.forRoot({ ...env, serviceDocs: [] }),
    );
    const grants = [
      [CLERK, 'clerk', WARD],
      [WARD_SECRETARY, 'secretary', WARD],
      [SUPERIOR, 'secretary', PROVINCE],
      [CENTRAL, 'secretary', CENTRE],
      [OPERATOR, 'operator', CENTRE],
      [FOREIGNER, 'clerk', OTHER_WARD],
    ] as const;
    await service.publish([
      unit(CENTRE, [{ parentId: null, level: 'centre', kind: 'centre' }]),
      unit(PROVINCE, [{ parentId: CENTRE, level: 'province', kind: 'province' }]),
      ...[WARD, OTHER_WARD, MISTAKE].map((id) => unit(id, [ward])),
      ...grants.map(([sub, role, at]) => grant(sub, role, at)),
    ]);
    await eventually(async () => (await Promise.all(grants.map(([sub, , at]) => seen(sub, at)))).every(Boolean));
    await eventually(() => seen(CENTRAL, MISTAKE));
  }, 120_000);
  afterAll(() => service?.close(), 60_000);

  it('is for who is above, and never for who wrote or handed it in', async () => {
    const id = await handedIn(CLERK);
    for (const sub of [CLERK, WARD_SECRETARY, FOREIGNER, OPERATOR])
      for (const verb of ['accept', 'return'] as const)
        expect([sub, await judge(sub, id, verb)]).toEqual([sub, [403, 'outside-subtree']]);
    const own = await handedIn(SUPERIOR);
    expect(await judge(SUPERIOR, own, 'accept')).toEqual([403, 'own-work']);
    expect(await judge(CENTRAL, own, 'accept')).toEqual([200]);
  });

  it('waits until the tree has the unit: an earlier state of the figures may have been put back', async () => {
    const id = await handedIn(CLERK);
    const reports = service.app.get(Store).db.collection<{ _id: string; unitId: string }>(REPORTS);
    await reports.updateOne({ _id: id }, { $set: { unitId: randomUUID() } });
    expect(await judge(SUPERIOR, id, 'accept')).toEqual([409, 'unit-not-known-yet']);
    expect(await judge(CLERK, id, 'accept')).toEqual([403, 'outside-subtree']);
    await reports.deleteOne({ _id: id });
  });

  it('is for a root where the unit was voided since, which lies below nobody else', async () => {
    const id = await handedIn(SUPERIOR, MISTAKE);
    await service.publish([unit(MISTAKE, [], { version: 2, voided: true })]);
    await eventually(async () => !(await seen(SUPERIOR, MISTAKE)));
    expect(await judge(SUPERIOR, id, 'return')).toEqual([403, 'outside-subtree']);
    expect(await judge(CENTRAL, id, 'accept')).toEqual([200]);
    expect(await judge(CENTRAL, id, 'return', 2)).toEqual([200]);
  });
});
