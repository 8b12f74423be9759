import { problemTexts } from '#http';
import { UNIT_NOT_ALIVE } from '#tree';

/** Texts of the refusals of periodic reports. */
problemTexts({
  'no-such-report': { status: 404, vi: 'Không có báo cáo này.', en: 'There is no such report.' },
  'no-such-report-version': {
    status: 404,
    vi: 'Báo cáo này không có phiên bản đó.',
    en: 'This report has no such version.',
  },
  'report-exists': {
    status: 409,
    vi: 'Đơn vị đã có báo cáo loại này cho kỳ này, mã {id}: hãy sửa báo cáo đó.',
    en: 'The unit has a report of this type for the period, {id}: change that one.',
  },
  'report-type-unknown': {
    status: 422,
    vi: 'Không có loại báo cáo này; xem GET /v1/report-types.',
    en: 'There is no such report type; see GET /v1/report-types.',
  },
  'report-type-not-in-force': {
    status: 422,
    vi: 'Loại báo cáo này chưa áp dụng cho kỳ được nêu.',
    en: 'The report type does not hold for that period yet.',
  },
  'period-kind-wrong': {
    status: 422,
    vi: 'Loại báo cáo này có kỳ khác: {kind}.',
    en: 'Reports of this type are for another kind of period: {kind}.',
  },
  'unit-not-alive': UNIT_NOT_ALIVE,
  'unit-hands-in-none': {
    status: 422,
    vi: 'Trong kỳ này, đơn vị không hoạt động ở cấp phải nộp loại báo cáo này.',
    en: 'In that period the unit does not live at a level that hands in this report.',
  },
  'period-not-over': {
    status: 422,
    vi: 'Chỉ nộp được từ ngày cuối của kỳ.',
    en: 'It can be handed in from the last day of its period on.',
  },
  'report-invalid': {
    status: 422,
    vi: 'Báo cáo chưa hợp lệ; xem danh sách `errors`.',
    en: 'The report has faults; see `errors`.',
  },
  'nil-with-content': {
    status: 422,
    vi: 'Báo cáo không phát sinh thì không kèm số liệu hay nội dung.',
    en: 'A report that nothing occurred has no values and no sections.',
  },
  'nothing-reported': {
    status: 422,
    vi: 'Báo cáo còn trống: hãy nhập nội dung, hoặc ghi rõ không phát sinh (nil).',
    en: 'The report is blank: fill it in, or say that nothing occurred (nil).',
  },
  'already-submitted': {
    status: 409,
    vi: 'Báo cáo đã nộp; cấp trên trả lại thì mới sửa được.',
    en: 'The report was handed in; it can be changed once it is returned.',
  },
  'not-submitted': {
    status: 409,
    vi: 'Báo cáo chưa nộp, hoặc đã trả lại.',
    en: 'The report is not handed in, or was returned.',
  },
  'already-accepted': {
    status: 409,
    vi: 'Báo cáo đã được tiếp nhận; muốn sửa thì cấp trên phải trả lại.',
    en: 'The report was accepted; it must be returned before it is changed.',
  },
  'report-voided': { status: 409, vi: 'Báo cáo này đã bị hủy.', en: 'This report was voided.' },
  'own-work': {
    status: 403,
    vi: 'Không ai được duyệt hoặc trả lại báo cáo do chính mình lập hay nộp.',
    en: 'Nobody accepts or returns a report that they wrote or handed in themselves.',
  },
  'reason-required': { status: 422, vi: 'Cần nêu lý do.', en: 'A reason is required.' },
  // Faults of one value or section, in `errors[].code`.
  'measure-not-in-type': {
    vi: 'Loại báo cáo này không hỏi chỉ tiêu đó.',
    en: 'The report type does not ask for this measure.',
  },
  'section-not-in-type': {
    vi: 'Loại báo cáo này không có mục đó.',
    en: 'The report type has no such section.',
  },
  'required-in-report': { vi: 'Phải có khi nộp.', en: 'Required when it is handed in.' },
  'not-a-decimal': {
    vi: 'Phải là số thập phân, như "450.5".',
    en: 'Must be a decimal, like "450.5".',
  },
  'too-many-decimals': { vi: 'Nhiều chữ số thập phân hơn quy định.', en: 'Has more decimals than are kept.' },
  'below-minimum': { vi: 'Nhỏ hơn giới hạn dưới.', en: 'Is below the least value.' },
  'above-maximum': { vi: 'Lớn hơn giới hạn trên.', en: 'Is above the greatest value.' },
  'estimate-not-allowed': {
    vi: 'Chỉ tiêu này phải là số chính xác, không nhận số ước.',
    en: 'This measure must be exact; an estimate is not taken.',
  },
});
