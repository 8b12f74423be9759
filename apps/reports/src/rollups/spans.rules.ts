import type { Day, Period } from '#calendar';
import type { Level, UnitRecord, UnitStretch } from '#contracts';
import { daysOf, joined, overlapOf, type Span } from '#tree';

/** All days. */
export const EVER: readonly Span[] = [{ from: -Infinity, to: Infinity }];

/** The days that lie in both lists; each list sorted and without overlaps, as is the result. */
export const shared = (a: readonly Span[], b: readonly Span[]): Span[] =>
  joined(a.flatMap((one) => b.flatMap((other) => overlapOf(one, other) ?? [])));

/** The days of `spans` that are in none of `holes`. */
export function without(spans: readonly Span[], holes: readonly Span[]): Span[] {
  let left = [...spans];
  for (const hole of holes) {
    left = left.flatMap((span) => {
      if (!overlapOf(span, hole)) return [span];
      const before = { from: span.from, to: hole.from };
      const after = { from: hole.to, to: span.to };
      return [before, after].filter(({ from, to }) => from < to);
    });
  }
  return left;
}

/** Whether the spans are exactly the whole period. */
export const isWhole = (spans: readonly Span[], period: Period): boolean =>
  spans.length === 1 && spans[0]?.from === period.from && spans[0].to === period.to;

export const includesDay = (spans: readonly Span[], day: Day): boolean =>
  spans.some(({ from, to }) => from <= day && day < to);

/** A unit's states extended to all days as `place` extends its parents (DESIGN.md 4): the nearest, the earlier on a tie. */
export function extendedStates(record: UnitRecord): (Span & { state: UnitStretch })[] {
  const result: { from: Day; to: Day; state: UnitStretch }[] = [];
  let end = -Infinity;
  for (const state of record.stretches) {
    const days = daysOf(state);
    const last = result.at(-1);
    const from = last ? Math.floor((end + days.from - 1) / 2) + 1 : -Infinity;
    if (last) last.to = from;
    result.push({ from, to: Infinity, state });
    end = days.to;
  }
  return result;
}

/** Days on which a unit counts as of a level, its life extended. */
export const levelDays = (record: UnitRecord, level: Level): Span[] =>
  joined(extendedStates(record).filter(({ state }) => state.level === level));

/** Days on which a unit lives and is of a level. */
export const livesAs = (record: UnitRecord, level: Level): Span[] =>
  joined(record.stretches.filter((stretch) => stretch.level === level).map(daysOf));
