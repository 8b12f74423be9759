import { randomUUID } from 'node:crypto';
import { MEMBERS } from '../members/member.js';
import { csvOf, FIRST, OPERATOR, Rolls, STRANGER, WARD_CLERK, type BulkReply, type Row } from '../rolls.harness.js';

let rolls: Rolls;
beforeAll(async () => {
  rolls = await Rolls.open();
}, 90_000);
afterAll(() => rolls.close());

let next = 100_000_000;
const personalId = (): string => `001${next++}`;
const count = (): Promise<number> => rolls.db.collection(MEMBERS).countDocuments();
const faults = ({ body }: BulkReply): unknown[] =>
  body.results
    ? body.results.flatMap(({ row, errors }) => errors.map(({ column, code }) => [row, column, code]))
    : [body.code];
const clerk = () => rolls.registry.client(WARD_CLERK);

describe('a file of members', () => {
  it('is taken up by Vietnamese headings, with zeros and marks kept', async () => {
    const number = personalId();
    const file =
      '\u{feff}Mã chi bộ;Họ và tên*;Giới tính*;Ngày sinh*;Dân tộc*;Tôn giáo*;Số định danh cá nhân;Ngày vào sổ;Tình trạng;Ngày vào đảng;Ngày chính thức\r\n' +
      `${rolls.codes.branch};"Đỗ Thị ""Tư""";Nữ;19/5/1961;Kinh;không;${number};1/2/2020;chính thức;3/2/1990;3/2/1991\r\n`;
    const reply = await rolls.send(file, { query: '&dates=dmy' });
    expect(reply).toMatchObject({ status: 200, body: { accepted: 1, refused: 0, results: [{ row: 2, errors: [] }] } });
    const member = await clerk().get<{ person: object; record?: object }>(`/v1/members/${reply.body.results[0]?.id}`);
    expect(member.body.person).toMatchObject({
      name: 'Đỗ Thị "Tư"',
      sex: 'female',
      birthDate: '1961-05-19',
      personalId: number,
    });
  });

  it('comes as NDJSON, too', async () => {
    const line = JSON.stringify({ ...rolls.row(), confirmedDistinct: false, decisionDate: null, ceremonyDate: null });
    const reply = await rolls.send(`${line}\n`, { type: 'application/x-ndjson' });
    expect(reply).toMatchObject({ status: 200, body: { accepted: 1, results: [{ row: 1, errors: [] }] } });
  });

  it('is all or nothing when atomic, and tells every fault without a value', async () => {
    const before = await count();
    const rows = [
      rolls.row(),
      rolls.row({ birthDate: '19/05/1990', personalId: '1090000123', name: 'Sentinel Bí Mật' }),
      rolls.row({ unit: rolls.codes.foreign }),
      rolls.row({ decisionDate: '2021-01-01' }),
      rolls.row({ sex: 'Sentinel' }),
    ];
    const reply = await rolls.send(csvOf(rows));
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ code: 'rows-refused' });
    expect(reply.body.errors.map(({ path, code }) => [path, code])).toEqual([
      ['rows.3.birthDate', 'date-order-undeclared'],
      ['rows.3.personalId', 'identifier-lost-zeros'],
      ['rows.4.unit', 'unknown-unit'],
      ['rows.5.ceremonyDate', 'dates-out-of-order'],
      ['rows.6.sex', 'is-in'],
    ]);
    expect(JSON.stringify(reply.body)).not.toMatch(/Sentinel|1090000123|Trần|19\/05/);
    expect(await count()).toBe(before);
  });

  it('gives what is good when partial', async () => {
    const before = await count();
    const rows = [rolls.row(), rolls.row({ birthDate: '1990-02-30' }), rolls.row()];
    const reply = await rolls.send(csvOf(rows, ';'), { query: '&mode=partial' });
    expect(reply).toMatchObject({ status: 200, body: { rows: 3, accepted: 2, refused: 1 } });
    expect(faults(reply)).toEqual([[3, 'birthDate', 'is-local-date']]);
    expect(await count()).toBe(before + 2);
  });

  it('is only judged in a dry run, with the ids it would get', async () => {
    const before = await count();
    const file = csvOf([rolls.row(), rolls.row({ religion: '' })]);
    const key = randomUUID();
    const dry = await rolls.send(file, { key, query: '&mode=partial&dryRun=true' });
    expect(faults(dry)).toEqual([[3, 'religion', 'required']]);
    expect(await count()).toBe(before);
    const real = await rolls.send(file, { key, query: '&mode=partial' });
    expect(real.body.results[0]?.id).toBe(dry.body.results[0]?.id);
    expect([dry.body.results[0]?.receipt, typeof real.body.results[0]?.receipt]).toEqual([null, 'string']);
  });

  it('sent twice with one key is taken up once', async () => {
    const file = csvOf([rolls.row()]);
    const key = randomUUID();
    const first = await rolls.send(file, { key });
    const before = await count();
    const again = await rolls.send(file, { key });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(again.body).toEqual(first.body);
    expect(await count()).toBe(before);
    expect(faults(await rolls.send(csvOf([rolls.row()]), { key }))).toEqual(['idempotency-key-reused']);
  });

  it.each([
    ['nothing', '', 'text/csv', 422, 'no-rows'],
    ['an open quote', 'unit,name\nx,"y', 'text/csv', 422, 'csv-malformed'],
    ['an unknown heading', 'unit,lương\nx,y', 'text/csv', 422, 'unknown-heading'],
    ['a heading twice', 'unit,Mã chi bộ\nx,y', 'text/csv', 422, 'heading-twice'],
    ['5,001 rows', `unit,name\n${'x,y\n'.repeat(5_001)}`, 'text/csv', 413, 'too-many-rows'],
    ['10.8 MB', `unit,name\n${'x,y\n'.repeat(2_700_000)}`, 'text/csv', 413, 'body-too-large'],
    ['JSON', '{"unit":"x"}', 'application/json', 400, 'text-expected'],
    ['another type of text', 'unit', 'text/plain', 400, 'text-expected'],
  ])('%s is refused', async (_, text, type, status, code) => {
    const reply = await rolls.send(text, { type });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  it('is for who writes the rolls of the unit', async () => {
    const file = csvOf([rolls.row()]);
    for (const sub of [STRANGER, OPERATOR])
      expect((await rolls.send(file, { sub })).body).toMatchObject({ code: 'outside-subtree' });
    expect((await rolls.send(file, { sub: FIRST })).status).toBe(200);
  });

  it('of 1,200 rows is taken up in a few seconds, its counts told once a branch', async () => {
    const rows = Array.from({ length: 1_200 }, (_, at): Row =>
      rolls.row({ unit: at % 2 ? rolls.codes.office : rolls.codes.other, personalId: personalId() }),
    );
    const begun = Date.now();
    const reply = await rolls.send(csvOf(rows));
    const took = Date.now() - begun;
    expect(reply.body).toMatchObject({ accepted: 1_200 });
    expect(took).toBeLessThan(15_000);
    const told = {
      type: 'registry.composition-changed.v1',
      factId: { $in: [rolls.units.office, rolls.units.other].map((id) => `composition/${id}`) },
    };
    expect(await rolls.db.collection('outbox').countDocuments(told)).toBe(2);
  });
});

describe('duplicates', () => {
  it('are refused by identifier, in the file and against the roll', async () => {
    const number = personalId();
    const twice = await rolls.send(csvOf([rolls.row({ personalId: number }), rolls.row({ personalId: number })]), {
      query: '&mode=partial',
    });
    expect(faults(twice)).toEqual([
      [2, 'personalId', 'identifier-twice'],
      [3, 'personalId', 'identifier-twice'],
    ]);
    await rolls.member({ personalId: number });
    const taken = await rolls.send(csvOf([rolls.row({ personalId: number })]), { query: '&mode=partial' });
    expect(faults(taken)).toEqual([[2, 'personalId', 'identifier-taken']]);
    const padded = await rolls.send(csvOf([rolls.row({ personalId: number.slice(2) })]), {
      query: '&mode=partial&padIdentifiers=true',
    });
    expect(faults(padded)).toEqual([[2, 'personalId', 'identifier-taken']]);
  });

  it('by name, birth date and branch are asked about, once confirmed taken up, and shown', async () => {
    const name = `Lê Thị Đào ${randomUUID().slice(0, 6)}`;
    const first = await rolls.member({ name });
    const alike = rolls.row({ name: name.toUpperCase() });
    expect(faults(await rolls.send(csvOf([alike]), { query: '&mode=partial' }))).toEqual([
      [2, 'name', 'possible-duplicate'],
    ]);
    const elsewhere = await rolls.member({ name, unit: rolls.codes.other });
    const second = await rolls.member({ ...alike, confirmedDistinct: 'có' });
    const both = [rolls.row({ name: `${name} B` }), rolls.row({ name: `${name} b` })];
    expect(faults(await rolls.send(csvOf(both), { query: '&mode=partial' }))).toEqual([
      [2, 'name', 'possible-duplicate'],
      [3, 'name', 'possible-duplicate'],
    ]);
    type Alike = { sameBranch: boolean; members: { id: string; unitIds: string[] }[] };
    const path = `/v1/units/${rolls.units.ward}/duplicates`;
    const { body } = await clerk().get<{ items: Alike[]; next: string | null }>(path);
    const found = body.items.find(({ members }) => members.some(({ id }) => id === first));
    expect(found?.sameBranch).toBe(true);
    expect(found?.members.map(({ id }) => id).sort()).toEqual([first, second, elsewhere].sort());
    const other = await clerk().get<{ items: Alike[] }>(`/v1/units/${rolls.units.other}/duplicates`);
    expect(JSON.stringify(other.body)).not.toContain(first);
    const read = await rolls.db.collection('member_reads').findOne({ what: 'duplicates', memberIds: first });
    expect(read).toMatchObject({ sub: WARD_CLERK, unitId: rolls.units.ward });
    for (const sub of [STRANGER, OPERATOR]) expect((await rolls.registry.client(sub).get(path)).status).toBe(403);
  });
});
