import { splitPeriod, type Day, type Period } from '#calendar';
import { overlapOf, type Span, type TreeView } from '#tree';
import type { mongo } from 'mongoose';
import type { Entry } from '../figures/contribution.js';
import { contributionsOf, historyOf } from '../figures/ledger.js';
import { MOVED_BY_ACT } from '../figures/measure-keys.js';
import { changedSince, KNOWN_LIMITS } from '../known/differences.reader.js';
import { since, until } from '../known/facts.reader.js';
import { sharedFlows, wholeMonths } from '../lenses/lot-items.rules.js';
import type { LotPart } from '../lenses/lots.rules.js';
import type { Take } from '../lenses/placed-plan.rules.js';
import { planOf, whereaboutsOf, type Whereabouts } from '../lenses/placed.reader.js';
import { chunks, entriesOf } from './cells.reader.js';
import { cellDay, type CellDays } from './cells.rules.js';
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
import { includesDay, shared } from './spans.rules.js';

const CHUNK = 1_000;

/** The amounts of every day in the cells that make up the unit, and of what is read singly: where to look for facts. */
async function daysOf(
  snapshot: Snapshot,
  { period }: LineageQuery,
  { takes, inside }: Pick<LineageSource, 'takes' | 'inside'>,
): Promise<DayAmounts> {
  const days = new Map<Day, Record<string, number>>();
  const add = (day: Day, amounts: Readonly<Record<string, number>>): void => {
    const sums = days.get(day) ?? {};
    for (const key in amounts) sums[key] = (sums[key] ?? 0) + (amounts[key] ?? 0);
    days.set(day, sums);
  };
  const spansOf = (of: Take['of']): Map<string, readonly Span[]> =>
    new Map(takes.filter((take) => take.of === of).map(({ unit, spans }) => [unit, shared(spans, [period])]));
  const [cells, own] = [spansOf('cells'), spansOf('own')];
  for (const units of chunks([...cells.keys()]))
    for await (const { u, m, d } of cellsOf(snapshot, units, period))
      for (const [date, amounts] of Object.entries(d ?? {}))
        if (includesDay(cells.get(u) ?? [], cellDay(m, date))) add(cellDay(m, date), amounts);
  for (const { u, d, m } of await entriesOf(snapshot, [...own.keys()], period))
    if (includesDay(own.get(u) ?? [], d)) add(d, m);
  await addKnownOtherwise(snapshot, period, inside, add);
  return days;
}

/** What was known otherwise at the instant that is asked about: days on which facts were, and are no more. */
async function addKnownOtherwise(
  snapshot: Snapshot,
  period: Period,
  inside: LineageSource['inside'],
  add: (day: Day, amounts: Readonly<Record<string, number>>) => void,
): Promise<void> {
  if (snapshot.known === null) return;
  const few = inside.size <= KNOWN_LIMITS.fewUnits ? new Set(inside.keys()) : undefined;
  const isHere = ({ u, d, to }: Entry): boolean =>
    to === undefined && period.from <= d && d < period.to && includesDay(inside.get(u) ?? [], d);
  for await (const { known, now } of changedSince(snapshot, few, period, snapshot.known)) {
    for (const { d, m } of (known?.entries ?? []).filter(isHere)) add(d, m);
    for (const { d, m } of (now?.entries ?? []).filter(isHere)) add(d, negative(m));
  }
}

const negative = (amounts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(amounts).map(([key, n]) => [key, -n]));

function cellsOf({ db, session }: Snapshot, units: readonly string[], period: Period): mongo.FindCursor<CellDays> {
  const u = units.length === 1 ? units[0] : { $in: units };
  const filter = { u, m: { $in: splitPeriod(period, 'month').map(({ id }) => id) } } as mongo.Filter<CellDays>;
  return db.collection<CellDays>('cells').find(filter, { session, projection: { _id: 0, u: 1, m: 1, d: 1 } });
}

/** Entries that are behind the figure: those with one of its keys, or with a list of who attended. */
const behind = (query: LineageQuery): mongo.Document =>
  query.measure.kind === 'distinct'
    ? { 'p.a': { $exists: true } }
    : { $or: wantedKeys(query).map((key) => ({ [`p.m.${key}`]: { $exists: true } })) };

async function itemsOf(
  { db, session, known }: Snapshot,
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
  const found = { p: { $elemMatch: { u: here.u, d: here.d } } };
  const sorted = [
    { $unwind: { path: '$p', includeArrayIndex: 'at' } },
    { $match: { $and: [unwound, behind(query), beyond] } },
    { $sort: { 'p.d': 1, _id: 1, at: 1 } },
    ...(limit === Infinity ? [] : [{ $limit: limit }]),
  ];
  const facts = contributionsOf(db);
  if (known === null) return facts.aggregate<LineageItem>([{ $match: found }, ...sorted], { session }).toArray();
  const held = [{ $match: { $and: [found, since(known)] } }, ...sorted];
  const replaced = [
    { $match: { $and: [found, until(known)] } },
    { $set: { _id: '$_id.f' } },
    { $unset: 'replacedAt' },
    ...sorted,
  ];
  const [still, then] = [
    facts.aggregate<LineageItem>(held, { session }),
    historyOf(db).aggregate<LineageItem>(replaced, { session }),
  ];
  return [...(await still.toArray()), ...(await then.toArray())].sort(inOrder).slice(0, limit);
}

type Ordered = Pick<LineageItem, '_id' | 'at'> & { p: Pick<LineageItem['p'], 'd'> };
const inOrder = (a: Ordered, b: Ordered): number =>
  a.p.d - b.p.d || (a._id < b._id ? -1 : Number(a._id > b._id)) || a.at - b.at;

/** The items of groups of units inside a window of days, in order of day, fact and entry. */
export async function itemsIn(
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
  { inside, takes }: LineageSource,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const groups = groupsOf(inside, query.period);
  const whole = { from: after?.day ?? query.period.from, to: query.period.to };
  if (takes.every(({ of }) => of === 'own')) return itemsIn(snapshot, query, groups, whole, after, limit);
  const days = await daysOf(snapshot, query, { inside, takes });
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

/** Members whom acts moved to another branch, on the few days of which the cells say so. */
async function movedByAct(snapshot: Snapshot, query: LineageQuery, { inside, takes }: LineageSource) {
  const { period } = query;
  const groups = groupsOf(inside, period);
  if (takes.every(({ of }) => of === 'own')) return itemsIn(snapshot, query, groups, period, null, Infinity);
  const items: LineageItem[] = [];
  for (const [day, amounts] of await daysOf(snapshot, query, { inside, takes }))
    if (amounts[MOVED_BY_ACT] !== undefined)
      items.push(...(await itemsIn(snapshot, query, groups, { from: day, to: day + 1 }, null, Infinity)));
  return items;
}

/** A part of the flows of shared histories, with the rest of a page. */
async function withParts(
  snapshot: Snapshot,
  query: LineageQuery,
  { parts }: LineageSource,
  after: LineagePosition | null,
  limit: number,
  items: LineageItem[],
): Promise<LineageItem[]> {
  const more = await readParts(snapshot, query, parts);
  const beyond = more.filter((item) => after === null || inOrder(item, itemAt(after)) > 0);
  return beyond.length === 0 ? items : [...items, ...beyond].sort(inOrder).slice(0, limit);
}

const itemAt = ({ day, factId, at }: LineagePosition): Ordered => ({
  _id: factId,
  at,
  p: { d: day },
});

/** What falls to a unit of each flow of shared histories, fact by fact. */
async function readParts(snapshot: Snapshot, query: LineageQuery, parts: readonly LotPart[]): Promise<LineageItem[]> {
  const { from, to } = query.period;
  const found: LineageItem[] = [];
  for (const part of parts) {
    const days = wholeMonths(from, to);
    const items = await itemsIn(snapshot, query, groupsOf(part.lot.inside, days), days, null, Infinity);
    found.push(...sharedFlows(items, wantedKeys(query), part).filter(({ p }) => from <= p.d && p.d < to));
  }
  return found;
}

/** Where the facts of a figure are: under the unit, in parts of shared histories, and which cells tell of them. */
type LineageSource = Whereabouts & { takes: readonly Take[] };

function sourceOf(snapshot: Snapshot, target: TreeView, { unitId, period, measure }: LineageQuery): LineageSource {
  const { tree } = snapshot;
  if (target !== tree) {
    const { takes } = planOf(snapshot, target, unitId);
    // Who attended is not divided: it lies with the heaviest.
    return measure.kind === 'distinct'
      ? { inside: target.subtreeDuring(unitId, period.from, period.to), parts: [], takes }
      : { ...whereaboutsOf(snapshot, target, unitId), takes };
  }
  const of = tree.hasEverHadChild(unitId) ? 'cells' : 'own';
  const inside = tree.subtreeDuring(unitId, period.from, period.to);
  return { inside, parts: [], takes: [{ unit: unitId, of, spans: [period] }] };
}

/** The facts behind a figure in a tree after a position, at most `limit`: of a flow by day, of a level by unit. */
export async function readLineage(
  snapshot: Snapshot,
  target: TreeView,
  query: LineageQuery,
  after: LineagePosition | null,
  limit: number,
): Promise<LineageItem[]> {
  const { from, to } = query.period;
  const way = wayOf(query);
  if (way === 'closing') return readLevels(snapshot, target, query, to - 1, after, limit);
  if (way === 'opening') return readLevels(snapshot, target, query, from - 1, after, limit);
  const source = sourceOf(snapshot, target, query);
  if (way === 'moved') {
    const byAct = [...(await movedByAct(snapshot, query, source)), ...(await readParts(snapshot, query, source.parts))];
    return readMoved(snapshot, target, query, byAct, after, limit);
  }
  const items = await readFlows(snapshot, query, source, after, limit);
  return source.parts.length === 0 ? items : withParts(snapshot, query, source, after, limit, items);
}
