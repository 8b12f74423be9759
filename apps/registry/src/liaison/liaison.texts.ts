import { problemTexts } from '#http';

/** Texts of what the rules of residence liaison refuse. */
problemTexts({
  'liaison-exists': {
    status: 409,
    vi: 'Đã có bản ghi giữ mối liên hệ nơi cư trú với mã định danh này.',
    en: 'A liaison with this id exists already.',
  },
  'no-such-liaison': {
    status: 404,
    vi: 'Không có bản ghi giữ mối liên hệ nơi cư trú này.',
    en: 'There is no such liaison.',
  },
  'liaison-voided': {
    status: 409,
    vi: 'Bản ghi giữ mối liên hệ nơi cư trú đã bị huỷ, không sửa được nữa.',
    en: 'The liaison was voided and cannot be changed any more.',
  },
  'liaison-overlaps': {
    status: 409,
    vi: 'Trong những ngày đó đảng viên đã giữ mối liên hệ với một nơi cư trú.',
    en: 'The member has a liaison on some of these days already.',
  },
  'no-comment-due': {
    status: 422,
    vi: 'Đảng viên được miễn giới thiệu về nơi cư trú nên không có nhận xét.',
    en: 'A member excused from introduction is not commented on.',
  },
  'outside-liaison': {
    status: 422,
    vi: 'Năm nhận xét nằm ngoài thời gian giữ mối liên hệ.',
    en: 'The year lies outside the liaison, or ahead.',
  },
});
