import type { Day, Period } from '#calendar';
import { MEETING_KINDS } from '#contracts';
import {
  figureOf,
  isByKind,
  keysOf,
  readingOf,
  type Figure,
  type Measure,
  type RoundingMode,
  type Sums,
} from '../catalogue/measures.rules.js';
import { isStock, MOVED_WITH_UNITS, OPENING, PEOPLE } from '../figures/measure-keys.js';
import { minus, type Buckets, type LevelAs, type Want } from './cells.rules.js';
import type { PlannedRow, RowOf } from './rows.rules.js';

/** A row with its figures. */
export type Row = { of: RowOf; figures: Figure[] };

/** Distinct people of the unit (`total`) and of rows, by the key of the row; they do not add, so nothing is left over. */
export type People = { total: number; rows: ReadonlyMap<string, number> };

const NONE: Sums = new Map();
const TOTAL = 'total';
const ROW = 'row:';
/** Rows that are not on the page, when what is left over by all rows is. */
const OTHERS = 'others';
/** Levels before the first step of a page. */
const BASE = 'base';

const isRest = ({ of }: PlannedRow): boolean => of.type === 'own' || of.type === 'remainder';

/** Which levels measures are made of, so that nothing is read that nobody asked for. */
export type Needs = { closing: boolean; opening: boolean; moved: boolean };
export function needsOf(measures: readonly Measure[]): Needs {
  const readings = new Set(measures.map(readingOf));
  return {
    closing: readings.has('closing'),
    opening: readings.has('opening'),
    moved: measures.some((measure) => keysOf(measure).includes(MOVED_WITH_UNITS)),
  };
}

type Part = { bucket: string; unit: string };
const level = (part: Part, day: Day, as: LevelAs, sign: 1 | -1 = 1): Want => ({ ...part, level: day, as, sign });

const levelsOf = (part: Part, { from, to }: Period, needs: Needs): Want[] => [
  ...(needs.closing ? [level(part, to - 1, 'closing')] : []),
  ...(needs.opening ? [level(part, from - 1, 'opening')] : []),
];

/**
 * A unit beside others: levels of days on which it lay here. Where it came or went inside the period, those on its rolls
 * the day before did with it, which its own cells cannot say.
 */
function unitWants(part: Part, of: RowOf & { type: 'unit' }, period: Period, needs: Needs): Want[] {
  const { spans, before } = of;
  const lastDay = period.to - 1;
  return [
    { ...part, spans },
    ...(needs.closing && spans.at(-1)?.to === period.to ? [level(part, lastDay, 'closing')] : []),
    ...(needs.opening && before ? [level(part, period.from - 1, 'opening')] : []),
    ...(needs.moved
      ? spans.flatMap(({ from, to }) => [
          ...(from > period.from || !before ? [level(part, from - 1, 'moved')] : []),
          ...(to < period.to ? [level(part, to - 1, 'moved', -1)] : []),
        ])
      : []),
    ...(needs.moved && before && spans[0]?.from !== period.from ? [level(part, period.from - 1, 'moved', -1)] : []),
  ];
}

function rowWants(row: PlannedRow, unitId: string, bucket: string, period: Period, needs: Needs): Want[] {
  const part = { bucket, unit: row.of.type === 'unit' ? row.of.unit.id : unitId };
  if (row.of.type === 'unit') return unitWants(part, row.of, period, needs);
  if (row.of.type !== 'step') return [];
  return [{ ...part, spans: [row.of.step], ...(needs.closing || needs.opening ? { changes: true as const } : {}) }];
}

/** Everything that has to be read for the unit's total and a page of its rows. */
export function wantsOf(
  unitId: string,
  period: Period,
  rows: readonly PlannedRow[],
  page: readonly PlannedRow[],
  needs: Needs,
): Want[] {
  const shown = new Set(page);
  const hidden = page.some(isRest) ? rows.filter((row) => !shown.has(row)) : [];
  const total = { bucket: TOTAL, unit: unitId };
  const first = page[0]?.of;
  const running = first?.type === 'step' && (needs.closing || needs.opening);
  return [
    { ...total, spans: [period] },
    ...levelsOf(total, period, needs),
    ...(running ? [level({ bucket: BASE, unit: unitId }, first.step.from - 1, 'closing')] : []),
    ...page.flatMap((row, at) => rowWants(row, unitId, `${ROW}${at}`, period, needs)),
    ...hidden.flatMap((row) => rowWants(row, unitId, OTHERS, period, needs)),
  ];
}

const withPeople = (sums: Sums, people: number | undefined): Sums =>
  people === undefined ? sums : new Map(sums).set(PEOPLE, people);

/** Amounts of the unit over the whole period. */
export const sumsOfTotal = (buckets: Buckets): Sums => buckets.get(TOTAL) ?? NONE;

/** Figures of the unit over the whole period. */
export const totalFigures = (
  measures: readonly Measure[],
  buckets: Buckets,
  people?: People,
  mode?: RoundingMode,
): Figure[] => {
  const sums = withPeople(sumsOfTotal(buckets), people?.total);
  return measures.map((measure) => figureOf(measure, sums, MEETING_KINDS, mode));
};

/** The levels of each step from those before the first and what they changed by in each: a series is read once. */
function stepSums(buckets: Buckets, page: readonly PlannedRow[]): Sums[] {
  const running = new Map(buckets.get(BASE) ?? NONE);
  return page.map((_, at) => {
    const sums = new Map<string, number>();
    for (const [key, n] of running) sums.set(OPENING + key, n);
    for (const [key, n] of buckets.get(`${ROW}${at}`) ?? NONE)
      if (isStock(key)) running.set(key, (running.get(key) ?? 0) + n);
      else sums.set(key, n);
    for (const [key, n] of running) sums.set(key, n);
    return sums;
  });
}

/** Figures of a page of rows. What is left over is the total less all other rows, so that rows add up to the unit. */
export function rowFigures(
  measures: readonly Measure[],
  buckets: Buckets,
  page: readonly PlannedRow[],
  people?: People,
  mode?: RoundingMode,
): Row[] {
  const total = sumsOfTotal(buckets);
  const steps = page[0]?.of.type === 'step' ? stepSums(buckets, page) : [];
  const sumsOf = (row: PlannedRow, at: number): Sums => {
    if (row.of.type === 'step') return steps[at] ?? NONE;
    if (!isRest(row)) return buckets.get(`${ROW}${at}`) ?? NONE;
    const others = page.map((_, index) => buckets.get(`${ROW}${index}`) ?? NONE);
    return minus(total, [...others, buckets.get(OTHERS) ?? NONE]);
  };
  return page.map((row, at) => {
    if (row.of.type === 'kind') {
      const { kind } = row.of;
      return { of: row.of, figures: measures.filter(isByKind).map((each) => figureOf(each, total, [kind], mode)) };
    }
    const sums = withPeople(sumsOf(row, at), people && (people.rows.get(row.key) ?? 0));
    return { of: row.of, figures: measures.map((measure) => figureOf(measure, sums, MEETING_KINDS, mode)) };
  });
}
