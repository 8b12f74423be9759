import type { Day, Period } from '#calendar';
import { MEETING_KINDS, refused, type MeetingKind } from '#contracts';
import { joined, overlapOf, type Span, type TreeView } from '#tree';
import {
  figureOf,
  isByKind,
  keysOf,
  readingOf,
  type Figure,
  type Measure,
  type Reading,
  type RoundingMode,
} from '../catalogue/measures.rules.js';
import type { Amounts, Contribution, Entry } from '../figures/contribution.js';
import { isStock, meetingKeys, MOVED_WITH_UNITS, OPENING, PEOPLE } from '../figures/measure-keys.js';
import { countOf } from '../figures/packed-ids.js';

/** What lineage is asked of: the contributions behind one measure of a unit, for one kind of meeting or all. */
export type LineageQuery = {
  unitId: string;
  period: Period;
  measure: Measure;
  kind?: MeetingKind | undefined;
  rounding?: RoundingMode | undefined;
};

/** What one fact adds at one unit: an entry of it (`at` is its place in the fact), or all that counts on a day together. */
export type LineageItem = Omit<Contribution, 'p'> & {
  p: Entry;
  at: number;
  /** Of a history that is shared among several: the part of it that counts here. */
  shared?: true;
};

/** Where a page goes on: after this. What comes first in the order depends on the reading (see lineage.reader.ts). */
export type LineagePosition = { day: Day; unitId: string; factId: string; at: number };

export const positionOf = ({ _id, p, at }: LineageItem): LineagePosition => ({
  day: p.d,
  unitId: p.u,
  factId: _id,
  at,
});

/** Units that lie under the unit on the same days of the period. */
export type UnitGroup = { spans: readonly Span[]; units: string[] };

export const kindsOf = ({ kind }: LineageQuery): readonly MeetingKind[] => (kind ? [kind] : MEETING_KINDS);

/** How the facts behind a figure are found: those that moved with a unit are in no entry of their own. */
export const wayOf = ({ measure }: LineageQuery): Reading | 'moved' =>
  keysOf(measure).includes(MOVED_WITH_UNITS) ? 'moved' : readingOf(measure);

/** @throws Refusal 422 `kind-without-meetings` when a kind of meeting is named for what no meeting says */
export function requireKind({ measure, kind }: LineageQuery): void {
  if (kind !== undefined && !isByKind(measure)) throw refused('kind-without-meetings', 'kind');
}

/** Stored keys that a contribution must have one of to be behind the figure. */
export const wantedKeys = (query: LineageQuery): string[] =>
  keysOf(query.measure, kindsOf(query)).map((key) => (key.startsWith(OPENING) ? key.slice(OPENING.length) : key));

/** Units with some of the days, grouped by these: few groups, since few units move. */
export function groupsOf(inside: ReadonlyMap<string, readonly Span[]>, days: Span): UnitGroup[] {
  const groups = new Map<string, UnitGroup>();
  for (const [unit, all] of inside) {
    const spans = all.flatMap((span) => overlapOf(span, days) ?? []);
    if (spans.length === 0) continue;
    const likeness = spans.map(({ from, to }) => `${from}:${to}`).join();
    const group = groups.get(likeness);
    if (group) group.units.push(unit);
    else groups.set(likeness, { spans, units: [unit] });
  }
  return [...groups.values()];
}

/** A unit that came under the unit on a day, or went (−1). */
export type Arrival = { unit: string; day: Day; sign: 1 | -1 };

/** Comings and goings of units inside the period, in order of day and unit. */
export function arrivalsOf(tree: TreeView, { unitId, period }: LineageQuery): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const [unit, spans] of tree.subtreeDuring(unitId, period.from - 1, period.to))
    for (const { from, to } of joined(spans)) {
      if (from >= period.from) arrivals.push({ unit, day: from, sign: 1 });
      if (to < period.to) arrivals.push({ unit, day: to, sign: -1 });
    }
  return arrivals.sort((a, b) => a.day - b.day || (a.unit < b.unit ? -1 : Number(a.unit > b.unit)));
}

/** What the unit's cells say of a day: the amounts by key. */
export type DayAmounts = ReadonlyMap<Day, Readonly<Amounts>>;

/**
 * Days from `start` on that together have about `wanted` facts behind the figure, by the unit's own cells; the first
 * day after them; undefined when nothing is left. Keeps a page's work small however big the subtree.
 */
export function nextWindow(query: LineageQuery, days: DayAmounts, start: Day, wanted: number): Span | undefined {
  const meetings = (['held', 'joined'] as const).flatMap((measure) => meetingKeys(measure, kindsOf(query)));
  const ofMeetings = isByKind(query.measure) || query.measure.kind === 'distinct';
  const counted = ofMeetings ? meetings : wantedKeys(query);
  const keys = query.measure.kind === 'distinct' ? meetings : wantedKeys(query);
  // What is entered by hand may come to nothing on a day and have facts all the same.
  const isWanted = (amounts: Readonly<Amounts>): boolean =>
    keys.some((key) => (ofMeetings ? amounts[key] : amounts[key] !== undefined));
  const sorted = [...days.keys()].filter((day) => day >= start).sort((a, b) => a - b);
  let from: Day | undefined;
  let facts = 0;
  for (const day of sorted) {
    const amounts = days.get(day) ?? {};
    if (!isWanted(amounts)) continue;
    from ??= day;
    facts += Math.max(
      1,
      counted.reduce((sum, key) => sum + (amounts[key] ?? 0), 0),
    );
    if (facts >= wanted) return { from, to: day + 1 };
  }
  return from === undefined ? undefined : { from, to: query.period.to };
}

/** The items of one fact and unit as one: what counts of it on a day, since when the last of it does. */
export function together(items: readonly LineageItem[]): LineageItem[] {
  const facts = new Map<string, LineageItem>();
  for (const item of items) {
    const name = `${item.p.u} ${item._id}`;
    const known = facts.get(name);
    if (!known) facts.set(name, { ...item, p: { ...item.p, m: { ...item.p.m } }, at: 0 });
    else {
      for (const [key, n] of Object.entries(item.p.m)) known.p.m[key] = (known.p.m[key] ?? 0) + n;
      known.p.d = Math.max(known.p.d, item.p.d);
    }
  }
  return [...facts.values()];
}

/** What one fact adds to the figure on one day, with the unit it adds it at. */
export type LineageValue = { unitId: string; day: Day; figure: Figure };

/** A fact's entry seen through the measure. */
export function valueOf(query: LineageQuery, { u, d, m, a }: Entry): LineageValue {
  const sums = new Map(Object.entries(m));
  for (const [key, n] of Object.entries(m)) if (isStock(key)) sums.set(OPENING + key, n);
  if (a) sums.set(PEOPLE, countOf(a));
  return { unitId: u, day: d, figure: figureOf(query.measure, sums, kindsOf(query), query.rounding) };
}
