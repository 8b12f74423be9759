// The demo tree: synthetic units in the public shapes of the places of DOMAIN.md 9, as they were founded. What became of
// them on 1 July 2025 is in july-2025.mjs.
import { demoId } from './ids.mjs';

/** The day the districts ended (Quy định 294-QĐ/TW, DOMAIN.md 1.2). */
export const TWO_LEVELS_FROM = '2025-07-01';
const ALWAYS = '2000-01-01';

const unit = (code, name, level, kind, parent, from = ALWAYS) => ({
  id: demoId(code),
  code,
  name,
  level,
  kind,
  parentId: parent === null ? null : demoId(parent),
  from,
});
const number = (n) => String(n).padStart(2, '0');

/** The ward's office branch and `count` residential ones; `local` is what a neighbourhood is called there. */
const branches = (parent, count, local, from = ALWAYS) => [
  unit(`${parent}-00`, 'Chi bộ Cơ quan', 'branch', 'office-branch', parent, from),
  ...Array.from({ length: count }, (_, index) =>
    unit(
      `${parent}-${number(index + 1)}`,
      `Chi bộ ${local} ${number(index + 1)}`,
      'branch',
      'residential-branch',
      parent,
      from,
    ),
  ),
];
const branch = (parent, suffix, name, kind, from = ALWAYS) =>
  unit(`${parent}-${suffix}`, name, 'branch', kind, parent, from);

/** A district with its communes, each with an office branch and `count` others. */
const district = (province, suffix, name, kind, communes) => {
  const code = `${province}-${suffix}`;
  return [
    unit(code, name, 'district', kind, province),
    ...communes.flatMap(([commune, called, of, count, local]) => [
      unit(`${code}-${commune}`, called, 'commune', of, code),
      ...branches(`${code}-${commune}`, count, local),
    ]),
  ];
};

const OF_THE_DISTRICT = [
  ['office-branch', 'Cơ quan'],
  ['school-branch', 'Trường học'],
  ['health-branch', 'Trung tâm Y tế'],
  ['police-branch', 'Công an'],
  ['military-branch', 'Quân sự'],
  ['enterprise-branch', 'Doanh nghiệp'],
  ['cooperative-branch', 'Hợp tác xã'],
];
/** Organisations attached to the district itself: with the two communes, the 49 that Đăk Glei reported (DOMAIN.md 9.2). */
export const DISTRICT_BRANCHES = Array.from({ length: 47 }, (_, index) => {
  const [kind, what] = OF_THE_DISTRICT[index % OF_THE_DISTRICT.length];
  return branch('KT-DG', number(index + 1), `Chi bộ cơ sở ${what} ${number(index + 1)}`, kind);
});

/** Every unit as it is created, parents first; those under a province that the act of July 2025 founds come after it. */
export const UNITS = [
  unit('TW', 'Trung ương', 'centre', 'centre', null),

  unit('HP', 'Thành phố Hải Phòng', 'province', 'city', 'TW'),
  unit('HP-LC', 'Quận Lê Chân', 'district', 'urban-district', 'HP'),
  unit('HP-VN', 'Phường Vĩnh Niệm', 'commune', 'ward', 'HP-LC'),
  ...branches('HP-VN', 40, 'Tổ dân phố'),
  unit('HP-AB', 'Phường An Biên', 'commune', 'ward', 'HP-LC'),
  ...branches('HP-AB', 4, 'Tổ dân phố'),
  unit('HD', 'Tỉnh Hải Dương', 'province', 'province', 'TW'),
  ...district('HD', 'TP', 'Thành phố Hải Dương', 'town', [
    ['X1', 'Phường Mẫu Đông', 'ward', 2, 'Khu dân cư'],
    ['X2', 'Phường Mẫu Tây', 'ward', 1, 'Khu dân cư'],
    ['X3', 'Phường Mẫu Nam', 'ward', 1, 'Khu dân cư'],
  ]),

  // Two provinces of one name, which no name could tell apart (DOMAIN.md 1.2): the old one, and what it and Tiền Giang
  // became by the act, which founds it.
  unit('DTO', 'Tỉnh Đồng Tháp', 'province', 'province', 'TW'),
  ...district('DTO', 'H1', 'Huyện Mẫu', 'rural-district', [['X1', 'Xã Mẫu Nhất', 'commune', 3, 'Ấp']]),
  unit('TG', 'Tỉnh Tiền Giang', 'province', 'province', 'TW'),
  unit('DT-MP', 'Phường Mỹ Phong', 'commune', 'ward', 'DT', TWO_LEVELS_FROM),
  ...branches('DT-MP', 6, 'Khu phố', TWO_LEVELS_FROM),
  branch('DT-MP', 'BP', 'Chi bộ Khu phố Bình Phong', 'residential-branch', TWO_LEVELS_FROM),
  branch('DT-MP', 'MT', 'Chi bộ Khu phố Mỹ Thạnh', 'residential-branch', TWO_LEVELS_FROM),
  branch('DT-MP', 'CA', 'Chi bộ Công an phường', 'police-branch', TWO_LEVELS_FROM),
  unit('DT-DTH', 'Phường Đạo Thạnh', 'commune', 'ward', 'DT', TWO_LEVELS_FROM),
  ...branches('DT-DTH', 8, 'Khu phố', TWO_LEVELS_FROM),
  unit('DT-TTB', 'Xã Tân Thuận Bình', 'commune', 'commune', 'DT', TWO_LEVELS_FROM),
  ...branches('DT-TTB', 5, 'Ấp', TWO_LEVELS_FROM),

  unit('QNG', 'Tỉnh Quảng Ngãi', 'province', 'province', 'TW'),
  unit('KT', 'Tỉnh Kon Tum', 'province', 'province', 'TW'),
  unit('KT-DG', 'Huyện Đăk Glei', 'district', 'rural-district', 'KT'),
  unit('KT-DP', 'Xã Đăk Pék', 'commune', 'commune', 'KT-DG'),
  ...branches('KT-DP', 3, 'Thôn'),
  unit('KT-DC', 'Xã Đăk Choong', 'commune', 'commune', 'KT-DG'),
  ...branches('KT-DC', 3, 'Thôn'),

  ...DISTRICT_BRANCHES,

  unit('TQ', 'Tỉnh Tuyên Quang', 'province', 'province', 'TW'),
  unit('HG', 'Tỉnh Hà Giang', 'province', 'province', 'TW'),
  ...district('HG', 'QB', 'Huyện Quang Bình', 'rural-district', [
    ['X1', 'Xã Mẫu Thượng', 'commune', 4, 'Thôn'],
    ['X2', 'Xã Mẫu Hạ', 'commune', 3, 'Thôn'],
  ]),

  unit('CM', 'Tỉnh Cà Mau', 'province', 'province', 'TW'),
  ...district('CM', 'H1', 'Huyện Mẫu', 'rural-district', [['X1', 'Xã Mẫu Đông', 'commune', 4, 'Ấp']]),
  unit('BL', 'Tỉnh Bạc Liêu', 'province', 'province', 'TW'),
  ...district('BL', 'H1', 'Huyện Mẫu', 'rural-district', [['X1', 'Xã Mẫu Tây', 'commune', 3, 'Ấp']]),

  unit('HCM', 'Thành phố Hồ Chí Minh', 'province', 'city', 'TW'),
  unit('BD', 'Tỉnh Bình Dương', 'province', 'province', 'TW'),
  unit('BD-DA', 'Thành phố Dĩ An', 'district', 'town', 'BD'),
  unit('BD-BT', 'Phường Bình Thắng', 'commune', 'ward', 'BD-DA'),
  ...branches('BD-BT', 10, 'Khu phố'),
  branch('BD-BT', 'TH', 'Chi bộ Trường Tiểu học', 'school-branch'),
  branch('BD-BT', 'YT', 'Chi bộ Trạm Y tế', 'health-branch'),
];
