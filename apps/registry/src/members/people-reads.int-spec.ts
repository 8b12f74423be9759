import { randomUUID } from 'node:crypto';
import { codes, FIRST, NORTH, OPERATOR, People, SOUTH, type Page, type Written } from './people.harness.js';

type Roll = Page<{ id: string; name: string }> & { counts: Record<string, number> };

let people: People;
beforeAll(async () => {
  people = await People.open();
}, 90_000);
afterAll(() => people.close());

describe('personal data', () => {
  it('are replaced whole, and judged again with the acts', async () => {
    const member = await people.made();
    const put = (person: object, ifMatch: number) =>
      people.as(NORTH).put<Written>(`/v1/members/${member.id}/person`, { person, reason: 'Theo hồ sơ' }, { ifMatch });
    expect(await put(people.person({ name: 'Đỗ Mới', birthDate: '1992-02-01' }), 1)).toMatchObject({ status: 200 });
    expect(codes(await put(people.person({ birthDate: '1992-03-01' }), 2))).toEqual([
      422,
      'under-age',
      ['acts[0].decisionDate'],
    ]);
    const { body: read } = await people.as(NORTH).get(`/v1/members/${member.id}`);
    expect(read).toMatchObject({ version: 2, person: { name: 'Đỗ Mới' }, partyAgeFrom: '2010-02-03' });
  });

  it('are of nobody outside the subtree, and of nobody without the right to people', async () => {
    const member = await people.made();
    for (const sub of [SOUTH, OPERATOR]) {
      expect(codes(await people.as(sub).get<Written>(`/v1/members/${member.id}`))).toMatchObject([
        404,
        'no-such-member',
      ]);
      expect(codes(await people.act(member, { kind: 'left', on: '2024-01-01' }, sub))).toMatchObject([
        404,
        'no-such-member',
      ]);
      const roll = await people.as(sub).get<Written>(`/v1/units/${people.ids.branch}/roll`);
      expect(codes(roll)).toMatchObject([403, 'outside-subtree']);
    }
    expect(codes(await people.register({ unitId: people.ids.far }))).toMatchObject([403, 'outside-subtree']);
  });

  it('are read under the eyes of who keeps the roll', async () => {
    const member = await people.made();
    await people.as(FIRST).get(`/v1/members/${member.id}`);
    await people.as(NORTH).get(`/v1/members/${member.id}/versions`);
    const { body: log } = await people.as(NORTH).get<Page<object>>(`/v1/members/${member.id}/reads`);
    expect(log.items).toMatchObject([
      { sub: NORTH, what: 'versions', unitId: null },
      { sub: FIRST, what: 'member', unitId: null },
    ]);
    expect((await people.as(SOUTH).get(`/v1/members/${member.id}/reads`)).status).toBe(404);
    const page = await people.as(NORTH).get<Page<object>>(`/v1/members/${member.id}/reads?limit=1`);
    const rest = await people
      .as(NORTH)
      .get<Page<object>>(`/v1/members/${member.id}/reads?limit=1&cursor=${page.body.next}`);
    expect([...page.body.items, ...rest.body.items]).toEqual(log.items);
  });
});

describe('the roll of a day', () => {
  it('lists who was on it, in Vietnamese order, with its head-count', async () => {
    const ward = await people.unit(people.ids.north, 'grassroots-committee', 'grassroots-committee');
    const unit = await people.unit(ward, 'branch', 'school-branch');
    const byName: Record<string, Written> = {};
    for (const name of ['Đinh Bình', 'Dương An', 'Ô Văn Ý', 'An Chi'])
      byName[name] = await people.made({ unitId: unit }, { name });
    await people.made({ unitId: ward }, { name: 'Ư Cấp Uỷ' });
    await people.act(byName['An Chi']!, { kind: 'expelled', on: '2023-05-01' });
    await people.act(byName['Dương An']!, { kind: 'exempted', on: '2023-05-01' });
    await people.act(byName['Ô Văn Ý']!, { kind: 'temporary-started', on: '2023-05-01', unitId: people.ids.second });
    const roll = async (query: string, of = unit) =>
      (await people.as(NORTH).get<Roll>(`/v1/units/${of}/roll?${query}`)).body;
    const names = ({ items }: Roll) => items.map(({ name }) => name);
    expect(names(await roll('on=2019-12-31'))).toEqual([]);
    expect(names(await roll('on=2023-04-30'))).toEqual(['An Chi', 'Dương An', 'Đinh Bình', 'Ô Văn Ý']);
    const after = await roll('on=2023-05-01');
    expect(names(after)).toEqual(['Dương An', 'Đinh Bình', 'Ô Văn Ý']);
    expect(after.counts).toEqual({
      total: 3,
      official: 3,
      probationary: 0,
      exempt: 1,
      suspended: 0,
      inTransit: 0,
      temporaryIn: 0,
      temporaryOut: 1,
    });
    expect((await roll('on=2023-05-01', people.ids.second)).counts).toMatchObject({ temporaryIn: 1 });
    const first = await roll('on=2023-05-01&limit=2');
    const second = await roll(`on=2023-05-01&limit=2&cursor=${first.next}`);
    expect([...names(first), ...names(second)]).toEqual(names(after));
    expect(second).toMatchObject({ next: null, counts: after.counts });
    expect(names(await roll('on=2023-05-01', ward))).toEqual(['Ư Cấp Uỷ']);
    expect(names(await roll('on=2023-05-01&scope=subtree', ward))).toEqual([...names(after), 'Ư Cấp Uỷ']);
  });
});

describe('the roll of a subtree', () => {
  it('is that of no unit', async () => {
    const nowhere = await people.as(FIRST).get<Written>(`/v1/units/${randomUUID()}/roll`);
    expect(codes(nowhere)).toMatchObject([404, 'no-such-unit']);
  });

  it('leaves out who went to another superior since', async () => {
    const unit = await people.unit(people.ids.north, 'branch', 'residential-branch');
    await people.made({ unitId: unit }, { name: 'Lý Chuyển Đi' });
    const names = async (sub: string, of: string) =>
      (await people.as(sub).get<Roll>(`/v1/units/${of}/roll?on=2021-01-01&scope=subtree&limit=500`)).body.items.map(
        ({ name }) => name,
      );
    expect(await names(NORTH, people.ids.north)).toContain('Lý Chuyển Đi');
    const move = { parentId: people.ids.south, from: '2022-01-01', reason: 'Decision 7' };
    expect(await people.as(FIRST).post(`/v1/units/${unit}/move`, move, { ifMatch: 1 })).toMatchObject({ status: 200 });
    expect(await names(NORTH, people.ids.north)).not.toContain('Lý Chuyển Đi');
    expect(await names(SOUTH, unit)).toContain('Lý Chuyển Đi');
  });
});

describe('search', () => {
  const search = async (wanted: object, sub = NORTH) =>
    people
      .as(sub)
      .post<Page<{ id: string; unitId: string; offSince: string | null }> & Written>('/v1/members/search', wanted);
  const found = async (wanted: object, sub?: string) => (await search(wanted, sub)).body.items.map(({ id }) => id);

  it('finds by name without marks, by identifiers, in the subtree, and is logged', async () => {
    const one = await people.made(
      {},
      { name: 'Quách Thị Đào', personalId: '001080000077', cardNumber: '000000000077' },
    );
    const { id } = one;
    for (const wanted of [{ name: 'quach thi dao' }, { name: 'DAO' }, { personalId: '001080000077' }])
      expect(await found({ unitId: people.ids.north, ...wanted })).toEqual([id]);
    expect(await found({ unitId: people.ids.branch, cardNumber: '000000000077', name: 'quach' })).toEqual([id]);
    expect(await found({ unitId: people.ids.branch, cardNumber: '000000000077', name: 'lan' })).toEqual([]);
    expect(await found({ unitId: people.ids.second, name: 'quach' })).toEqual([]);
    expect(await found({ unitId: people.ids.south, name: 'quach' }, SOUTH)).toEqual([]);
    expect(codes(await search({ unitId: people.ids.north, name: '..' }))).toEqual([422, 'search-needs-more', ['name']]);
    expect(codes(await search({ unitId: people.ids.north, name: 'quach' }, SOUTH))).toMatchObject([
      403,
      'outside-subtree',
    ]);
    const left = await people.act(one, { kind: 'left', on: '2024-01-01' });
    expect(left.status).toBe(200);
    expect((await search({ unitId: people.ids.branch, name: 'quach' })).body.items).toMatchObject([
      { id, unitId: people.ids.branch, offSince: '2024-01-01' },
    ]);
    const { body: log } = await people.as(NORTH).get<Page<{ what: string; unitId: string }>>(`/v1/members/${id}/reads`);
    expect(log.items[0]).toMatchObject({ what: 'search', unitId: people.ids.branch });
  });

  it('pages in order of names', async () => {
    for (const name of ['Tạ Trang Ba', 'Tạ Trang An', 'Tạ Trang Bốn']) await people.made({}, { name });
    const first = (await search({ unitId: people.ids.north, name: 'ta trang', limit: 2 })).body;
    const second = (await search({ unitId: people.ids.north, name: 'ta trang', limit: 2, cursor: first.next })).body;
    expect([...first.items, ...second.items]).toMatchObject(
      ['Tạ Trang An', 'Tạ Trang Ba', 'Tạ Trang Bốn'].map((name) => ({ name })),
    );
    expect(second.next).toBeNull();
  });
});
