import { problemTexts } from '#http';

problemTexts({
  'dead-letter-not-found': {
    vi: 'Không có sự kiện hỏng này.',
    en: 'There is no such dead letter.',
    status: 404,
  },
  'dead-letter-not-open': {
    vi: 'Sự kiện này đã được xử lý hoặc đã bỏ.',
    en: 'This dead letter was already taken up or discarded.',
    status: 409,
  },
  'dead-letter-without-handler': {
    vi: 'Dịch vụ này không còn đọc chủ đề của sự kiện.',
    en: 'This service no longer reads the topic of the event.',
    status: 409,
  },
  'dead-letter-still-refused': {
    vi: 'Sự kiện vẫn không áp dụng được: {code}.',
    en: 'The event still cannot be applied: {code}.',
    status: 422,
  },
  'consumer-waits': {
    vi: 'Chưa áp dụng được lúc này, hãy thử lại sau.',
    en: 'It cannot be applied just now; try again later.',
    status: 503,
  },
  'event-too-large': {
    vi: 'Nội dung quá lớn để phát đi: {bytes} byte, tối đa {most}.',
    en: 'Too large to be published: {bytes} bytes, at most {most}.',
    status: 413,
  },
});
