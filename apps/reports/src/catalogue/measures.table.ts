import type { Table, Words } from '../exports/table.js';
import type { MeasuresDto } from './catalogue.dto.js';

const COLUMNS: readonly Words[] = [
  { vi: 'Mã', en: 'Code' },
  { vi: 'Tên', en: 'Name' },
  { vi: 'Đơn vị tính', en: 'Unit' },
  { vi: 'Loại', en: 'Kind' },
  { vi: 'Cộng theo đơn vị', en: 'Over units' },
  { vi: 'Cộng theo thời gian', en: 'Over time' },
  { vi: 'Nhóm', en: 'Group' },
  { vi: 'Nhập tay', en: 'Entered' },
  { vi: 'Chỉ khi được hỏi', en: 'On request' },
  { vi: 'Số thập phân', en: 'Scale' },
  { vi: 'Nguồn', en: 'Source' },
  { vi: 'Tử số', en: 'Numerator' },
  { vi: 'Mẫu số', en: 'Denominator' },
  { vi: 'Làm tròn', en: 'Rounding' },
];

/** The catalogue of measures as a table. */
export const measuresTable = ({ items }: MeasuresDto): Table => ({
  name: 'measures',
  title: { vi: 'Danh mục chỉ tiêu', en: 'Measures' },
  columns: COLUMNS,
  rows: items.map((measure) => [
    measure.code,
    measure.labels,
    measure.unit,
    measure.kind,
    measure.overUnits,
    measure.overTime,
    measure.group ?? null,
    measure.entered,
    measure.onRequest,
    measure.scale ?? null,
    measure.source,
    measure.numerator ?? null,
    measure.denominator ?? null,
    measure.rounding ? `${measure.rounding.mode} ${measure.rounding.decimals}` : null,
  ]),
  about: [],
});
