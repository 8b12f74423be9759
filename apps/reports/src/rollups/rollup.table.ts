import type { Measure } from '../catalogue/measures.rules.js';
import {
  aboutCompleteness,
  aboutFreshness,
  aboutPeriod,
  aboutLens,
  aboutTree,
  aboutUnit,
  lastDay,
  UNIT_COLUMNS,
  unitCells,
} from '../exports/about.js';
import type { Cell, Table, Words } from '../exports/table.js';
import type { DaysDto, FigureDto, RollupDto, RowDto } from './rollups.dto.js';
import type { Breakdown } from './rows.rules.js';

const ROW_WORDS: Record<RowDto['type'] | 'total', Words> = {
  unit: { vi: 'đơn vị', en: 'unit' },
  own: { vi: 'chính đơn vị', en: 'the unit itself' },
  remainder: { vi: 'còn lại', en: 'remainder' },
  kind: { vi: 'loại cuộc họp', en: 'kind of meeting' },
  step: { vi: 'kỳ', en: 'step' },
  total: { vi: 'tổng', en: 'total' },
};
const ROW: Words = { vi: 'Dòng', en: 'Row' };
const WITHHELD: Words = { vi: 'Không hiển thị', en: 'Withheld' };

/** First and last day of each stretch, as people write them. */
const stretches = (days: readonly DaysDto[] | undefined): string | null =>
  days?.map(({ from, to }) => `${from}/${lastDay(to)}`).join(' ') ?? null;

/** What rows of a breakdown are told by, beside which row it is. */
function placeOf(by: Breakdown): { columns: readonly Words[]; cells: (row: RowDto | undefined) => Cell[] } {
  if (by === 'total') return { columns: [], cells: () => [] };
  if (by === 'kind')
    return { columns: [{ vi: 'Loại cuộc họp', en: 'Kind of meeting' }], cells: (row) => [row?.kind ?? null] };
  if (by === 'child' || by === 'level')
    return {
      columns: [...UNIT_COLUMNS, { vi: 'Những ngày thuộc đơn vị', en: 'Days here' }],
      cells: (row) => [...unitCells(row?.unit), stretches(row?.during)],
    };
  return {
    columns: [
      { vi: 'Bước', en: 'Step' },
      { vi: 'Từ', en: 'First day' },
      { vi: 'Đến hết', en: 'Last day' },
    ],
    cells: (row) => (row?.period ? [row.period.id, row.period.from, lastDay(row.period.to)] : [null, null, null]),
  };
}

const isRatio = ({ denominator }: Measure): boolean => denominator !== undefined;

/** A measure's columns: its value with the unit it is in, of a ratio what it is made of too. */
function columnsOf(measure: Measure): Words[] {
  const { labels, unit } = measure;
  const value = { vi: `${labels.vi} (${unit})`, en: `${labels.en} (${unit})` };
  if (!isRatio(measure)) return [value];
  return [
    value,
    { vi: `${labels.vi}: tử số`, en: `${labels.en}: numerator` },
    { vi: `${labels.vi}: mẫu số`, en: `${labels.en}: denominator` },
  ];
}

function cellsOf(figures: readonly FigureDto[], measures: readonly Measure[]): Cell[] {
  const byCode = new Map(figures.map((figure) => [figure.measure, figure]));
  const cells = measures.flatMap((measure): Cell[] => {
    const figure = byCode.get(measure.code);
    const value = figure?.value ?? null;
    return isRatio(measure) ? [value, figure?.numerator ?? null, figure?.denominator ?? null] : [value];
  });
  const withheld = figures.filter(({ suppressed }) => suppressed).map(({ measure }) => measure);
  return [...cells, withheld.join(' ') || null];
}

/** How ratios of an answer are rounded; all the same way. */
function aboutRounding(figures: readonly FigureDto[]): Table['about'] {
  const rounding = figures.find((figure) => figure.rounding)?.rounding;
  const value = rounding ? `${rounding.mode} ${rounding.decimals}` : null;
  return [{ heading: { vi: 'Làm tròn tỷ lệ', en: 'Rounding of ratios' }, value }];
}

/** A rollup as a table: a row for each of its rows and the total last; a column for each measure. */
export function rollupTable(rollup: RollupDto, by: Breakdown, measures: readonly Measure[]): Table {
  const place = placeOf(by);
  const { unit, period, tree, rows = [], figures } = rollup;
  return {
    name: `rollup-${unit.code}-${period.id}`,
    title: { vi: `Số liệu của ${unit.name}`, en: `Figures of ${unit.name}` },
    columns: [ROW, ...place.columns, ...measures.flatMap(columnsOf), WITHHELD],
    rows: [
      ...rows.map((row) => [ROW_WORDS[row.type], ...place.cells(row), ...cellsOf(row.figures, measures)]),
      [ROW_WORDS.total, ...place.cells(undefined), ...cellsOf(figures, measures)],
    ],
    about: [
      ...aboutUnit(unit),
      ...aboutPeriod(period),
      ...aboutRounding(figures),
      ...aboutLens(tree),
      aboutTree(tree.revision),
      ...aboutFreshness(rollup.freshness),
      ...aboutCompleteness(rollup.completeness),
    ],
  };
}
