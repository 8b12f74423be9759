// Synthetic rolls with the public counts of DOMAIN.md 9. Nobody in them exists: names are drawn from lists, and their
// identifiers begin with a province code that was never given out.
import { demoId } from './ids.mjs';
import { UNITS } from './units.mjs';

const SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô', 'Dương', 'Lý'];
const MIDDLES = { female: ['Thị', 'Ngọc', 'Thu', 'Minh'], male: ['Văn', 'Đức', 'Hữu', 'Quang'] };
const GIVEN = {
  female: ['An', 'Bình', 'Chi', 'Dung', 'Hà', 'Hạnh', 'Lan', 'Mai', 'Nga', 'Oanh', 'Phương', 'Thảo', 'Vân', 'Yến'],
  male: ['Anh', 'Bảo', 'Cường', 'Dũng', 'Đạt', 'Hải', 'Hùng', 'Khôi', 'Long', 'Nam', 'Phong', 'Sơn', 'Tuấn', 'Vinh'],
};
const ETHNIC_MINORITIES = ['Giẻ Triêng', 'Xơ Đăng', 'Mường', 'Tày', 'Thái'];
const RELIGIONS = ['Công giáo', 'Phật giáo', 'Tin Lành'];

/** True for exactly `count` of `total` indexes, spread evenly; `turn` moves them, so that groups overlap as people do. */
function among(index, count, total, turn = 0) {
  const at = (index + turn) % total;
  return Math.floor(((at + 1) * count) / total) > Math.floor((at * count) / total);
}

const number = (n, digits) => String(n).padStart(digits, '0');

/** Shares `total` members over units as evenly as whole numbers allow, the first ones get what is over. */
const evenly = (total, codes) =>
  codes.map((code, index) => [code, Math.floor(total / codes.length) + (index < total % codes.length ? 1 : 0)]);

const branchesOf = (prefix) =>
  UNITS.filter(({ level, code }) => level === 'branch' && code.startsWith(`${prefix}-`)).map(({ code }) => code);
const withoutOffice = (prefix) => branchesOf(prefix).filter((code) => code !== `${prefix}-00`);

/**
 * Whose roll is loaded by one bulk entry: under which unit, since when, how many in which branch, and how many of them
 * are women, of a minority, religious. Vĩnh Niệm 2020: 1,186 in 41 branches, 28 of them in the office; Bình Thắng 2019:
 * 224 in 13; Đăk Glei 2022: 2,733 in 49 organisations, 1,807 of a minority, 886 women, 143 religious.
 */
export const ROLLS = [
  {
    unit: 'HP-VN',
    on: '2020-01-01',
    branches: [['HP-VN-00', 28], ...evenly(1186 - 28, withoutOffice('HP-VN'))],
    women: 421,
    minority: 12,
    religious: 64,
  },
  {
    unit: 'BD-BT',
    on: '2018-01-01',
    branches: evenly(224, branchesOf('BD-BT')),
    women: 87,
    minority: 6,
    religious: 21,
  },
  {
    unit: 'KT-DG',
    // The district has ended: who enters its old rolls today has the right where its branches lie now.
    under: 'QNG',
    on: '2022-01-01',
    branches: [
      ...evenly(56, branchesOf('KT-DP')),
      ...evenly(56, branchesOf('KT-DC')),
      ...evenly(2733 - 112, branchesOf('KT-DG')),
    ],
    women: 886,
    minority: 1807,
    religious: 143,
  },
  {
    unit: 'DT-MP',
    on: '2025-07-01',
    branches: evenly(243, branchesOf('DT-MP')),
    women: 92,
    minority: 4,
    religious: 17,
  },
];

function person(roll, index, total, code) {
  const sex = among(index, roll.women, total) ? 'female' : 'male';
  const pick = (list, salt) => list[(index * 7 + salt * 13 + Math.floor(index / list.length)) % list.length];
  const born = 1946 + ((index * 17) % 47);
  const admitted = born + 22 + ((index * 5) % 12);
  const month = number(1 + ((index * 5) % 12), 2);
  const day = number(1 + ((index * 11) % 27), 2);
  return {
    id: demoId(`member:${roll.unit}:${index}`),
    unit: code,
    name: `${pick(SURNAMES, 1)} ${pick(MIDDLES[sex], 2)} ${pick(GIVEN[sex], 3)}`,
    sex,
    birthDate: `${born}-${number(1 + ((index * 7) % 12), 2)}-${number(1 + ((index * 13) % 28), 2)}`,
    ethnicity: among(index, roll.minority, total, 3) ? pick(ETHNIC_MINORITIES, 4) : 'Kinh',
    religion: among(index, roll.religious, total, 5) ? pick(RELIGIONS, 5) : 'không',
    personalId: `099${number(1 + ROLLS.indexOf(roll), 2)}${number(index, 7)}`,
    // Admitted at the latest some years before the roll begins, so that all on it are official.
    decisionDate: `${Math.min(admitted, Number(roll.on.slice(0, 4)) - 3)}-${month}-${day}`,
  };
}

/** Everybody on a roll, branch by branch. */
export function peopleOf(roll) {
  const total = roll.branches.reduce((sum, [, count]) => sum + count, 0);
  let index = 0;
  return roll.branches.flatMap(([code, count]) =>
    Array.from({ length: count }, () => person(roll, index++, total, code)),
  );
}

const plusDays = (date, days) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const plusYear = (date) => `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`;

const HEAD =
  'Mã bản ghi,Mã chi bộ,Họ và tên,Giới tính,Ngày sinh,Dân tộc,Tôn giáo,Số định danh cá nhân,Ngày vào sổ,Tình trạng,' +
  'Ngày quyết định kết nạp,Ngày kết nạp,Ngày chính thức';
/** Each file is one transaction, which has to fit a small machine too. */
const MOST_ROWS = 1_000;

function rowOf(one, on) {
  const ceremony = plusDays(one.decisionDate, 14);
  const sex = one.sex === 'female' ? 'Nữ' : 'Nam';
  return [one.id, one.unit, one.name, sex, one.birthDate, one.ethnicity, one.religion, one.personalId, on]
    .concat(['chính thức', one.decisionDate, ceremony, plusYear(ceremony)])
    .join(',');
}

/** The roll as an office would hand it in: CSV files with the headings of the members' database, dates as ISO. */
export function filesOf(roll) {
  const rows = peopleOf(roll).map((one) => rowOf(one, roll.on));
  return Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, at) =>
    [HEAD, ...rows.slice(at * MOST_ROWS, (at + 1) * MOST_ROWS)].join('\r\n'),
  );
}
