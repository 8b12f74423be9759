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
import type { Table, Words } from '../exports/table.js';
import type { MissingDto } from './missing.dto.js';

const COLUMNS: readonly Words[] = [
  ...UNIT_COLUMNS,
  { vi: 'Trực thuộc', en: 'Under' },
  { vi: 'Các cấp trên', en: 'Units above' },
  { vi: 'Những ngày thuộc đơn vị', en: 'Days here' },
];

/** Which branches miss a period, as a table. */
export const missingTable = ({ unit, period, tree, missing, completeness, items, freshness }: MissingDto): Table => ({
  name: `missing-${unit.code}-${period.id}`,
  title: {
    vi: `Chi bộ chưa sinh hoạt thường kỳ của ${unit.name}`,
    en: `Branches of ${unit.name} without a regular meeting`,
  },
  columns: COLUMNS,
  rows: items.map((branch) => [
    ...unitCells(branch.unit),
    branch.parents[0]?.name ?? null,
    branch.parents.map(({ name }) => name).join(' › ') || null,
    branch.during?.map(({ from, to }) => `${from}/${lastDay(to)}`).join(' ') ?? null,
  ]),
  about: [
    { heading: { vi: 'Số chi bộ chưa sinh hoạt', en: 'Branches missing' }, value: missing },
    ...aboutCompleteness(completeness),
    ...aboutUnit(unit),
    ...aboutPeriod(period),
    ...aboutLens(tree),
    aboutTree(tree.revision),
    ...aboutFreshness(freshness),
  ],
});
