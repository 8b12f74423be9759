import { randomUUID } from 'node:crypto';
import { dateOf, localDayOf } from '#calendar';
import { eventually, grant, TestApp, unit, type PublishedFact, type Reply } from '#testing';
import { aboutReports, AppModule } from '../app.module.js';
import { meetingOn, OPERATOR, settle } from '../rollups/small-figures.harness.js';
import type { ChangesDto } from './changes.dto.js';

jest.setTimeout(120_000);

const FOREIGNER = 'demo-clerk-dak-pek';
const [WARD, BRANCH] = [randomUUID(), randomUUID()] as const;
const DATE = dateOf(localDayOf(Date.now()) - 40);
const NEVER = '2020-01-01T07:00:00+07:00';

const meeting = (): PublishedFact => meetingOn(BRANCH, DATE);

describe('changes over HTTP', () => {
  let service: TestApp;
  const ask = (more: Record<string, string> = {}, who = OPERATOR): Promise<Reply<ChangesDto>> => {
    const query = new URLSearchParams({ period: DATE, from: NEVER, ...more });
    return service.client(who).get<ChangesDto>(`/v1/units/${WARD}/changes?${query}`);
  };

  beforeAll(async () => {
    service = await TestApp.open(aboutReports({ serviceDocs: [] } as never), (env) =>
      AppModule.forRoot({ ...env, serviceDocs: [] }),
    );
    const has = (what: (changes: ChangesDto) => boolean): Promise<boolean> =>
      eventually(
        async () => {
          await settle(service);
          const { status, body } = await ask();
          return status === 200 && what(body);
        },
        { timeoutMs: 60_000 },
      );
    await service.publish([
      unit(WARD, [{ parentId: null, kind: 'ward', level: 'commune' }]),
      unit(BRANCH, WARD),
      grant(OPERATOR, 'operator', WARD),
    ]);
    await has(({ tree }) => tree.revision === 2);
    await service.publish([meeting(), meeting(), meeting()]);
    await has(({ figures }) => figures[0]?.after.value === 3);
  });
  afterAll(() => service?.close());

  it('go up to the newest settled instant, and every page to that of the first', async () => {
    const first = (await ask({ limit: '2' })).body;
    expect(first).toMatchObject({ unit: { id: WARD }, tree: { revision: 2 }, from: '2020-01-01T00:00:00.000Z' });
    expect(first.to).toBe(first.settledThrough);
    expect(first.figures).toEqual([
      {
        measure: 'meetings.held',
        before: { measure: 'meetings.held', value: 0 },
        after: { measure: 'meetings.held', value: 3 },
        change: { value: 3 },
        kinds: [{ kind: 'late', count: 3, value: 3 }],
        acts: [],
      },
    ]);
    const row = {
      measure: 'meetings.held',
      kind: 'late',
      value: 1,
      unitId: BRANCH,
      date: DATE,
      oldVersion: null,
      version: 1,
    };
    expect(first.items).toMatchObject([row, row]);
    await settle(service);
    expect((await ask()).body.to > first.to).toBe(true);
    const second = (await ask({ limit: '2', cursor: String(first.next) })).body;
    expect(second).toMatchObject({ to: first.to, next: null, items: [row] });
    expect(new Set([...first.items, ...second.items].map(({ factId }) => factId)).size).toBe(3);
  });

  it('are refused by code, with the way out', async () => {
    const refused = async (more: Record<string, string>, who?: string): Promise<unknown[]> => {
      const { status, body } = await ask(more, who);
      return [status, (body as unknown as { code: string }).code];
    };
    const early = await ask({ from: new Date(Date.now() + 3_600_000).toISOString() });
    expect(early).toMatchObject({ status: 409, body: { code: 'instant-not-settled' } });
    expect((early.body as unknown as { detail: string }).detail).toMatch(/\d{4}-\d\d-\d\dT[\d:.]+Z/);
    expect(early.headers.get('retry-after')).toBe('5');
    expect(await refused({ to: '2019-01-01T00:00:00Z' })).toEqual([422, 'instants-reversed']);
    expect(await refused({ measures: 'attendance.distinct-members' })).toEqual([422, 'changes-of-distinct']);
    expect(await refused({ measures: 'members.women' })).toEqual([403, 'count-suppressed']);
    expect(await refused({ measures: 'meetings.hold' })).toEqual([422, 'measure-unknown']);
    expect(await refused({ from: 'yesterday' })).toEqual([400, 'invalid-request']);
    for (const cursor of ['x', Buffer.from('["a","b","c","d"]').toString('base64url')])
      expect(await refused({ cursor })).toEqual([400, 'invalid-cursor']);
    expect(await refused({}, FOREIGNER)).toEqual([403, 'outside-subtree']);
  });
});
