import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { sheetOf } from '#testing';
import { csvOf } from './csv.js';
import type { Cell, Table } from './table.js';
import { formatOf, requireTable } from './tables.js';
import { xlsxOf } from './xlsx.js';

const table = (rows: Cell[][], about: Table['about'] = []): Table => ({
  name: 'thu',
  title: { vi: 'Bảng thử', en: 'A table' },
  columns: (rows[0] ?? []).map((_, at) => ({ vi: `Cột ${at}`, en: `Column ${at}` })),
  rows,
  about,
});
const ABOUT = [
  { heading: { vi: 'Kỳ', en: 'Period' }, value: '2026-07' },
  { heading: { vi: 'Số liệu', en: 'Figure' }, value: -3 },
];

describe('a table as CSV', () => {
  it('has a BOM, CRLF, headings in the language asked for, and what it is about in every row', () => {
    const given = table(
      [
        ['Chi bộ "Khu phố 6", Mỹ Phong', 1.5, null, { vi: 'đã nộp', en: 'submitted' }],
        ['hai\ndòng', 0, true, null],
      ],
      ABOUT,
    );
    expect(csvOf(given, 'vi')).toBe(
      '\uFEFFCột 0,Cột 1,Cột 2,Cột 3,Kỳ,Số liệu\r\n' +
        '"Chi bộ ""Khu phố 6"", Mỹ Phong",1.5,,đã nộp,2026-07,-3\r\n' +
        '"hai\ndòng",0,true,,2026-07,-3\r\n',
    );
    expect(csvOf(given, 'en')).toContain('Column 3,Period,Figure\r\n');
    expect(csvOf(given, 'en')).toContain(',submitted,2026-07,-3');
  });

  it.each(['=1+1', '+84', '-5', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠a'])(
    'makes no formula of the text %j, in rows and in what they are about',
    (text) => {
      const csv = csvOf(table([[text]], [{ heading: { vi: text, en: text }, value: text }]), 'vi');
      const [headings, row] = parse(csv, { bom: true });
      expect(row).toEqual([`'${text}`, `'${text}`]);
      expect(headings?.[1]).toBe(`'${text}`);
    },
  );

  it('leaves numbers as they are, also below nothing', () => {
    expect(csvOf(table([[-5, -0.07, 1_000_000]]), 'en').split('\r\n')[1]).toBe('-5,-0.07,1000000');
  });

  it('comes back as it was, whatever the texts', () => {
    const texts = fc.string({ unit: 'binary' }).filter((text) => text !== '' && !/^[=+\-@\t\r\n＝＋－＠]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, texts), { minLength: 1 }), (rows) => {
        const [, ...back] = parse(csvOf(table(rows), 'vi'), { bom: true });
        expect(back).toEqual(rows);
      }),
    );
  });
});

describe('a table as a sheet', () => {
  it('has bold headings, numbers as numbers, texts as texts and what it is about above', async () => {
    const given = table([['=1+1', -2.5, null, true, { vi: 'tổng', en: 'total' }]], ABOUT);
    const rows = sheetOf(await xlsxOf(given, 'en'));
    expect(rows.map((row) => row.map(({ value }) => value))).toEqual([
      ['A table'],
      ['Period', '2026-07'],
      ['Figure', -3],
      [],
      ['Column 0', 'Column 1', 'Column 2', 'Column 3', 'Column 4'],
      ['=1+1', -2.5, null, true, 'total'],
    ]);
    expect(rows.map((row) => row.map(({ bold }) => bold))).toEqual([
      [true],
      [true, false],
      [true, false],
      [],
      Array(5).fill(true),
      Array(5).fill(false),
    ]);
  });

  it('holds no character that XML cannot', async () => {
    const rows = sheetOf(await xlsxOf(table([['a\u0001b & <c>\uffff']]), 'vi'));
    expect(rows.at(-1)?.[0]?.value).toBe('ab & <c>');
  });
});

describe('the format of an answer', () => {
  const accepting = (best: string | false) =>
    ({ req: { accepts: () => best } }) as unknown as Parameters<typeof formatOf>[0];
  it.each([
    ['csv', 'application/json', 'csv'],
    ['json', 'text/csv', 'json'],
    [undefined, 'text/csv', 'csv'],
    [undefined, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'json'],
    [undefined, false, 'json'],
  ] as const)('asked %p, accepting %p: %s', (asked, best, format) => {
    expect(formatOf(accepting(best), asked, ['csv'])).toBe(format);
  });

  it('is JSON where a table would be too large', () => {
    expect(() => requireTable(10_000)).not.toThrow();
    expect(() => requireTable(10_001)).toThrow(expect.objectContaining({ code: 'table-too-large' }) as Error);
  });
});
