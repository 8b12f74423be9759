import type { EventType, MeetingKind } from '#contracts';
import { MEETING_KINDS } from '#contracts';
import { OPENING, isStock, meetingKeys, type MeetingMeasure } from '../figures/measure-keys.js';

/** How a value between two hundredths is rounded: half up, or cut off. Some print the one, some the other (DOMAIN.md 9.2). */
export const ROUNDING_MODES = ['half-up', 'cut'] as const;
export type RoundingMode = (typeof ROUNDING_MODES)[number];

/** How the value of a ratio is rounded, as its figure states it (DOMAIN.md 9: never a number without its rounding). */
export type Rounding = { mode: RoundingMode; decimals: number };

/** Adds (or takes off) what another measure counts: by kind of meeting, or under stored keys of its own. */
export type Term = { of: string; sign: 1 | -1 } & ({ meeting: MeetingMeasure } | { keys: readonly string[] });

/**
 * A number with rules (DOMAIN.md 5.3). Over units all but ratios and distinct people add; over time a flow adds, and a
 * stock is read on the last day (`closing`) or the day before the first (`opening`). A ratio is the sum of the
 * numerators by the sum of the denominators, never a mean of ratios.
 */
export type Measure = {
  code: string;
  labels: { vi: string; en: string };
  unit: string;
  kind: 'flow' | 'stock' | 'ratio' | 'distinct';
  overUnits: 'sum' | 'ratio-of-sums' | 'none';
  overTime: 'sum' | 'closing' | 'opening' | 'ratio-of-sums' | 'none';
  /** Parts of one group may be added to each other; never to parts of another, for groups overlap. */
  group?: string;
  source: EventType;
  /** Counted by a person and handed in with a report; all others follow from events. */
  entered: boolean;
  /** Answered only when it is named. */
  onRequest: boolean;
  /** Amounts are whole numbers of 10^-scale of the unit. */
  scale?: number;
  numerator: readonly Term[];
  denominator?: readonly Term[];
  rounding?: Rounding;
};

/** Amounts by stored key (measure-keys.ts); levels of the day before under `OPENING` and the key. */
export type Sums = ReadonlyMap<string, number>;

/** A measure's value with everything that it was made of. `value` is null when a ratio has nothing below the line, or withheld. */
export type Figure = {
  measure: string;
  value: number | null;
  numerator?: number;
  denominator?: number;
  rounding?: Rounding;
  /** Withheld: it would tell of people (../suppression). */
  suppressed?: true;
};

/** A side of a ratio in the codes of measures, `attendance.belong - attendance.exempt`. */
export const formulaOf = (terms: readonly Term[]): string =>
  terms.map(({ of, sign }, at) => (at === 0 ? of : `${sign === 1 ? '+' : '-'} ${of}`)).join(' ');

const termKeys = (term: Term, kinds: readonly MeetingKind[]): readonly string[] =>
  'meeting' in term ? meetingKeys(term.meeting, kinds) : term.keys;

const amount = (terms: readonly Term[], sums: Sums, kinds: readonly MeetingKind[]): number => {
  let total = 0;
  for (const term of terms) for (const key of termKeys(term, kinds)) total += term.sign * (sums.get(key) ?? 0);
  return total;
};

const termsOf = ({ numerator, denominator = [] }: Measure): Term[] => [...numerator, ...denominator];

/** Every key a measure is made of, for the given kinds of meeting. */
export const keysOf = (measure: Measure, kinds: readonly MeetingKind[] = MEETING_KINDS): string[] => [
  ...new Set(termsOf(measure).flatMap((term) => termKeys(term, kinds))),
];

/** Whether it has a value for a kind of meeting. */
export const isByKind = (measure: Measure): boolean => termsOf(measure).every((term) => 'meeting' in term);

/** How a measure is to be read. A ratio is of one way, since both its sides are. */
export type Reading = 'flow' | 'closing' | 'opening' | 'distinct';
export function readingOf(measure: Measure): Reading {
  if (measure.kind === 'distinct') return 'distinct';
  const [key = ''] = keysOf(measure);
  if (key.startsWith(OPENING)) return 'opening';
  return isStock(key) ? 'closing' : 'flow';
}

const divided = (above: bigint, below: bigint): bigint =>
  above / below - (above < 0n && above % below !== 0n ? 1n : 0n);

/**
 * Percent with two decimals, by whole numbers: 1,807 of 2,733 is 66.12 half up and 66.11 cut off, which doubles get
 * wrong somewhere (DOMAIN.md 9.2). Null without a denominator.
 */
export function percent(numerator: number, denominator: number, mode: RoundingMode = 'half-up'): number | null {
  if (denominator <= 0) return null;
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (mode === 'cut') return Number((10_000n * n) / d) / 100;
  return Number(divided(20_000n * n + d, 2n * d)) / 100;
}

/** Both sides of a measure in whole numbers, also of a difference: sums of amounts or changes of them. */
export type Sides = { numerator: number; denominator?: number };
export const sidesOf = ({ numerator, denominator }: Measure, sums: Sums): Sides => ({
  numerator: amount(numerator, sums, MEETING_KINDS),
  ...(denominator ? { denominator: amount(denominator, sums, MEETING_KINDS) } : {}),
});

/** Divided once, so that a decimal prints as it was entered. */
export const shownOf = ({ scale }: Measure, amounted: number): number => (scale ? amounted / 10 ** scale : amounted);

/** The figure of a measure from summed amounts, for the given kinds of meeting. */
export function figureOf(
  measure: Measure,
  sums: Sums,
  kinds: readonly MeetingKind[] = MEETING_KINDS,
  mode?: RoundingMode,
): Figure {
  const numerator = amount(measure.numerator, sums, kinds);
  const shown = (sum: number): number => shownOf(measure, sum);
  if (!measure.denominator || !measure.rounding) return { measure: measure.code, value: shown(numerator) };
  const denominator = amount(measure.denominator, sums, kinds);
  const rounding = { ...measure.rounding, ...(mode ? { mode } : {}) };
  return {
    measure: measure.code,
    value: percent(numerator, denominator, rounding.mode),
    numerator: shown(numerator),
    denominator: shown(denominator),
    rounding,
  };
}
