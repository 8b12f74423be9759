import { problemTexts } from '#http';

/** Texts of the refusals that versioned facts share, in Vietnamese and English. */
problemTexts({
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
