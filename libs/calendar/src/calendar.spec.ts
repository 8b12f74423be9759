import * as fc from 'fast-check';
import {
  GREGORIAN,
  PeriodError,
  calendarByCode,
  civilFromDay,
  dateOf,
  dayOf,
  dayOfMonth,
  localDayOf,
  monthOf,
  nextPeriod,
  parsePeriod,
  periodAround,
  periodContaining,
  periodKind,
  rangeId,
  splitPeriod,
  TILING_KINDS,
  weekdayOf,
  type Calendar,
} from './index.js';

const years = fc.integer({ min: 1901, max: 2998 });
const days = fc.integer({ min: dayOf('1901-01-01'), max: dayOf('2980-12-31') });
const decree: Calendar = { code: 'decree', labels: { vi: 'Nghị định 09', en: 'Decree 09' }, monthFrom: 15 };
const calendars = fc.constantFrom(GREGORIAN, decree);
const fault = (text: string): string => {
  try {
    parsePeriod(text);
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
  for (const [at, part] of parts.slice(1).entries()) expect(part.from).toBe(parts[at]?.to);
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
    expect(span('2026-07', decree)).toBe('2026-06-15/2026-07-14');
    expect(span('2026-Q1', decree)).toBe('2025-12-15/2026-03-14');
    expect(span('2026-H2', decree)).toBe('2026-06-15/2026-12-14');
    expect(span('2026-9M', decree)).toBe('2025-12-15/2026-09-14');
    expect(span('2026', decree)).toBe('2025-12-15/2026-12-14');
    expect(span('2026-W27', decree)).toBe(span('2026-W27'));
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
    ['2026-6M', 'period-malformed'],
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
        periodKind,
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

  it('weeks tile years of 52 or 53 weeks, from a Monday', () => {
    fc.assert(
      fc.property(years, (year) => {
        const numbers = Array.from({ length: 53 }, (_, i) => `${year}-W${String(i + 1).padStart(2, '0')}`);
        const weeks = numbers.filter((text) => fault(text) === 'none').map((text) => parsePeriod(text));
        const thursday = [dayOf(`${year}-01-01`), dayOf(`${year}-12-31`)].some((day) => weekdayOf(day) === 3);
        expect(weeks).toHaveLength(thursday ? 53 : 52);
        expectTiles(weeks, { from: weeks[0]?.from ?? 0, to: parsePeriod(`${year + 1}-W01`).from });
        expect(weeks.every(({ from }) => weekdayOf(from) === 0)).toBe(true);
      }),
    );
  });
});

describe('the period of a kind around a day', () => {
  it('is the one its id names, has the day, and is followed by the next without a gap', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...TILING_KINDS), calendars, (day, kind, calendar) => {
        const period = periodContaining(day, kind, calendar);
        expect(parsePeriod(period.id, calendar)).toEqual(period);
        expect(periodKind(period.id)).toBe(kind);
        expect(period.from <= day && day < period.to).toBe(true);
        const next = nextPeriod(period, kind, calendar);
        expect([next.from, periodKind(next.id)]).toEqual([period.to, kind]);
      }),
    );
  });

  it('is followed over the ends of years', () => {
    const after = (id: string, kind: (typeof TILING_KINDS)[number], calendar?: Calendar) =>
      nextPeriod(parsePeriod(id, calendar), kind, calendar).id;
    expect(after('2026-W53', 'week')).toBe('2027-W01');
    expect(after('2026-Q4', 'quarter')).toBe('2027-Q1');
    expect(after('2026-H2', 'half', decree)).toBe('2027-H1');
    expect(after('2026', 'year', decree)).toBe('2027');
  });
});

describe('series', () => {
  it('tile the period, each step the clipped one of its id', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 3600 }), calendars, (from, length, calendar) => {
        const period = { id: 'x', from, to: from + length };
        for (const by of ['day', 'week', 'month'] as const) {
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
  });
});

it('calendars are found by their code', () => {
  expect(calendarByCode('gregorian')).toBe(GREGORIAN);
  expect(calendarByCode('lunar')).toBeUndefined();
});
