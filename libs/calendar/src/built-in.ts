import { CUT_KINDS, type RuledCalendar } from './calendars.js';

const MONDAY = 1;
const FRIDAY = 5;
const WITHOUT_WEEKS = CUT_KINDS.filter((kind) => kind !== 'week');

export const GREGORIAN: RuledCalendar = {
  code: 'gregorian',
  labels: { vi: 'Dương lịch', en: 'Gregorian calendar' },
  source: 'Nghị định 60/2018/NĐ-CP (thống kê nhà nước); tuần theo ISO 8601',
  form: 'rule',
  monthFrom: 1,
  weekFrom: MONDAY,
  cumulative: false,
  kinds: CUT_KINDS,
};

/** The decree sets no week (DOMAIN.md 5.1); nine months are a practice on its boundaries, no category of its own. */
export const ND09: RuledCalendar = {
  code: 'nd09',
  labels: { vi: 'Chế độ báo cáo Nghị định 09 (15 đến 14)', en: 'Reporting regime of Decree 09 (15th to 14th)' },
  source: 'Nghị định 09/2019/NĐ-CP, Điều 12',
  form: 'rule',
  monthFrom: 15,
  weekFrom: MONDAY,
  cumulative: false,
  kinds: WITHOUT_WEEKS,
};

/**
 * Data are cut off on the 10th (CV 888-CV/UBKTĐUK counts six months to 10 June) and reported from the start of the year:
 * quarter 1, six months, nine months, year (QĐ 885; DOMAIN.md 4.5). Where the year begins is not told. It begins on the
 * 11th of December, the day after the last cut-off: so years tile and no case falls between two.
 */
export const INSPECTION: RuledCalendar = {
  code: 'inspection',
  labels: { vi: 'Số liệu kiểm tra, giám sát (chốt ngày 10)', en: 'Inspection data (cut off on the 10th)' },
  source: 'Quy định 885-QĐ/UBKTTW; CV 888-CV/UBKTĐUK',
  form: 'rule',
  monthFrom: 11,
  weekFrom: MONDAY,
  cumulative: true,
  kinds: WITHOUT_WEEKS,
};

/** The office's week is a proposal (DOMAIN.md 5.4): Friday to Thursday, told on Friday morning. Its months are the calendar's. */
export const OFFICE_WEEK: RuledCalendar = {
  ...GREGORIAN,
  code: 'office-week',
  labels: { vi: 'Tuần công tác (thứ Sáu đến thứ Năm)', en: 'Office week (Friday to Thursday)' },
  source: 'Đề xuất; tuần do nơi ban hành chế độ báo cáo quy định',
  weekFrom: FRIDAY,
};

/** Calendars that come with the system; migrations put them beside those that are added. */
export const BUILT_IN_CALENDARS: readonly RuledCalendar[] = [GREGORIAN, ND09, INSPECTION, OFFICE_WEEK];
