import { problemTexts } from '#http';

/** Texts of the refusals of the feed, in Vietnamese and English. */
problemTexts({
  'invalid-last-event-id': {
    status: 400,
    vi: 'Last-Event-ID phải là mã của một sự kiện đã nhận, hoặc một vị trí như @12.',
    en: 'Last-Event-ID must be the id of an event that you received, or a position like @12.',
  },
  'event-gone': {
    status: 410,
    vi: 'Sự kiện này không còn được giữ (30 ngày); hãy đăng ký mới không kèm Last-Event-ID rồi đọc lại danh sách vụ việc.',
    en: 'This event is not kept (any more; 30 days): subscribe anew without Last-Event-ID, then read the list of cases.',
  },
  'too-many-streams': {
    status: 429,
    vi: 'Đang mở quá nhiều luồng sự kiện (tối đa {perPerson} mỗi người, {perProcess} mỗi máy chủ); hãy đóng bớt.',
    en: 'Too many event streams are open (at most {perPerson} of a person, {perProcess} of a server); close some.',
  },
});
