import { dateOf, dayOf } from '#calendar';
import type { CompletenessDto, FreshnessDto, PeriodDto, UnitLabelDto } from '../rollups/rollups.dto.js';
import type { TreeDto } from '../lenses/lens.dto.js';
import type { Table, Words } from './table.js';

type About = Table['about'][number];
const about = (vi: string, en: string, value: About['value']): About => ({ heading: { vi, en }, value });

/** Headings of a unit, which is told the same way in every table. */
export const UNIT_COLUMNS: readonly Words[] = [
  { vi: 'Mã đơn vị', en: 'Unit code' },
  { vi: 'Tên đơn vị', en: 'Unit name' },
  { vi: 'Cấp', en: 'Level' },
  { vi: 'Loại hình', en: 'Kind of unit' },
  { vi: 'Định danh đơn vị', en: 'Unit id' },
];
export const unitCells = (unit: UnitLabelDto | undefined): (string | null)[] =>
  unit ? [unit.code, unit.name, unit.level, unit.kind, unit.id] : [null, null, null, null, null];

/** The last day of days whose end is the first day after them. */
export const lastDay = (to: string): string => dateOf(dayOf(to) - 1);

export const aboutUnit = ({ id, code, name }: UnitLabelDto): About[] => [
  about('Của đơn vị', 'Of unit', name),
  about('Mã của đơn vị', 'Code of unit', code),
  about('Định danh của đơn vị', 'Id of unit', id),
];

export const aboutPeriod = ({ id, calendar, from, to }: PeriodDto): About[] => [
  about('Kỳ', 'Period', id),
  about('Lịch', 'Calendar', calendar),
  about('Từ ngày', 'From', from),
  about('Đến hết ngày', 'Through', lastDay(to)),
];

/** In which tree figures are, where it is not that of each day. */
export const aboutLens = ({ lens, on, knownAt }: TreeDto): About[] => [
  about('Theo cây tổ chức', 'In the tree', on === undefined ? lens : `${lens} ${on}`),
  ...(knownAt === undefined ? [] : [about('Theo dữ liệu đã biết lúc', 'As known at', knownAt)]),
];

export const aboutTree = (revision: number): About => about('Phiên bản cây tổ chức', 'Tree revision', revision);

/** How fresh: what is pending or refused adds over sources, and is unknown where a source was never heard of. */
export function aboutFreshness(freshness: FreshnessDto | undefined): About[] {
  if (!freshness) return [];
  const { asOf, sources, unplaced } = freshness;
  const unknown = sources.some(({ pending }) => pending === null);
  const silent = sources.filter(({ unknownSince }) => unknownSince !== undefined).map(({ source }) => source);
  return [
    about('Số liệu tính đến', 'Figures as of', asOf),
    about(
      'Chưa vào số liệu',
      'Pending',
      unknown ? null : sources.reduce((sum, { pending }) => sum + (pending ?? 0), 0),
    ),
    about(
      'Bị từ chối',
      'Refused',
      sources.reduce((sum, { refused }) => sum + refused, 0),
    ),
    about('Chờ đơn vị', 'Unplaced', unplaced),
    about('Nguồn im lặng', 'Silent sources', silent.join(' ') || null),
  ];
}

export const aboutCompleteness = (counted: CompletenessDto): About[] => [
  about('Số chi bộ trong kỳ', 'Branches alive', counted.branchesAlive),
  about('Số chi bộ đã sinh hoạt thường kỳ', 'Branches with a regular meeting', counted.branchesWithRegularMeeting),
  about('Đếm lúc', 'Counted at', counted.asOf),
];
