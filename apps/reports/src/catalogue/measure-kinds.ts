import type { EventType } from '#contracts';
import { OPENING, type MeetingMeasure } from '../figures/measure-keys.js';
import type { Measure, Term } from './measures.rules.js';

type Named = Pick<Measure, 'code' | 'unit' | 'source'> & { vi: string; en: string };
const base = ({ code, unit, source, vi, en }: Named) => ({
  code,
  labels: { vi, en },
  unit,
  source,
  entered: false,
  onRequest: false,
});

export const term = (of: string, keys: readonly string[]): Term => ({ of, sign: 1, keys });
export const meetingTerm = (of: string, meeting: MeetingMeasure, sign: 1 | -1 = 1): Term => ({ of, sign, meeting });

/** Happens inside a period. */
export const flowOf = (named: Named, ...numerator: Term[]): Measure => ({
  ...base(named),
  kind: 'flow',
  overUnits: 'sum',
  overTime: 'sum',
  numerator,
});

/** A level at the end of the period's last day. */
export const stockOf = (named: Named, keys: readonly string[]): Measure => ({
  ...base(named),
  kind: 'stock',
  overUnits: 'sum',
  overTime: 'closing',
  numerator: [term(named.code, keys)],
});

/** The level at the end of the day before the period. */
export const openingOf = (named: Named, keys: readonly string[]): Measure => ({
  ...stockOf(
    named,
    keys.map((key) => OPENING + key),
  ),
  overTime: 'opening',
});

export const ratioOf = (
  named: Omit<Named, 'unit'>,
  overTime: 'ratio-of-sums' | 'closing',
  numerator: readonly Term[],
  denominator: readonly Term[],
): Measure => ({
  ...base({ ...named, unit: 'percent' }),
  kind: 'ratio',
  overUnits: 'ratio-of-sums',
  overTime,
  numerator,
  denominator,
  rounding: { mode: 'half-up', decimals: 2 },
});

/** Measures of one source and unit, from rows of code, Vietnamese, English and what it is made of. */
export const rows = <T>(
  make: (named: Named, keys: T) => Measure,
  unit: string,
  source: EventType,
  list: readonly (readonly [code: string, vi: string, en: string, keys: T])[],
): Measure[] => list.map(([code, vi, en, keys]) => make({ code, unit, source, vi, en }, keys));

type Keys = string | readonly string[];
type Row = readonly [code: string, vi: string, en: string, keys: Keys];

/** Flows of one source and unit, each the sum of its keys. */
export const flows = (unit: string, source: EventType, list: readonly Row[]): Measure[] =>
  rows((named, keys: Keys) => flowOf(named, term(named.code, [keys].flat())), unit, source, list);

/** Levels at the end, likewise. */
export const levels = (unit: string, source: EventType, list: readonly Row[]): Measure[] =>
  rows((named, keys: Keys) => stockOf(named, [keys].flat()), unit, source, list);
