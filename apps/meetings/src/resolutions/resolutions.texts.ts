import { problemTexts } from '#http';

/** Texts of the refusals of resolutions, in Vietnamese and English. */
problemTexts({
  'no-such-resolution': { status: 404, vi: 'Không có nghị quyết này.', en: 'There is no such resolution.' },
  'no-such-task': { status: 404, vi: 'Nghị quyết không có nhiệm vụ đó.', en: 'The resolution has no such task.' },
  'resolution-exists': {
    status: 409,
    vi: 'Đã có nghị quyết với mã định danh này.',
    en: 'A resolution with this id exists already.',
  },
  'resolution-voided': { status: 409, vi: 'Nghị quyết này đã bị hủy.', en: 'This resolution was voided.' },
  'number-taken': {
    status: 409,
    vi: 'Số văn bản này đã được dùng cho loại văn bản đó trong nhiệm kỳ.',
    en: 'This number is taken by a document of that kind in the term.',
  },
  'task-exists': { status: 409, vi: 'Hai nhiệm vụ có cùng mã định danh.', en: 'Two tasks have the same id.' },
  'task-over': {
    status: 409,
    vi: 'Nhiệm vụ này đã hoàn thành hoặc đã dừng.',
    en: 'This task is done or dropped already.',
  },
  'task-open': { status: 409, vi: 'Nhiệm vụ này đang được thực hiện.', en: 'This task is open.' },
  'meeting-or-session': {
    status: 422,
    vi: 'Chỉ nêu một nơi thông qua: cuộc họp chi bộ hoặc phiên họp cấp ủy.',
    en: 'Name one place of adoption: a meeting or a committee session.',
  },
  'number-not-of-type': {
    status: 422,
    vi: 'Số văn bản không khớp loại văn bản.',
    en: 'The number is not of this kind of document.',
  },
  'term-required': {
    status: 422,
    vi: 'Cần nêu nhiệm kỳ mà số văn bản thuộc về.',
    en: 'A number needs the term in which it runs.',
  },
  'deadline-before-adoption': {
    status: 422,
    vi: 'Hạn của nhiệm vụ sớm hơn ngày thông qua.',
    en: 'The task is due before the resolution was adopted.',
  },
  'before-adoption': {
    status: 422,
    vi: 'Ngày này sớm hơn ngày thông qua nghị quyết.',
    en: 'The date lies before the adoption of the resolution.',
  },
});
