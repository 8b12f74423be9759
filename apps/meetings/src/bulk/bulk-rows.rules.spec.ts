import { rowsOf } from '#bulk';
import { COLUMNS, MEETING_COLUMNS } from './bulk-columns.rules.js';
import { readRow } from './bulk-rows.rules.js';
import { instantAt, readClock, readKind } from './bulk-values.rules.js';

const GOOD = {
  unit: 'CB-1',
  kind: 'thường kỳ',
  date: '2026-07-03',
  start: '19:30',
  end: '21:10',
  belong: 22,
  present: 17,
  excused: 3,
  unexcused: 0,
  exempt: 1,
  elsewhere: 1,
  voteBase: 20,
};
const read = (changes: object = {}, dates: 'iso' | 'dmy' = 'iso') => {
  const text = JSON.stringify({ ...GOOD, ...changes });
  const [row] = rowsOf({ text, format: 'application/x-ndjson' }, MEETING_COLUMNS);
  return readRow(row!, { dates });
};
const faults = (changes: object): string[] => read(changes).faults.map(({ column, code }) => `${column} ${code}`);

describe('the columns', () => {
  it('are known by their Vietnamese and English headings', () => {
    for (const [column, headings] of Object.entries(COLUMNS))
      for (const heading of [column, ...headings]) expect(MEETING_COLUMNS.of(heading)).toBe(column);
  });
});

describe('a row', () => {
  it('is read whole, times on the clock of Viet Nam', () =>
    expect(read()).toMatchObject({
      faults: [],
      complete: {
        unit: 'CB-1',
        details: {
          kind: 'regular',
          withThematic: false,
          startsAt: new Date('2026-07-03T12:30:00Z'),
          endsAt: new Date('2026-07-03T14:10:00Z'),
          chairId: null,
          secretaryId: null,
        },
        attendance: { belong: 22, present: 17, excused: 3, unexcused: 0, exempt: 1, elsewhere: 1, voteBase: 20 },
      },
    }));

  it('may say minutes instead of the end, a date as declared, and an instant instead of date and time', () => {
    const end = { endsAt: new Date('2026-07-03T14:10:00Z') };
    expect(read({ end: '', minutes: '100' }).complete?.details).toMatchObject(end);
    expect(read({ date: '3/7/2026' }, 'dmy').complete?.details).toMatchObject(end);
    expect(read({ date: null, start: '2026-07-03T12:30:00Z' }).complete?.details).toMatchObject(end);
    expect(read({ end: '2026-07-04T00:30:00+07:00' }).complete?.details.endsAt).toEqual(
      new Date('2026-07-03T17:30:00Z'),
    );
  });

  it('has a thematic part by its kind or by a column of its own', () => {
    const thematic = (changes: object) => read(changes).complete?.details.withThematic;
    expect(thematic({ kind: 'Thường kỳ kết hợp chuyên đề' })).toBe(true);
    expect(thematic({ withThematic: 'x' })).toBe(true);
    expect(thematic({ kind: 'Thường kỳ kết hợp chuyên đề', withThematic: 'không' })).toBe(false);
  });

  it.each([
    [{ unit: '' }, ['unit required']],
    [{ kind: 'họp' }, ['kind is-in']],
    [{ kind: null }, ['kind required']],
    [{ withThematic: 'có lẽ' }, ['withThematic is-in']],
    [{ date: '03/07/2026' }, ['date date-order-undeclared']],
    [{ date: '3/7/26' }, ['date two-digit-year']],
    [{ date: '2026-02-30' }, ['date is-local-date']],
    [{ date: '' }, ['date required']],
    [{ date: '2026-07-04', start: '2026-07-03T19:30:00+07:00' }, ['date date-not-of-start']],
    [{ start: '' }, ['start required']],
    [{ start: '25:00' }, ['start is-time']],
    [{ start: '0,8125' }, ['start is-time']],
    [{ start: '2026-02-30T19:30:00Z', date: '' }, ['start is-instant', 'date required']],
    [{ end: '' }, ['end required']],
    [{ end: 'tối' }, ['end is-time']],
    [{ minutes: 100 }, ['minutes end-or-minutes']],
    [{ end: '', minutes: '1,5' }, ['minutes is-int']],
    [{ belong: '22,5' }, ['belong is-int']],
    [{ present: -1 }, ['present min']],
    [{ voteBase: 100_001 }, ['voteBase max']],
    [{ exempt: '', elsewhere: null }, ['exempt required', 'elsewhere required']],
    [{ code: 'x'.repeat(101) }, ['code max-length']],
    [{ unit: 'Nguy\u{fffd}n' }, ['unit not-utf-8']],
    [{ chairId: 'Trần Thị A' }, ['chairId is-uuid']],
    [{ secretaryId: '7' }, ['secretaryId is-uuid']],
    [{ lương: 1 }, ['row unknown-field']],
  ])('%j has the faults %j', (changes, expected) => expect(faults(changes)).toEqual(expected));

  it('tells everything that is wrong with it at once', () =>
    expect(faults({ unit: '', kind: 'x', start: 'y', end: '', present: 'z' })).toEqual([
      'kind is-in',
      'start is-time',
      'present is-int',
      'unit required',
      'end required',
    ]));
});

describe('times and kinds', () => {
  it.each(['19:30', '19:30:00', '19h30', '19H30', '19 giờ 30', '19g30', ' 19 h 30 '])(
    '%p is half past seven',
    (text) => {
      const clock = readClock(text);
      if (!clock || 'code' in clock) throw new Error('not read');
      expect(instantAt(clock.value, '2026-07-03')).toEqual(new Date('2026-07-03T12:30:00Z'));
    },
  );
  it('at the hour needs no minutes', () => expect(readClock('7h')).toEqual({ value: { time: '07:00:00' } }));
  it.each(['19', '24:00', '7:60', '19.30', '1930', ''])('%p is no time', (text) =>
    expect(readClock(text)).toEqual(text === '' ? undefined : { code: 'is-time' }),
  );
  it.each([
    ['CHUYÊN ĐỀ', 'thematic'],
    ['Bất thường', 'extraordinary'],
    ['đột xuất', 'extraordinary'],
    ['Regular', 'regular'],
  ])('%p is %p', (text, kind) => expect(readKind(text)).toMatchObject({ value: { kind } }));
});
