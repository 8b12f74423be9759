import { Refusal, type FieldFault } from '#contracts';
import type { RowFault } from './file.rules.js';

/** Groups of two or more that have the same key; what has none is in none. */
export function groupsBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** What the rules of a single thing refuse, as faults of columns; what belongs to none is a fault of the row. */
export function faultsOf<C extends string>(
  { code, fields }: Refusal,
  columnOfField: (field: string) => C | undefined,
): RowFault<C>[] {
  if (fields.length === 0) return [{ column: 'row', code }];
  return fields.map((fault) => ({
    column: columnOfField(fault.path.split('.').at(-1) ?? '') ?? 'row',
    code: fault.code,
  }));
}

/** A row judged: what is wrong with it, if anything. */
export type JudgedRow = { row: number; faults: readonly RowFault[] };

/** Refusal of a whole file, with every fault of every row. */
export function refusedRows(rows: readonly JudgedRow[]): Refusal {
  const refused = rows.filter(({ faults }) => faults.length > 0);
  const fields = refused.flatMap(({ row, faults }) =>
    faults.map(({ column, code }): FieldFault => ({ path: `rows.${row}.${column}`, code })),
  );
  return new Refusal('unprocessable', 'rows-refused', { refused: refused.length, rows: rows.length }, fields);
}
