import type { MeetingMeasure } from '../figures/measure-keys.js';
import { PEOPLE } from '../figures/measure-keys.js';
import { flowOf, meetingTerm, ratioOf, rows, term } from './measure-kinds.js';
import type { Measure } from './measures.rules.js';

const source = 'meetings.meeting-recorded.v1';

const flows = (unit: string, list: readonly (readonly [string, string, string, MeetingMeasure])[]): Measure[] =>
  rows((named, of: MeetingMeasure) => flowOf(named, meetingTerm(named.code, of)), unit, source, list);

/** Counted from meetings that were closed. */
export const MEETING_FIGURES: readonly Measure[] = [
  ...flows('meeting', [
    ['meetings.held', 'Số cuộc họp đã họp', 'Meetings held', 'held'],
    ['meetings.joined', 'Số lượt sinh hoạt ghép', 'Meetings of others joined', 'joined'],
  ]),
  ...flows('minute', [['meetings.minutes', 'Tổng số phút họp', 'Minutes of meetings', 'minutes']]),
  ...flows('meeting', [
    ['meetings.too-short', 'Cuộc họp ngắn hơn quy định', 'Meetings shorter than the rule', 'tooShort'],
    ['meetings.late', 'Cuộc họp nhập muộn', 'Meetings entered late', 'late'],
    ['meetings.notice-in-time', 'Cuộc họp thông báo kịp thời', 'Meetings with notice in time', 'noticeInTime'],
    [
      'meetings.documents-in-time',
      'Cuộc họp gửi tài liệu đúng hạn',
      'Meetings with documents in time',
      'documentsInTime',
    ],
  ]),
  ...flows('vote', [
    ['votes.taken', 'Số lượt biểu quyết', 'Votes taken', 'votesTaken'],
    ['votes.carried', 'Số biểu quyết được thông qua', 'Votes carried', 'votesCarried'],
  ]),
  ...flows('member', [
    ['attendance.belong', 'Lượt đảng viên trong danh sách', 'Attendance: members on the roll', 'belong'],
    ['attendance.present', 'Lượt có mặt', 'Attendance: present', 'present'],
    ['attendance.excused', 'Lượt vắng có lý do', 'Attendance: absent with a reason', 'excused'],
    ['attendance.unexcused', 'Lượt vắng không lý do', 'Attendance: absent without a reason', 'unexcused'],
    ['attendance.exempt', 'Lượt được miễn sinh hoạt', 'Attendance: exempt', 'exempt'],
    ['attendance.elsewhere', 'Lượt sinh hoạt tạm thời nơi khác', 'Attendance: temporarily elsewhere', 'elsewhere'],
  ]),
  ratioOf(
    { code: 'attendance.rate', source, vi: 'Tỷ lệ dự họp', en: 'Attendance rate' },
    'ratio-of-sums',
    [meetingTerm('attendance.present', 'present')],
    [
      meetingTerm('attendance.belong', 'belong'),
      meetingTerm('attendance.exempt', 'exempt', -1),
      meetingTerm('attendance.elsewhere', 'elsewhere', -1),
    ],
  ),
  {
    code: 'attendance.distinct-members',
    labels: { vi: 'Số đảng viên có dự họp', en: 'Members who attended at least once' },
    unit: 'member',
    kind: 'distinct',
    overUnits: 'none',
    overTime: 'none',
    source,
    entered: false,
    onRequest: true,
    numerator: [term('attendance.distinct-members', [PEOPLE])],
  },
];
