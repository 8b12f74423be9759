import '../calendars/calendars.texts.js';
import { problemTexts } from '#http';
import { LENS_PROBLEMS } from '../lenses/lens.texts.js';

/** What every read of a figure may refuse. */
export const FIGURE_PROBLEMS = [
  'no-such-unit',
  'period-malformed',
  'period-impossible',
  'period-too-long',
  'period-kind-not-in-calendar',
  'calendar-unknown',
  'measure-unknown',
  ...LENS_PROBLEMS,
] as const;

/** Refusals of the figures' reads. */
problemTexts({
  'period-malformed': {
    status: 400,
    vi: 'Kỳ không đúng dạng; các dạng: 2026-07-01, 2026-W27, 2026-07, 2026-Q3, 2026-H2, 2026-9M, 2026, 2026-06-15/2026-07-14.',
    en: 'Not a form of a period; forms: 2026-07-01, 2026-W27, 2026-07, 2026-Q3, 2026-H2, 2026-9M, 2026, 2026-06-15/2026-07-14.',
  },
  'period-impossible': {
    status: 422,
    vi: 'Không có kỳ này trong lịch.',
    en: 'The calendar has no such period.',
  },
  'period-too-long': {
    status: 422,
    vi: 'Khoảng thời gian dài hơn 10 năm.',
    en: 'The range is longer than 10 years.',
  },
  'measure-unknown': {
    status: 422,
    vi: 'Không có chỉ tiêu này; xem GET /v1/measures.',
    en: 'There is no such measure; see GET /v1/measures.',
  },
  'distinct-too-large': {
    status: 422,
    vi: 'Đếm người không trùng chỉ trong tối đa {years} năm và {meetings} cuộc họp: hãy hỏi từng đơn vị cấp dưới hoặc kỳ ngắn hơn.',
    en: 'People are counted once over {years} years and {meetings} meetings at most: ask for units below or a shorter period.',
  },
  'kind-without-meetings': {
    status: 422,
    vi: 'Chỉ tiêu này không phân theo loại cuộc họp.',
    en: 'This measure is not told by kind of meeting.',
  },
  'level-missing': {
    status: 400,
    vi: 'Cần nêu cấp (level) khi chia theo cấp.',
    en: 'Name the level when breaking down by level.',
  },
  'receipt-malformed': {
    status: 400,
    vi: 'Đây không phải biên nhận do hệ thống cấp.',
    en: 'This is no receipt of this system.',
  },
  'wait-malformed': {
    status: 400,
    vi: 'Thời gian chờ viết như 5s hoặc 500ms.',
    en: 'Write a wait like 5s or 500ms.',
  },
  'wait-too-long': {
    status: 422,
    vi: 'Chỉ chờ được tối đa {most} giây.',
    en: 'A read waits at most {most} seconds.',
  },
});
