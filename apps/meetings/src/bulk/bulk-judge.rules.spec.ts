import { rowsOf } from '#bulk';
import { MEETING_COLUMNS } from './bulk-columns.rules.js';
import { judge, type Court } from './bulk-judge.rules.js';

const GOOD = {
  unit: 'CB-1',
  kind: 'regular',
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
const ID = 'a67adc85-0d62-5601-9456-7da0140721ac';
const UNITS: Record<string, string> = { 'CB-1': 'one', 'CB-2': 'two', 'CB-3': 'closed' };
const court: Court = {
  dates: 'iso',
  scope: 'file',
  derived: (name) => `id of ${name}`,
  find: (text, on) => (on < '2000-01-01' ? undefined : UNITS[text]),
  world: {
    now: new Date('2026-07-03T16:00:00Z'),
    tree: { aliveOn: (unitId) => unitId !== 'closed', get: () => undefined, parentOn: () => null },
  },
};
const judged = (...changes: object[]) => {
  const text = changes.map((one) => JSON.stringify({ ...GOOD, ...one })).join('\n');
  return judge(rowsOf({ text, format: 'application/x-ndjson' }, MEETING_COLUMNS), court);
};
const faults = (...changes: object[]): string[][] =>
  judged(...changes).map((one) => one.faults.map(({ column, code }) => `${column} ${code}`));

describe('a row', () => {
  it('is a meeting held and closed, as a single one is', () =>
    expect(judged({})).toMatchObject([
      {
        row: 1,
        id: 'id of file/1',
        faults: [],
        meeting: { unitId: 'one', state: 'closed', minutes: 100, tooShort: false, late: false, joint: [] },
      },
    ]));

  it.each([
    [{ unit: 'CB-9' }, 'unit unit-not-below'],
    [{ date: '1999-12-31' }, 'unit unit-not-below'],
    [{ unit: 'CB-3' }, 'date unit-not-alive'],
    [{ date: '', start: '2026-07-03T19:30:00+07:00', unit: 'CB-3' }, 'start unit-not-alive'],
    [{ end: '19:30' }, 'end ends-before-start'],
    [{ end: '', minutes: 1441 }, 'minutes meeting-too-long'],
    [{ date: '2029-07-03' }, 'date date-out-of-range'],
    [{ date: '2026-07-04' }, 'end closes-before-end'],
    [{ kind: 'thematic', withThematic: true }, 'withThematic thematic-part-of-regular-only'],
    [{ present: 23 }, 'present present-more-than-belong'],
    [{ excused: 9 }, 'belong states-more-than-belong'],
    [{ voteBase: 23 }, 'voteBase vote-base-more-than-belong'],
  ])('%j is refused: %s', (changes, fault) => expect(faults(changes)).toEqual([[fault]]));

  it('that is refused has no meeting and no id', () =>
    expect(judged({ present: 23 })).toMatchObject([{ id: null, meeting: null }]));
});

describe('the id', () => {
  it('follows from the code and the branch, is a UUID itself, or follows from file and row', () =>
    expect(
      judged({ code: 'A' }, { code: 'A', unit: 'CB-2' }, { code: ID.toUpperCase() }, {}).map(({ id }) => id),
    ).toEqual(['id of meeting/one/A', 'id of meeting/two/A', ID, 'id of file/4']));

  it('may be in one row only', () =>
    expect(faults({ code: 'A' }, { code: 'A', present: 23 }, { code: 'B' })).toEqual([
      ['code code-twice'],
      ['present present-more-than-belong', 'code code-twice'],
      [],
    ]));
});
