import * as fc from 'fast-check';
import {
  BUILT_IN_CALENDARS,
  CUT_KINDS,
  GREGORIAN,
  INSPECTION,
  ND09,
  OFFICE_WEEK,
  PeriodError,
  civilFromDay,
  dateOf,
  dayOf,
  dayOfMonth,
  localDayOf,
  monthOf,
  nextPeriod,
  parsePeriod,
  periodAround,
  periodKind,
  rangeId,
  periodsOfYear,
  splitPeriod,
  weekdayOf,
  type Calendar,
  type ListedCalendar,
  type RuledCalendar,
} from './index.js';

const years = fc.integer({ min: 1901, max: 2998 });
const days = fc.integer({ min: dayOf('1901-01-01'), max: dayOf('2980-12-31') });
/** Calendars by any rule: months from any day, weeks from any day. */
const tiling = fc
  .record({ monthFrom: fc.integer({ min: 1, max: 28 }), weekFrom: fc.integer({ min: 1, max: 7 }) })
  .map((rule): RuledCalendar => ({ ...GREGORIAN, code: 'any', ...rule }));
const cumulative = tiling.map((calendar): RuledCalendar => ({ ...calendar, cumulative: true }));
const calendars = fc.oneof(fc.constantFrom(GREGORIAN, ND09, OFFICE_WEEK), tiling);
const campaign: ListedCalendar = {
  code: 'campaign',
  labels: { vi: 'Đợt cao điểm', en: 'Campaign' },
  source: 'Kế hoạch 1',
  form: 'list',
  periods: [
    { id: 'dot-2', kind: 'stage', from: '2026-05-01', through: '2026-06-10' },
    { id: 'dot-1', kind: 'stage', from: '2026-03-05', through: '2026-04-10' },
    { id: '2026', kind: 'campaign', from: '2026-03-05', through: '2026-06-10' },
  ],
};
const fault = (text: string, calendar?: Calendar): string => {
  try {
    parsePeriod(text, calendar);
  } catch (error) {
    if (error instanceof PeriodError) return error.code;
    throw error;
  }
  return 'none';
};
const span = (text: string, calendar?: Calendar): string => {
  const { from, to } = parsePeriod(text, calendar);
  return rangeId(from, to);
};
const expectTiles = (parts: { from: number; to: number }[], whole: { from: number; to: number }): void => {
  expect(parts[0]?.from).toBe(whole.from);
  expect(parts.at(-1)?.to).toBe(whole.to);
  expect(parts.slice(1).filter((part, at) => part.from !== parts[at]?.to)).toEqual([]);
};

describe('days', () => {
  it('agree with the machine calendar in UTC and come back', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(dateOf(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(dayOf(dateOf(day))).toBe(day);
        expect(weekdayOf(day)).toBe((new Date(day * 86_400_000).getUTCDay() + 6) % 7);
        expect(dateOf(day)).toBe(`${monthOf(day)}-${dayOfMonth(day)}`);
      }),
    );
    expect(civilFromDay(0)).toEqual({ year: 1970, month: 1, day: 1 });
  });

  it.each(['2026-02-30', '2025-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-7-1', '0000-01-01', '', 'x'])(
    'has no %p',
    (text) => {
      expect(() => dayOf(text)).toThrow(RangeError);
    },
  );

  it('has leap days', () => {
    expect(dayOf('2024-03-01') - dayOf('2024-02-28')).toBe(2);
    expect(dayOf('2000-03-01') - dayOf('2000-02-28')).toBe(2);
    expect(dayOf('2100-03-01') - dayOf('2100-02-28')).toBe(1);
  });

  it('refuses an open end as a date', () => {
    expect(() => dateOf(Infinity)).toThrow(RangeError);
  });

  it('is the local day of an instant at UTC+7, whatever the zone of the machine', () => {
    expect(dateOf(localDayOf(new Date('2026-06-30T16:59:59.999Z')))).toBe('2026-06-30');
    expect(dateOf(localDayOf(new Date('2026-06-30T17:00:00Z')))).toBe('2026-07-01');
    expect(dateOf(localDayOf(Date.parse('1975-06-13T00:00:00+07:00')))).toBe('1975-06-13');
    expect(dateOf(localDayOf(-1))).toBe('1970-01-01');
    expect(() => localDayOf(new Date(NaN))).toThrow(RangeError);
  });
});

describe('periods', () => {
  it.each([
    ['2026-07-01', '2026-07-01/2026-07-01'],
    ['2026-W27', '2026-06-29/2026-07-05'],
    ['2026-W01', '2025-12-29/2026-01-04'],
    ['2026-W53', '2026-12-28/2027-01-03'],
    ['2020-W53', '2020-12-28/2021-01-03'],
    ['2026-07', '2026-07-01/2026-07-31'],
    ['2024-02', '2024-02-01/2024-02-29'],
    ['2026-Q3', '2026-07-01/2026-09-30'],
    ['2026-H2', '2026-07-01/2026-12-31'],
    ['2026-9M', '2026-01-01/2026-09-30'],
    ['2026', '2026-01-01/2026-12-31'],
    ['2026-06-15/2026-07-14', '2026-06-15/2026-07-14'],
    ['2024-02-29/2034-02-28', '2024-02-29/2034-02-28'],
    ['2016-07-01/2026-06-30', '2016-07-01/2026-06-30'],
  ])('%s is %s', (text, expected) => {
    expect(span(text)).toBe(expected);
    expect(parsePeriod(text).id).toBe(text);
  });

  it('are cut by the calendar (DOMAIN.md 5.1)', () => {
    expect(span('2026-07', ND09)).toBe('2026-06-15/2026-07-14');
    expect(span('2026-Q1', ND09)).toBe('2025-12-15/2026-03-14');
    expect(span('2026-H2', ND09)).toBe('2026-06-15/2026-12-14');
    expect(span('2026-9M', ND09)).toBe('2025-12-15/2026-09-14');
    expect(span('2026', ND09)).toBe('2025-12-15/2026-12-14');
    expect(span('2026-W01', OFFICE_WEEK)).toBe('2026-01-02/2026-01-08');
    expect(span('2026-6M', INSPECTION)).toBe('2025-12-11/2026-06-10');
    expect(span('2026-07-01', INSPECTION)).toBe('2026-07-01/2026-07-01');
  });

  it('are told by a list', () => {
    expect(span('dot-1', campaign)).toBe('2026-03-05/2026-04-10');
    expect(span('2026', campaign)).toBe('2026-03-05/2026-06-10');
    expect(span('2026-03-05/2026-03-06', campaign)).toBe('2026-03-05/2026-03-06');
    expect(['dot-1', '2026', '2026-03-05', 'dot-9'].map((text) => periodKind(text, campaign))).toEqual([
      'stage',
      'campaign',
      'day',
      undefined,
    ]);
  });

  it.each<[string, Calendar, string]>([
    ['2026-W27', ND09, 'period-kind-not-in-calendar'],
    ['2026-W27', INSPECTION, 'period-kind-not-in-calendar'],
    ['2026-Q2', { ...ND09, kinds: ['month'] }, 'period-kind-not-in-calendar'],
    ['2026-Q2', INSPECTION, 'period-impossible'],
    ['2026-H1', INSPECTION, 'period-impossible'],
    ['2026-6M', ND09, 'period-impossible'],
    ['dot-3', campaign, 'period-impossible'],
    ['2026-03', campaign, 'period-impossible'],
    ['đợt 1', campaign, 'period-malformed'],
    ['dot-1', GREGORIAN, 'period-malformed'],
    ['2025-W53', OFFICE_WEEK, 'period-impossible'],
    ['2029-W53', OFFICE_WEEK, 'none'],
  ])('%s is no period of a calendar without it', (text, calendar, code) => {
    expect(fault(text, calendar)).toBe(code);
  });

  it.each([
    ['2026-W54', 'period-impossible'],
    ['2025-W53', 'period-impossible'],
    ['2026-W00', 'period-impossible'],
    ['2026-02-30', 'period-impossible'],
    ['2026-13', 'period-impossible'],
    ['2026-00', 'period-impossible'],
    ['2026-Q0', 'period-impossible'],
    ['2026-Q5', 'period-impossible'],
    ['2026-H3', 'period-impossible'],
    ['0000', 'period-impossible'],
    ['1899', 'period-impossible'],
    ['3000-Q1', 'period-impossible'],
    ['2026-07-14/2026-07-13', 'period-impossible'],
    ['2026-02-30/2026-03-02', 'period-impossible'],
    ['2016-07-01/2026-07-01', 'period-too-long'],
    ['', 'period-malformed'],
    ['2026-6M', 'period-impossible'],
    ['2026-5M', 'period-malformed'],
    ['2026-q3', 'period-malformed'],
    ['2026-W7', 'period-malformed'],
    [' 2026', 'period-malformed'],
    ['2026\n', 'period-malformed'],
    ['2026-07-01/', 'period-malformed'],
    ['2026-07-01/2026-07', 'period-malformed'],
    ['hôm nay', 'period-malformed'],
  ])('%p is refused as %s', (text, code) => {
    expect(fault(text)).toBe(code);
  });

  it('know their kind from their text', () => {
    expect(
      ['2026-07-01', '2026-W27', '2026-07', '2026-Q3', '2026-9M', '2026', '2026-Q', '2026-07-01/2026-07-02'].map(
        (text) => periodKind(text),
      ),
    ).toEqual(['day', 'week', 'month', 'quarter', 'nine-months', 'year', undefined, 'range']);
  });

  it('tile: months quarters, quarters halves, halves the year, in every calendar', () => {
    fc.assert(
      fc.property(years, calendars, (year, calendar) => {
        const at = (suffix: string) => parsePeriod(`${year}${suffix}`, calendar);
        const months = Array.from({ length: 12 }, (_, i) => at(`-${String(i + 1).padStart(2, '0')}`));
        const quarters = [1, 2, 3, 4].map((n) => at(`-Q${n}`));
        for (const [i, quarter] of quarters.entries()) expectTiles(months.slice(i * 3, i * 3 + 3), quarter);
        expectTiles(quarters.slice(0, 2), at('-H1'));
        expectTiles(quarters.slice(2), at('-H2'));
        expectTiles(quarters.slice(0, 3), at('-9M'));
        expectTiles([at('-H1'), at('-H2')], at(''));
        expect(at('').to).toBe(parsePeriod(String(year + 1), calendar).from);
      }),
    );
  });

  it('of a cumulative calendar all begin with the year, and years tile', () => {
    fc.assert(
      fc.property(years, fc.oneof(fc.constant(INSPECTION), cumulative), (year, calendar) => {
        const [q1, six, nine, whole] = ['-Q1', '-6M', '-9M', ''].map((suffix) => parsePeriod(year + suffix, calendar));
        const month = (number: string) => parsePeriod(`${year}-${number}`, calendar);
        expect([q1, six, nine, whole].map((each) => each?.from)).toEqual(Array(4).fill(month('01').from));
        expect([q1, six, nine, whole].map((each) => each?.to)).toEqual(
          ['03', '06', '09', '12'].map((n) => month(n).to),
        );
        expect(whole?.to).toBe(parsePeriod(String(year + 1), calendar).from);
      }),
    );
  });

  it('weeks tile years of 52 or 53 weeks, each in the year that has most of its days', () => {
    fc.assert(
      fc.property(years, calendars, (year, calendar) => {
        if (!calendar.kinds.includes('week')) return;
        const weeks = periodsOfYear(calendar, year).filter(({ kind }) => kind === 'week');
        expect([52, 53]).toContain(weeks.length);
        expect(fault(`${year}-W${weeks.length + 1}`, calendar)).toBe('period-impossible');
        expectTiles(weeks, { from: weeks[0]?.from ?? 0, to: parsePeriod(`${year + 1}-W01`, calendar).from });
        const inYear = (from: number) => [0, 1, 2, 3, 4, 5, 6].filter((at) => civilFromDay(from + at).year === year);
        const wrong = weeks.filter(({ from }) => weekdayOf(from) + 1 !== calendar.weekFrom || inYear(from).length < 4);
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('weeks from Monday are those of ISO 8601', () => {
    fc.assert(
      fc.property(years, (year) => {
        const thursday = [dayOf(`${year}-01-01`), dayOf(`${year}-12-31`)].some((day) => weekdayOf(day) === 3);
        expect(fault(`${year}-W53`)).toBe(thursday ? 'none' : 'period-impossible');
      }),
    );
  });
});

describe('the periods of a year', () => {
  it('are what their ids name, each followed by the next of its kind', () => {
    fc.assert(
      fc.property(years, fc.oneof(calendars, cumulative, fc.constant(INSPECTION)), (year, calendar) => {
        for (const { kind, ...period } of periodsOfYear(calendar, year)) {
          expect(parsePeriod(period.id, calendar)).toEqual(period);
          expect(periodKind(period.id, calendar)).toBe(kind);
          const next = nextPeriod(period, kind, calendar)!;
          expect(parsePeriod(next.id, calendar)).toEqual(next);
          expect(periodKind(next.id, calendar)).toBe(kind);
          const yearly = kind === 'nine-months' || (calendar.cumulative && (kind === 'quarter' || kind === 'half'));
          expect(yearly ? next.id.slice(0, 4) : next.from).toBe(yearly ? String(year + 1) : period.to);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are of the kinds a calendar has', () => {
    for (const calendar of BUILT_IN_CALENDARS)
      expect([...new Set(periodsOfYear(calendar, 2026).map(({ kind }) => kind))]).toEqual([...calendar.kinds]);
    expect(BUILT_IN_CALENDARS.map(({ code, kinds }) => [code, kinds.length])).toEqual([
      ['gregorian', CUT_KINDS.length],
      ['nd09', CUT_KINDS.length - 1],
      ['inspection', CUT_KINDS.length - 1],
      ['office-week', CUT_KINDS.length],
    ]);
  });

  it('are followed over the ends of years and lists', () => {
    const after = (id: string, kind: string, calendar?: Calendar) =>
      nextPeriod(parsePeriod(id, calendar), kind, calendar)?.id;
    expect(after('2026-12-31', 'day')).toBe('2027-01-01');
    expect(after('2026-W53', 'week')).toBe('2027-W01');
    expect(after('2026-Q4', 'quarter')).toBe('2027-Q1');
    expect(after('2026-H2', 'half', ND09)).toBe('2027-H1');
    expect(after('2026', 'year', ND09)).toBe('2027');
    expect(after('2026-6M', 'half', INSPECTION)).toBe('2027-6M');
    expect(after('dot-1', 'stage', campaign)).toBe('dot-2');
    expect(after('dot-2', 'stage', campaign)).toBeUndefined();
  });

  it('of a list are those with a day in the year', () => {
    const ids = (year: number) => periodsOfYear(campaign, year).map(({ id, kind }) => `${kind} ${id}`);
    expect(ids(2026)).toEqual(['stage dot-2', 'stage dot-1', 'campaign 2026']);
    expect(ids(2027)).toEqual([]);
  });
});

describe('series', () => {
  it('tile the period, each step the clipped one of its id', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 3600 }), calendars, (from, length, calendar) => {
        const period = { id: 'x', from, to: from + length };
        for (const by of ['day', 'week', 'month'] as const) {
          if (by === 'week' && !calendar.kinds.includes('week')) continue;
          const steps = splitPeriod(period, by, calendar);
          expectTiles(steps, period);
          for (const step of [steps[0], steps.at(-1), steps[Math.floor(steps.length / 2)]]) {
            if (!step) continue;
            const whole = parsePeriod(step.id, calendar);
            expect(step).toEqual({
              id: step.id,
              from: Math.max(whole.from, period.from),
              to: Math.min(whole.to, period.to),
            });
            expect(periodAround(step.from, by, calendar)).toEqual(whole);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('a year by day has its leap day', () => {
    expect(splitPeriod(parsePeriod('2024'), 'day')).toHaveLength(366);
    expect(splitPeriod(parsePeriod('2025'), 'day')).toHaveLength(365);
    expect(splitPeriod(parsePeriod('2026-Q1'), 'week').map(({ id }) => id)[0]).toBe('2026-W01');
    expect(splitPeriod(parsePeriod('dot-1', campaign), 'day', campaign)).toHaveLength(37);
  });

  it('by a step that the calendar does not have are refused', () => {
    for (const [calendar, by] of [
      [ND09, 'week'],
      [campaign, 'month'],
    ] as const)
      expect(() => splitPeriod(parsePeriod('2026'), by, calendar)).toThrow('period-kind-not-in-calendar');
  });
});
