import { problemTexts } from '#http';

/** Texts of the refusals this lib raises, in every service that keeps a replica of the rolls. */
problemTexts({
  'member-not-known-yet': {
    status: 409,
    vi: 'Có đảng viên chưa được biết đến ở đây. Nếu vừa được ghi danh, hãy thử lại sau giây lát.',
    en: 'A member is not known here yet. If just taken up on a roll, try again in a moment.',
  },
});
