import { rowsOf } from '#bulk';
import { COLUMNS, MEMBER_COLUMNS } from './bulk-columns.rules.js';
import { readRow, repeatedIn, type Declared } from './bulk-rows.rules.js';

const HEADING = 'unit,name,sex,birthDate,ethnicity,religion,on,standing,personalId,officialDate,id';
const ISO: Declared = { dates: 'iso', padIdentifiers: false };
const read = (lines: string[], declared: Partial<Declared> = {}) =>
  rowsOf({ text: [HEADING, ...lines].join('\n'), format: 'text/csv' }, MEMBER_COLUMNS).map((row) =>
    readRow(row, { ...ISO, ...declared }),
  );
const GOOD = 'CB-1,Trần Thị A,nữ,1990-05-19,Kinh,không,2025-07-01,chính thức,001090000123,,';

describe('the columns', () => {
  it('are known by their Vietnamese and English headings', () => {
    for (const [column, headings] of Object.entries(COLUMNS))
      for (const heading of [column, ...headings]) expect(MEMBER_COLUMNS.of(heading)).toBe(column);
    expect(MEMBER_COLUMNS.of('Lương')).toBeUndefined();
  });
});

describe('a row', () => {
  it('is read whole', () => {
    expect(read([GOOD])).toMatchObject([
      { row: 2, faults: [], values: { unit: 'CB-1', sex: 'female', standing: 'official', personalId: '001090000123' } },
    ]);
  });

  it('tells everything that is wrong with it at once', () =>
    expect(read([',,x,19/05/1990,Kinh,,2025-07-01,official,1090000123,,7'])[0]?.faults).toEqual([
      { column: 'birthDate', code: 'date-order-undeclared' },
      { column: 'personalId', code: 'identifier-lost-zeros' },
      { column: 'sex', code: 'is-in' },
      { column: 'id', code: 'is-uuid' },
      { column: 'unit', code: 'required' },
      { column: 'name', code: 'required' },
      { column: 'religion', code: 'required' },
    ]));

  it('takes the day and the standing from what is declared or follows', () => {
    const line = 'CB-1,Trần Thị A,nữ,19/5/1990,Kinh,không,,,,1/2/2015,';
    expect(read([line], { dates: 'dmy', on: '2025-07-01' })[0]).toMatchObject({
      faults: [],
      values: { on: '2025-07-01', standing: 'official', officialDate: '2015-02-01', birthDate: '1990-05-19' },
    });
    expect(read([line], { dates: 'dmy' })[0]?.faults).toEqual([{ column: 'on', code: 'required' }]);
  });

  it('that is cut is told so, and no more', () =>
    expect(read(['CB-1,A'])[0]?.faults).toEqual([{ column: 'row', code: 'cell-count' }]));

  it('that repeats an identifier is marked, as is the one it repeats', () =>
    expect(repeatedIn(read([GOOD, GOOD.replace('Trần', 'Lê'), GOOD.replace('0123', '0124')]))).toEqual(
      new Map([
        [2, [{ column: 'personalId', code: 'identifier-twice' }]],
        [3, [{ column: 'personalId', code: 'identifier-twice' }]],
      ]),
    ));

  it('that repeats an id is marked, however it is written', () => {
    const id = 'a0e5b6c4-7a0c-4b0e-9a5b-0d5d0c1f2e3a';
    const lines = [id, '', id.toUpperCase()].map((own, at) => GOOD.replace('0123,,', `012${at},,${own}`));
    expect(repeatedIn(read(lines))).toEqual(
      new Map([
        [2, [{ column: 'id', code: 'id-twice' }]],
        [4, [{ column: 'id', code: 'id-twice' }]],
      ]),
    );
  });
});
