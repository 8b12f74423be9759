import { civilFromDay, dateOf, dayFromCivil, dayOf } from '#calendar';

/** Steps of the Party's medal in years of Party age, and the days of the year on which it is handed out. */
type MedalRule = { from: string; source: string; steps: readonly number[]; awardDays: readonly string[] };

/** Huy hiệu Đảng (DOMAIN.md 2.5): 35 is no step. The newest rule first. */
const MEDAL_RULES: readonly MedalRule[] = [
  {
    from: '0001-01-01',
    source: 'HD 01-HD/TW 2021 (kept by HD 06-HD/TW, 9/6/2025); no other rule is known for days before it',
    steps: [30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90],
    awardDays: ['02-03', '05-19', '09-02', '11-07'],
  },
];

/** What of an official member decides on medals: from when Party age counts, and the steps handed over, early ones too. */
export type MedalCandidate = { partyAgeFrom: string; awarded: readonly number[] };
export type MedalDue = { step: number; reachedOn: string };

const ruleOn = (date: string): MedalRule => MEDAL_RULES.find(({ from }) => from <= date) as MedalRule;

export const medalSteps = (date: string): readonly number[] => ruleOn(date).steps;
export const isAwardDay = (date: string): boolean => ruleOn(date).awardDays.includes(date.slice(5));

/** The award day before an award day. */
export function awardDayBefore(date: string): string {
  const { awardDays } = ruleOn(date);
  const year = Number(date.slice(0, 4));
  const earlier = [year - 1, year]
    .flatMap((of) => awardDays.map((day) => `${String(of).padStart(4, '0')}-${day}`))
    .filter((day) => day < date);
  return earlier.at(-1) as string;
}

/** The day on which years are full; of 29 February the last day of that month. */
export function yearsAfter(date: string, years: number): string {
  const { year, month, day } = civilFromDay(dayOf(date));
  const ofMonth = dayFromCivil(year + years, month, 1);
  const nextMonth = month === 12 ? dayFromCivil(year + years + 1, 1, 1) : dayFromCivil(year + years, month + 1, 1);
  return dateOf(Math.min(ofMonth + day - 1, nextMonth - 1));
}

/** The medal due on an award day: its step is reached after the award day before, up to and including this one. */
export function medalDue({ partyAgeFrom, awarded }: MedalCandidate, on: string): MedalDue | undefined {
  const after = awardDayBefore(on);
  return medalSteps(on)
    .map((step) => ({ step, reachedOn: yearsAfter(partyAgeFrom, step) }))
    .find(({ step, reachedOn }) => reachedOn > after && reachedOn <= on && !awarded.includes(step));
}

/** Days of admission from which a step may be due on an award day, in order: to find them by, `medalDue` decides. */
export function partyAgesReaching(on: string): { from: string; to: string }[] {
  const after = awardDayBefore(on);
  const yearOf = (date: string, step: number): string => `${Number(date.slice(0, 4)) - step}${date.slice(4)}`;
  return medalSteps(on)
    .toReversed()
    .map((step) => ({ from: yearOf(after, step), to: yearOf(on, step) }));
}
