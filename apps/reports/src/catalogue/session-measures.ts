import { SESSION_KEYS as KEYS } from '../figures/measure-keys.js';
import { flows, ratioOf, term } from './measure-kinds.js';
import type { Measure } from './measures.rules.js';

const source = 'meetings.session-recorded.v1';

/** Sessions of committees, at the unit whose committee sat (DOMAIN.md 9.4). */
export const SESSION_FIGURES: readonly Measure[] = [
  ...flows('session', source, [
    ['sessions.held', 'Số kỳ họp cấp ủy, ban thường vụ', 'Sessions held', [KEYS.committee, KEYS['standing-committee']]],
    ['sessions.held-committee', 'Số kỳ họp ban chấp hành', 'Sessions of the committee', [KEYS.committee]],
    [
      'sessions.held-standing-committee',
      'Số kỳ họp ban thường vụ',
      'Sessions of the standing committee',
      [KEYS['standing-committee']],
    ],
  ]),
  ...flows('member', source, [
    ['sessions.members', 'Lượt ủy viên', 'Members of bodies that sat', [KEYS.members]],
    ['sessions.present', 'Lượt ủy viên dự họp', 'Members present at sessions', [KEYS.present]],
  ]),
  ...flows('item', source, [
    ['sessions.items-voted', 'Số nội dung biểu quyết', 'Items put to the vote', [KEYS.voted]],
    ['sessions.items-adopted', 'Số nội dung được thông qua', 'Items adopted', [KEYS.adopted]],
  ]),
  ...flows('question', source, [
    ['sessions.questions-asked', 'Số câu chất vấn', 'Questions put in sessions', [KEYS.asked]],
    ['sessions.questions-answered', 'Số câu chất vấn được trả lời', 'Questions answered in sessions', [KEYS.answered]],
  ]),
  ratioOf(
    { code: 'sessions.attendance-rate', source, vi: 'Tỷ lệ ủy viên dự họp', en: 'Attendance rate of sessions' },
    'ratio-of-sums',
    [term('sessions.present', [KEYS.present])],
    [term('sessions.members', [KEYS.members])],
  ),
];
