import { problemTexts } from '#http';

/** Texts of the refusals that resolutions and opinions share, in Vietnamese and English. */
problemTexts({
  'meeting-not-of-unit': {
    status: 422,
    vi: 'Đơn vị này không có cuộc họp đó.',
    en: 'The unit took part in no such meeting.',
  },
  'meeting-not-held': {
    status: 422,
    vi: 'Cuộc họp đó chưa được chốt hoặc đã bị hủy.',
    en: 'That meeting is not closed yet, or was voided.',
  },
  'not-on-meeting-date': {
    status: 422,
    vi: 'Ngày này khác ngày của cuộc họp.',
    en: 'The date is not that of the meeting.',
  },
  'unit-not-alive': {
    status: 422,
    vi: 'Vào ngày này, đơn vị chưa được thành lập hoặc đã kết thúc hoạt động.',
    en: 'The unit did not exist on this date.',
  },
  'date-too-early': {
    status: 422,
    vi: 'Ngày phải từ 03/02/1930.',
    en: 'The date must not lie before 3 February 1930.',
  },
  'date-in-future': { status: 422, vi: 'Ngày không được ở tương lai.', en: 'The date must not lie in the future.' },
});
