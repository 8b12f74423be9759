import { randomUUID } from 'node:crypto';
import { answerToCheck, eventually, grant, TestApp, unit, type HttpClient, type PublishedFact } from '#testing';
import { aboutReports, AppModule } from '../../app.module.js';

const id = (): string => randomUUID();
const [CENTRE, OLD, NEW, DISSOLVED] = [id(), id(), id(), id()];
const CLERK = 'demo-clerk-my-phong';
const END = '2026-03-30';
const WORDS = { sections: [{ section: 'situation', text: 'TEXT' }] };
type Answer = {
  id: string;
  version: number;
  unitId: string;
  state: string;
  code?: string;
  errors?: object[];
  movedByAct?: object;
  values: object[];
};

const ward = { parentId: CENTRE, level: 'commune' as const, kind: 'ward' as const };
const act = (decision: string) => ({ id: id(), decision, effective: END, step: 1, of: 1 });
const by = (of: ReturnType<typeof act>, step: PublishedFact): PublishedFact =>
  ({ ...step, data: { ...step.data, act: of } }) as PublishedFact;
const ended = (unitId: string, heir?: string): PublishedFact =>
  unit(unitId, [{ ...ward, to: END }], {
    version: 2,
    ...(heir && { successions: [{ from: END, history: 'moves', to: [{ unitId: heir, weight: 1 }] }] }),
  });

describe('drafts of reports follow acts', () => {
  let service: TestApp;
  let clerk: HttpClient;
  const report = async (unitId: string, period: string, settled = 3): Promise<Answer> => {
    const values = [{ measure: 'integrity.signs-settled', value: settled }];
    const body = { unitId, type: 'weekly-integrity', period, values, ...WORDS };
    return (await clerk.post<Answer>('/v1/reports', body)).body;
  };
  const read = async (reportId: string): Promise<Answer> => (await clerk.get<Answer>(`/v1/reports/${reportId}`)).body;
  const of = async (unitId: string): Promise<Answer[]> =>
    (await clerk.get<{ items: Answer[] }>(`/v1/reports?unit=${unitId}&limit=50`)).body.items;

  beforeAll(async () => {
    service = await TestApp.open(aboutReports({ serviceDocs: [] } as never), (env) =>
      AppModule.forRoot({ ...env, serviceDocs: [] }),
    );
    clerk = service.client(CLERK);
    await service.publish([
      unit(CENTRE, [{ parentId: null, level: 'centre', kind: 'centre' }]),
      ...[OLD, NEW, DISSOLVED].map((unitId) => unit(unitId, [ward])),
      grant(CLERK, 'clerk', CENTRE),
    ]);
    await eventually(async () => (await clerk.get(`/v1/reports?unit=${DISSOLVED}`)).status === 200, {
      timeoutMs: 60_000,
    });
  }, 120_000);
  afterAll(() => service?.close(), 60_000);

  it('one for a period after the end is begun anew by who goes on, and given back when the act is revoked', async () => {
    const [before, after, lost] = [
      await report(OLD, '2026-W13'),
      await report(OLD, '2026-W15', 7),
      await report(DISSOLVED, '2026-W15'),
    ];
    const own = await report(NEW, '2026-W16');
    const other = await report(OLD, '2026-W16');
    const [fused, gone, revoked] = [act('31-QĐ/TU'), act('32-QĐ/TU'), act('33-QĐ/TU')];
    await service.publish([by(fused, ended(OLD, NEW)), by(gone, ended(DISSOLVED))]);
    await eventually(async () => (await read(lost.id)).state === 'voided', { timeoutMs: 30_000 });

    const movedByAct = { id: fused.id, decision: '31-QĐ/TU' };
    expect(await read(before.id)).toMatchObject({ version: 1, state: 'draft' });
    expect(await read(after.id)).toMatchObject({ version: 2, state: 'voided', movedByAct });
    expect(await read(other.id)).toMatchObject({ version: 2, state: 'voided' });
    const begun = (await of(NEW)).find((one) => one.id !== own.id);
    expect(begun).toMatchObject({ version: 1, state: 'draft', values: [{ value: 7 }] });
    expect(await read(own.id)).toMatchObject({ version: 1 });
    expect(await report(OLD, '2026-W17')).toMatchObject({
      code: 'unit-not-alive',
      errors: [{ path: 'unitId', successors: [NEW] }],
    });

    await service.publish([by(revoked, unit(OLD, [ward], { version: 3 }))]);
    await eventually(async () => (await read(after.id)).state === 'draft', { timeoutMs: 30_000 });
    await eventually(async () => (await read(other.id)).state === 'draft', { timeoutMs: 10_000 });
    expect(await read(begun!.id)).toMatchObject({ version: 2, state: 'voided' });
  });

  it('a check of an act is answered with what it touches', async () => {
    const told = await answerToCheck(service, {
      effective: '2026-03-31',
      steps: [{ verb: 'merge', unitId: OLD, into: NEW }],
    });
    expect(told).toMatchObject({ check: 1, counts: { 'report-drafts': 2, 'reports-handed-in': 0 } });
  });
});
