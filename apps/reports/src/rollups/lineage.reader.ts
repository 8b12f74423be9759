import { splitPeriod, type Day } from '#calendar';
import type { Span } from '#tree';
import { overlapOf } from '#tree';
import type { Contribution, Entry } from '../figures/contribution.js';
import { cellDay, type CellPart } from './cells.rules.js';
import {
  groupsOf,
  nextWindow,
  wantedKeys,
  type DayAmounts,
  type LineagePosition,
  type LineageQuery,
  type UnitGroup,
} from './lineage.rules.js';
import type { Snapshot } from './snapshots.js';

/** One entry of a contribution, with the fact it came from. */
export type LineageItem = Omit<Contribution, 'p'> & { p: Entry };

const CHUNK = 1_000;

/** The amounts of every day in the unit's own cells: where to look for facts. */
async function daysOf({ db, session }: Snapshot, { unitId, period }: LineageQuery): Promise<DayAmounts> {
  const months = splitPeriod(period, 'month').map(({ id }) => id);
  const found = db
    .collection<CellPart>('cells')
    .find({ u: unitId, m: { $in: months } }, { session, projection: { _id: 0, u: 1, m: 1, d: 1 } });
  const days = new Map<Day, Record<string, number>>();
  for await (const { m, d } of found)
    for (const [date, amounts] of Object.entries(d ?? {})) {
      const day = cellDay(m, date);
      if (day < period.from || day >= period.to) continue;
      const sums = days.get(day) ?? {};
      for (const key in amounts) sums[key] = (sums[key] ?? 0) + (amounts[key] ?? 0);
      days.set(day, sums);
    }
  return days;
}

async function itemsOf(
  { db, session }: Snapshot,
  units: readonly string[],
  days: Span,
  keys: readonly string[],
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const here = { u: { $in: units }, d: { $gte: days.from, $lt: days.to }, to: { $exists: false } };
  const unwound = { 'p.u': here.u, 'p.d': here.d, 'p.to': here.to };
  const counted = { $or: keys.map((key) => ({ [`p.m.${key}`]: { $exists: true } })) };
  const beyond = after
    ? { $or: [{ 'p.d': { $gt: after.day } }, { 'p.d': after.day, _id: { $gt: after.factId } }] }
    : {};
  return db
    .collection('contributions')
    .aggregate<LineageItem>(
      [
        { $match: { p: { $elemMatch: { u: here.u, d: here.d } } } },
        { $unwind: '$p' },
        { $match: { $and: [unwound, counted, beyond] } },
        { $sort: { 'p.d': 1, _id: 1 } },
        { $limit: limit },
      ],
      { session },
    )
    .toArray();
}

const inOrder = (a: LineageItem, b: LineageItem): number =>
  a.p.d - b.p.d || (a._id < b._id ? -1 : Number(a._id > b._id));

async function itemsIn(
  snapshot: Snapshot,
  groups: readonly UnitGroup[],
  window: Span,
  keys: readonly string[],
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  let items: LineageItem[] = [];
  for (const { spans, units } of groups)
    for (const days of spans.flatMap((span) => overlapOf(span, window) ?? []))
      for (let at = 0; at < units.length; at += CHUNK) {
        const found = await itemsOf(snapshot, units.slice(at, at + CHUNK), days, keys, after, limit);
        items = [...items, ...found].sort(inOrder).slice(0, limit);
      }
  return items;
}

/**
 * The facts behind a figure after a position, in the order of (day, fact), at most `limit`. Facts of a big subtree are
 * found window by window of days, which the unit's own cells tell, and by chunks of units, so a page costs what is on
 * it and not what is in the subtree.
 */
export async function readLineage(
  snapshot: Snapshot,
  query: LineageQuery,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const keys = wantedKeys(query);
  const groups = groupsOf(snapshot.tree, query);
  const whole = { from: after?.day ?? query.period.from, to: query.period.to };
  if (!snapshot.tree.hasEverHadChild(query.unitId)) return itemsIn(snapshot, groups, whole, keys, after, limit);
  const days = await daysOf(snapshot, query);
  const items: LineageItem[] = [];
  let start: Day = whole.from;
  for (let wanted = limit; items.length < limit; wanted *= 2) {
    const window = nextWindow(query, days, start, wanted);
    if (!window) break;
    items.push(...(await itemsIn(snapshot, groups, window, keys, after, limit - items.length)));
    start = window.to;
  }
  return items;
}
