import { dateOf, dayOf, dayOfMonth, monthOf, splitPeriod, type Day } from '#calendar';
import type { Span } from '#tree';
import { EPOCH, isYear, yearLabel } from '../figures/cell-sums.js';
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

/** Tells amounts one after the other. */
export type Amounts = (each: (key: string, n: number) => void) => void;
export const amountsOf =
  (amounts: Readonly<Record<string, number>>): Amounts =>
  (each) => {
    for (const key in amounts) each(key, amounts[key] as number);
  };

/** As much of stored cells as figures need, one per unit, month (or year) and shard: their totals, or their days. */
export type CellTotals = { u: string; m: string; t: Amounts };
export type CellDays = { u: string; m: string; d?: Record<string, Record<string, number>> };

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

/** What is added to which bucket. */
type Taken = { bucket: string; take: Take; sign: 1 | -1 };
/** What a want takes of one month: its total, or some of its days (two digits). */
type Slice = Taken & { days: readonly string[] | 'whole' };
/** What is wanted of the cells of one unit. `years`: net changes of all years before a label (`Y2026`). */
type Slices = { months: Map<string, Slice[]>; years: (Taken & { before: string })[] };

function add(buckets: Buckets, { bucket, take, sign }: Taken, amounts: Amounts): void {
  let sums = buckets.get(bucket);
  if (!sums) buckets.set(bucket, (sums = new Map<string, number>()));
  amounts((key, n) => {
    const name = take(key);
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + sign * n);
  });
}

function takeOf(want: Want): Taken {
  if ('level' in want) return { bucket: want.bucket, take: LEVELS[want.as], sign: want.sign };
  const [flows, all] = want.placed ? [PLACED_FLOWS, PLACED] : [FLOWS, ALL];
  return { bucket: want.bucket, take: want.changes ? all : flows, sign: 1 };
}

/** The days that make up what is wanted: a level is the sum of all changes since the epoch, whole years by their own cells. */
function daysOf(want: Want): { before?: string; spans: readonly Span[] } {
  if (!('level' in want)) return want;
  if (want.level < EPOCH) return { spans: [] };
  const year = dateOf(want.level).slice(0, 4);
  return { before: yearLabel(year), spans: [{ from: dayOf(`${year}-01-01`), to: want.level + 1 }] };
}

/** Adds what one want takes to what others take of the same unit. */
function addSlices({ months, years }: Slices, want: Want): void {
  const taken = takeOf(want);
  const { before, spans } = daysOf(want);
  if (before !== undefined) years.push({ ...taken, before });
  for (const span of spans) {
    for (const part of splitPeriod({ id: '', ...span }, 'month')) {
      const month = monthOf(part.from);
      const whole = dayOfMonth(part.from) === '01' && monthOf(part.to) !== month;
      const days = whole
        ? ('whole' as const)
        : Array.from({ length: part.to - part.from }, (_, at) => dayOfMonth(part.from + at));
      const list = months.get(month);
      if (list) list.push({ ...taken, days });
      else months.set(month, [{ ...taken, days }]);
    }
  }
}

/** One query: these units, these months; the months' totals, and those of all years before a label, or the named days. */
export type CellQuery = { units: string[]; months: string[]; years?: string; days: string[] | null };

/**
 * How to add up wanted days from cells: months that are wanted whole are read by their total, only the days at the
 * edges singly (DESIGN.md 4: the centre's year 29 ms instead of 233). Units wanted on the same days share queries.
 */
export class CellPlan {
  readonly #units = new Map<string, Slices>();

  constructor(wants: readonly Want[]) {
    for (const want of wants) {
      let slices = this.#units.get(want.unit);
      if (!slices) this.#units.set(want.unit, (slices = { months: new Map(), years: [] }));
      addSlices(slices, want);
    }
  }

  /** Queries whose answers, given to `foldTotals` or `foldDays`, make up everything wanted. */
  queries(chunk = 500): CellQuery[] {
    const alike = new Map<string, CellQuery>();
    const put = (unit: string, what: Omit<CellQuery, 'units'>): void => {
      if (what.months.length === 0 && what.years === undefined) return;
      const likeness = `${what.months.join()}|${what.years ?? ''}|${what.days?.join() ?? ''}`;
      const query = alike.get(likeness);
      if (query) query.units.push(unit);
      else alike.set(likeness, { units: [unit], ...what });
    };
    for (const [unit, { months, years }] of this.#units) {
      const wholes: string[] = [];
      const edges: string[] = [];
      const days = new Set<string>();
      for (const [month, slices] of months) {
        if (slices.some((slice) => slice.days === 'whole')) wholes.push(month);
        for (const slice of slices) if (slice.days !== 'whole') for (const day of slice.days) days.add(day);
        if (slices.some((slice) => slice.days !== 'whole')) edges.push(month);
      }
      const before = years
        .map((each) => each.before)
        .sort()
        .at(-1);
      put(unit, { months: wholes, ...(before === undefined ? {} : { years: before }), days: null });
      put(unit, { months: edges, days: [...days].sort() });
    }
    return [...alike.values()].flatMap(({ units, ...what }) =>
      Array.from({ length: Math.ceil(units.length / chunk) }, (_, at) => ({
        units: units.slice(at * chunk, (at + 1) * chunk),
        ...what,
      })),
    );
  }

  /** Adds the totals of a cell that a query for totals found. */
  foldTotals(buckets: Buckets, { u, m, t }: CellTotals): void {
    const unit = this.#units.get(u);
    if (isYear(m)) for (const year of unit?.years ?? []) if (m < year.before) add(buckets, year, t);
    for (const slice of unit?.months.get(m) ?? []) if (slice.days === 'whole') add(buckets, slice, t);
  }

  /** Adds the days of a cell that a query for days found. */
  foldDays(buckets: Buckets, { u, m, d = {} }: CellDays): void {
    for (const slice of this.#units.get(u)?.months.get(m) ?? [])
      if (slice.days !== 'whole') for (const day of slice.days) add(buckets, slice, amountsOf(d[day] ?? {}));
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
  for (let n = Math.abs(times); n > 0; n -= 1) add(buckets, { ...taken, sign }, amountsOf(amounts));
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
