import { randomUUID } from 'node:crypto';
import { decodeReceipt, type MemberChangedV1 } from '#contracts';
import { Store } from '#mongo';
import { eventOn, TestApp, type Reply } from '#testing';
import { ABOUT, AppModule } from '../app.module.js';

type Written = {
  id: string;
  version: number;
  actId: string;
  receipt: string;
  stretches: { unitId: string; from: string; to: string | null; inTransit: boolean }[];
  transit: { toUnitId: string } | null;
  code: string;
  errors: { path: string; code: string }[];
};
type Roll = { items: { id: string; name: string }[]; counts: Record<string, number>; next: string | null };
type Page<T> = { items: T[]; next: string | null };

const FIRST = 'demo-administrator';
const NORTH = 'demo-clerk-vinh-niem';
const SOUTH = 'demo-clerk-dak-pek';
const OPERATOR = 'demo-operator-centre';

let registry: TestApp;
const ids = { centre: '', north: '', south: '', branch: '', second: '', far: '' };
const as = (sub: string) => registry.client(sub);

const newUnit = async (parentId: string | null, level: string, kind: string): Promise<string> => {
  const body = { code: randomUUID().slice(0, 12), name: level, level, kind, parentId, from: '2000-01-01' };
  return (await as(FIRST).post<{ id: string }>('/v1/units', body)).body.id;
};
let serial = 0;
const personBody = (changes: object = {}) => ({
  name: `Nguyễn Văn Mẫu ${++serial}`,
  sex: 'male',
  birthDate: '1980-02-03',
  ethnicity: 'Kinh',
  religion: 'không',
  ...changes,
});
const registered = { kind: 'registered', on: '2020-01-01', standing: 'official', decisionDate: '2010-02-03' };
const body = (changes: object = {}, person: object = {}) => ({
  unitId: ids.branch,
  act: registered,
  person: personBody(person),
  ...changes,
});
const register = (changes: object = {}, person: object = {}, sub = NORTH): Promise<Reply<Written>> =>
  as(sub).post<Written>('/v1/members', body(changes, person));
const made = async (changes: object = {}, person: object = {}): Promise<Written> => {
  const reply = await register(changes, person);
  expect(reply).toMatchObject({ status: 201 });
  return reply.body;
};
const act = (member: { id: string; version: number }, content: object, sub = NORTH): Promise<Reply<Written>> =>
  as(sub).post<Written>(`/v1/members/${member.id}/acts`, content, { ifMatch: member.version });
const codes = ({ status, body: { code, errors } }: Reply<Written>) => [status, code, errors?.map(({ path }) => path)];
const outbox = () => registry.app.get(Store).db.collection<{ factId: string; key: string }>('outbox');

beforeAll(async () => {
  registry = await TestApp.open(ABOUT, (env) => AppModule.forRoot({ ...env, firstAdministrator: FIRST }));
  ids.centre = await newUnit(null, 'centre', 'centre');
  ids.north = await newUnit(ids.centre, 'commune', 'ward');
  ids.south = await newUnit(ids.centre, 'commune', 'ward');
  ids.branch = await newUnit(ids.north, 'branch', 'residential-branch');
  ids.second = await newUnit(ids.north, 'branch', 'residential-branch');
  ids.far = await newUnit(ids.south, 'branch', 'residential-branch');
  for (const [person, role, unitId] of [
    [NORTH, 'clerk', ids.north],
    [SOUTH, 'clerk', ids.south],
    [OPERATOR, 'operator', ids.centre],
  ])
    await as(FIRST).post('/v1/roles', { person, role, unitId, from: '2020-01-01' });
}, 90_000);
afterAll(() => registry.close());

describe('registering', () => {
  it('answers version, receipt and roll, nothing personal, and the same for the same key', async () => {
    const request = body({}, { personalId: '001080000001' });
    const first = await as(NORTH).post<Written>('/v1/members', request, { key: 'first' });
    const again = await as(NORTH).post<Written>('/v1/members', request, { key: 'first' });
    expect(first).toMatchObject({
      status: 201,
      body: { version: 1, stretches: [{ unitId: ids.branch, from: '2020-01-01', to: null }] },
    });
    expect(decodeReceipt(first.body.receipt)).toEqual({
      source: 'registry',
      factId: `member/${first.body.id}`,
      version: 1,
    });
    expect(again.body).toEqual(first.body);
    expect(JSON.stringify(first.body)).not.toMatch(/Mẫu|1980|001080000001|Kinh/);
  });

  it('publishes the roll and nothing of the person, keyed by the unit above', async () => {
    const secrets = { name: 'Vạn Bí Mật', birthDate: '1971-12-13', personalId: '009990000777', phone: '0912345678' };
    const member = await made({}, { ...secrets, residence: 'Ngõ Kín', ethnicity: 'Tày' });
    const topic = `${registry.env.kafkaTopicPrefix}registry.members`;
    const event = await eventOn(topic, ({ subject }) => subject === `member/${member.id}`);
    const text = JSON.stringify(event);
    const { data } = event as unknown as { data: MemberChangedV1 };
    const entry = await outbox().findOne({ factId: `member/${member.id}` });
    expect(entry?.key).toBe(ids.north);
    expect(data).toEqual({
      memberId: member.id,
      version: 1,
      voided: false,
      stretches: [
        {
          unitId: ids.branch,
          from: '2020-01-01',
          to: null,
          standing: 'official',
          exempt: false,
          suspended: false,
          inTransit: false,
        },
      ],
      temporary: [],
      transferOverdue: [],
      movements: [{ kind: 'registered', unitId: ids.branch, date: '2020-01-01' }],
    });
    for (const value of [...Object.values(secrets), 'Ngõ Kín', 'Tày', '2010-02-03']) expect(text).not.toContain(value);
  });

  it('refuses the same identifier, and somebody alike until it is confirmed', async () => {
    const person = { name: 'Lê Thị Trùng', personalId: '001080000002' };
    await made({}, person);
    expect(codes(await register({ unitId: ids.second }, { personalId: '001080000002' }))).toEqual([
      409,
      'identifier-taken',
      ['person.personalId'],
    ]);
    const alike = { name: 'LE THI TRUNG' };
    expect(codes(await register({}, alike))).toEqual([409, 'possible-duplicate', ['person']]);
    await made({ unitId: ids.second }, alike);
    await made({ confirmedDistinct: true }, alike);
  });

  it('lets two at once have one identifier between them', async () => {
    const both = await Promise.all([1, 2].map(() => register({}, { cardNumber: '000000000042' })));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'identifier-taken' });
  });

  it('frees the identifier of somebody voided', async () => {
    const wrong = await made({}, { personalId: '001080000003' });
    const voided = await as(NORTH).post<Written>(
      `/v1/members/${wrong.id}/void`,
      { reason: 'Nhập nhầm' },
      { ifMatch: 1 },
    );
    expect(voided).toMatchObject({ status: 200, body: { version: 2, voided: true, stretches: [] } });
    await made({}, { personalId: '001080000003' });
    expect(codes(await act(voided.body, { kind: 'exempted', on: '2021-01-01' }))).toMatchObject([409, 'member-voided']);
  });

  it.each<[string, object, object, string, number]>([
    ['identifier-not-12-digits', {}, { personalId: '80000001' }, 'person.personalId', 422],
    ['unit-holds-no-roll', { unitId: 'north' }, {}, 'unitId', 422],
    ['act-field-needed', { act: { kind: 'admitted', ceremonyDate: '2024-01-01' } }, {}, 'act.decisionDate', 422],
    [
      'act-field-unexpected',
      { act: { ...registered, kind: 'admitted', ceremonyDate: '2024-01-01' } },
      {},
      'act.on',
      422,
    ],
    ['under-age', {}, { birthDate: '2000-01-01' }, 'act.decisionDate', 422],
  ])('is refused as %s', async (code, changes, person, path, status) => {
    const unitId = 'unitId' in changes ? { unitId: ids.north } : {};
    const reply = await register({ ...changes, ...unitId }, person);
    expect(codes(reply).slice(0, 2)).toEqual([status, code]);
    expect(reply.body.errors.map((error) => error.path)).toContain(path);
    expect(JSON.stringify(reply.body)).not.toContain('80000001');
  });

  it('knows each id once', async () => {
    const { id } = await made();
    expect(codes(await register({ id }))).toEqual([409, 'member-exists', ['id']]);
  });
});

describe('acts', () => {
  it('transfer in two steps: the sender introduces, only the receiver accepts', async () => {
    const member = await made();
    const introduced = await act(member, { kind: 'transfer-introduced', on: '2024-03-01', toUnitId: ids.far });
    expect(introduced).toMatchObject({ status: 200, body: { version: 2, transit: { toUnitId: ids.far } } });
    const accepting = { kind: 'transfer-accepted', on: '2024-04-01' };
    expect(codes(await act(introduced.body, accepting))).toMatchObject([403, 'outside-subtree']);
    // The office that receives him sees him already.
    expect((await as(SOUTH).get(`/v1/members/${member.id}`)).status).toBe(200);
    const accepted = await act(introduced.body, accepting, SOUTH);
    expect(accepted.body.stretches.map(({ unitId, from, to, inTransit }) => [unitId, from, to, inTransit])).toEqual([
      [ids.branch, '2020-01-01', '2024-03-01', false],
      [ids.branch, '2024-03-01', '2024-04-01', true],
      [ids.far, '2024-04-01', null, false],
    ]);
    // His file went with him; what the sender entered of its own time it may still correct.
    expect((await as(NORTH).get(`/v1/members/${member.id}`)).status).toBe(404);
    const path = `/v1/members/${member.id}/acts/${member.actId}`;
    const earlier = { act: { ...registered, on: '2019-12-01', unitId: ids.branch }, reason: 'Nhập nhầm ngày' };
    expect(await as(NORTH).put(path, earlier, { ifMatch: 3 })).toMatchObject({
      status: 200,
      body: { version: 4, stretches: [{ from: '2019-12-01' }, {}, {}] },
    });
  });

  it('may be rejected, and then he may go elsewhere', async () => {
    const member = await made();
    const sent = await act(member, { kind: 'transfer-introduced', on: '2024-03-01', toUnitId: ids.far });
    const back = await act(sent.body, { kind: 'transfer-rejected', on: '2024-03-20', reason: 'Thiếu giấy' }, SOUTH);
    expect(back).toMatchObject({ status: 200, body: { transit: null } });
    const again = await act(back.body, { kind: 'transfer-introduced', on: '2024-05-01', toUnitId: ids.second });
    expect(await act(again.body, { kind: 'transfer-accepted', on: '2024-05-02' })).toMatchObject({ status: 200 });
  });

  it("of a stay elsewhere are the home branch's alone, and so is all that ends it", async () => {
    const member = await made();
    const away = await act(member, { kind: 'temporary-started', on: '2024-03-01', unitId: ids.far });
    expect(away).toMatchObject({ status: 200, body: { temporary: [{ unitId: ids.far, to: null }] } });
    expect((await as(SOUTH).get(`/v1/members/${member.id}`)).status).toBe(200);
    expect(codes(await act(away.body, { kind: 'expelled', on: '2024-06-01' }, SOUTH))).toMatchObject([403, 'outside-subtree']); // prettier-ignore
    expect(await act(away.body, { kind: 'died', on: '2024-06-01' })).toMatchObject({
      status: 200,
      body: { temporary: [{ to: '2024-06-01' }], stretches: [{ to: '2024-06-01' }] },
    });
  });

  it('are corrected and voided; each version can be read with who, when and why', async () => {
    const member = await made();
    const exempted = await act(member, { kind: 'exempted', on: '2024-03-01' });
    const path = `/v1/members/${member.id}/acts/${exempted.body.actId}`;
    const client = as(NORTH);
    const other = { act: { kind: 'suspended', on: '2024-02-01' }, reason: 'Khác' };
    expect(codes(await client.put<Written>(path, other, { ifMatch: 2 }))).toEqual([
      422,
      'act-of-another-kind',
      ['act.kind'],
    ]);
    const right = { act: { kind: 'exempted', on: '2024-02-01' }, reason: 'Nhập nhầm ngày' };
    expect(await client.put(path, right, { ifMatch: 2 })).toMatchObject({
      status: 200,
      body: { stretches: [{ to: '2024-02-01' }, { exempt: true }] },
    });
    expect(await client.put(path, right, { ifMatch: 2 })).toMatchObject({ status: 412 });
    const reason = { reason: 'Nhầm người' };
    expect(await client.post(`${path}/void`, reason, { ifMatch: 3 })).toMatchObject({
      status: 200,
      body: { version: 4, stretches: [{ to: null }] },
    });
    expect(codes(await client.post<Written>(`${path}/void`, reason, { ifMatch: 4 }))).toMatchObject([
      409,
      'act-voided',
    ]);
    const only = `/v1/members/${member.id}/acts/${member.actId}/void`;
    expect(codes(await client.post<Written>(only, reason, { ifMatch: 4 }))).toMatchObject([409, 'last-act']);
    const unknown = `/v1/members/${member.id}/acts/${randomUUID()}/void`;
    expect(codes(await client.post<Written>(unknown, reason, { ifMatch: 4 }))).toMatchObject([404, 'no-such-act']);
    const { body: history } = await client.get<Page<{ version: number; actor: string; reason: string | null }>>(
      `/v1/members/${member.id}/versions`,
    );
    expect(history.items.map(({ version, actor, reason: why }) => [version, actor, why])).toEqual([
      [1, NORTH, null],
      [2, NORTH, null],
      [3, NORTH, 'Nhập nhầm ngày'],
      [4, NORTH, 'Nhầm người'],
    ]);
    const second = await client.get(`/v1/members/${member.id}/versions/2`);
    expect(second.body).toMatchObject({ member: { version: 2, stretches: [{ to: '2024-03-01' }, {}] } });
    const none = await client.get<Written>(`/v1/members/${member.id}/versions/9`);
    expect(codes(none)).toMatchObject([404, 'no-such-member-version']);
  });

  it('name the one that a back-dated act makes impossible', async () => {
    const member = await made();
    const left = await act(member, { kind: 'left', on: '2024-03-01' });
    expect(codes(await act(left.body, { kind: 'died', on: '2023-01-01' }))).toEqual([409, 'already-died', ['acts[1]']]);
    expect(codes(await act(left.body, { kind: 'exempted', on: '2024-03-01' }))).toEqual([409, 'not-on-roll', ['kind']]);
  });
});

describe('personal data', () => {
  it('are replaced whole, and judged again with the acts', async () => {
    const member = await made();
    const put = (person: object, ifMatch: number) =>
      as(NORTH).put<Written>(`/v1/members/${member.id}/person`, { person, reason: 'Theo hồ sơ' }, { ifMatch });
    expect(await put(personBody({ name: 'Đỗ Mới', birthDate: '1992-02-01' }), 1)).toMatchObject({ status: 200 });
    expect(codes(await put(personBody({ birthDate: '1992-03-01' }), 2))).toEqual([
      422,
      'under-age',
      ['acts[0].decisionDate'],
    ]);
    const { body: read } = await as(NORTH).get(`/v1/members/${member.id}`);
    expect(read).toMatchObject({ version: 2, person: { name: 'Đỗ Mới' }, partyAgeFrom: '2010-02-03' });
  });

  it('are of nobody outside the subtree, and of nobody without the right to people', async () => {
    const member = await made();
    for (const sub of [SOUTH, OPERATOR]) {
      expect(codes(await as(sub).get<Written>(`/v1/members/${member.id}`))).toMatchObject([404, 'no-such-member']);
      expect(codes(await act(member, { kind: 'left', on: '2024-01-01' }, sub))).toMatchObject([404, 'no-such-member']);
      const roll = await as(sub).get<Written>(`/v1/units/${ids.branch}/roll`);
      expect(codes(roll)).toMatchObject([403, 'outside-subtree']);
    }
    expect(codes(await register({ unitId: ids.far }))).toMatchObject([403, 'outside-subtree']);
  });

  it('are read under the eyes of who keeps the roll', async () => {
    const member = await made();
    await as(FIRST).get(`/v1/members/${member.id}`);
    await as(NORTH).get(`/v1/members/${member.id}/versions`);
    const { body: log } = await as(NORTH).get<Page<object>>(`/v1/members/${member.id}/reads`);
    expect(log.items).toMatchObject([
      { sub: NORTH, what: 'versions', unitId: null },
      { sub: FIRST, what: 'member', unitId: null },
    ]);
    expect((await as(SOUTH).get(`/v1/members/${member.id}/reads`)).status).toBe(404);
    const page = await as(NORTH).get<Page<object>>(`/v1/members/${member.id}/reads?limit=1`);
    const rest = await as(NORTH).get<Page<object>>(`/v1/members/${member.id}/reads?limit=1&cursor=${page.body.next}`);
    expect([...page.body.items, ...rest.body.items]).toEqual(log.items);
  });
});

describe('the roll of a day', () => {
  it('lists who was on it, in Vietnamese order, with its head-count', async () => {
    const ward = await newUnit(ids.north, 'grassroots-committee', 'grassroots-committee');
    const unit = await newUnit(ward, 'branch', 'school-branch');
    const people: Record<string, Written> = {};
    for (const name of ['Đinh Bình', 'Dương An', 'Ô Văn Ý', 'An Chi'])
      people[name] = await made({ unitId: unit }, { name });
    await made({ unitId: ward }, { name: 'Ư Cấp Uỷ' });
    await act(people['An Chi']!, { kind: 'expelled', on: '2023-05-01' });
    await act(people['Dương An']!, { kind: 'exempted', on: '2023-05-01' });
    await act(people['Ô Văn Ý']!, { kind: 'temporary-started', on: '2023-05-01', unitId: ids.second });
    const roll = async (query: string, of = unit) => (await as(NORTH).get<Roll>(`/v1/units/${of}/roll?${query}`)).body;
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
    expect((await roll('on=2023-05-01', ids.second)).counts).toMatchObject({ temporaryIn: 1 });
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
    const nowhere = await as(FIRST).get<Written>(`/v1/units/${randomUUID()}/roll`);
    expect(codes(nowhere)).toMatchObject([404, 'no-such-unit']);
  });

  it('leaves out who went to another superior since', async () => {
    const unit = await newUnit(ids.north, 'branch', 'residential-branch');
    await made({ unitId: unit }, { name: 'Lý Chuyển Đi' });
    const names = async (sub: string, of: string) =>
      (await as(sub).get<Roll>(`/v1/units/${of}/roll?on=2021-01-01&scope=subtree&limit=500`)).body.items.map(
        ({ name }) => name,
      );
    expect(await names(NORTH, ids.north)).toContain('Lý Chuyển Đi');
    const move = { parentId: ids.south, from: '2022-01-01', reason: 'Decision 7' };
    expect(await as(FIRST).post(`/v1/units/${unit}/move`, move, { ifMatch: 1 })).toMatchObject({ status: 200 });
    expect(await names(NORTH, ids.north)).not.toContain('Lý Chuyển Đi');
    expect(await names(SOUTH, unit)).toContain('Lý Chuyển Đi');
  });
});

describe('search', () => {
  const search = async (wanted: object, sub = NORTH) =>
    as(sub).post<Page<{ id: string; unitId: string; offSince: string | null }> & Written>('/v1/members/search', wanted);
  const found = async (wanted: object, sub?: string) => (await search(wanted, sub)).body.items.map(({ id }) => id);

  it('finds by name without marks, by identifiers, in the subtree, and is logged', async () => {
    const one = await made({}, { name: 'Quách Thị Đào', personalId: '001080000077', cardNumber: '000000000077' });
    const { id } = one;
    for (const wanted of [{ name: 'quach thi dao' }, { name: 'DAO' }, { personalId: '001080000077' }])
      expect(await found({ unitId: ids.north, ...wanted })).toEqual([id]);
    expect(await found({ unitId: ids.branch, cardNumber: '000000000077', name: 'quach' })).toEqual([id]);
    expect(await found({ unitId: ids.branch, cardNumber: '000000000077', name: 'lan' })).toEqual([]);
    expect(await found({ unitId: ids.second, name: 'quach' })).toEqual([]);
    expect(await found({ unitId: ids.south, name: 'quach' }, SOUTH)).toEqual([]);
    expect(codes(await search({ unitId: ids.north, name: '..' }))).toEqual([422, 'search-needs-more', ['name']]);
    expect(codes(await search({ unitId: ids.north, name: 'quach' }, SOUTH))).toMatchObject([403, 'outside-subtree']);
    const left = await act(one, { kind: 'left', on: '2024-01-01' });
    expect(left.status).toBe(200);
    expect((await search({ unitId: ids.branch, name: 'quach' })).body.items).toMatchObject([
      { id, unitId: ids.branch, offSince: '2024-01-01' },
    ]);
    const { body: log } = await as(NORTH).get<Page<{ what: string; unitId: string }>>(`/v1/members/${id}/reads`);
    expect(log.items[0]).toMatchObject({ what: 'search', unitId: ids.branch });
  });

  it('pages in order of names', async () => {
    for (const name of ['Tạ Trang Ba', 'Tạ Trang An', 'Tạ Trang Bốn']) await made({}, { name });
    const first = (await search({ unitId: ids.north, name: 'ta trang', limit: 2 })).body;
    const second = (await search({ unitId: ids.north, name: 'ta trang', limit: 2, cursor: first.next })).body;
    expect([...first.items, ...second.items]).toMatchObject(
      ['Tạ Trang An', 'Tạ Trang Ba', 'Tạ Trang Bốn'].map((name) => ({ name })),
    );
    expect(second.next).toBeNull();
  });
});
