import type { Period } from '#calendar';
import type { Span } from '#tree';
import { EPOCH } from '../figures/cell-sums.js';
import type { Entry } from '../figures/contribution.js';
import { MOVED_WITH_UNITS, OPENING, ROLL_KEYS } from '../figures/measure-keys.js';
import { covers } from '../rollups/cells.rules.js';
import { includesDay } from '../rollups/spans.rules.js';

/** Amounts by key as a rollup sums them: flows, levels of the last day, under `OPENING` those of the day before. */
export type AmountSums = Map<string, number>;
/** On which days a unit lay under the unit that is asked about; the day before the period among them. */
export type SpansOf = (unit: string) => readonly Span[];

const put = (sums: AmountSums, key: string, n: number): void => void sums.set(key, (sums.get(key) ?? 0) + n);

/** Days that say where a unit lay: the period's, and the day before it for what it opens with. */
export const daysAsked = ({ from, to }: Period): Span => ({ from: from - 1, to });

/**
 * Adds `sign` times what entries count for in a figure of a unit over a period: what `effect` puts into its cells and a
 * rollup reads from there, straight from the entries.
 */
export function addAmounts(
  sums: AmountSums,
  entries: readonly Entry[],
  spansOf: SpansOf,
  period: Period,
  sign: 1 | -1,
): void {
  for (const entry of entries) {
    const spans = spansOf(entry.u);
    if (spans.length === 0) continue;
    if (entry.to === undefined) addFlow(sums, entry, spans, period, sign);
    else addLevels(sums, entry, spans, period, sign);
  }
}

export const isInside = ({ from, to }: Span, day: number): boolean => from <= day && day < to;

function addFlow(sums: AmountSums, { d, m }: Entry, spans: readonly Span[], period: Period, sign: 1 | -1): void {
  if (isInside(period, d) && includesDay(spans, d)) for (const key in m) put(sums, key, sign * (m[key] ?? 0));
}

function addLevels(sums: AmountSums, entry: Entry, spans: readonly Span[], period: Period, sign: 1 | -1): void {
  for (const [prefix, day] of [
    ['', period.to - 1],
    [OPENING, period.from - 1],
  ] as const)
    if (covers(entry, day) && includesDay(spans, day))
      for (const key in entry.m) put(sums, prefix + key, sign * (entry.m[key] ?? 0));
  const heads = entry.m[ROLL_KEYS.total] ?? 0;
  const times = heads === 0 ? 0 : timesMoved(entry, spans, period);
  if (times !== 0) put(sums, MOVED_WITH_UNITS, sign * times * heads);
}

/** How often somebody came with the unit less how often he went with it: who was on its roll the day before (`effect`). */
export function timesMoved({ d, to }: Entry, spans: readonly Span[], period: Period): number {
  const [first, last] = [Math.max(d, EPOCH), to ?? Infinity];
  const along = (day: number): boolean => first < day && day <= last && isInside(period, day);
  return spans.reduce((times, span) => times + Number(along(span.from)) - Number(along(span.to)), 0);
}
