import { problemTexts } from '#http';

/** Texts of the refusals of rebuilds. */
problemTexts({
  'no-such-rebuild': { status: 404, vi: 'Không có lần tính lại này.', en: 'There is no such rebuild.' },
  'rebuild-exists': { status: 409, vi: 'Đã có lần tính lại với mã này.', en: 'A rebuild with this id exists already.' },
  'rebuild-months': {
    status: 422,
    vi: 'Tháng cuối phải từ tháng đầu trở đi.',
    en: 'The last month must not be before the first.',
  },
  'rebuilds-waiting': {
    status: 409,
    vi: 'Đã có {most} lần tính lại đang chờ hoặc đang chạy: hãy hủy bớt hoặc đợi.',
    en: '{most} rebuilds are waiting or running already: cancel some, or wait.',
  },
  'rebuild-ended': {
    status: 409,
    vi: 'Lần tính lại đã xong hoặc đã hủy.',
    en: 'The rebuild is done or cancelled.',
  },
  'rebuild-needed': {
    status: 409,
    vi: 'Không hủy được: cách tính đã đổi, mọi số liệu phải được tính lại.',
    en: 'It cannot be cancelled: the rules have changed, and every figure has to be made by the new ones.',
  },
});
