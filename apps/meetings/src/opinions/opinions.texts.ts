import { problemTexts } from '#http';

/** Texts of the refusals of opinions, in Vietnamese and English. */
problemTexts({
  'no-such-opinion': { status: 404, vi: 'Không có ý kiến này.', en: 'There is no such opinion.' },
  'opinion-exists': {
    status: 409,
    vi: 'Đã có ý kiến với mã định danh này.',
    en: 'An opinion with this id exists already.',
  },
  'opinion-voided': { status: 409, vi: 'Ý kiến này đã bị hủy.', en: 'This opinion was voided.' },
  'opinion-settled': { status: 409, vi: 'Ý kiến này đã được giải quyết.', en: 'This opinion is settled already.' },
  'opinion-open': { status: 409, vi: 'Ý kiến này chưa được giải quyết.', en: 'This opinion is open.' },
  'not-above': {
    status: 422,
    vi: 'Chỉ chuyển ý kiến lên cấp cao hơn nơi đang xử lý.',
    en: 'An opinion goes up only to a level above the one where it lies.',
  },
  'no-unit-of-level': {
    status: 422,
    vi: 'Vào ngày này, chi bộ không thuộc đơn vị nào ở cấp đó.',
    en: 'On this date no unit of that level lies above the branch.',
  },
  'not-at-once': {
    status: 422,
    vi: 'Giải quyết tại chỗ là ngay tại cuộc họp nêu ý kiến, trước khi chuyển đi nơi khác.',
    en: 'At once is at the meeting where it was raised, before it goes anywhere.',
  },
  'before-last-step': {
    status: 422,
    vi: 'Ngày này sớm hơn bước xử lý trước đó.',
    en: 'The date lies before the step that came before.',
  },
  'due-before-raised': {
    status: 422,
    vi: 'Hạn giải quyết sớm hơn ngày nêu ý kiến.',
    en: 'The opinion is due before it was raised.',
  },
});
