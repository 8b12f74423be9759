import { problemTexts } from '#http';

/** Texts of the refusals this lib raises, in every service that asks for rights. */
problemTexts({
  'unit-not-known-yet': {
    status: 409,
    vi: 'Đơn vị này chưa được biết đến ở đây. Nếu vừa được tạo, hãy thử lại sau giây lát.',
    en: 'This unit is not known here yet. If it was just created, try again in a moment.',
  },
  'no-such-unit': { status: 404, vi: 'Không có đơn vị này.', en: 'There is no such unit.' },
});
