import { dateOf, dayOf, type Day } from '#calendar';
import type { Entry } from '../figures/contribution.js';
import { isStock, MOVED_WITH_UNITS, regularIn, ROLL_KEYS } from '../figures/measure-keys.js';

/** What the fold asks a tree. */
export interface FoldedTree {
  path(unit: string, day: Day): readonly string[];
  stretches(unit: string): readonly { readonly from: Day; readonly to: Day }[];
}

/** Stock of before counts on this day: the founding of the Party. */
const FOUNDING = dayOf('1930-02-03');

/** What a cell (unit and month) holds, by the path of each of its fields; zeros are left out. */
export type CellFields = Map<string, number>;
/** By `<unit>|<month>`. */
export type FoldedCells = Map<string, CellFields>;

export const cellKey = (unit: string, month: string): string => `${unit}|${month}`;

/** Adds to a field; what comes to nothing is forgotten. */
export function addField(cells: FoldedCells, cell: string, field: string, n: number): void {
  let fields = cells.get(cell);
  if (!fields) cells.set(cell, (fields = new Map<string, number>()));
  const sum = (fields.get(field) ?? 0) + n;
  if (sum === 0) fields.delete(field);
  else fields.set(field, sum);
}

/**
 * Cells folded from contributions a second time, written apart from `effect.ts` and another way round: that one cuts an
 * entry at the runs of its unit's path and lets sums cancel; this one asks on each day on which something may change who
 * had the unit the day before and who has it now. A mistake would have to be made twice to stay unseen.
 */
export class SecondFold {
  readonly cells: FoldedCells = new Map();

  /** @param wanted units whose cells are made; @param days only those of them are. */
  constructor(
    private readonly tree: FoldedTree,
    private readonly wanted: ReadonlySet<string>,
    private readonly days: { from: Day; to: Day },
  ) {}

  add(entries: readonly Entry[]): void {
    for (const entry of entries)
      if (entry.to === undefined) this.#addOnce(entry);
      else this.#addStanding(entry, entry.to ?? Infinity);
  }

  /** It happened on one day, under whoever had its unit on that day. */
  #addOnce({ u, d, m }: Entry): void {
    if (d < this.days.from || d >= this.days.to) return;
    const path = this.tree.path(u, d);
    for (const [key, n] of Object.entries(m)) for (const unit of path) this.#put(unit, d, key, n);
    const [, parent] = path;
    const regular = regularIn(m);
    if (parent !== undefined && regular !== 0 && this.wanted.has(parent)) {
      const date = dateOf(d);
      addField(this.cells, cellKey(parent, date.slice(0, 7)), `r.${u}.${date.slice(8)}`, regular);
    }
  }

  /** It stands from a day until another: each day of change is judged by who had it the day before and who has it now. */
  #addStanding({ u, d, m }: Entry, until: number): void {
    const since = Math.max(d, FOUNDING);
    const stands = (day: Day): boolean => since <= day && day < until;
    const moves = this.tree.stretches(u).map(({ from }) => from);
    for (const day of new Set([since, until, ...moves])) {
      if (!Number.isFinite(day) || day < this.days.from || day >= this.days.to) continue;
      const before = this.tree.path(u, day - 1);
      const now = this.tree.path(u, day);
      this.#put2(day, m, stands(day - 1) ? before : [], stands(day) ? now : []);
      // Heads go with their unit before people come and go: who leaves that very day went along, who joins did not.
      if (since < day && day <= until) {
        const heads = { [MOVED_WITH_UNITS]: m[ROLL_KEYS.total] ?? 0 };
        this.#put2(day, heads, before, now);
      }
    }
  }

  /** What those lose who had it, and those gain who have it. */
  #put2(day: Day, amounts: Readonly<Record<string, number>>, had: readonly string[], have: readonly string[]): void {
    for (const [key, n] of Object.entries(amounts)) {
      for (const unit of had) if (!have.includes(unit)) this.#put(unit, day, key, -n);
      for (const unit of have) if (!had.includes(unit)) this.#put(unit, day, key, n);
    }
  }

  #put(unit: string, day: Day, key: string, n: number): void {
    if (n === 0 || !this.wanted.has(unit)) return;
    const date = dateOf(day);
    const cell = cellKey(unit, date.slice(0, 7));
    addField(this.cells, cell, `d.${date.slice(8)}.${key}`, n);
    addField(this.cells, cell, `t.${key}`, n);
  }
}

type Amounts = Readonly<Record<string, number>>;
/** One part of a cell, as stored. */
export type CellPart = {
  u: string;
  m: string;
  t?: Amounts;
  d?: Readonly<Record<string, Amounts>>;
  r?: Readonly<Record<string, Amounts>>;
};

/** Adds a stored part to the cells found. */
export function addPart(cells: FoldedCells, { u, m, t = {}, d = {}, r = {} }: CellPart): void {
  const cell = cellKey(u, m);
  for (const [key, n] of Object.entries(t)) addField(cells, cell, `t.${key}`, n);
  for (const [name, under] of Object.entries({ d, r }))
    for (const [one, amounts] of Object.entries(under))
      for (const [key, n] of Object.entries(amounts)) addField(cells, cell, `${name}.${one}.${key}`, n);
}

/** What has to be added to a cell, field by field, for it to be right. */
export type CellDifference = { unit: string; month: string; inc: Record<string, number> };

/** Where what was found is not what was expected. */
export function differencesOf(expected: FoldedCells, found: FoldedCells): CellDifference[] {
  const differences: CellDifference[] = [];
  for (const cell of new Set([...expected.keys(), ...found.keys()])) {
    const should = expected.get(cell);
    const is = found.get(cell);
    const inc: Record<string, number> = {};
    for (const field of new Set([...(should?.keys() ?? []), ...(is?.keys() ?? [])])) {
      const n = (should?.get(field) ?? 0) - (is?.get(field) ?? 0);
      if (n !== 0) inc[field] = n;
    }
    const [unit = '', month = ''] = cell.split('|');
    if (Object.keys(inc).length > 0) differences.push({ unit, month, inc });
  }
  return differences;
}

/** The net change of stock in a year is what its months say: `t` of the months, field by field. */
export function yearOf(months: Iterable<CellFields>): CellFields {
  const year: FoldedCells = new Map();
  for (const fields of months)
    for (const [field, n] of fields)
      if (field.startsWith('t.') && isStock(field.slice(2))) addField(year, '', field, n);
  return year.get('') ?? new Map<string, number>();
}
