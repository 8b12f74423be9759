import { problemTexts } from '#http';

/** Texts of the refusals of committee sessions, in Vietnamese and English. */
problemTexts({
  'no-such-session': { status: 404, vi: 'Không có kỳ họp này.', en: 'There is no such session.' },
  'session-exists': {
    status: 409,
    vi: 'Đã có kỳ họp với mã định danh này.',
    en: 'A session with this id exists already.',
  },
  'session-voided': { status: 409, vi: 'Kỳ họp này đã bị hủy.', en: 'This session was voided.' },
  'session-held': {
    status: 409,
    vi: 'Kỳ họp đã diễn ra, không sửa dự thảo được nữa.',
    en: 'The session was held: its drafts are as they were.',
  },
  'session-not-held': {
    status: 409,
    vi: 'Kỳ họp chưa được ghi nhận là đã diễn ra.',
    en: 'The session is not recorded as held: record that first.',
  },
  'minutes-written': {
    status: 409,
    vi: 'Biên bản đã được ghi số, không sửa được nữa; hãy hủy kỳ họp hoặc đính chính ở kỳ họp sau.',
    en: 'The minutes are written and numbered: void the session, or put it right in a later one.',
  },
  'opinion-given-already': {
    status: 409,
    vi: 'Ban thường vụ đã cho ý kiến về dự thảo này.',
    en: 'The standing committee gave its opinion on this draft already.',
  },
  'opinion-of-committee-only': {
    status: 422,
    vi: 'Chỉ dự thảo trình ban chấp hành mới lấy ý kiến ban thường vụ.',
    en: 'Only what goes before the committee goes before the standing committee first.',
  },
  'session-too-long': { status: 422, vi: 'Kỳ họp không quá 72 giờ.', en: 'A session takes 72 hours at most.' },
  'session-not-ended': {
    status: 422,
    vi: 'Kỳ họp chưa kết thúc.',
    en: 'The session has not ended: record it as held afterwards.',
  },
  'session-item-twice': { status: 422, vi: 'Nội dung này có hai lần.', en: 'The item is there twice.' },
  'no-such-item': { status: 422, vi: 'Kỳ họp không có nội dung này.', en: 'The session has no such item.' },
  'voted-item-left-out': {
    status: 422,
    vi: 'Không bỏ được nội dung đã biểu quyết.',
    en: 'An item that was voted on cannot be left out.',
  },
  'present-more-than-members': {
    status: 422,
    vi: 'Số có mặt nhiều hơn số ủy viên.',
    en: 'More were present than there are members.',
  },
  'quorum-missing': {
    status: 422,
    vi: 'Không quá nửa số ủy viên có mặt nên không biểu quyết được.',
    en: 'Not more than half of the members were there, so nothing could be voted on.',
  },
  'votes-more-than-present': {
    status: 422,
    vi: 'Số phiếu nhiều hơn số ủy viên có mặt.',
    en: 'There are more votes than members present.',
  },
  'question-twice': { status: 422, vi: 'Câu chất vấn này có hai lần.', en: 'The question is there twice.' },
});
