import { dateOf, type Day } from '#calendar';
import { isStock } from './measure-keys.js';

/**
 * Stock before this day counts on it (the founding of the Party, 3 February 1930): levels are then sums of a bounded
 * number of years.
 */
export const EPOCH: Day = -14_577;

/** Months of a cell begin with a digit, so that all years of a unit are one range of its index. */
export const yearLabel = (year: string | number): string => `Y${year}`;
export const isYear = (label: string): boolean => label.startsWith('Y');

/** Paths of measures below one beginning (`t.`, `d.05.`), each text made once: adding looks them up by the million. */
class Paths {
  readonly #known = new Map<string, string>();

  constructor(private readonly beginning: string) {}

  of(key: string): string {
    let path = this.#known.get(key);
    if (path === undefined) this.#known.set(key, (path = this.beginning + key));
    return path;
  }
}

const TOTALS = new Paths('t.');
/** By day of the month, 1 to 31. */
const DAYS = Array.from({ length: 32 }, (_, day) => new Paths(`d.${String(day).padStart(2, '0')}.`));

type Labels = { month: string; year: string; dayOfMonth: string; paths: Paths };
const labels = new Map<Day, Labels>();
/** Days repeat all the time in a batch; the memory is bounded by the days that facts lie on. */
function labelsOf(day: Day): Labels {
  let found = labels.get(day);
  if (!found) {
    const date = dateOf(day);
    const dayOfMonth = date.slice(8);
    const paths = DAYS[Number(dayOfMonth)] as Paths;
    found = { month: date.slice(0, 7), year: yearLabel(date.slice(0, 4)), dayOfMonth, paths };
    labels.set(day, found);
  }
  return found;
}

/** One cell (unit and month, or unit and year for net stock) and what is added to which of its fields. */
export type CellSum = { unit: string; month: string; inc: Record<string, number> };

type Fields = Map<string, number>;

/**
 * Increments of cells, summed per cell before anything is written. Fields are paths inside a cell document:
 * `t.<key>` the month's total, `d.<day>.<key>` a day, `r.<child>.<day>` regular meetings of a direct child.
 */
export class CellSums {
  readonly #cells = new Map<string, Map<string, Fields>>();

  /** A flow on a day, or the change of a stock on it. */
  add(unit: string, day: Day, key: string, n: number): void {
    const at = labelsOf(day);
    this.#addKey(this.#cell(unit, at.month), unit, at, key, n);
  }

  /** One field of one cell. */
  addField(unit: string, month: string, path: string, n: number): void {
    sum(this.#cell(unit, month), path, n);
  }

  /** Regular meetings that a direct child held on a day; kept in its parent's cell only. */
  addRegular(parent: string, child: string, day: Day, n: number): void {
    const { month, dayOfMonth } = labelsOf(day);
    sum(this.#cell(parent, month), `r.${child}.${dayOfMonth}`, n);
  }

  /** All amounts of a flow entry at one unit. */
  addAmounts(unit: string, day: Day, amounts: Readonly<Record<string, number>>, sign: 1 | -1): void {
    const at = labelsOf(day);
    const cell = this.#cell(unit, at.month);
    for (const key in amounts) this.#addKey(cell, unit, at, key, sign * (amounts[key] as number));
  }

  /** Whether something was added to cells of a unit. */
  has(unit: string): boolean {
    return this.#cells.has(unit);
  }

  /** What is left after summing; cells and fields that came to nothing are dropped. */
  toArray(): CellSum[] {
    const result: CellSum[] = [];
    for (const [unit, months] of this.#cells)
      for (const [month, fields] of months) {
        const inc: Record<string, number> = {};
        let kept = 0;
        for (const [path, n] of fields)
          if (n !== 0) {
            inc[path] = n;
            kept += 1;
          }
        if (kept > 0) result.push({ unit, month, inc });
      }
    return result;
  }

  #addKey(cell: Fields, unit: string, { year, paths }: Labels, key: string, n: number): void {
    sum(cell, TOTALS.of(key), n);
    sum(cell, paths.of(key), n);
    if (isStock(key)) sum(this.#cell(unit, year), TOTALS.of(key), n);
  }

  #cell(unit: string, month: string): Fields {
    let months = this.#cells.get(unit);
    if (!months) this.#cells.set(unit, (months = new Map<string, Fields>()));
    let cell = months.get(month);
    if (!cell) months.set(month, (cell = new Map<string, number>()));
    return cell;
  }
}

const sum = (fields: Fields, path: string, n: number): void => {
  fields.set(path, (fields.get(path) ?? 0) + n);
};
