import type { Refusal } from '#contracts';
import { columnsOf } from './columns.rules.js';
import { MOST_ROWS, rowsOf as rowsOfFile, type Format } from './file.rules.js';

const COLUMNS = {
  unit: ['Đơn vị', 'Mã chi bộ', 'Unit code'],
  id: ['Mã bản ghi'],
  name: ['Họ và tên', 'Họ tên'],
  sex: ['Giới tính'],
  birthDate: ['Ngày sinh', 'Birth date'],
  personalId: ['Số định danh'],
};
const KNOWN = columnsOf(COLUMNS);
const rowsOf = (text: string, format: Format) => rowsOfFile({ text, format }, KNOWN);

const HEADING = 'Đơn vị;Họ và tên*;Giới tính*;Ngày sinh*';
const refusal = (text: string, format: Format = 'text/csv'): string => {
  try {
    rowsOf(text, format);
  } catch (error) {
    return (error as Refusal).code;
  }
  return 'none';
};

describe('the columns', () => {
  it('are known by their Vietnamese and English headings, however written', () => {
    for (const [column, headings] of Object.entries(COLUMNS))
      for (const heading of [column, ...headings, headings[0]!.toUpperCase()]) expect(KNOWN.of(heading)).toBe(column);
    expect(KNOWN.of('Ngày sinh* (dd/mm/yyyy)')).toBe('birthDate');
    expect(KNOWN.of('ngày sinh'.normalize('NFD'))).toBe('birthDate');
    expect(KNOWN.of('Lương')).toBeUndefined();
  });
});

describe('a CSV file', () => {
  it.each([
    ['with ;', `${HEADING}\nCB-1;"Trần; Thị A";nữ;1990-05-19\n`, 'Trần; Thị A'],
    ['with ,', `unit,name,sex,birthDate\nCB-1,"Trần, Thị A",female,1990-05-19`, 'Trần, Thị A'],
    ['with BOM and CRLF', `\u{feff}${HEADING}\r\nCB-1;"Trần ""A""";nữ;1990-05-19\r\n`, 'Trần "A"'],
    ['with a comma in a quoted heading', `"Đơn vị (mã, hoặc id)";Họ tên\nCB-1;A,B`, 'A,B'],
  ])('%s', (_, text, name) =>
    expect(rowsOf(text, 'text/csv')).toMatchObject([{ row: 2, cells: { unit: 'CB-1', name } }]),
  );

  it('keeps leading zeros and the numbers of rows after empty ones', () => {
    const rows = rowsOf('unit,personalId\n\nCB-1,001090000123\n,\nCB-2,001090000124\n', 'text/csv');
    expect(rows.map(({ row, cells }) => [row, cells.personalId])).toEqual([
      [3, '001090000123'],
      [5, '001090000124'],
    ]);
  });

  it('marks a row that is cut or shifted', () =>
    expect(rowsOf('unit,name\nCB-1\nCB-1,A,B\nCB-1,A', 'text/csv').map(({ faults }) => faults)).toEqual([
      [{ column: 'row', code: 'cell-count' }],
      [{ column: 'row', code: 'cell-count' }],
      [],
    ]));

  it('is refused when it cannot be read', () => {
    expect(refusal('unit,name\nCB-1,"A')).toBe('csv-malformed');
    expect(refusal('unit,lương\nCB-1,A')).toBe('unknown-heading');
    expect(refusal('unit,name,Đơn vị\nCB-1,A,B')).toBe('heading-twice');
    expect(refusal('unit,name\n')).toBe('no-rows');
    expect(refusal('')).toBe('no-rows');
    expect(refusal(`unit,name\n${'CB-1,A\n'.repeat(MOST_ROWS + 1)}`)).toBe('too-many-rows');
    expect(rowsOf(`unit,name\n${'CB-1,A\n'.repeat(MOST_ROWS)}`, 'text/csv')).toHaveLength(MOST_ROWS);
  });

  it('is refused with the way out of its route when it has too many rows', () => {
    const text = `unit,name\n${'CB-1,A\n'.repeat(MOST_ROWS + 1)}`;
    const read = () => rowsOfFile({ text, format: 'text/csv', beyond: 'file-needs-job' }, KNOWN);
    expect(read).toThrow(expect.objectContaining({ kind: 'too-large', code: 'file-needs-job' }) as Error);
  });
});

describe('an NDJSON file', () => {
  it('is read line by line, faults told with their line', () => {
    const lines = [
      '{"unit":"CB-1","name":"A"}',
      '',
      'not json',
      '[]',
      '{"unit":"CB-1","secret":"x"}',
      '{"id":"1","Id":"2"}',
    ];
    expect(rowsOf(lines.join('\r\n'), 'application/x-ndjson')).toEqual([
      { row: 1, cells: { unit: 'CB-1', name: 'A' }, faults: [] },
      { row: 3, cells: {}, faults: [{ column: 'row', code: 'not-an-object' }] },
      { row: 4, cells: {}, faults: [{ column: 'row', code: 'not-an-object' }] },
      { row: 5, cells: { unit: 'CB-1' }, faults: [{ column: 'row', code: 'unknown-field' }] },
      { row: 6, cells: { id: '1' }, faults: [{ column: 'row', code: 'field-twice' }] },
    ]);
  });
});
