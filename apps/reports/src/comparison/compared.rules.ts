import type { Period } from '#calendar';
import { refused } from '#contracts';
import { percent, type Figure, type Measure, type Rounding, type RoundingMode } from '../catalogue/measures.rules.js';

/** How much a figure is more or less than an earlier one, and by how many percent of it. */
export type Growth = { value: number | null; numerator: number; denominator: number; rounding: Rounding };
export type Compared = {
  measure: string;
  now: Figure;
  before: Figure;
  /** Of ratios: percentage points. Null where a side has no value. */
  difference: number | null;
  /** Of what adds up: the difference by the earlier one. */
  growth?: Growth;
};

/** Percent are told with two decimals. */
const DECIMALS = 2;

/** @throws Refusal 422 `comparison-reversed` unless one period begins after the other */
export function requireEarlier(period: Period, against: Period): void {
  if (against.from >= period.from) throw refused('comparison-reversed', 'against');
}

/** One figure against the other; what is withheld on one side is withheld in the difference, which would tell it. */
export function compared(measure: Measure, now: Figure, before: Figure, mode: RoundingMode = 'half-up'): Compared {
  const both = { measure: measure.code, now, before };
  if (now.value === null || before.value === null) return { ...both, difference: null };
  const factor = 10 ** (measure.kind === 'ratio' ? DECIMALS : (measure.scale ?? 0));
  const whole = (value: number): number => Math.round(value * factor);
  const [numerator, denominator] = [whole(now.value) - whole(before.value), whole(before.value)];
  const difference = numerator / factor;
  if (measure.kind === 'ratio') return { ...both, difference };
  const rounding = { mode, decimals: DECIMALS };
  const value = percent(numerator, denominator, mode);
  return { ...both, difference, growth: { value, numerator: difference, denominator: before.value, rounding } };
}
