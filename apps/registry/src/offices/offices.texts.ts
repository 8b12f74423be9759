import { problemTexts } from '#http';

/** Texts of what the rules of offices refuse. */
problemTexts({
  'office-exists': {
    status: 409,
    vi: 'Đã có chức vụ với mã định danh này.',
    en: 'An office with this id exists already.',
  },
  'no-such-office': { status: 404, vi: 'Không có chức vụ này.', en: 'There is no such office.' },
  'office-voided': {
    status: 409,
    vi: 'Chức vụ đã bị huỷ, không sửa được nữa.',
    en: 'The office was voided and cannot be changed any more.',
  },
  'office-taken': {
    status: 409,
    vi: 'Trong những ngày đó đơn vị đã có người giữ chức vụ này.',
    en: 'Somebody else holds this office at the unit on some of these days.',
  },
  'office-held': {
    status: 409,
    vi: 'Đảng viên đã giữ chức vụ này tại đơn vị trong những ngày đó.',
    en: 'The member holds this office at the unit on some of these days already.',
  },
});
