import { randomUUID } from 'node:crypto';
import { Rolls, STRANGER, WARD_CLERK } from '../rolls.harness.js';

type Liaison = { id: string; version: number; memberId: string; code: string; comments: object[] };

let rolls: Rolls;
beforeAll(async () => {
  rolls = await Rolls.open();
}, 90_000);
afterAll(() => rolls.close());

const client = (sub = WARD_CLERK) => rolls.registry.client(sub);
const begin = (memberId: string, changes: object = {}, sub = WARD_CLERK) =>
  client(sub).post<Liaison>(`/v1/members/${memberId}/liaisons`, {
    unitId: rolls.units.foreign,
    kind: 'full',
    from: '2024-01-01',
    ...changes,
  });
const at = async (unit: string, sub: string, date = '2026-01-01'): Promise<string[]> => {
  const { body } = await client(sub).get<{ items: Liaison[] }>(`/v1/units/${unit}/liaisons?on=${date}`);
  return body.items.map(({ memberId }) => memberId);
};

describe('residence liaison', () => {
  it('counts in no head-count, in no event and on no roll', async () => {
    const member = await rolls.member();
    const outbox = rolls.db.collection('outbox');
    const before = await outbox.countDocuments();
    const compositions = await rolls.db.collection('compositions').find().toArray();
    expect((await begin(member)).status).toBe(201);
    expect(await at(rolls.units.foreign, STRANGER)).toEqual([member]);
    expect(await outbox.countDocuments()).toBe(before);
    expect(await rolls.db.collection('compositions').find().toArray()).toEqual(compositions);
    const roll = await client(STRANGER).get(`/v1/units/${rolls.units.foreign}/roll?on=2026-01-01`);
    expect(roll.status).toBe(200);
    expect(JSON.stringify(roll.body)).not.toContain(member);
    const { body } = await client().get(`/v1/members/${member}`);
    expect(JSON.stringify(body)).not.toContain(rolls.units.foreign);
    const read = await rolls.db.collection('member_reads').findOne({ what: 'liaisons', memberIds: member });
    expect(read).toMatchObject({ sub: STRANGER, unitId: rolls.units.foreign });
  });

  it('is commented on where the member lives, ended and voided', async () => {
    const member = await rolls.member();
    const { body } = await begin(member);
    const path = `/v1/liaisons/${body.id}`;
    const commented = await client(STRANGER).post<Liaison>(
      `${path}/comments`,
      { year: 2025, text: 'Gương mẫu' },
      { ifMatch: 1 },
    );
    expect(commented).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    // Answers are kept with their keys: the text is only where reads are judged and logged.
    expect(JSON.stringify(commented.body)).not.toContain('Gương mẫu');
    const wrong = await client(STRANGER).post(`${path}/comments`, { year: 2023, text: 'x' }, { ifMatch: 2 });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'outside-liaison']);
    const end = { to: '2025-12-01', reason: 'Chuyển nơi cư trú' };
    expect((await client().post(`${path}/end`, end, { ifMatch: 1 })).status).toBe(412);
    expect((await client().post(`${path}/end`, end, { ifMatch: 2 })).status).toBe(200);
    expect(await at(rolls.units.foreign, STRANGER)).not.toContain(member);
    expect(await at(rolls.units.foreign, STRANGER, '2025-11-30')).toContain(member);
    expect((await client().post(`${path}/void`, { reason: 'Nhập nhầm' }, { ifMatch: 3 })).status).toBe(200);
    const again = await client().post(`${path}/void`, { reason: 'x' }, { ifMatch: 4 });
    expect([again.status, again.body.code]).toEqual([409, 'liaison-voided']);
    const versions = await client().get<{ items: object[] }>(`${path}/versions`);
    expect(versions.body.items).toMatchObject([
      { act: 'begun' },
      { act: 'commented' },
      { act: 'ended' },
      { act: 'voided' },
    ]);
  });

  it('is refused where it cannot be', async () => {
    const member = await rolls.member();
    const codes = async (changes: object, sub?: string) => {
      const { status, body } = await begin(member, changes, sub);
      return [status, body.code];
    };
    expect(await codes({}, STRANGER)).toEqual([404, 'no-such-member']);
    expect(await codes({ unitId: randomUUID() })).toEqual([409, 'unit-not-alive']);
    const { body } = await begin(member, { kind: 'not-introduced' });
    expect(await codes({})).toEqual([409, 'liaison-overlaps']);
    expect(await codes({ id: body.id })).toEqual([409, 'liaison-exists']);
    const comment = await client().post(`/v1/liaisons/${body.id}/comments`, { year: 2025, text: 'x' }, { ifMatch: 1 });
    expect([comment.status, comment.body.code]).toEqual([422, 'no-comment-due']);
    const missing = await client().post(`/v1/liaisons/${randomUUID()}/void`, { reason: 'x' }, { ifMatch: 1 });
    expect([missing.status, missing.body.code]).toEqual([404, 'no-such-liaison']);
  });
});
