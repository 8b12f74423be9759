import { problemTexts } from '#http';

/** Texts of the refusals of report types. */
problemTexts({
  'no-such-report-type': { status: 404, vi: 'Không có loại báo cáo này.', en: 'There is no such report type.' },
  'no-such-report-type-version': {
    status: 404,
    vi: 'Loại báo cáo này không có phiên bản đó.',
    en: 'This report type has no such version.',
  },
  'report-type-exists': {
    status: 409,
    vi: 'Đã có loại báo cáo mang mã này: hãy thêm phiên bản mới.',
    en: 'A report type with this code exists: add a version to it.',
  },
  'report-type-invalid': {
    status: 422,
    vi: 'Loại báo cáo chưa hợp lệ; xem danh sách `errors`.',
    en: 'The report type has faults; see `errors`.',
  },
  'given-twice': { vi: 'Mã này đã có ở trên.', en: 'This code is given twice.' },
  'cannot-be-prefilled': {
    vi: 'Chỉ tiêu này không điền sẵn được, hoặc đã nêu ở trên.',
    en: 'This measure cannot be prefilled, or is given twice.',
  },
  'period-kind-changed': {
    vi: 'Phiên bản mới không được đổi lịch và loại kỳ.',
    en: 'A new version cannot change the calendar or the kind of period.',
  },
  'not-after-last-version': {
    vi: 'Phải sau ngày bắt đầu của phiên bản trước.',
    en: 'Must be after the first day of the version before.',
  },
  'asks-for-nothing': { vi: 'Báo cáo phải hỏi ít nhất một nội dung.', en: 'A report must ask for something.' },
  'measure-is-derived': {
    vi: 'Nhóm chỉ tiêu này được tính từ sự kiện, không nhập tay.',
    en: 'Measures of this family are counted from events, not entered.',
  },
  'measure-of-another-type': {
    vi: 'Chỉ tiêu này thuộc loại báo cáo khác; nhập hai nơi sẽ bị tính hai lần.',
    en: 'This measure belongs to another report type; entered in two it would count twice.',
  },
  'measure-changed': {
    vi: 'Không đổi được đơn vị, cách cộng và số thập phân của chỉ tiêu đã có.',
    en: 'Unit, semantics and scale of a known measure cannot change.',
  },
  'limits-reversed': { vi: 'Giới hạn trên nhỏ hơn giới hạn dưới.', en: 'The greatest value is below the least.' },
});
