import { problemTexts } from '#http';

/** Texts of what the rules of medals refuse. */
problemTexts({
  'not-an-award-day': {
    status: 422,
    vi: 'Huy hiệu Đảng được trao vào các ngày 3/2, 19/5, 2/9 và 7/11.',
    en: 'Medals are handed out on 3 February, 19 May, 2 September and 7 November.',
  },
  'no-such-step': {
    status: 422,
    vi: 'Không có loại Huy hiệu Đảng với số năm này.',
    en: 'There is no medal for this number of years.',
  },
  'already-awarded': {
    status: 409,
    vi: 'Đảng viên đã được trao loại Huy hiệu này.',
    en: 'The member was given this medal already.',
  },
  'award-exists': {
    status: 409,
    vi: 'Đã có bản ghi trao Huy hiệu với mã định danh này.',
    en: 'An award with this id exists already.',
  },
  'no-such-award': { status: 404, vi: 'Không có bản ghi trao Huy hiệu này.', en: 'There is no such award.' },
  'award-voided': {
    status: 409,
    vi: 'Bản ghi trao Huy hiệu đã bị huỷ.',
    en: 'The award was voided already.',
  },
});
