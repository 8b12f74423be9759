import { problemTexts } from '#http';

/** Texts of the refusals of score templates. */
problemTexts({
  'no-such-template': { status: 404, vi: 'Không có mẫu chấm điểm này.', en: 'There is no such score template.' },
  'no-template-in-force': {
    status: 404,
    vi: 'Vào ngày này chưa có mẫu chấm điểm nào áp dụng cho đơn vị và loại sinh hoạt đó.',
    en: 'On that date no score template is in force for the unit and the kind of meeting.',
  },
  'template-exists': {
    status: 409,
    vi: 'Đã có mẫu chấm điểm mang mã này: hãy thêm phiên bản mới.',
    en: 'A score template with this code exists: add a version to it.',
  },
  'template-withdrawn': {
    status: 409,
    vi: 'Mẫu chấm điểm này đã được thu hồi.',
    en: 'This score template was withdrawn.',
  },
  'template-kind-taken': {
    status: 422,
    vi: 'Đơn vị đã có mẫu chấm điểm khác cho loại sinh hoạt này từ ngày đó.',
    en: 'The owner has another score template for this kind of meeting from that date on.',
  },
  'template-invalid': {
    status: 422,
    vi: 'Mẫu chấm điểm chưa hợp lệ; xem danh sách `errors`.',
    en: 'The score template has faults; see `errors`.',
  },
  'given-twice': { vi: 'Mã này đã có ở trên.', en: 'This code is given twice.' },
  'item-given-twice': { vi: 'Một mã tiêu chí có hai lần.', en: 'The code of an item is given twice.' },
  'heads-not-100': { vi: 'Tổng các mục phải là 100 điểm.', en: 'The heads must add up to 100 points.' },
  'items-not-their-head': {
    vi: 'Tổng các tiêu chí phải bằng điểm của mục.',
    en: 'The items must add up to their head.',
  },
  'options-not-to-max': {
    vi: 'Mức cao nhất phải bằng điểm tối đa của tiêu chí.',
    en: 'The highest option must be the most points of the item.',
  },
  'grades-not-falling': {
    vi: 'Ngưỡng xếp loại phải giảm dần: tốt, khá, trung bình.',
    en: 'The grades must fall: good, fair, average.',
  },
  'before-last-version': {
    vi: 'Không được trước ngày bắt đầu của phiên bản trước.',
    en: 'Must not be before the first day of the version before.',
  },
});
