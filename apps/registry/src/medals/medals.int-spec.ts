import { csvOf, OPERATOR, Rolls, STRANGER, WARD_CLERK } from '../rolls.harness.js';

type Due = { memberId: string; step: number; reachedOn: string; unitId: string };
type Page = { items: Due[]; next: string | null; code: string };

let rolls: Rolls;
const ids: Record<string, string> = {};
beforeAll(async () => {
  rolls = await Rolls.open();
  const born = { birthDate: '1950-05-19', ceremonyDate: '', officialDate: '' };
  const people: [string, object][] = [
    ['thirty', { decisionDate: '1997-01-15' }],
    ['forty', { decisionDate: '1987-02-03', unit: rolls.codes.other }],
    ['thirtyFive', { decisionDate: '1992-01-15' }],
    ['later', { decisionDate: '1997-02-04' }],
    ['expelled', { decisionDate: '1997-01-15' }],
    ['given', { decisionDate: '1997-01-15' }],
    ['probationary', { decisionDate: '1997-01-15', standing: 'dự bị' }],
  ];
  const reply = await rolls.send(csvOf(people.map(([, changes]) => rolls.row({ ...born, ...changes }))));
  people.forEach(([name], at) => (ids[name] = reply.body.results[at]?.id ?? ''));
  const expelled = { kind: 'expelled', on: '2024-05-05', reason: 'QĐ' };
  await clerk().post(`/v1/members/${ids.expelled}/acts`, expelled, { ifMatch: 1 });
}, 90_000);
afterAll(() => rolls.close());

const inOrder = (...some: (string | undefined)[]): string[] =>
  some.map(String).sort((one, other) => (one < other ? -1 : 1));
const clerk = () => rolls.registry.client(WARD_CLERK);
const due = async (query = '', unit = rolls.units.ward, sub = WARD_CLERK) =>
  rolls.registry.client(sub).get<Page>(`/v1/units/${unit}/medals?award=2027-02-03${query}`);

describe('medals due on an award day', () => {
  it('are of who reaches a step since the award day before, and is still a member', async () => {
    const { body } = await due();
    expect(body.items.map(({ memberId, step, reachedOn }) => [memberId, step, reachedOn])).toEqual([
      [ids.forty, 40, '2027-02-03'],
      ...inOrder(ids.thirty, ids.given).map((id) => [id, 30, '2027-01-15']),
    ]);
    const read = await rolls.db.collection('member_reads').findOne({ what: 'medals', memberIds: ids.forty });
    expect(read).toMatchObject({ sub: WARD_CLERK, unitId: rolls.units.ward });
  });

  it('come in pages', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await due(`&limit=1${cursor}`);
      seen.push(...body.items.map(({ memberId }) => memberId));
      cursor = body.next ? `&cursor=${body.next}` : '';
    } while (cursor);
    expect(seen).toEqual([ids.forty, ...inOrder(ids.thirty, ids.given)]);
  });

  it('are those of the subtree', async () => {
    const { body } = await due('', rolls.units.other);
    expect(body.items.map(({ memberId }) => memberId)).toEqual([ids.forty]);
  });

  it('are asked for on award days, by who may read people there', async () => {
    const wrong = await clerk().get<Page>(`/v1/units/${rolls.units.ward}/medals?award=2027-02-04`);
    expect([wrong.status, wrong.body.code]).toEqual([422, 'not-an-award-day']);
    for (const sub of [OPERATOR, STRANGER]) expect((await due('', rolls.units.ward, sub)).status).toBe(403);
  });
});

describe('a medal handed over', () => {
  it('early leaves the list, and comes back when it was entered by mistake', async () => {
    const path = `/v1/members/${ids.given}/medals`;
    const award = { step: 30, awardedOn: '2026-09-02', reason: 'severe-illness' };
    const given = await clerk().post<{ id: string; version: number }>(path, award);
    expect(given).toMatchObject({ status: 201, body: { version: 1, step: 30, reason: 'severe-illness' } });
    const listed = async () => (await due()).body.items.some(({ memberId }) => memberId === ids.given);
    expect(await listed()).toBe(false);
    const again = await clerk().post(path, award);
    expect([again.status, again.body.code]).toEqual([409, 'already-awarded']);
    const taken = await clerk().post(path, { ...award, step: 40, id: given.body.id });
    expect(taken.body.code).toBe('award-exists');
    expect((await clerk().post(path, { ...award, step: 35 })).body.code).toBe('no-such-step');
    expect((await clerk().get<{ items: object[] }>(path)).body.items).toHaveLength(1);

    const voiding = `${path}/${given.body.id}/void`;
    expect((await clerk().post(voiding, { reason: 'Nhập nhầm' })).status).toBe(428);
    const voided = await clerk().post(voiding, { reason: 'Nhập nhầm' }, { ifMatch: 1 });
    expect(voided).toMatchObject({ status: 200, body: { version: 2, voided: true } });
    expect(await listed()).toBe(true);
    expect((await clerk().post(voiding, { reason: 'x' }, { ifMatch: 2 })).body.code).toBe('award-voided');
    const missing = await clerk().post(`${path}/${ids.forty}/void`, { reason: 'x' }, { ifMatch: 1 });
    expect([missing.status, missing.body.code]).toEqual([404, 'no-such-award']);
  });

  it('is nobody else’s to know', async () => {
    const stranger = rolls.registry.client(STRANGER);
    const reply = await stranger.post(`/v1/members/${ids.thirty}/medals`, { step: 30, awardedOn: '2026-09-02' });
    expect([reply.status, reply.body.code]).toEqual([404, 'no-such-member']);
    expect((await stranger.get(`/v1/members/${ids.thirty}/medals`)).status).toBe(404);
  });
});
