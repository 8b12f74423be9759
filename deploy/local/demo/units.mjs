// The demo tree: synthetic units in the public shapes of five wards and communes (DOMAIN.md 9), with the change from
// three levels below the centre to two on 1 July 2025: districts closed, wards handed to the province, provinces joined.
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
const DISTRICT_BRANCHES = Array.from({ length: 47 }, (_, index) => {
  const [kind, what] = OF_THE_DISTRICT[index % OF_THE_DISTRICT.length];
  return branch('KT-DG', number(index + 1), `Chi bộ cơ sở ${what} ${number(index + 1)}`, kind);
});

/** Every unit as it is created, parents first. */
export const UNITS = [
  unit('TW', 'Trung ương', 'centre', 'centre', null),

  unit('HP', 'Thành phố Hải Phòng', 'province', 'city', 'TW'),
  unit('HP-LC', 'Quận Lê Chân', 'district', 'urban-district', 'HP'),
  unit('HP-VN', 'Phường Vĩnh Niệm', 'commune', 'ward', 'HP-LC'),
  ...branches('HP-VN', 40, 'Tổ dân phố'),
  unit('HP-AB', 'Phường An Biên', 'commune', 'ward', 'HP-LC'),
  ...branches('HP-AB', 4, 'Tổ dân phố'),

  unit('DT', 'Tỉnh Đồng Tháp', 'province', 'province', 'TW'),
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

  unit('HCM', 'Thành phố Hồ Chí Minh', 'province', 'city', 'TW'),
  unit('BD', 'Tỉnh Bình Dương', 'province', 'province', 'TW'),
  unit('BD-DA', 'Thành phố Dĩ An', 'district', 'town', 'BD'),
  unit('BD-BT', 'Phường Bình Thắng', 'commune', 'ward', 'BD-DA'),
  ...branches('BD-BT', 10, 'Khu phố'),
  branch('BD-BT', 'TH', 'Chi bộ Trường Tiểu học', 'school-branch'),
  branch('BD-BT', 'YT', 'Chi bộ Trạm Y tế', 'health-branch'),
];

const REASON = 'Two levels of local organisation from 1 July 2025';
const move = (code, parent) => ({
  id: demoId(code),
  act: 'move',
  body: { parentId: demoId(parent), from: TWO_LEVELS_FROM, reason: REASON },
});
const close = (code) => ({ id: demoId(code), act: 'close', body: { from: TWO_LEVELS_FROM, reason: REASON } });

/** What happened to the tree on 1 July 2025, in an order in which no unit is ever left without a living parent. */
export const CHANGES = [
  move('HP-VN', 'HP'),
  move('HP-AB', 'HP'),
  close('HP-LC'),
  move('KT-DP', 'QNG'),
  move('KT-DC', 'QNG'),
  ...DISTRICT_BRANCHES.map(({ code }) => move(code, 'KT-DP')),
  close('KT-DG'),
  close('KT'),
  move('BD-BT', 'HCM'),
  close('BD-DA'),
  close('BD'),
];

const grant = (person, role, code) => ({
  id: demoId(`role:${person}`),
  person,
  role,
  unitId: demoId(code),
  from: '2020-01-01',
});

/** Who may do what where. The first administrator needs no grant. */
export const GRANTS = [
  grant('demo-operator-centre', 'operator', 'TW'),
  grant('demo-integrator', 'integrator', 'TW'),
  grant('demo-operator-hai-phong', 'operator', 'HP'),
  grant('demo-inspector-hai-phong', 'inspector', 'HP'),
  grant('demo-clerk-vinh-niem', 'clerk', 'HP-VN'),
  grant('demo-secretary-vinh-niem', 'secretary', 'HP-VN'),
  grant('demo-clerk-my-phong', 'clerk', 'DT-MP'),
  grant('demo-secretary-my-phong', 'secretary', 'DT-MP'),
  grant('demo-operator-quang-ngai', 'operator', 'QNG'),
  grant('demo-inspector-quang-ngai', 'inspector', 'QNG'),
  grant('demo-clerk-dak-pek', 'clerk', 'KT-DP'),
];
