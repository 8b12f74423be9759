import {
  CUT_KINDS,
  LISTED_ID,
  listedPeriod,
  parsePeriod,
  PeriodError,
  periodKind,
  rangeId,
  type Calendar,
  type ListedPeriod,
  type RuledCalendar,
} from '#calendar';
import { Refusal, type FieldFault } from '#contracts';

export type Rule = Pick<RuledCalendar, 'monthFrom' | 'weekFrom' | 'cumulative' | 'kinds'>;

/** What a calendar is to be made of: a rule, or a list of periods. */
export type StatedCalendar = Pick<Calendar, 'code' | 'labels' | 'source'> & {
  rule?: Rule | undefined;
  periods?: readonly ListedPeriod[] | undefined;
};

/**
 * A new calendar, checked.
 * @throws Refusal 422 `calendar-invalid` with a path and code for each fault
 */
export function checkedCalendar({ rule, periods, ...names }: StatedCalendar): Calendar {
  if (rule && !periods) return { ...names, form: 'rule', ...rule };
  const faults = periods && !rule ? listFaults(periods) : [{ path: 'rule', code: 'rule-or-periods' }];
  if (!periods || faults.length > 0) throw new Refusal('unprocessable', 'calendar-invalid', {}, faults);
  return { ...names, form: 'list', periods };
}

/** Kinds of period that a calendar has besides days and ranges, which all have. */
export const kindsOf = (calendar: Calendar): string[] =>
  calendar.form === 'rule'
    ? CUT_KINDS.filter((kind) => calendar.kinds.includes(kind))
    : [...new Set(calendar.periods.map(({ kind }) => kind))];

const listFaults = (periods: readonly ListedPeriod[]): FieldFault[] =>
  periods.flatMap((period, at) => {
    const before = periods.slice(0, at);
    const code = idFault(period, before);
    return [
      ...(code ? [{ path: `periods.${at}.id`, code }] : []),
      ...(['day', 'range'].includes(period.kind)
        ? [{ path: `periods.${at}.kind`, code: 'kind-of-every-calendar' }]
        : []),
      ...daysFaults(period, before).map((fault) => ({ path: `periods.${at}.${fault.path}`, code: fault.code })),
    ];
  });

function idFault({ id }: ListedPeriod, before: readonly ListedPeriod[]): string | undefined {
  // What is written as a day is a day in every calendar.
  if (!LISTED_ID.test(id) || periodKind(id) === 'day') return 'no-period-id';
  return before.some((other) => other.id === id) ? 'given-twice' : undefined;
}

function daysFaults(period: ListedPeriod, before: readonly ListedPeriod[]): FieldFault[] {
  const { from, to } = listedPeriod(period);
  try {
    parsePeriod(rangeId(from, to));
  } catch (error) {
    if (!(error instanceof PeriodError)) throw error;
    return [{ path: 'through', code: error.code }];
  }
  const overlapping = before.some(
    (other) => other.kind === period.kind && other.from <= period.through && period.from <= other.through,
  );
  return overlapping ? [{ path: 'from', code: 'periods-overlap' }] : [];
}
