import type { Period } from '#calendar';
import { MEETING_KINDS } from '#contracts';
import { figureOf, type Figure, type Measure, type Sums } from '../catalogue/measures.rules.js';
import { minus, type Buckets, type Want } from './cells.rules.js';
import type { PlannedRow, RowOf } from './rows.rules.js';

/** A row with its figures. */
export type Row = { of: RowOf; figures: Figure[] };

const NONE: Sums = new Map();
const TOTAL = 'total';
const ROW = 'row:';
/** Rows that are not on the page, when what is left over by all rows is. */
const OTHERS = 'others';

const isRest = ({ of }: PlannedRow): boolean => of.type === 'own' || of.type === 'remainder';

function rowWants(row: PlannedRow, unitId: string, bucket: string): Want[] {
  if (row.of.type === 'unit') return [{ bucket, unit: row.of.unit.id, spans: row.of.spans }];
  return row.of.type === 'step' ? [{ bucket, unit: unitId, spans: [row.of.step] }] : [];
}

/** Everything that has to be read for the unit's total and a page of its rows. */
export function wantsOf(
  unitId: string,
  period: Period,
  rows: readonly PlannedRow[],
  page: readonly PlannedRow[],
): Want[] {
  const shown = new Set(page);
  const hidden = page.some(isRest) ? rows.filter((row) => !shown.has(row)) : [];
  return [
    { bucket: TOTAL, unit: unitId, spans: [period] },
    ...page.flatMap((row, at) => rowWants(row, unitId, `${ROW}${at}`)),
    ...hidden.flatMap((row) => rowWants(row, unitId, OTHERS)),
  ];
}

/** Figures of the unit over the whole period. */
export const totalFigures = (measures: readonly Measure[], buckets: Buckets): Figure[] =>
  measures.map((measure) => figureOf(measure, buckets.get(TOTAL) ?? NONE));

/** Figures of a page of rows. What is left over is the total less all other rows, so that rows add up to the unit. */
export function rowFigures(measures: readonly Measure[], buckets: Buckets, page: readonly PlannedRow[]): Row[] {
  const total = buckets.get(TOTAL) ?? NONE;
  const sumsOf = (row: PlannedRow, at: number): Sums => {
    if (!isRest(row)) return buckets.get(`${ROW}${at}`) ?? NONE;
    const others = page.map((_, index) => buckets.get(`${ROW}${index}`) ?? NONE);
    return minus(total, [...others, buckets.get(OTHERS) ?? NONE]);
  };
  return page.map((row, at) => {
    const kinds = row.of.type === 'kind' ? [row.of.kind] : MEETING_KINDS;
    const sums = row.of.type === 'kind' ? total : sumsOf(row, at);
    return { of: row.of, figures: measures.map((measure) => figureOf(measure, sums, kinds)) };
  });
}
