import '../facts/facts.texts.js';
import { problemTexts } from '#http';

/** Texts of the refusals of meetings, in Vietnamese and English. */
problemTexts({
  'no-such-meeting': { status: 404, vi: 'Không có cuộc họp này.', en: 'There is no such meeting.' },
  'no-such-version': {
    status: 404,
    vi: 'Không có phiên bản đó.',
    en: 'There is no such version.',
  },
  'meeting-exists': {
    status: 409,
    vi: 'Đã có cuộc họp với mã định danh này.',
    en: 'A meeting with this id exists already.',
  },
  'ends-before-start': {
    status: 422,
    vi: 'Cuộc họp phải kết thúc sau khi bắt đầu.',
    en: 'A meeting must end after it starts.',
  },
  'meeting-too-long': {
    status: 422,
    vi: 'Một cuộc họp không thể kéo dài quá {hours} giờ.',
    en: 'One meeting cannot last more than {hours} hours.',
  },
  'date-out-of-range': {
    status: 422,
    vi: 'Ngày họp phải từ ngày 03/02/1930 đến một năm kể từ hôm nay.',
    en: 'The date must lie between 3 February 1930 and one year from today.',
  },
  'thematic-part-of-regular-only': {
    status: 422,
    vi: 'Chỉ sinh hoạt thường kỳ mới có thể kết hợp chuyên đề.',
    en: 'Only a regular meeting can have a thematic part.',
  },
  'closes-before-end': {
    status: 422,
    vi: 'Chưa thể chốt cuộc họp trước khi nó kết thúc.',
    en: 'A meeting cannot be closed before it has ended.',
  },
  'present-more-than-belong': {
    status: 422,
    vi: 'Số có mặt nhiều hơn số đảng viên của chi bộ.',
    en: 'More are present than belong to the branch.',
  },
  'states-more-than-belong': {
    status: 422,
    vi: 'Tổng có mặt, vắng, được miễn và tạm đi nơi khác nhiều hơn số đảng viên của chi bộ.',
    en: 'Present, absent, exempt and temporarily elsewhere add up to more than belong to the branch.',
  },
  'vote-base-more-than-belong': {
    status: 422,
    vi: 'Số được tính biểu quyết nhiều hơn số đảng viên của chi bộ.',
    en: 'The vote base is larger than the number who belong to the branch.',
  },
  'attendance-required': {
    status: 422,
    vi: 'Cuộc họp đã chốt phải có số liệu tham dự.',
    en: 'A closed meeting must state its attendance.',
  },
  'attendance-twice': {
    status: 422,
    vi: 'Chỉ khai tham dự theo một cách: số liệu tổng hợp hoặc từng đảng viên.',
    en: 'State the attendance in one way: in counts, or member by member.',
  },
  'member-not-on-roll': {
    status: 422,
    vi: 'Vào ngày họp, người này không thuộc chi bộ và cũng không sinh hoạt tạm thời tại đây.',
    en: 'On the date of the meeting this member was neither on the roll of the unit nor on a temporary stay there.',
  },
  'member-twice': {
    status: 422,
    vi: 'Một đảng viên được ghi hai lần.',
    en: 'A member is named twice.',
  },
  'not-exempt-on-roll': {
    status: 422,
    vi: 'Vào ngày họp, đảng viên này không được miễn công tác và sinh hoạt.',
    en: 'On the date of the meeting this member was not exempt.',
  },
  'members-too-many': {
    status: 422,
    vi: 'Một cuộc họp chỉ được ghi tối đa {members} đảng viên.',
    en: 'At most {members} members can be named in one meeting.',
  },
  'joint-too-many': {
    status: 422,
    vi: 'Tối đa {units} đơn vị cùng sinh hoạt ghép.',
    en: 'At most {units} units can join one meeting.',
  },
  'joint-host': {
    status: 422,
    vi: 'Đơn vị chủ trì không thể đồng thời là đơn vị sinh hoạt ghép.',
    en: 'The unit that holds the meeting cannot join it too.',
  },
  'joint-twice': {
    status: 422,
    vi: 'Một đơn vị sinh hoạt ghép được ghi hai lần.',
    en: 'A unit is named twice among those that join.',
  },
  'reason-required': { status: 422, vi: 'Cần nêu lý do.', en: 'A reason is required.' },
  'already-closed': { status: 409, vi: 'Cuộc họp này đã được chốt.', en: 'This meeting is already closed.' },
  'already-voided': { status: 409, vi: 'Cuộc họp này đã bị hủy.', en: 'This meeting was voided.' },
  'not-closed': {
    status: 409,
    vi: 'Cuộc họp chưa chốt thì chưa có số liệu tham dự: hãy chốt cuộc họp.',
    en: 'A meeting that is not closed has no attendance yet: close it instead.',
  },
  'meeting-not-closed': {
    status: 409,
    vi: 'Cuộc họp chưa được chốt.',
    en: 'This meeting is not closed yet.',
  },
  'range-too-long': {
    status: 422,
    vi: 'Khoảng ngày dài quá 10 năm.',
    en: 'The range of dates is longer than 10 years.',
  },
  'range-reversed': { status: 422, vi: 'Ngày cuối sớm hơn ngày đầu.', en: 'The last date is before the first.' },
});
