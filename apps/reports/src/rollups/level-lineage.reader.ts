import type { Day } from '#calendar';
import type { Contribution } from '../figures/contribution.js';
import { MOVED_WITH_UNITS, ROLL_KEYS } from '../figures/measure-keys.js';
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

/** Units whose facts are read at once: few at first, since one roll may fill the page. */
const FEW_UNITS = 20;
const MOST_UNITS = 500;

const byUnit = (a: LineageItem, b: LineageItem): number =>
  (a.p.u < b.p.u ? -1 : Number(a.p.u > b.p.u)) || (a._id < b._id ? -1 : Number(a._id > b._id));

/** What of units counts at the end of a day under one of the keys, each fact once a unit, in the order of (unit, fact). */
async function countedOn(
  { db, session }: Snapshot,
  units: readonly string[],
  day: Day,
  keys: readonly string[],
): Promise<LineageItem[]> {
  const asked = new Set(units);
  const items: LineageItem[] = [];
  const found = db
    .collection<Contribution>('contributions')
    .find(levelFilter(units, { from: day, to: day + 1 }), { session, projection: { 'p.a': 0 } });
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
  query: LineageQuery,
  day: Day,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const units = snapshot.tree
    .subtree(query.unitId, day)
    .filter((unit) => after === null || unit >= after.unitId)
    .sort();
  const keys = wantedKeys(query);
  const items: LineageItem[] = [];
  let size = FEW_UNITS;
  for (let at = 0; at < units.length && items.length < limit;) {
    const found = await countedOn(snapshot, units.slice(at, at + size), day, keys);
    items.push(...found.filter((item) => isAfter(item, after)));
    at += size;
    size = MOST_UNITS;
  }
  return items.slice(0, limit);
}

/** Those who came or went with a unit, by day and unit: who was on its roll the day before. */
export async function readMoved(
  snapshot: Snapshot,
  query: LineageQuery,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const arrivals = arrivalsOf(snapshot.tree, query).filter(
    ({ day, unit }) => after === null || day > after.day || (day === after.day && unit >= after.unitId),
  );
  const items: LineageItem[] = [];
  for (let at = 0; at < arrivals.length && items.length < limit;) {
    const some = sameDay(arrivals.slice(at, at + MOST_UNITS));
    at += some.length;
    items.push(...(await movedOn(snapshot, some, after)));
  }
  return items.slice(0, limit);
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
