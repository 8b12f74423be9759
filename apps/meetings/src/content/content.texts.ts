import { problemTexts } from '#http';

/** Texts of the refusals of contents and minutes, in Vietnamese and English. */
problemTexts({
  'in-the-future': {
    status: 422,
    vi: 'Thời điểm này còn ở tương lai: chỉ ghi việc đã làm.',
    en: 'This lies in the future: state only what has been done.',
  },
  'agenda-item-twice': {
    status: 422,
    vi: 'Một nội dung chương trình được ghi hai lần.',
    en: 'An item of the agenda is named twice.',
  },
  'no-such-agenda-item': {
    status: 422,
    vi: 'Chương trình họp không có nội dung này: hãy bổ sung vào chương trình trước.',
    en: 'The agenda has no such item: add it to the agenda first.',
  },
  'vote-twice': {
    status: 422,
    vi: 'Hai lượt biểu quyết có cùng mã định danh.',
    en: 'Two votes have the same id.',
  },
  'vote-unit-not-there': {
    status: 422,
    vi: 'Đơn vị này không dự cuộc họp: ghi biểu quyết cho đơn vị chủ trì hoặc một đơn vị sinh hoạt ghép.',
    en: 'This unit did not take part: state the vote of the host or of a unit that joined it.',
  },
  'vote-base-wrong': {
    status: 422,
    vi:
      'Biểu quyết tính trên tất cả đảng viên chính thức được triệu tập, theo số liệu tham dự là {base}: hãy ghi số đó, ' +
      'hoặc đính chính số liệu tham dự trước.',
    en:
      'A vote is of all full members convened, who are {base} by the attendance: state that number, or correct the ' +
      'attendance first.',
  },
  'votes-more-than-base': {
    status: 422,
    vi: 'Tán thành, không tán thành và không có ý kiến cộng lại nhiều hơn {base} người được tính biểu quyết.',
    en: 'For, against and abstained add up to more than the {base} who count for votes.',
  },
  'votes-need-closing': {
    status: 409,
    vi: 'Cuộc họp chưa chốt thì chưa biết số được tính biểu quyết: hãy chốt cuộc họp trước.',
    en: 'Who counts for votes is known once the meeting is closed: close it first.',
  },
  'votes-need-restating': {
    status: 422,
    vi: 'Số được tính biểu quyết đã đổi: hãy ghi lại toàn bộ biểu quyết (`votes`) cùng lần đính chính này. Có thay đổi: {votes}.',
    en: 'The vote base has changed: state all votes anew (`votes`) with this correction. Concerned: {votes}.',
  },
  'no-minutes': { status: 404, vi: 'Cuộc họp này chưa có biên bản.', en: 'This meeting has no minutes yet.' },
  'classified-content': {
    status: 422,
    vi: 'Không nhập nội dung mật hoặc đơn tố cáo vào hệ thống này.',
    en: 'State secrets and denunciations must not be entered here.',
  },
});
