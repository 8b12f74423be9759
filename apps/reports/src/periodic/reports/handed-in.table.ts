import { aboutPeriod, UNIT_COLUMNS, unitCells } from '../../exports/about.js';
import type { Cell, Table, Words } from '../../exports/table.js';
import type { HandedInAnswer, HandedInCountsAnswer } from './handed-in.dto.js';
import type { HandedInState } from './handed-in.rules.js';

const STATES: Record<HandedInState, Words> = {
  missing: { vi: 'chưa nộp', en: 'missing' },
  submitted: { vi: 'đã nộp', en: 'submitted' },
  returned: { vi: 'trả lại', en: 'returned' },
  accepted: { vi: 'đã duyệt', en: 'accepted' },
};
const COUNTS: Record<keyof HandedInCountsAnswer, Words> = {
  expected: { vi: 'Phải nộp', en: 'Expected' },
  handedIn: { vi: 'Đã nộp', en: 'Handed in' },
  nil: { vi: 'Không phát sinh', en: 'Nil' },
  accepted: { vi: 'Đã duyệt', en: 'Accepted' },
  returned: { vi: 'Trả lại', en: 'Returned' },
  missing: { vi: 'Chưa nộp', en: 'Missing' },
};
const COLUMNS: readonly Words[] = [
  ...UNIT_COLUMNS,
  { vi: 'Trạng thái', en: 'State' },
  { vi: 'Không phát sinh', en: 'Nothing occurred' },
  { vi: 'Nộp lúc', en: 'Submitted at' },
  { vi: 'Định danh báo cáo', en: 'Report id' },
];

/** Who has handed in, as a table; the counts are of all. */
export function handedInTable({ unitId, type, period, counts, items, treeRevision, asOf }: HandedInAnswer): Table {
  const about = (vi: string, en: string, value: Cell) => ({ heading: { vi, en }, value });
  return {
    name: `handed-in-${type}-${period.id}`,
    title: { vi: `Tình hình nộp báo cáo ${type}`, en: `Who has handed in ${type}` },
    columns: COLUMNS,
    rows: items.map(({ unit, state, nil, submittedAt, reportId }) => [
      ...unitCells(unit),
      STATES[state],
      nil,
      submittedAt,
      reportId,
    ]),
    about: [
      about('Định danh của đơn vị', 'Id of unit', unitId),
      about('Loại báo cáo', 'Report type', type),
      ...aboutPeriod(period),
      ...Object.entries(COUNTS).map(([count, heading]) => ({
        heading,
        value: counts[count as keyof HandedInCountsAnswer],
      })),
      about('Phiên bản cây tổ chức', 'Tree revision', treeRevision),
      about('Tính đến', 'As of', asOf),
    ],
  };
}
