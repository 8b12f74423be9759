import type { Day } from '#calendar';
import type { TreeView } from '#tree';
import { MOVED_WITH_UNITS, ROLL_KEYS } from '../figures/measure-keys.js';
import { factsOf } from '../known/facts.reader.js';
import { sharedLevels } from '../lenses/lot-items.rules.js';
import type { LotPart } from '../lenses/lots.rules.js';
import { whereaboutsOf } from '../lenses/placed.reader.js';
import { levelFilter } from './cells.reader.js';
import { covers } from './cells.rules.js';
import {
  arrivalsOf,
  together,
  wantedKeys,
  type Arrival,
  type LineageItem,
  type LineagePosition,
  type LineageQuery,
} from './lineage.rules.js';
import type { Snapshot } from './snapshots.js';
import { includesDay } from './spans.rules.js';

/** Units whose facts are read at once: few at first, since one roll may fill the page. */
const FEW_UNITS = 20;
const MOST_UNITS = 500;

const byUnit = (a: LineageItem, b: LineageItem): number =>
  (a.p.u < b.p.u ? -1 : Number(a.p.u > b.p.u)) || (a._id < b._id ? -1 : Number(a._id > b._id));

/** What of units counts at the end of a day under one of the keys, each fact once a unit, in the order of (unit, fact). */
async function countedOn(
  snapshot: Snapshot,
  units: readonly string[],
  day: Day,
  keys: readonly string[],
): Promise<LineageItem[]> {
  const asked = new Set(units);
  const items: LineageItem[] = [];
  const found = factsOf(snapshot, levelFilter(units, { from: day, to: day + 1 }), { projection: { 'p.a': 0 } });
  for await (const { p, ...fact } of found)
    for (const [at, entry] of p.entries())
      if (asked.has(entry.u) && covers(entry, day) && keys.some((key) => entry.m[key]))
        items.push({ ...fact, p: entry, at });
  return together(items)
    .filter(({ p }) => keys.some((key) => p.m[key]))
    .sort(byUnit);
}

const isAfter = ({ _id, p }: LineageItem, after: LineagePosition | null): boolean =>
  after === null || p.u > after.unitId || (p.u === after.unitId && _id > after.factId);

/** The facts that make a level at the end of a day, by unit, so that a page reads the rolls that are on it. */
export async function readLevels(
  snapshot: Snapshot,
  target: TreeView,
  query: LineageQuery,
  day: Day,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const { units: all, parts } = unitsOn(snapshot, target, query.unitId, day);
  const units = all.filter((unit) => after === null || unit >= after.unitId).sort();
  const keys = wantedKeys(query);
  const items: LineageItem[] = [];
  let size = FEW_UNITS;
  for (let at = 0; at < units.length && items.length < limit;) {
    const found = await countedOn(snapshot, units.slice(at, at + size), day, keys);
    items.push(...found.filter((item) => isAfter(item, after)));
    at += size;
    size = MOST_UNITS;
  }
  for (const part of parts) {
    const lot = [...part.lot.inside].flatMap(([unit, spans]) => (includesDay(spans, day) ? [unit] : []));
    const found = sharedLevels(await countedOn(snapshot, lot, day, keys), keys, part);
    items.push(...found.filter((item) => isAfter(item, after)));
  }
  return (parts.length > 0 ? items.sort(byUnit) : items).slice(0, limit);
}

/** Units that lie under one on a day, apart from histories of which it has a part. */
function unitsOn(
  snapshot: Snapshot,
  target: TreeView,
  unitId: string,
  day: Day,
): { units: string[]; parts: readonly LotPart[] } {
  if (target.shares.size === 0) return { units: target.subtree(unitId, day), parts: [] };
  const { inside, parts } = whereaboutsOf(snapshot, target, unitId);
  return { units: [...inside].flatMap(([unit, spans]) => (includesDay(spans, day) ? [unit] : [])), parts };
}

const byDay = (a: LineageItem, b: LineageItem): number => a.p.d - b.p.d || byUnit(a, b) || a.at - b.at;

/**
 * Those who came or went with a unit, by day and unit: who was on its roll the day before. With them those whom an act
 * moved to another branch, each of whom is in a fact of his own.
 */
export async function readMoved(
  snapshot: Snapshot,
  target: TreeView,
  query: LineageQuery,
  byAct: readonly LineageItem[],
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const arrivals = arrivalsOf(target, query).filter(
    ({ day, unit }) => after === null || day > after.day || (day === after.day && unit >= after.unitId),
  );
  const items: LineageItem[] = [];
  for (let at = 0; at < arrivals.length && items.length < limit;) {
    const some = sameDay(arrivals.slice(at, at + MOST_UNITS));
    at += some.length;
    items.push(...(await movedOn(snapshot, some, after)));
  }
  const beyond = byAct.filter(
    (item) => after === null || item.p.d > after.day || (item.p.d === after.day && isAfter(item, after)),
  );
  return (beyond.length > 0 ? [...items, ...beyond].sort(byDay) : items).slice(0, limit);
}

/** The first arrivals of one day. A unit comes or goes once a day, or not at all. */
const sameDay = (arrivals: readonly Arrival[]): Arrival[] => arrivals.filter(({ day }) => day === arrivals[0]?.day);

async function movedOn(
  snapshot: Snapshot,
  arrivals: readonly Arrival[],
  after: LineagePosition | null,
): Promise<LineageItem[]> {
  const signs = new Map(arrivals.map(({ unit, sign }) => [unit, sign]));
  const day = arrivals[0]?.day ?? 0;
  const before = await countedOn(snapshot, [...signs.keys()], day - 1, [ROLL_KEYS.total]);
  return before
    .filter((item) => after === null || day > after.day || isAfter(item, after))
    .map((item) => {
      const heads = (signs.get(item.p.u) ?? 1) * (item.p.m[ROLL_KEYS.total] ?? 0);
      return { ...item, p: { u: item.p.u, d: day, m: { [MOVED_WITH_UNITS]: heads } } };
    });
}
