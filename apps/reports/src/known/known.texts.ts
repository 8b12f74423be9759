import { problemTexts } from '#http';

/** Refusals of questions about an instant. */
problemTexts({
  'instant-not-settled': {
    status: 409,
    vi: 'Thời điểm này chưa chốt: còn có thể có dữ liệu đến. Thời điểm mới nhất đã chốt: {settled}.',
    en: 'This instant is not settled: something may still become known at it. The newest settled instant is {settled}.',
  },
  'instant-before-ledger': {
    status: 422,
    vi: 'Thời điểm này (knownAt) trước khi có sổ ghi: lúc đó chưa biết gì.',
    en: 'This instant (knownAt) is before the ledger began: nothing was known then.',
  },
  'known-too-much-since': {
    status: 422,
    vi: 'Từ thời điểm này (knownAt) đến nay có hơn {most} dữ liệu thay đổi: hãy hỏi thời điểm muộn hơn, hoặc một đơn vị cấp dưới.',
    en: 'More than {most} facts changed since this instant (knownAt): ask about a later one, or for a unit below.',
  },
});
