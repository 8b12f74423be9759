import { randomUUID } from 'node:crypto';
import { ADMINISTRATOR, eventually, startSystem, type Reply, type System } from '#testing';

const CLERK = 'demo-clerk-my-phong';
const HEADING =
  'Mã bản ghi;Mã chi bộ;Loại sinh hoạt;Ngày họp;Giờ bắt đầu;Giờ kết thúc;Trong danh sách;Có mặt;Vắng có lý do;' +
  'Vắng không lý do;Miễn sinh hoạt;Tạm thời nơi khác;Cơ số biểu quyết';
/** The month as the clerk typed it; every second row has a mistake. */
const TYPED = [
  '1;MP-01;Thường kỳ;3/6/2026;19:30;21:10;22;18;2;0;1;1;20',
  '2;MP-02;Thường kỳ;31/6/2026;19:30;21:10;25;24;1;0;0;0;25', // June has 30 days
  '3;MP-03;Thường kỳ;4/6/2026;19h30;21h15;18;18;0;0;0;0;18',
  '4;MP-4;Thường kỳ;4/6/2026;19:30;21:00;31;28;1;1;0;1;30', // no such code
  '5;MP-01;Chuyên đề;18/6/2026;19:30;21:00;22;20;1;0;1;0;21',
  '6;MP-02;Thường kì;19/6/2026;19:30;21:00;25;25;0;0;0;0;25', // misspelt
  '7;MP-03;Bất thường;20/6/2026;8:00;8:45;18;15;3;0;0;0;18',
  '8;MP-01;Bất thường;21/6/2026;8:00;8:45;22;32;0;0;0;0;22', // 32 of 22
  '9;MP-02;Bất thường;22/6/2026;8:00;8:45;25;25;0;0;0;0;25',
  '10;MP-03;Chuyên đề;23/6/2026;19:30;18:00;18;18;0;0;0;0;18', // ends before it starts
];
const MENDED = [
  ['31/6/2026', '30/6/2026'],
  ['MP-4;', 'MP-03;'],
  ['Thường kì;', 'Thường kỳ;'],
  [';22;32;', ';22;22;'],
  ['19:30;18:00', '19:30;21:00'],
] as const;

type Problem = { code: string; detail: string; errors: { path: string; code: string; detail: string }[] };
type Entered = { accepted: number; refused: number; results: { row: number; id: string | null; receipt: string }[] };
type Figures = { figures: { measure: string; value: number }[]; receipt: { status: string } };

/** A clerk enters a month of meetings of the ward from a file: what is wrong is named, mended, and then in the figures. */
describe('the clerk of a ward', () => {
  let system: System;
  const units: Record<string, string> = {};

  const send = <B>(lines: readonly string[], query: string, key?: string): Promise<Reply<B>> =>
    system.client('meetings', CLERK).call<B>('POST', `/v1/meetings/bulk?unit=${units.ward}&dates=dmy${query}`, {
      body: `\u{feff}${[HEADING, ...lines].join('\r\n')}\r\n`,
      textType: 'text/csv',
      key,
    });
  const held = async (unit: string, receipt: string): Promise<[number | undefined, string]> => {
    const { body } = await system
      .client('reports')
      .read<Figures>(
        `/v1/units/${units[unit]}/rollup?period=2026-06&measures=meetings.held&receipt=${receipt}&wait=10s`,
      );
    return [body.figures.find(({ measure }) => measure === 'meetings.held')?.value, body.receipt.status];
  };

  beforeAll(async () => {
    system = await startSystem({ only: ['registry', 'meetings', 'reports'] });
    const registry = system.client('registry', ADMINISTRATOR);
    const create = async (code: string, level: string, kind: string, parent: string | null) => {
      const body = { code, name: `Đơn vị ${code}`, level, kind, parentId: parent && units[parent], from: '2020-01-01' };
      units[code] = (await registry.post<{ id: string }>('/v1/units', body)).body.id;
    };
    await create('centre', 'centre', 'centre', null);
    await create('province', 'province', 'province', 'centre');
    await create('ward', 'commune', 'ward', 'province');
    for (const branch of ['MP-01', 'MP-02', 'MP-03']) await create(branch, 'branch', 'residential-branch', 'ward');
    await registry.post('/v1/roles', { person: CLERK, role: 'clerk', unitId: units.ward, from: '2020-01-01' });
    await eventually(
      async () => {
        const known = await system.client('meetings', CLERK).get(`/v1/meetings?unit=${units['MP-03']}`);
        const figures = await system.client('reports').get(`/v1/units/${units['MP-03']}/rollup?period=2026-06`);
        return known.status === 200 && figures.status === 200;
      },
      { timeoutMs: 60_000 },
    );
  }, 150_000);
  afterAll(() => system?.stop(), 60_000);

  it('sees five mistakes named, mends them, and has the month in the figures of ward and province, once', async () => {
    const tried = await send<Problem>(TYPED, '&dryRun=true');
    expect([tried.status, tried.body.code, tried.body.detail]).toEqual([
      422,
      'rows-refused',
      '5 trong 10 dòng bị từ chối; không dòng nào được ghi.',
    ]);
    expect(tried.body.errors).toEqual([
      { path: 'rows.3.date', code: 'is-local-date', detail: expect.stringContaining('ngày có thật') },
      { path: 'rows.5.unit', code: 'unit-not-below', detail: expect.stringContaining('kiểm tra mã chi bộ') },
      { path: 'rows.7.kind', code: 'is-in', detail: expect.stringContaining('giá trị cho phép') },
      { path: 'rows.9.present', code: 'present-more-than-belong', detail: expect.stringContaining('có mặt') },
      { path: 'rows.11.end', code: 'ends-before-start', detail: expect.stringContaining('sau khi bắt đầu') },
    ]);

    const lines = TYPED.map((line) => MENDED.reduce((text, [wrong, right]) => text.replace(wrong, right), line));
    const key = randomUUID();
    const entered = await send<Entered>(lines, '', key);
    expect(entered).toMatchObject({ status: 200, body: { accepted: 10, refused: 0 } });
    for (const { receipt } of entered.body.results)
      expect((await system.client('reports').read(`/v1/receipts/${receipt}?wait=10s`)).body).toMatchObject({
        status: 'applied',
      });
    const { receipt } = entered.body.results[9]!;
    expect(await held('ward', receipt)).toEqual([10, 'applied']);
    expect(await held('province', receipt)).toEqual([10, 'applied']);

    // The answer was lost, and the file is sent again: by its key, and from another desk by its record codes.
    expect((await send<Entered>(lines, '', key)).body).toEqual(entered.body);
    expect((await send<Entered>(lines, '&mode=partial')).body).toMatchObject({ accepted: 0, refused: 10 });
    expect(await held('province', receipt)).toEqual([10, 'applied']);
  }, 120_000);
});
