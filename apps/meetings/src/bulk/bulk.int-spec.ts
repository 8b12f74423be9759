import { randomUUID } from 'node:crypto';
import type { MeetingRecordedV1 } from '#contracts';
import type { mongo } from 'mongoose';
import { csvOf, faultsOf, FOREIGN_CLERK, Office, READER, type FileReply } from './bulk.harness.js';

let office: Office;
beforeAll(async () => {
  office = await Office.open();
}, 90_000);
afterAll(() => office?.service.close());

const HEADING =
  'Mã bản ghi;Mã chi bộ*;Loại sinh hoạt;Ngày họp (dd/mm/yyyy);Giờ bắt đầu;Số phút;Trong danh sách;Có mặt;' +
  'Vắng có lý do;Vắng không lý do;Miễn sinh hoạt;Tạm thời nơi khác;Cơ số biểu quyết';
const read = async (id: string | null | undefined) =>
  (await office.service.client('demo-clerk-my-phong').get(`/v1/meetings/${id}`)).body;
const ids = ({ body }: FileReply) => body.results.map(({ id }) => id);

describe('a file of meetings', () => {
  it('is taken up by Vietnamese headings, with BOM and ;, each meeting as its own fact and event', async () => {
    const file =
      `\u{feff}${HEADING}\r\n` +
      'SH-1;FIRST;Thường kỳ kết hợp chuyên đề;3/7/2026;19h30;100;22;17;3;0;1;1;20\r\n' +
      'SH-2;second;BẤT THƯỜNG;4/7/2026;08:00;45;12;12;0;0;0;0;12\r\n';
    const reply = await office.send(file, { query: '&dates=dmy' });
    expect(reply).toMatchObject({ status: 200, body: { accepted: 2, refused: 0, results: [{ row: 2 }, { row: 3 }] } });
    const [first, second] = ids(reply);
    expect(await read(first)).toMatchObject({
      unitId: office.units.first,
      kind: 'regular',
      withThematic: true,
      state: 'closed',
      date: '2026-07-03',
      startsAt: '2026-07-03T19:30:00.000+07:00',
      minutes: 100,
      tooShort: true,
      late: true,
      attendance: { source: 'declared', belong: 22, present: 17, excused: 3, exempt: 1, elsewhere: 1, voteBase: 20 },
      receipt: reply.body.results[0]?.receipt,
    });
    const outbox = office.db.collection<{ factId: string; key: string; value: mongo.Binary }>('outbox');
    const entry = await outbox.findOne({ factId: second! });
    const { data } = JSON.parse(Buffer.from(entry!.value.buffer).toString('utf8')) as { data: MeetingRecordedV1 };
    expect(entry?.key).toBe(office.units.ward);
    expect(data).toMatchObject({ version: 1, unitId: office.units.second, kind: 'extraordinary', date: '2026-07-04' });
    expect(await office.db.collection('meeting_versions').countDocuments({ _id: `${first}/1` as never })).toBe(1);
  });

  it('means the same as NDJSON', async () => {
    const row = office.row({ code: `N-${randomUUID()}`, start: '2026-07-05T19:30:00+07:00', end: '21:10', date: '' });
    const { date: _date, ...line } = row;
    const dry = await office.send(csvOf([row]), { query: '&dryRun=true' });
    const lines = await office.send(`${JSON.stringify(line)}\n`, { type: 'application/x-ndjson' });
    expect([dry.status, lines.status]).toEqual([200, 200]);
    expect(ids(lines)).toEqual(ids(dry));
    expect(await read(ids(lines)[0])).toMatchObject({ date: '2026-07-05', minutes: 100, unitId: office.units.first });
  });

  it('is all or nothing when atomic, and tells every fault in Vietnamese without a value', async () => {
    const before = await office.meetings();
    const reply = await office.send(
      csvOf([
        office.row(),
        office.row({ date: '03/07/2026', kind: 'Sentinel' }),
        office.row({ unit: office.codes.foreign }),
        office.row({ present: 23, belong: 22 }),
        office.row({ end: '19:30' }),
      ]),
    );
    expect([reply.status, reply.body.code]).toEqual([422, 'rows-refused']);
    expect(reply.body.errors.map(({ path, code }) => [path, code])).toEqual([
      ['rows.3.kind', 'is-in'],
      ['rows.3.date', 'date-order-undeclared'],
      ['rows.4.unit', 'unit-not-below'],
      ['rows.5.present', 'present-more-than-belong'],
      ['rows.6.end', 'ends-before-start'],
    ]);
    expect(reply.body.errors[3]?.detail).toBe('Số có mặt nhiều hơn số đảng viên của chi bộ.');
    expect(JSON.stringify(reply.body)).not.toMatch(/Sentinel|03\/07|FOREIGN/);
    expect(await office.meetings()).toBe(before);
  });

  it('gives what is good when partial, and says what is wrong in the language asked for', async () => {
    const before = await office.meetings();
    const rows = [office.row(), office.row({ voteBase: '' }), office.row({ unit: office.units.second })];
    const reply = await office.send(csvOf(rows, ';'), { query: '&mode=partial', language: 'en' });
    expect(reply).toMatchObject({ status: 200, body: { rows: 3, accepted: 2, refused: 1 } });
    expect(reply.body.results[1]?.errors).toEqual([
      { column: 'voteBase', code: 'required', detail: 'It is mandatory.' },
    ]);
    expect(await office.meetings()).toBe(before + 2);
  });

  it('is only judged in a dry run, which remembers no key and tells the ids to come', async () => {
    const before = await office.meetings();
    const file = csvOf([office.row(), office.row({ code: randomUUID().toUpperCase() })]);
    const key = randomUUID();
    const dry = await office.send(file, { key, query: '&dryRun=true' });
    expect(dry.body.results.map(({ receipt }) => receipt)).toEqual([null, null]);
    expect(await office.meetings()).toBe(before);
    expect(ids(await office.send(file, { key }))).toEqual(ids(dry));
  });

  it('sent twice with one key is taken up once', async () => {
    const file = csvOf([office.row()]);
    const key = randomUUID();
    const first = await office.send(file, { key });
    const before = await office.meetings();
    const again = await office.send(file, { key });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(again.body).toEqual(first.body);
    expect(await office.meetings()).toBe(before);
    const other = csvOf([office.row({ present: 16 })]);
    expect(faultsOf(await office.send(other, { key }))).toEqual(['idempotency-key-reused']);
  });

  it('partial and sent twice with one key is taken up once, and goes on where it was cut off', async () => {
    const file = csvOf(Array.from({ length: 501 }, () => office.row()));
    const send = { key: randomUUID(), query: '&mode=partial' };
    const whole = await office.send(file, send);
    const count = await office.meetings();
    const again = await office.send(file, send);
    expect([whole.body.accepted, again.headers.get('idempotent-replayed')]).toEqual([501, 'true']);
    expect(again.body).toEqual(whole.body);
    // As if the process had died before the second chunk: neither its meeting nor its key was kept.
    const { id } = whole.body.results[500]!;
    await office.db.collection('meetings').deleteOne({ _id: id as never });
    await office.db.collection('meeting_versions').deleteOne({ meetingId: id });
    await office.db.collection('commands').deleteOne({ 'answer.body.0.id': id });
    const rest = await office.send(file, send);
    expect(rest.body).toEqual(whole.body);
    expect(rest.headers.get('idempotent-replayed')).toBeNull();
    expect(await office.meetings()).toBe(count);
    expect(faultsOf(await office.send(csvOf([office.row()]), send))).toEqual(['idempotency-key-reused']);
  });

  it('may be sent again by its record codes, which hold within a branch and a file', async () => {
    const code = `R-${randomUUID()}`;
    const rows = [office.row({ code }), office.row({ code, unit: office.codes.second })];
    expect((await office.send(csvOf(rows))).status).toBe(200);
    const again = await office.send(csvOf([...rows, office.row({ code: `${code}-b` })]), { query: '&mode=partial' });
    expect(faultsOf(again)).toEqual([
      [2, 'code', 'meeting-exists'],
      [3, 'code', 'meeting-exists'],
    ]);
    const twice = [office.row({ code: `${code}-c` }), office.row({ code: `${code}-c` })];
    expect(faultsOf(await office.send(csvOf(twice), { query: '&mode=partial' }))).toEqual([
      [2, 'code', 'code-twice'],
      [3, 'code', 'code-twice'],
    ]);
  });

  const row = (count: number) => `unit,kind\n${'x,y\n'.repeat(count)}`;
  it.each([
    ['nothing', '', 'text/csv', 422, 'no-rows'],
    ['an open quote', 'unit,kind\nx,"y', 'text/csv', 422, 'csv-malformed'],
    ['an unknown heading', 'unit,lương\nx,y', 'text/csv', 422, 'unknown-heading'],
    ['a heading twice', 'unit,Mã chi bộ\nx,y', 'text/csv', 422, 'heading-twice'],
    ['2,001 rows, all or nothing', row(2_001), 'text/csv', 413, 'too-many-rows-atomic'],
    ['5,001 rows', row(5_001), 'text/csv', 413, 'file-needs-job'],
    ['10.8 MB', row(2_700_000), 'text/csv', 413, 'file-needs-job'],
    ['JSON', '{"unit":"x"}', 'application/json', 400, 'text-expected'],
    ['another type of text', 'unit', 'text/plain', 400, 'text-expected'],
  ])('%s is refused', async (_, text, type, status, code) => {
    const reply = await office.send(text, { type });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  it('is for who enters meetings at its unit', async () => {
    const file = csvOf([office.row()]);
    for (const sub of [FOREIGN_CLERK, READER])
      expect(faultsOf(await office.send(file, { sub }))).toEqual(['outside-subtree']);
  });
});
