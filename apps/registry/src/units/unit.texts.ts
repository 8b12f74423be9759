import { problemTexts } from '#http';

/** Texts of what the rules of units refuse. */
problemTexts({
  'act-being-applied': {
    status: 409,
    vi: 'Đang áp dụng một quyết định sắp xếp tổ chức; hãy thử lại sau ít giây.',
    en: 'An act of reorganisation is being applied; try again in a few seconds.',
  },
  'unit-exists': { status: 409, vi: 'Đã có đơn vị với mã định danh này.', en: 'A unit with this id exists already.' },
  'no-such-version': { status: 404, vi: 'Đơn vị không có phiên bản này.', en: 'The unit has no such version.' },
  'unit-voided': {
    status: 409,
    vi: 'Đơn vị đã bị huỷ vì nhập nhầm, không sửa được nữa.',
    en: 'The unit was voided as entered by mistake and cannot be changed any more.',
  },
  'unit-not-alive': {
    status: 409,
    vi: 'Đơn vị không hoạt động vào ngày đó.',
    en: 'The unit does not live on that date.',
  },
  'unit-alive': { status: 409, vi: 'Đơn vị đang hoạt động vào ngày đó.', en: 'The unit lives on that date already.' },
  'never-lived-before': {
    status: 409,
    vi: 'Trước ngày đó đơn vị chưa từng hoạt động; hãy sửa lại lịch sử của đơn vị.',
    en: 'The unit never lived before that date; correct its history instead.',
  },
  'life-would-be-empty': {
    status: 409,
    vi: 'Đơn vị bắt đầu đúng ngày đó; nếu nhập nhầm, hãy huỷ hoặc sửa lại.',
    en: 'The unit begins on that very date; void or correct it if it was entered by mistake.',
  },
  'no-change': { status: 422, vi: 'Yêu cầu không làm thay đổi gì.', en: 'The request changes nothing.' },
  'no-stretches': {
    status: 422,
    vi: 'Cần ít nhất một khoảng thời gian.',
    en: 'At least one stretch of time is needed.',
  },
  'too-many-stretches': {
    status: 422,
    vi: 'Quá nhiều khoảng thời gian (tối đa {most}).',
    en: 'Too many stretches of time ({most} at most).',
  },
  'empty-stretch': {
    status: 422,
    vi: 'Khoảng thời gian từ {from} không có ngày nào.',
    en: 'The stretch from {from} has no day.',
  },
  'overlapping-stretches': {
    status: 422,
    vi: 'Khoảng thời gian từ {from} chồng lên khoảng trước.',
    en: 'The stretch from {from} overlaps the one before.',
  },
  'date-out-of-range': {
    status: 422,
    vi: 'Ngày phải từ {earliest} đến {latest}.',
    en: 'Dates must be from {earliest} to {latest}.',
  },
  orphan: { status: 422, vi: 'Không có đơn vị cấp trên này.', en: 'There is no such unit to lie under.' },
  'outside-parent-life': {
    status: 422,
    vi: 'Trong khoảng từ {from}, đơn vị cấp trên {parent} không hoạt động suốt.',
    en: 'During the stretch from {from} the unit above, {parent}, does not live all the time.',
  },
  cycle: {
    status: 422,
    vi: 'Vào một ngày nào đó, đơn vị sẽ nằm dưới chính nó.',
    en: 'On some day the unit would lie under itself.',
  },
  'has-children': {
    status: 409,
    vi: 'Đơn vị {child} được ghi là trực thuộc từ {from}; hãy chuyển đi trước.',
    en: 'Unit {child} is recorded under it from {from}; move it first.',
  },
  'children-outside-life': {
    status: 409,
    vi: 'Đơn vị trực thuộc {child} (từ {from}) sẽ nằm ngoài thời gian hoạt động; hãy chuyển hoặc đóng trước.',
    en: 'Unit {child} under it (from {from}) would lie outside its life; move or close it first.',
  },
  'code-taken': {
    status: 409,
    vi: 'Từ {from}, một đơn vị khác đang dùng mã này.',
    en: 'Another unit bears this code from {from} on.',
  },
  'second-root': {
    status: 409,
    vi: 'Từ {from}, đã có một đơn vị cao nhất khác.',
    en: 'Another unit is the topmost one from {from} on.',
  },
  'first-administrator-only': {
    status: 403,
    vi: 'Chỉ người quản trị đầu tiên được lập đơn vị cao nhất.',
    en: 'Only the first administrator may set the topmost unit.',
  },
  'one-search-only': { status: 422, vi: 'Chỉ tìm theo `q` hoặc `code`.', en: 'Search by `q` or by `code`, not both.' },
});
