import { dayOf, dayOfMonth, monthOf, splitPeriod, type Day } from '#calendar';
import type { Span } from '#tree';
import type { Entry } from '../figures/contribution.js';

/** The amounts of a unit on some days that a reader wants, and the bucket they are added to. */
export type Want = { bucket: string; unit: string; spans: readonly Span[] };

/** As much of a stored cell as figures need; one per unit, month and shard. */
export type CellPart = {
  u: string;
  m: string;
  t?: Record<string, number>;
  d?: Record<string, Record<string, number>>;
};

/** Amounts by bucket and key. */
export type Buckets = Map<string, Map<string, number>>;

/** What a want takes of one month: its total, or some of its days (two digits). */
type Slice = { bucket: string; days: readonly string[] | 'whole' };

const add = (buckets: Buckets, bucket: string, amounts: Readonly<Record<string, number>> | undefined): void => {
  let sums = buckets.get(bucket);
  if (!sums) buckets.set(bucket, (sums = new Map<string, number>()));
  for (const key in amounts) sums.set(key, (sums.get(key) ?? 0) + (amounts[key] as number));
};

function slicesOf(want: Want): Map<string, Slice[]> {
  const slices = new Map<string, Slice[]>();
  for (const span of want.spans) {
    for (const part of splitPeriod({ id: '', ...span }, 'month')) {
      const month = monthOf(part.from);
      const whole = dayOfMonth(part.from) === '01' && monthOf(part.to) !== month;
      const days = whole
        ? ('whole' as const)
        : Array.from({ length: part.to - part.from }, (_, at) => dayOfMonth(part.from + at));
      const list = slices.get(month);
      if (list) list.push({ bucket: want.bucket, days });
      else slices.set(month, [{ bucket: want.bucket, days }]);
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
      for (const { bucket, days } of this.#slices.get(cell.u)?.get(cell.m) ?? []) {
        if ((days === 'whole') !== totals) continue;
        if (days === 'whole') add(buckets, bucket, cell.t);
        else for (const day of days) add(buckets, bucket, cell.d?.[day]);
      }
    }
  }
}

/** Adds flow entries of contributions, for units that have no cells. */
export function foldEntries(buckets: Buckets, wants: readonly Want[], entries: readonly Entry[]): void {
  const byUnit = new Map<string, Want[]>();
  for (const want of wants) byUnit.set(want.unit, [...(byUnit.get(want.unit) ?? []), want]);
  for (const entry of entries) {
    if (entry.to !== undefined) continue;
    for (const { bucket, spans } of byUnit.get(entry.u) ?? [])
      if (spans.some(({ from, to }) => from <= entry.d && entry.d < to)) add(buckets, bucket, entry.m);
  }
}

/** First and last + 1 day of what is wanted; undefined when nothing is. */
export function reach(wants: readonly Want[]): Span | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (const { spans } of wants)
    for (const span of spans) [from, to] = [Math.min(from, span.from), Math.max(to, span.to)];
  return from < to ? { from, to } : undefined;
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
