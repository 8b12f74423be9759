import { LYING_KEYS, OPINION_KEYS, RESOLUTION_KEYS, SETTLED_KEYS } from '../figures/measure-keys.js';
import { flows, levels, ratioOf, term } from './measure-kinds.js';
import type { Measure } from './measures.rules.js';

const resolutions = 'meetings.resolution-recorded.v1';
const Q = RESOLUTION_KEYS;

/** Resolutions and their tasks, at the unit that adopted them (DOMAIN.md 3.4). */
export const RESOLUTION_FIGURES: readonly Measure[] = [
  ...flows('resolution', resolutions, [
    ['resolutions.adopted', 'Số nghị quyết, kết luận đã ban hành', 'Resolutions adopted', [Q.adopted]],
  ]),
  ...flows('task', resolutions, [
    ['tasks.set', 'Số nhiệm vụ được giao', 'Tasks set', [Q.tasksSet]],
    ['tasks.due', 'Số nhiệm vụ đến hạn', 'Tasks due', [Q.tasksDue]],
    ['tasks.done', 'Số nhiệm vụ hoàn thành', 'Tasks done', [Q.tasksDone]],
    [
      'tasks.done-in-time',
      'Số nhiệm vụ đến hạn đã hoàn thành đúng hạn',
      'Tasks due, done in time',
      [Q.tasksDoneInTime],
    ],
    ['tasks.dropped', 'Số nhiệm vụ dừng thực hiện', 'Tasks dropped', [Q.tasksDropped]],
  ]),
  ...levels('task', resolutions, [
    ['tasks.open', 'Số nhiệm vụ đang thực hiện cuối kỳ', 'Tasks open at the end', [Q.tasksOpen]],
    ['tasks.late', 'Số nhiệm vụ quá hạn cuối kỳ', 'Tasks late at the end', [Q.tasksLate]],
  ]),
  ratioOf(
    {
      code: 'tasks.done-in-time-rate',
      source: resolutions,
      vi: 'Tỷ lệ nhiệm vụ hoàn thành đúng hạn',
      en: 'Share of tasks done in time',
    },
    'ratio-of-sums',
    [term('tasks.done-in-time', [Q.tasksDoneInTime])],
    [term('tasks.due', [Q.tasksDue])],
  ),
];

const opinions = 'meetings.opinion-recorded.v1';

/** Opinions, at the branch they concern, wherever they lie (DOMAIN.md 3.6). */
export const OPINION_FIGURES: readonly Measure[] = [
  ...flows('opinion', opinions, [
    ['opinions.raised', 'Số ý kiến, kiến nghị nêu ra', 'Opinions raised', [OPINION_KEYS.raised]],
    ['opinions.reopened', 'Số ý kiến, kiến nghị mở lại', 'Opinions reopened', [OPINION_KEYS.reopened]],
    ['opinions.settled', 'Số ý kiến, kiến nghị đã giải quyết', 'Opinions settled', Object.values(SETTLED_KEYS)],
    ['opinions.settled-at-once', 'Giải quyết tại chỗ', 'Settled at once', [SETTLED_KEYS['at-once']]],
    ['opinions.settled-branch', 'Giải quyết ở chi bộ', 'Settled at the branch', [SETTLED_KEYS.branch]],
    ['opinions.settled-commune', 'Giải quyết ở xã, phường', 'Settled at the commune', [SETTLED_KEYS.commune]],
    ['opinions.settled-district', 'Giải quyết ở huyện, quận', 'Settled at the district', [SETTLED_KEYS.district]],
    ['opinions.settled-province', 'Giải quyết ở tỉnh, thành phố', 'Settled at the province', [SETTLED_KEYS.province]],
    ['opinions.settled-centre', 'Giải quyết ở Trung ương', 'Settled at the centre', [SETTLED_KEYS.centre]],
  ]),
  ...flows('day', opinions, [
    ['opinions.days-to-settle', 'Tổng số ngày giải quyết', 'Days until settled, summed', [OPINION_KEYS.days]],
  ]),
  ...levels('opinion', opinions, [
    ['opinions.open', 'Ý kiến chưa giải quyết cuối kỳ', 'Opinions open at the end', [OPINION_KEYS.open]],
    ['opinions.open-branch', 'Chưa giải quyết, đang ở chi bộ', 'Open, at the branch', [LYING_KEYS.branch]],
    ['opinions.open-commune', 'Chưa giải quyết, đang ở xã, phường', 'Open, at the commune', [LYING_KEYS.commune]],
    ['opinions.open-district', 'Chưa giải quyết, đang ở huyện, quận', 'Open, at the district', [LYING_KEYS.district]],
    [
      'opinions.open-province',
      'Chưa giải quyết, đang ở tỉnh, thành phố',
      'Open, at the province',
      [LYING_KEYS.province],
    ],
    ['opinions.open-centre', 'Chưa giải quyết, đang ở Trung ương', 'Open, at the centre', [LYING_KEYS.centre]],
    ['opinions.overdue', 'Ý kiến quá hạn giải quyết cuối kỳ', 'Opinions overdue at the end', [OPINION_KEYS.overdue]],
  ]),
];
