import { addMonths, addWorkingDays, dateOf, dayOf } from '#calendar';

/** A rule and the first day on which it holds; days before the first one go by it too. */
type DatedTerm<T> = { from: string; source: string; term: T };

/** The newest rule that holds on a date. */
const termOn = <T>(terms: readonly [DatedTerm<T>, ...DatedTerm<T>[]], date: string): T =>
  (terms.findLast(({ from }) => from <= date) ?? terms[0]).term;

/**
 * Official transfer (chuyển sinh hoạt chính thức): begun within 60 working days, the letter presented within 30 more
 * (DOMAIN.md 2.2). Earlier rules are not on record, so earlier transfers are timed by this one.
 */
const TRANSFER: [DatedTerm<{ startWorkingDays: number; presentWorkingDays: number }>] = [
  {
    from: '2025-05-26',
    source: 'Quy định 294-QĐ/TW, 6.3.1',
    term: { startWorkingDays: 60, presentWorkingDays: 30 },
  },
];

/** Ceremony (lễ kết nạp): within 30 working days of receiving the decision (DOMAIN.md 2.2). */
const CEREMONY: [DatedTerm<number>] = [{ from: '2025-05-26', source: 'Quy định 294-QĐ/TW', term: 30 }];

/** Probation of 12 months from the ceremony; the branch decides within 30 working days after them (DOMAIN.md 2.2). */
const PROBATION: [DatedTerm<{ months: number; decideWorkingDays: number }>] = [
  { from: '2025-05-26', source: 'Quy định 294-QĐ/TW', term: { months: 12, decideWorkingDays: 30 } },
];

/** Full years, counted by month, at admission (DOMAIN.md 2.2). */
const AGE: [DatedTerm<{ least: number; most: number }>] = [
  { from: '2025-05-26', source: 'Điều lệ Đảng, Điều 1; Quy định 294-QĐ/TW', term: { least: 18, most: 60 } },
];

const after = (date: string, workingDays: number): string => dateOf(addWorkingDays(dayOf(date), workingDays));

/** The last day on which a transfer introduced on this date is in its term. */
export function transferLastDay(introduced: string): string {
  const { startWorkingDays, presentWorkingDays } = termOn(TRANSFER, introduced);
  return after(introduced, startWorkingDays + presentWorkingDays);
}

export const ceremonyLastDay = (decided: string): string => after(decided, termOn(CEREMONY, decided));

/** When probation is over, and the last day on which recognition is in its term. */
export function probationOf(ceremony: string): { over: string; lastDay: string } {
  const { months, decideWorkingDays } = termOn(PROBATION, ceremony);
  const over = dateOf(addMonths(dayOf(ceremony), months));
  return { over, lastDay: after(over, decideWorkingDays) };
}

export const ageLimitsOn = (date: string): { least: number; most: number } => termOn(AGE, date);
