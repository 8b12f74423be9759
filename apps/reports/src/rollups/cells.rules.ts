import { dateOf, dayOf, dayOfMonth, monthOf, splitPeriod, type Day } from '#calendar';
import type { Span } from '#tree';
import { EPOCH, yearLabel } from '../figures/cell-sums.js';
import type { Entry } from '../figures/contribution.js';
import { isStock, MOVED_WITH_UNITS, OPENING, ROLL_KEYS } from '../figures/measure-keys.js';

/** What a level is read for: as it is, as that of the day before a period, or as the heads that moved with a unit. */
export type LevelAs = 'closing' | 'opening' | 'moved';

/**
 * Amounts of a unit that a reader wants, and the bucket they are added to: flows on some days (with `changes`, what
 * stock rose by on them too), or the levels at the end of a day. `placed`: for another tree than the stored one, to which
 * heads that moved with units of this one are nothing.
 */
export type Want =
  | { bucket: string; unit: string; spans: readonly Span[]; changes?: true; placed?: true }
  | { bucket: string; unit: string; level: Day; as: LevelAs; sign: 1 | -1 };

/** As much of a stored cell as figures need; one per unit, month (or year) and shard. */
export type CellPart = {
  u: string;
  m: string;
  t?: Record<string, number>;
  d?: Record<string, Record<string, number>>;
};

/** Amounts by bucket and key. */
export type Buckets = Map<string, Map<string, number>>;

/** Under which key a bucket takes an amount; null: not at all. */
type Take = (key: string) => string | null;
const FLOWS: Take = (key) => (isStock(key) ? null : key);
const ALL: Take = (key) => key;
const unmoved =
  (take: Take): Take =>
  (key) =>
    key === MOVED_WITH_UNITS ? null : take(key);
const PLACED_FLOWS = unmoved(FLOWS);
const PLACED = unmoved(ALL);
const LEVELS: Record<LevelAs, Take> = {
  closing: (key) => (isStock(key) ? key : null),
  opening: (key) => (isStock(key) ? OPENING + key : null),
  moved: (key) => (key === ROLL_KEYS.total ? MOVED_WITH_UNITS : null),
};

/** What a want takes of one month or year: its total, or some of its days (two digits). */
type Slice = { bucket: string; days: readonly string[] | 'whole'; take: Take; sign: 1 | -1 };

function add(
  buckets: Buckets,
  { bucket, take, sign }: Pick<Slice, 'bucket' | 'take' | 'sign'>,
  amounts: Readonly<Record<string, number>> | undefined,
): void {
  let sums = buckets.get(bucket);
  if (!sums) buckets.set(bucket, (sums = new Map<string, number>()));
  for (const key in amounts) {
    const name = take(key);
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + sign * (amounts[key] as number));
  }
}

function takeOf(want: Want): Pick<Slice, 'bucket' | 'take' | 'sign'> {
  if ('level' in want) return { bucket: want.bucket, take: LEVELS[want.as], sign: want.sign };
  const [flows, all] = want.placed ? [PLACED_FLOWS, PLACED] : [FLOWS, ALL];
  return { bucket: want.bucket, take: want.changes ? all : flows, sign: 1 };
}

/** The days that make up what is wanted: a level is the sum of all changes since the epoch, whole years by their own cells. */
function partsOf(want: Want): { years: string[]; spans: readonly Span[] } {
  if (!('level' in want)) return { years: [], spans: want.spans };
  if (want.level < EPOCH) return { years: [], spans: [] };
  const [first, last] = [Number(dateOf(EPOCH).slice(0, 4)), Number(dateOf(want.level).slice(0, 4))];
  const years = Array.from({ length: last - first }, (_, at) => yearLabel(first + at));
  return { years, spans: [{ from: dayOf(`${last}-01-01`), to: want.level + 1 }] };
}

function slicesOf(want: Want): Map<string, Slice[]> {
  const slices = new Map<string, Slice[]>();
  const taken = takeOf(want);
  const { years, spans } = partsOf(want);
  for (const year of years) slices.set(year, [{ ...taken, days: 'whole' }]);
  for (const span of spans) {
    for (const part of splitPeriod({ id: '', ...span }, 'month')) {
      const month = monthOf(part.from);
      const whole = dayOfMonth(part.from) === '01' && monthOf(part.to) !== month;
      const days = whole
        ? ('whole' as const)
        : Array.from({ length: part.to - part.from }, (_, at) => dayOfMonth(part.from + at));
      const list = slices.get(month);
      if (list) list.push({ ...taken, days });
      else slices.set(month, [{ ...taken, days }]);
    }
  }
  return slices;
}

/** One query: these units, these months; the months' totals, or the named days. */
export type CellQuery = { units: string[]; months: string[]; days: string[] | null };

/**
 * How to add up wanted days from cells: months that are wanted whole are read by their total, only the days at the
 * edges singly (DESIGN.md 4: the centre's year 29 ms instead of 233). Units wanted on the same days share queries.
 */
export class CellPlan {
  readonly #slices = new Map<string, Map<string, Slice[]>>();

  constructor(wants: readonly Want[]) {
    for (const want of wants) {
      const months = this.#slices.get(want.unit) ?? new Map<string, Slice[]>();
      for (const [month, slices] of slicesOf(want)) months.set(month, [...(months.get(month) ?? []), ...slices]);
      this.#slices.set(want.unit, months);
    }
  }

  /** Queries whose answers, given to `fold`, make up everything wanted. */
  queries(chunk = 500): CellQuery[] {
    const alike = new Map<string, { units: string[]; months: string[]; days: string[] | null }>();
    const put = (unit: string, months: string[], days: string[] | null): void => {
      if (months.length === 0) return;
      const likeness = `${months.join()}|${days?.join() ?? ''}`;
      const query = alike.get(likeness);
      if (query) query.units.push(unit);
      else alike.set(likeness, { units: [unit], months, days });
    };
    for (const [unit, months] of this.#slices) {
      const wholes: string[] = [];
      const edges: string[] = [];
      const days = new Set<string>();
      for (const [month, slices] of months) {
        if (slices.some((slice) => slice.days === 'whole')) wholes.push(month);
        for (const slice of slices) if (slice.days !== 'whole') for (const day of slice.days) days.add(day);
        if (slices.some((slice) => slice.days !== 'whole')) edges.push(month);
      }
      put(unit, wholes, null);
      put(unit, edges, [...days].sort());
    }
    return [...alike.values()].flatMap(({ units, months, days }) =>
      Array.from({ length: Math.ceil(units.length / chunk) }, (_, at) => ({
        units: units.slice(at * chunk, (at + 1) * chunk),
        months,
        days,
      })),
    );
  }

  /** Adds the cells a query found; `totals` says whether it asked for the months' totals or for days. */
  fold(buckets: Buckets, cells: readonly CellPart[], totals: boolean): void {
    for (const cell of cells) {
      for (const slice of this.#slices.get(cell.u)?.get(cell.m) ?? []) {
        if ((slice.days === 'whole') !== totals) continue;
        if (slice.days === 'whole') add(buckets, slice, cell.t);
        else for (const day of slice.days) add(buckets, slice, cell.d?.[day]);
      }
    }
  }
}

/** Whether a stock entry counts at the end of a day; days before the epoch count at it. */
export const covers = ({ d, to }: Entry, day: Day): boolean =>
  Math.max(d, EPOCH) <= day && to !== undefined && (to === null || to > day);

/** Adds entries of contributions, for units that have no cells. Each entry must come once. */
export function foldEntries(buckets: Buckets, wants: readonly Want[], entries: readonly Entry[]): void {
  const byUnit = new Map<string, Want[]>();
  for (const want of wants) byUnit.set(want.unit, [...(byUnit.get(want.unit) ?? []), want]);
  for (const entry of entries)
    for (const want of byUnit.get(entry.u) ?? []) {
      addTimes(buckets, want, entry.m, timesOf(want, entry));
    }
}

/** Adds amounts to what is wanted so many times; negative: takes them away. */
export function addTimes(buckets: Buckets, want: Want, amounts: Readonly<Record<string, number>>, times: number): void {
  const taken = takeOf(want);
  const sign = times > 0 === taken.sign > 0 ? 1 : -1;
  for (let n = Math.abs(times); n > 0; n -= 1) add(buckets, { ...taken, sign }, amounts);
}

/** How often an entry counts in what is wanted: 1, 0, or −1 where its level ends. */
function timesOf(want: Want, entry: Entry): number {
  if ('level' in want) return covers(entry, want.level) ? 1 : 0;
  const { spans, changes } = want;
  if (entry.to === undefined) return spans.some(({ from, to }) => from <= entry.d && entry.d < to) ? 1 : 0;
  if (!changes) return 0;
  return spans.reduce((sum, { from, to }) => sum + Number(covers(entry, to - 1)) - Number(covers(entry, from - 1)), 0);
}

/** First and last + 1 day of the flows wanted; undefined when none are. */
export function reach(wants: readonly Want[]): Span | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (const want of wants)
    if (!('level' in want))
      for (const span of want.spans) [from, to] = [Math.min(from, span.from), Math.max(to, span.to)];
  return from < to ? { from, to } : undefined;
}

/** The same of the days at whose end levels are wanted. */
export function levelReach(wants: readonly Want[]): Span | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (const want of wants) {
    const spans = 'level' in want ? [{ from: want.level, to: want.level + 1 }] : want.changes ? want.spans : [];
    for (const span of spans) [from, to] = [Math.min(from, span.from), Math.max(to, span.to)];
  }
  return from < to ? { from: from - 1, to } : undefined;
}

/** The day of a two-digit day in a month of a cell. */
export const cellDay = (month: string, day: string): Day => dayOf(`${month}-${day}`);

/** `a` minus everything in `parts`, key by key. */
export function minus(
  a: ReadonlyMap<string, number>,
  parts: Iterable<ReadonlyMap<string, number>>,
): Map<string, number> {
  const rest = new Map(a);
  for (const part of parts) for (const [key, n] of part) rest.set(key, (rest.get(key) ?? 0) - n);
  return rest;
}
