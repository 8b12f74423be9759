import { aboutPeriod, aboutTree, aboutUnit } from '../exports/about.js';
import type { Table, Words } from '../exports/table.js';
import type { ChangedFigureDto, ChangesDto } from './changes.dto.js';

const COLUMNS: readonly Words[] = [
  { vi: 'Vào số liệu lúc', en: 'Known at' },
  { vi: 'Chỉ tiêu', en: 'Measure' },
  { vi: 'Loại thay đổi', en: 'Kind of change' },
  { vi: 'Định danh đơn vị', en: 'Unit id' },
  { vi: 'Ngày', en: 'Date' },
  { vi: 'Thay đổi', en: 'Change' },
  { vi: 'Tử số', en: 'Numerator' },
  { vi: 'Mẫu số', en: 'Denominator' },
  { vi: 'Sự kiện', en: 'Fact' },
  { vi: 'Nguồn', en: 'Source' },
  { vi: 'Phiên bản trước', en: 'Version before' },
  { vi: 'Phiên bản', en: 'Version' },
  { vi: 'Đơn vị kia', en: 'Other unit id' },
  { vi: 'Bản cây tổ chức', en: 'Revision of the tree' },
  { vi: 'Quyết định', en: 'Decision' },
  { vi: 'Hiệu lực từ ngày', en: 'In force from' },
  { vi: 'Định danh quyết định sắp xếp', en: 'Act id' },
  { vi: 'Dấu vết', en: 'Trace' },
];

const aboutFigure = ({ measure, before, after, change }: ChangedFigureDto): Table['about'] => [
  { heading: { vi: `${measure}: trước`, en: `${measure}: before` }, value: before.value },
  { heading: { vi: `${measure}: sau`, en: `${measure}: after` }, value: after.value },
  { heading: { vi: `${measure}: thay đổi`, en: `${measure}: change` }, value: change.value },
];

/** What moved figures, as a table: a row a change, the newest first. */
export function changesTable(changes: ChangesDto): Table {
  const { unit, period, figures, from, to, tree } = changes;
  return {
    name: `changes-${unit.code}-${period.id}`,
    title: { vi: 'Những gì làm thay đổi số liệu', en: 'What moved the figures' },
    columns: COLUMNS,
    rows: changes.items.map((one) => [
      one.at,
      one.measure,
      one.kind,
      one.unitId,
      one.date ?? null,
      one.value,
      one.numerator ?? null,
      one.denominator ?? null,
      one.factId ?? null,
      one.source ?? null,
      one.oldVersion ?? null,
      one.version ?? null,
      one.otherUnitId ?? null,
      one.treeRevision ?? null,
      one.decision ?? null,
      one.effective ?? null,
      one.actId ?? null,
      one.traceId ?? null,
    ]),
    about: [
      { heading: { vi: 'Từ thời điểm', en: 'From the instant' }, value: from },
      { heading: { vi: 'Đến thời điểm', en: 'To the instant' }, value: to },
      ...figures.flatMap(aboutFigure),
      ...aboutUnit(unit),
      ...aboutPeriod(period),
      aboutTree(tree.revision),
    ],
  };
}
