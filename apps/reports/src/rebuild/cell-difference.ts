import { CellSums, isYear, yearLabel, type CellSum } from '../figures/cell-sums.js';
import type { CellDocument } from '../figures/cells.js';
import { isStock } from '../figures/measure-keys.js';
import { inMonths, type Slice } from './slices.rules.js';

const yearOf = (month: string): string => yearLabel(month.slice(0, 4));

/**
 * What is to be added to the cells of a slice: what they should hold less what they hold, all parts together. Only sums of
 * parts mean anything, so it does not matter which part is wrong.
 */
export class CellDifference {
  readonly #sums = new CellSums();
  readonly #units: ReadonlySet<string>;

  constructor(private readonly slice: Slice) {
    this.#units = new Set(slice.units);
  }

  /** What the cells should hold. Of other units and months, and of years, nothing is taken. */
  expect(sums: readonly CellSum[]): void {
    for (const { unit, month, inc } of sums) {
      if (isYear(month) || !inMonths(month, this.slice)) continue;
      for (const path in inc) this.#add(unit, month, path, inc[path] as number);
      this.#addToYear(unit, month, inc, 1);
    }
  }

  /** What a part of a month in the slice holds. */
  found({ u, m, t, d, r }: CellDocument): void {
    for (const key in t) this.#add(u, m, `t.${key}`, -(t[key] as number));
    for (const day in d) for (const key in d[day]) this.#add(u, m, `d.${day}.${key}`, -(d[day]?.[key] as number));
    for (const child in r)
      for (const day in r[child]) this.#add(u, m, `r.${child}.${day}`, -(r[child]?.[day] as number));
  }

  /** Totals of a part of a month beside the slice: its year is the sum of all its months. */
  foundBeside({ u, m, t }: CellDocument): void {
    for (const key in t) if (isStock(key)) this.#add(u, yearOf(m), `t.${key}`, t[key] as number);
  }

  /** What a part of a year holds. */
  foundYear({ u, m, t }: CellDocument): void {
    for (const key in t) this.#add(u, m, `t.${key}`, -(t[key] as number));
  }

  /** The cells that are wrong, each with what it lacks. */
  toSums(): CellSum[] {
    return this.#sums.toArray();
  }

  #addToYear(unit: string, month: string, inc: Record<string, number>, sign: 1 | -1): void {
    for (const path in inc)
      if (path.startsWith('t.') && isStock(path.slice(2)))
        this.#add(unit, yearOf(month), path, sign * (inc[path] as number));
  }

  #add(unit: string, month: string, path: string, n: number): void {
    if (this.#units.has(unit)) this.#sums.addField(unit, month, path, n);
  }
}
