import type { Day, Period } from '#calendar';
import { MEETING_KINDS, type MeetingKind } from '#contracts';
import type { Span, Tree } from '#tree';
import { figureOf, keysOf, type Figure, type Measure } from '../catalogue/measures.rules.js';
import type { Entry } from '../figures/contribution.js';
import { meetingKeys } from '../figures/measure-keys.js';

/** What lineage is asked of: the contributions behind one measure of a unit, for one kind of meeting or all. */
export type LineageQuery = { unitId: string; period: Period; measure: Measure; kind?: MeetingKind | undefined };

/** Where a page goes on: after this fact of this day. */
export type LineagePosition = { day: Day; factId: string };

/** Units that lie under the unit on the same days of the period. */
export type UnitGroup = { spans: readonly Span[]; units: string[] };

export const kindsOf = ({ kind }: LineageQuery): readonly MeetingKind[] => (kind ? [kind] : MEETING_KINDS);

/** Keys that a contribution must have one of to be behind the figure. */
export const wantedKeys = (query: LineageQuery): string[] => keysOf(query.measure, kindsOf(query));

/** The unit and all below it, grouped by their days there: few groups, since few units move. */
export function groupsOf(tree: Tree, { unitId, period }: LineageQuery): UnitGroup[] {
  const groups = new Map<string, UnitGroup>();
  for (const [unit, spans] of tree.subtreeDuring(unitId, period.from, period.to)) {
    const likeness = spans.map(({ from, to }) => `${from}:${to}`).join();
    const group = groups.get(likeness);
    if (group) group.units.push(unit);
    else groups.set(likeness, { spans, units: [unit] });
  }
  return [...groups.values()];
}

/** What the unit's cells say of a day: the amounts by key. */
export type DayAmounts = ReadonlyMap<Day, Readonly<Record<string, number>>>;

/**
 * Days from `start` on that together have about `wanted` facts behind the figure, by the unit's own cells; the first
 * day after them; undefined when nothing is left. Keeps a page's work small however big the subtree.
 */
export function nextWindow(query: LineageQuery, days: DayAmounts, start: Day, wanted: number): Span | undefined {
  const keys = wantedKeys(query);
  const counted = meetingKeys('held', kindsOf(query));
  const sorted = [...days.keys()].filter((day) => day >= start).sort((a, b) => a - b);
  let from: Day | undefined;
  let facts = 0;
  for (const day of sorted) {
    const amounts = days.get(day) ?? {};
    if (!keys.some((key) => amounts[key])) continue;
    from ??= day;
    facts += counted.reduce((sum, key) => sum + (amounts[key] ?? 0), 0);
    if (facts >= wanted) return { from, to: day + 1 };
  }
  return from === undefined ? undefined : { from, to: query.period.to };
}

/** What one fact adds to the figure on one day, with the unit it adds it at. */
export type LineageValue = { unitId: string; day: Day; figure: Figure };

/** A fact's entry seen through the measure. */
export const valueOf = (query: LineageQuery, { u, d, m }: Entry): LineageValue => ({
  unitId: u,
  day: d,
  figure: figureOf(query.measure, new Map(Object.entries(m)), kindsOf(query)),
});
