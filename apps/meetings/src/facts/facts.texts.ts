import { problemTexts } from '#http';
import { UNIT_NOT_ALIVE } from '#tree';

/** Texts of the refusals that versioned facts share, in Vietnamese and English. */
problemTexts({
  'unit-not-alive': UNIT_NOT_ALIVE,
  'date-too-early': {
    status: 422,
    vi: 'Ngày phải từ 03/02/1930.',
    en: 'The date must not lie before 3 February 1930.',
  },
  'date-in-future': { status: 422, vi: 'Ngày không được ở tương lai.', en: 'The date must not lie in the future.' },
});
