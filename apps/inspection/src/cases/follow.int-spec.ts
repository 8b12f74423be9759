import { randomUUID } from 'node:crypto';
import { dateOf, localDayOf } from '#calendar';
import { answerToCheck, eventually, grant, TestApp, unit, type HttpClient, type PublishedFact } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';
import { conclusion, none } from './cases.harness.js';

const id = (): string => randomUUID();
const [CENTRE, DISTRICT, PROVINCE, WARD, NEW_WARD] = [id(), id(), id(), id(), id()];
const TODAY = localDayOf(new Date());
const on = (days: number): string => dateOf(TODAY + days);
const END = on(-10);
const INSPECTOR = 'demo-inspector-hai-phong';
type Answer = {
  id: string;
  version: number;
  unitId: string;
  committeeId: string;
  movedByAct?: object;
  code?: string;
  obligations: { responsibleUnitId: string; obligationId: string; fulfilledOn: string | null }[];
};

const act = { id: id(), decision: '31-QĐ/TU', effective: END, step: 1, of: 2 };
const by = (step: PublishedFact): PublishedFact => ({ ...step, data: { ...step.data, act } }) as PublishedFact;
const district = { parentId: PROVINCE, level: 'district' as const, kind: 'rural-district' as const };
const ward = { parentId: DISTRICT, level: 'commune' as const };

describe('open cases follow acts', () => {
  let service: TestApp;
  let inspector: HttpClient;
  const post = async (path: string, body: object, options = {}): Promise<Answer> =>
    (await inspector.call<Answer>('POST', `/v1/cases${path}`, { body: { ...none, ...body }, ...options })).body;
  const read = async (caseId: string): Promise<Answer> => (await inspector.get<Answer>(`/v1/cases/${caseId}`)).body;
  const opened = (openedOn: string, committeeId = DISTRICT): Promise<Answer> =>
    post('', {
      unitId: WARD,
      committeeId,
      kind: 'inspection',
      form: 'regular',
      object: 'organisation',
      openedOn,
    });
  const concluded = async (): Promise<Answer> => {
    const one = await opened(on(-40));
    const obligations = [{ due: on(30), text: 'TEXT' }];
    return post(`/${one.id}/conclude`, conclusion({ on: on(-30), obligations }), { ifMatch: 1 });
  };

  beforeAll(async () => {
    service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
    inspector = service.client(INSPECTOR);
    await service.publish([
      unit(CENTRE, [{ parentId: null, level: 'centre' }]),
      unit(PROVINCE, [{ parentId: CENTRE, level: 'province' }]),
      unit(DISTRICT, [district]),
      unit(WARD, [ward]),
      unit(NEW_WARD, [{ ...ward, parentId: PROVINCE }]),
      grant(INSPECTOR, 'inspector', CENTRE),
    ]);
    await eventually(async () => (await inspector.get(`/v1/cases?unit=${NEW_WARD}`)).status === 200, {
      timeoutMs: 60_000,
    });
  }, 120_000);
  afterAll(() => service?.close(), 60_000);

  it('what is to be done goes on with who goes on, whom it concerns stays; a closed one stays as it is', async () => {
    const [open, set, over] = [await opened(on(-40)), await concluded(), await opened(on(-50))];
    await post(`/${over.id}/conclude`, conclusion({ on: on(-45), obligations: [] }), { ifMatch: 1 });
    const closing = { body: { on: on(-44) }, ifMatch: 2 };
    const { body: closed } = await inspector.call<Answer>('POST', `/v1/cases/${over.id}/close`, closing);
    await service.publish([
      by(unit(WARD, [{ ...ward, to: END }], { successions: [goesTo(NEW_WARD)], version: 2 })),
      // The district goes on nowhere: the province took over.
      by(unit(DISTRICT, [{ ...district, to: END }], { version: 2 })),
    ]);
    await eventually(
      async () => [await read(set.id), await read(open.id)].every((one) => one.committeeId === PROVINCE),
      { timeoutMs: 30_000 },
    );
    const movedByAct = { id: act.id, decision: act.decision };
    expect(await read(open.id)).toMatchObject({ version: 2, unitId: WARD, committeeId: PROVINCE, movedByAct });
    await eventually(async () => (await read(set.id)).obligations[0]?.responsibleUnitId === NEW_WARD);
    expect(await read(set.id)).toMatchObject({
      unitId: WARD,
      committeeId: PROVINCE,
      movedByAct,
      obligations: [{ responsibleUnitId: NEW_WARD }],
    });
    expect(await read(over.id)).toEqual(closed);
  });

  it('a committee that has ended opens none, nor has a unit that has ended anything to fulfil', async () => {
    expect(await opened(END)).toMatchObject({ code: 'unit-not-alive', errors: [{ path: 'committeeId' }] });
    const one = await opened(END, PROVINCE);
    expect(one).toMatchObject({ version: 1, unitId: WARD, outsideUnitLife: true });
    const due = { due: on(30), text: 'TEXT' };
    const stated = conclusion({ on: on(-1), obligations: [{ ...due, responsibleUnitId: WARD }] });
    expect(await post(`/${one.id}/conclude`, stated, { ifMatch: 1 })).toMatchObject({
      code: 'unit-not-alive',
      errors: [{ path: 'obligations.0.responsibleUnitId', successors: [NEW_WARD] }],
    });
    const implied = conclusion({ on: on(-1), obligations: [due] });
    expect(await post(`/${one.id}/conclude`, implied, { ifMatch: 1 })).toMatchObject({
      obligations: [{ responsibleUnitId: NEW_WARD }],
    });
  });

  it('a check of an act is answered with what it touches', async () => {
    const told = await answerToCheck(service, {
      effective: on(-1),
      steps: [{ verb: 'merge', unitId: NEW_WARD, into: PROVINCE }],
    });
    expect(told).toMatchObject({ check: 1, counts: { 'cases-open': 1, 'obligations-open': 2 } });
  });
});

const goesTo = (unitId: string) => ({ from: END, history: 'moves' as const, to: [{ unitId, weight: 1 }] });
