import { problemTexts } from '#http';

/** Texts of the refusals of calendars. */
problemTexts({
  'calendar-unknown': {
    status: 422,
    vi: 'Không có lịch này; xem GET /v1/calendars.',
    en: 'There is no such calendar; see GET /v1/calendars.',
  },
  'no-such-calendar': { status: 404, vi: 'Không có lịch này.', en: 'There is no such calendar.' },
  'calendar-exists': {
    status: 409,
    vi: 'Đã có lịch mang mã này; lịch không sửa được, hãy thêm lịch mới với mã khác.',
    en: 'A calendar with this code exists. Calendars are never changed: add another under a code of its own.',
  },
  'calendar-invalid': {
    status: 422,
    vi: 'Lịch chưa hợp lệ; xem danh sách `errors`.',
    en: 'The calendar has faults; see `errors`.',
  },
  'period-kind-not-in-calendar': {
    status: 422,
    vi: 'Lịch này không có loại kỳ đó; xem `kinds` của lịch.',
    en: 'The calendar has no such kind of period; see its `kinds`.',
  },
  'rule-or-periods': {
    vi: 'Lịch có quy tắc (rule) hoặc danh sách kỳ (periods), đúng một trong hai.',
    en: 'A calendar has a rule or a list of periods, exactly one of them.',
  },
  'no-period-id': {
    vi: 'Mã kỳ gồm chữ, số, dấu gạch và dấu chấm, và không viết như một ngày.',
    en: 'An id of a period is letters, digits, hyphens and dots, and not written as a day.',
  },
  'kind-of-every-calendar': {
    vi: 'Ngày và khoảng ngày có sẵn trong mọi lịch.',
    en: 'Days and ranges are in every calendar by themselves.',
  },
  'periods-overlap': {
    vi: 'Trùng ngày với một kỳ cùng loại ở trên.',
    en: 'Shares days with a period of the same kind above.',
  },
});
