import { problemTexts } from '#http';

problemTexts({
  'no-such-reconciliation': {
    status: 404,
    vi: 'Không có lần đối soát này.',
    en: 'There is no such reconciliation.',
  },
  'no-such-difference': {
    status: 404,
    vi: 'Không có chênh lệch này.',
    en: 'There is no such difference.',
  },
  'months-reversed': {
    status: 422,
    vi: 'Tháng cuối đứng trước tháng đầu.',
    en: 'The last month is before the first.',
  },
  'reconciliation-exists': {
    status: 409,
    vi: 'Đã có lần đối soát mang mã này.',
    en: 'A reconciliation with this id exists.',
  },
  'reconciliations-waiting': {
    status: 409,
    vi: 'Đang có {most} lần đối soát chờ; hãy đợi chúng xong.',
    en: '{most} reconciliations are waiting; let them come to their end.',
  },
});
