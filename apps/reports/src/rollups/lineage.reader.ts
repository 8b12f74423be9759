import { splitPeriod, type Day } from '#calendar';
import { overlapOf, type Span } from '#tree';
import type { mongo } from 'mongoose';
import type { Contribution } from '../figures/contribution.js';
import { cellDay, type CellPart } from './cells.rules.js';
import { readMoved, readLevels } from './level-lineage.reader.js';
import {
  groupsOf,
  nextWindow,
  wantedKeys,
  wayOf,
  type DayAmounts,
  type LineageItem,
  type LineagePosition,
  type LineageQuery,
  type UnitGroup,
} from './lineage.rules.js';
import type { Snapshot } from './snapshots.js';

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

/** Entries that are behind the figure: those with one of its keys, or with a list of who attended. */
const behind = (query: LineageQuery): mongo.Document =>
  query.measure.kind === 'distinct'
    ? { 'p.a': { $exists: true } }
    : { $or: wantedKeys(query).map((key) => ({ [`p.m.${key}`]: { $exists: true } })) };

async function itemsOf(
  { db, session }: Snapshot,
  query: LineageQuery,
  units: readonly string[],
  days: Span,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const here = { u: { $in: units }, d: { $gte: days.from, $lt: days.to }, to: { $exists: false } };
  const unwound = { 'p.u': here.u, 'p.d': here.d, 'p.to': here.to };
  const beyond = after
    ? {
        $or: [
          { 'p.d': { $gt: after.day } },
          { 'p.d': after.day, _id: { $gt: after.factId } },
          { 'p.d': after.day, _id: after.factId, at: { $gt: after.at } },
        ],
      }
    : {};
  return db
    .collection<Contribution>('contributions')
    .aggregate<LineageItem>(
      [
        { $match: { p: { $elemMatch: { u: here.u, d: here.d } } } },
        { $unwind: { path: '$p', includeArrayIndex: 'at' } },
        { $match: { $and: [unwound, behind(query), beyond] } },
        { $sort: { 'p.d': 1, _id: 1, at: 1 } },
        { $limit: limit },
      ],
      { session },
    )
    .toArray();
}

const inOrder = (a: LineageItem, b: LineageItem): number =>
  a.p.d - b.p.d || (a._id < b._id ? -1 : Number(a._id > b._id)) || a.at - b.at;

async function itemsIn(
  snapshot: Snapshot,
  query: LineageQuery,
  groups: readonly UnitGroup[],
  window: Span,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  let items: LineageItem[] = [];
  for (const { spans, units } of groups)
    for (const days of spans.flatMap((span) => overlapOf(span, window) ?? []))
      for (let at = 0; at < units.length; at += CHUNK) {
        const found = await itemsOf(snapshot, query, units.slice(at, at + CHUNK), days, after, limit);
        items = [...items, ...found].sort(inOrder).slice(0, limit);
      }
  return items;
}

/**
 * What is behind a flow after a position, in the order of (day, fact, entry). Facts of a big subtree are found window by
 * window of days, which the unit's own cells tell, and by chunks of units, so a page costs what is on it and not what
 * is in the subtree.
 */
async function readFlows(
  snapshot: Snapshot,
  query: LineageQuery,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const groups = groupsOf(snapshot.tree, query);
  const whole = { from: after?.day ?? query.period.from, to: query.period.to };
  if (!snapshot.tree.hasEverHadChild(query.unitId)) return itemsIn(snapshot, query, groups, whole, after, limit);
  const days = await daysOf(snapshot, query);
  const items: LineageItem[] = [];
  let start: Day = whole.from;
  for (let wanted = limit; items.length < limit; wanted *= 2) {
    const window = nextWindow(query, days, start, wanted);
    if (!window) break;
    items.push(...(await itemsIn(snapshot, query, groups, window, after, limit - items.length)));
    start = window.to;
  }
  return items;
}

/** The facts behind a figure after a position, at most `limit`: of a flow by day, of a level by unit. */
export async function readLineage(
  snapshot: Snapshot,
  query: LineageQuery,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const { from, to } = query.period;
  const way = wayOf(query);
  if (way === 'closing') return readLevels(snapshot, query, to - 1, after, limit);
  if (way === 'opening') return readLevels(snapshot, query, from - 1, after, limit);
  return way === 'moved' ? readMoved(snapshot, query, after, limit) : readFlows(snapshot, query, after, limit);
}
