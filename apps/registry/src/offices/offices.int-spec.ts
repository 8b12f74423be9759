import { randomUUID } from 'node:crypto';
import { OPERATOR, Rolls, STRANGER, WARD_CLERK } from '../rolls.harness.js';

type Office = { id: string; version: number; memberId: string; office: string; code: string };

let rolls: Rolls;
const people: string[] = [];
beforeAll(async () => {
  rolls = await Rolls.open();
  for (let n = 0; n < 3; n += 1) people.push(await rolls.member());
}, 90_000);
afterAll(() => rolls.close());

const clerk = (sub = WARD_CLERK) => rolls.registry.client(sub);
const take = (changes: object = {}, sub = WARD_CLERK) =>
  clerk(sub).post<Office>('/v1/offices', {
    memberId: people[0],
    unitId: rolls.units.ward,
    office: 'secretary',
    from: '2025-07-01',
    ...changes,
  });
const on = async (date: string, unit = rolls.units.ward): Promise<string[][]> => {
  const { body } = await clerk().get<{ items: Office[] }>(`/v1/units/${unit}/offices?on=${date}`);
  return body.items.map(({ office, memberId }) => [office, memberId]);
};

describe('offices', () => {
  it('are held by one secretary after the other, and several by one person', async () => {
    const first = await take();
    expect(first).toMatchObject({ status: 201, body: { version: 1, to: null, voided: false } });
    const second = { memberId: people[1], from: '2026-01-01' };
    const refused = await take(second);
    expect([refused.status, refused.body.code]).toEqual([409, 'office-taken']);
    const path = `/v1/offices/${first.body.id}`;
    const end = { to: '2026-01-01', reason: 'Thôi giữ chức vụ' };
    expect((await clerk().post(`${path}/end`, end)).status).toBe(428);
    expect((await clerk().post(`${path}/end`, end, { ifMatch: 1 })).status).toBe(200);
    expect((await take(second)).status).toBe(201);
    expect((await take({ office: 'committee-member' })).status).toBe(201);
    expect((await take({ office: 'committee-member' })).body.code).toBe('office-held');
    expect((await take({ unitId: rolls.units.branch })).status).toBe(201);
    expect(await on('2025-12-31')).toEqual([
      ['secretary', people[0]],
      ['committee-member', people[0]],
    ]);
    expect(await on('2026-01-01')).toEqual([
      ['secretary', people[1]],
      ['committee-member', people[0]],
    ]);
    const read = await rolls.db.collection('member_reads').findOne({ what: 'offices', memberIds: people[1] });
    expect(read).toMatchObject({ sub: WARD_CLERK, unitId: rolls.units.ward });
  });

  it('are corrected and voided, with every version kept', async () => {
    const { body } = await take({ unitId: rolls.units.other });
    const path = `/v1/offices/${body.id}`;
    const corrected = { from: '2025-08-01', to: null, reason: 'Nhập nhầm ngày' };
    expect((await clerk().put(path, corrected, { ifMatch: 1 })).status).toBe(200);
    expect((await clerk().put(path, corrected, { ifMatch: 1 })).status).toBe(412);
    expect((await clerk().put<Office>(path, corrected, { ifMatch: 2 })).body.code).toBe('no-change');
    expect(await on('2025-07-15', rolls.units.other)).toEqual([]);
    expect((await clerk().post(`${path}/void`, { reason: 'Nhập nhầm' }, { ifMatch: 2 })).status).toBe(200);
    const after = await clerk().post<Office>(`${path}/void`, { reason: 'x' }, { ifMatch: 3 });
    expect([after.status, after.body.code]).toEqual([409, 'office-voided']);
    expect(await on('2025-09-01', rolls.units.other)).toEqual([]);
    const versions = await clerk().get<{ items: object[] }>(`${path}/versions`);
    expect(versions.body.items).toMatchObject([
      { act: 'taken', actor: WARD_CLERK, record: { version: 1, from: '2025-07-01' } },
      { act: 'corrected', reason: 'Nhập nhầm ngày', record: { version: 2, from: '2025-08-01' } },
      { act: 'voided', record: { version: 3, voided: true } },
    ]);
  });

  it('taken by two at once are given to one', async () => {
    const two = await Promise.all(
      [people[1], people[2]].map((memberId) => take({ memberId, office: 'inspection-chair' })),
    );
    expect(two.map(({ status }) => status).sort((one, other) => one - other)).toEqual([201, 409]);
  });

  it('are refused where they cannot be', async () => {
    const codes = async (changes: object, sub?: string) => {
      const { status, body } = await take({ office: 'deputy-secretary', ...changes }, sub);
      return [status, body.code];
    };
    expect(await codes({ from: '1985-01-01' })).toEqual([409, 'unit-not-alive']);
    expect(await codes({ to: '2025-07-01' })).toEqual([422, 'empty-period']);
    expect(await codes({ memberId: randomUUID() })).toEqual([404, 'no-such-member']);
    expect(await codes({}, STRANGER)).toEqual([403, 'outside-subtree']);
    expect(await codes({ unitId: rolls.units.foreign }, STRANGER)).toEqual([404, 'no-such-member']);
    const { body } = await take({ office: 'deputy-secretary' });
    expect(await codes({ id: body.id, memberId: people[2] })).toEqual([409, 'office-exists']);
    const end = { to: '2026-01-01', reason: 'x' };
    expect((await clerk().post(`/v1/offices/${randomUUID()}/end`, end, { ifMatch: 1 })).body.code).toBe(
      'no-such-office',
    );
    expect((await clerk(STRANGER).post(`/v1/offices/${body.id}/end`, end, { ifMatch: 1 })).status).toBe(403);
    expect((await clerk(OPERATOR).get(`/v1/units/${rolls.units.ward}/offices`)).status).toBe(403);
  });
});
