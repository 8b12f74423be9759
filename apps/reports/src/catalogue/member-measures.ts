import type { CompositionGroup, CompositionPart } from '#contracts';
import { COMPOSITION_GROUPS } from '#contracts';
import { COMPOSITION_KEYS, MOVED_BY_ACT, MOVED_WITH_UNITS, MOVEMENT_KEYS, ROLL_KEYS } from '../figures/measure-keys.js';
import { flows, levels, openingOf, ratioOf, stockOf, term } from './measure-kinds.js';
import type { Measure } from './measures.rules.js';

const source = 'registry.member-changed.v1';
const ofComposition = 'registry.composition-changed.v1';

/** closing = opening + registered + admitted + in + restored − out − left − deleted − expelled − died + moved. */
export const MEMBER_FIGURES: readonly Measure[] = [
  ...levels('member', source, [['members.total', 'Tổng số đảng viên cuối kỳ', 'Members at the end', ROLL_KEYS.total]]),
  openingOf(
    { code: 'members.opening', unit: 'member', source, vi: 'Tổng số đảng viên đầu kỳ', en: 'Members at the beginning' },
    [ROLL_KEYS.total],
  ),
  ...levels('member', source, [
    ['members.official', 'Đảng viên chính thức', 'Official members', ROLL_KEYS.official],
    ['members.probationary', 'Đảng viên dự bị', 'Probationary members', ROLL_KEYS.probationary],
    ['members.exempt', 'Được miễn công tác và sinh hoạt', 'Exempt from work and meetings', ROLL_KEYS.exempt],
    ['members.suspended', 'Bị đình chỉ sinh hoạt', 'Suspended', ROLL_KEYS.suspended],
    ['members.in-transit', 'Đang chuyển sinh hoạt', 'Introduced elsewhere, not accepted yet', ROLL_KEYS.inTransit],
    [
      'members.transfer-overdue',
      'Chuyển sinh hoạt quá hạn',
      'Transfers past their term (QĐ 294, 6.3.1)',
      ROLL_KEYS.transferOverdue,
    ],
    ['members.temporary-in', 'Sinh hoạt tạm thời đến', 'Temporarily here from elsewhere', ROLL_KEYS.temporaryIn],
    ['members.temporary-out', 'Sinh hoạt tạm thời nơi khác', 'Temporarily elsewhere', ROLL_KEYS.temporaryOut],
  ]),
  ...flows('member', source, [
    ['members.registered', 'Ghi vào danh sách', 'Taken up on the roll', MOVEMENT_KEYS.registered],
    ['members.admitted', 'Kết nạp', 'Admitted', MOVEMENT_KEYS.admitted],
    ['members.recognised', 'Công nhận chính thức', 'Recognised as official', MOVEMENT_KEYS.recognised],
    ['members.transferred-in', 'Chuyển đến', 'Transferred in', MOVEMENT_KEYS['transferred-in']],
    ['members.transferred-out', 'Chuyển đi', 'Transferred out', MOVEMENT_KEYS['transferred-out']],
    ['members.restored', 'Khôi phục đảng tịch', 'Restored', MOVEMENT_KEYS.restored],
    ['members.left', 'Ra khỏi Đảng', 'Left the Party', MOVEMENT_KEYS.left],
    ['members.deleted', 'Xóa tên', 'Deleted from the roll', MOVEMENT_KEYS.deleted],
    ['members.expelled', 'Khai trừ', 'Expelled', MOVEMENT_KEYS.expelled],
    ['members.died', 'Từ trần', 'Died', MOVEMENT_KEYS.died],
    [
      'members.moved-with-units',
      'Biến động do sắp xếp tổ chức',
      'Came (or went, below zero) with a unit that moved',
      [MOVED_WITH_UNITS, MOVED_BY_ACT],
    ],
  ]),
];

const PARTS: Record<CompositionPart, readonly [code: string, vi: string, en: string]> = {
  women: ['members.women', 'Đảng viên nữ', 'Women'],
  men: ['members.men', 'Đảng viên nam', 'Men'],
  minority: ['members.ethnic-minority', 'Đảng viên người dân tộc thiểu số', 'Of an ethnic minority'],
  majority: ['members.ethnic-majority', 'Đảng viên người Kinh', 'Of the ethnic majority'],
  religious: ['members.religious', 'Đảng viên có đạo', 'Religious'],
  notReligious: ['members.not-religious', 'Đảng viên không theo đạo', 'Not religious'],
  ageTo30: ['members.age-to-30', 'Đảng viên đến 30 tuổi', 'Aged 30 or less'],
  age31To40: ['members.age-31-40', 'Đảng viên 31–40 tuổi', 'Aged 31 to 40'],
  age41To50: ['members.age-41-50', 'Đảng viên 41–50 tuổi', 'Aged 41 to 50'],
  age51To60: ['members.age-51-60', 'Đảng viên 51–60 tuổi', 'Aged 51 to 60'],
  ageOver60: ['members.age-over-60', 'Đảng viên trên 60 tuổi', 'Aged over 60'],
};

const partOf = (group: CompositionGroup, part: CompositionPart): Measure => {
  const [code, vi, en] = PARTS[part];
  const measure = stockOf({ code, unit: 'member', source: ofComposition, vi, en }, [COMPOSITION_KEYS[part]]);
  return { ...measure, group, onRequest: true };
};
/** Of its own group's head-count: what is withheld of one is withheld of the other. */
const shareOf = (code: string, group: CompositionGroup, part: CompositionPart, vi: string, en: string): Measure => {
  const terms = (parts: readonly CompositionPart[]) =>
    parts.map((each) => term(PARTS[each][0], [COMPOSITION_KEYS[each]]));
  const all = COMPOSITION_GROUPS[group] as readonly CompositionPart[];
  return {
    ...ratioOf({ code, source: ofComposition, vi, en }, 'closing', terms([part]), terms(all)),
    group,
    onRequest: true,
  };
};

/** What the people of a roll are like, answered on request only. */
export const COMPOSITION_FIGURES: readonly Measure[] = [
  ...Object.entries(COMPOSITION_GROUPS).flatMap(([group, parts]) =>
    parts.map((part) => partOf(group as CompositionGroup, part)),
  ),
  shareOf('members.women-share', 'sex', 'women', 'Tỷ lệ đảng viên nữ', 'Share of women'),
  shareOf(
    'members.ethnic-minority-share',
    'ethnicity',
    'minority',
    'Tỷ lệ đảng viên người dân tộc thiểu số',
    'Share of ethnic minorities',
  ),
  shareOf('members.religious-share', 'religion', 'religious', 'Tỷ lệ đảng viên có đạo', 'Share of religious members'),
];
