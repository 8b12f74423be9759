import type { ListedPeriod } from '#calendar';
import { checkedCalendar, kindsOf, type StatedCalendar } from './calendar.rules.js';
import { CALENDAR_EXAMPLES } from './calendars.examples.js';

const names = { code: 'thu', labels: { vi: 'Thử', en: 'Trial' }, source: 'Công văn 1' };
const stage = (over: Partial<ListedPeriod> = {}): ListedPeriod => ({
  id: 'dot-1',
  kind: 'stage',
  from: '2026-03-05',
  through: '2026-04-10',
  ...over,
});
const faultsOf = (stated: Partial<StatedCalendar>): string[] => {
  try {
    checkedCalendar({ ...names, ...stated });
  } catch (error) {
    const { code, fields } = error as { code: string; fields: { path: string; code: string }[] };
    expect(code).toBe('calendar-invalid');
    return fields.map((fault) => `${fault.path} ${fault.code}`);
  }
  return [];
};
const rule = { monthFrom: 21, weekFrom: 1, cumulative: false, kinds: ['month'] as const };

describe('a calendar', () => {
  it('is made of a rule or of a list', () => {
    expect(checkedCalendar({ ...names, rule })).toEqual({ ...names, form: 'rule', ...rule });
    expect(checkedCalendar({ ...names, periods: [stage()] })).toEqual({ ...names, form: 'list', periods: [stage()] });
    expect(faultsOf({})).toEqual(['rule rule-or-periods']);
    expect(faultsOf({ rule, periods: [stage()] })).toEqual(['rule rule-or-periods']);
  });

  it('has kinds in one order', () => {
    expect(kindsOf(checkedCalendar({ ...names, rule: { ...rule, kinds: ['year', 'month'] } }))).toEqual([
      'month',
      'year',
    ]);
    const { listed } = CALENDAR_EXAMPLES.create;
    expect(kindsOf(checkedCalendar(listed.value))).toEqual(['stage', 'campaign']);
  });

  it.each<[string, Partial<ListedPeriod>, string[]]>([
    ['is next to it', { id: 'dot-2', from: '2026-04-11', through: '2026-04-11' }, []],
    ['is of another kind', { id: 'all', kind: 'campaign' }, []],
    [
      'shares its last day',
      { id: 'dot-2', from: '2026-04-10', through: '2026-05-01' },
      ['periods.1.from periods-overlap'],
    ],
    ['is around it', { id: 'dot-2', from: '2026-01-01', through: '2026-12-31' }, ['periods.1.from periods-overlap']],
    ['has its id', { kind: 'campaign' }, ['periods.1.id given-twice']],
    ['has an id like a day', { id: '2026-05-05', kind: 'x' }, ['periods.1.id no-period-id']],
    ['has an id with a slash', { id: 'a/b', kind: 'x' }, ['periods.1.id no-period-id']],
    ['is of a kind all have', { id: 'dot-2', kind: 'range' }, ['periods.1.kind kind-of-every-calendar']],
    ['ends first', { id: 'dot-2', kind: 'x', through: '2026-03-04' }, ['periods.1.through period-impossible']],
    ['is too long', { id: 'dot-2', kind: 'x', through: '2036-03-05' }, ['periods.1.through period-too-long']],
  ])('says what is wrong with a second period that %s', (_, over, faults) => {
    expect(faultsOf({ periods: [stage(), stage(over)] })).toEqual(faults);
  });
});
