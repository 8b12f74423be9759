import { dayOf, type Day } from '#calendar';
import type { UnitRecord, UnitStretch } from '#contracts';

/** Days [from, to), either end may be infinite. */
export type Span = { readonly from: Day; readonly to: Day };

/** The days of a stretch; an open one ends at Infinity. */
export const daysOf = (stretch: Pick<UnitStretch, 'from' | 'to'>): Span => ({
  from: dayOf(stretch.from),
  to: stretch.to === null ? Infinity : dayOf(stretch.to),
});

/** When the unit lives: its stretches with the seams between touching ones removed. Empty when voided. */
export function livesOf(record: Pick<UnitRecord, 'stretches'>): Span[] {
  const lives: Span[] = [];
  for (const stretch of record.stretches) {
    const { from, to } = daysOf(stretch);
    const last = lives.at(-1);
    if (last && last.to === from) lives[lives.length - 1] = { from: last.from, to };
    else lives.push({ from, to });
  }
  return lives;
}

/** What the unit is on a day; undefined when it does not live then. */
export const stateOn = (record: UnitRecord, day: Day): UnitStretch | undefined =>
  record.stretches.find((stretch) => {
    const { from, to } = daysOf(stretch);
    return from <= day && day < to;
  });

/** The state to show of a unit on a day that may lie outside its life: the nearest one, the earlier on a tie. */
export function nearestState(record: UnitRecord, day: Day): UnitStretch | undefined {
  let nearest: UnitStretch | undefined;
  let distance = Infinity;
  for (const stretch of record.stretches) {
    const { from, to } = daysOf(stretch);
    const away = day < from ? from - day : Math.max(0, day - (to - 1));
    if (away < distance) [nearest, distance] = [stretch, away];
  }
  return nearest;
}

/** The days two spans share; undefined when none. */
export function overlapOf(a: Span, b: Span): Span | undefined {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : undefined;
}

/** Sorts spans and joins those that touch or overlap. */
export function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}
