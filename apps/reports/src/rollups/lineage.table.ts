import type { Measure } from '../catalogue/measures.rules.js';
import { aboutFreshness, aboutPeriod, aboutLens, aboutTree, aboutUnit } from '../exports/about.js';
import type { Table, Words } from '../exports/table.js';
import type { LineageDto } from './lineage.dto.js';

const COLUMNS: readonly Words[] = [
  { vi: 'Sự kiện', en: 'Fact' },
  { vi: 'Nguồn', en: 'Source' },
  { vi: 'Phiên bản', en: 'Version' },
  { vi: 'Định danh đơn vị', en: 'Unit id' },
  { vi: 'Ngày', en: 'Date' },
  { vi: 'Giá trị', en: 'Value' },
  { vi: 'Tử số', en: 'Numerator' },
  { vi: 'Mẫu số', en: 'Denominator' },
  { vi: 'Không hiển thị', en: 'Withheld' },
  { vi: 'Phần được chia', en: 'Shared part' },
  { vi: 'Vào số liệu lúc', en: 'Applied at' },
  { vi: 'Dấu vết', en: 'Trace' },
];

/** The facts behind a figure as a table; what each adds is in the unit of the measure. */
export function lineageTable(lineage: LineageDto, measure: Measure): Table {
  const { unit, period, figure, tree, kind = null, addsUp } = lineage;
  return {
    name: `lineage-${unit.code}-${period.id}-${measure.code}`,
    title: { vi: `Các sự kiện của số liệu ${measure.labels.vi}`, en: `Facts behind ${measure.labels.en}` },
    columns: COLUMNS,
    rows: lineage.items.map((fact) => [
      fact.factId,
      fact.source,
      fact.version,
      fact.unitId,
      fact.date,
      fact.value,
      fact.numerator ?? null,
      fact.denominator ?? null,
      fact.suppressed ?? false,
      fact.shared ?? false,
      fact.appliedAt,
      fact.traceId ?? null,
    ]),
    about: [
      { heading: { vi: 'Chỉ tiêu', en: 'Measure' }, value: measure.code },
      { heading: { vi: 'Tên chỉ tiêu', en: 'Name of measure' }, value: measure.labels },
      { heading: { vi: 'Đơn vị tính', en: 'Unit of measure' }, value: measure.unit },
      { heading: { vi: 'Chỉ loại cuộc họp', en: 'Only meetings of kind' }, value: kind },
      { heading: { vi: 'Số liệu', en: 'Figure' }, value: figure.value },
      {
        heading: { vi: 'Làm tròn', en: 'Rounding' },
        value: figure.rounding ? `${figure.rounding.mode} ${figure.rounding.decimals}` : null,
      },
      { heading: { vi: 'Cộng được', en: 'Adds up' }, value: addsUp },
      ...aboutUnit(unit),
      ...aboutPeriod(period),
      ...aboutLens(tree),
      aboutTree(tree.revision),
      ...aboutFreshness(lineage.freshness),
    ],
  };
}
