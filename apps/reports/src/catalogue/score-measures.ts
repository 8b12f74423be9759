import { GRADE_KEYS, SCORE_KEYS } from '../figures/measure-keys.js';
import { flows, ratioOf, term } from './measure-kinds.js';
import type { Measure } from './measures.rules.js';

const source = 'meetings.score-recorded.v1';
/** Points are kept in tenths. */
const inTenths = (measure: Measure): Measure => ({ ...measure, scale: 1 });

/** Counted from scored meetings, on their date (DOMAIN.md 3.5). */
export const SCORE_FIGURES: readonly Measure[] = [
  ...flows('meeting', source, [
    ['scores.given', 'Số cuộc họp được chấm điểm', 'Meetings scored', SCORE_KEYS.given],
    ['scores.self-given', 'Số cuộc họp tự chấm điểm', 'Meetings scored by their branch', SCORE_KEYS.selfGiven],
    ['scores.superior-given', 'Số cuộc họp cấp trên chấm', 'Meetings scored by the superior', SCORE_KEYS.superiorGiven],
    ['scores.both-given', 'Số cuộc họp cả hai cùng chấm', 'Meetings scored by both', SCORE_KEYS.bothGiven],
    ['scores.grade-good', 'Sinh hoạt xếp loại tốt', 'Meetings graded good', GRADE_KEYS.good],
    ['scores.grade-fair', 'Sinh hoạt xếp loại khá', 'Meetings graded fair', GRADE_KEYS.fair],
    ['scores.grade-average', 'Sinh hoạt xếp loại trung bình', 'Meetings graded average', GRADE_KEYS.average],
    ['scores.grade-poor', 'Sinh hoạt xếp loại kém', 'Meetings graded poor', GRADE_KEYS.poor],
  ]),
  ...flows('point', source, [
    ['scores.points', 'Tổng điểm', 'Points', SCORE_KEYS.points],
    ['scores.reachable', 'Tổng điểm tối đa', 'Points that could be reached', SCORE_KEYS.reachable],
    ['scores.self-points', 'Tổng điểm tự chấm', 'Points by the branches', SCORE_KEYS.selfPoints],
    ['scores.superior-points', 'Tổng điểm cấp trên chấm', 'Points by the superiors', SCORE_KEYS.superiorPoints],
    [
      'scores.difference',
      'Chênh lệch điểm cấp trên so với tự chấm',
      'Points of the superior less those of the branch, where both scored',
      SCORE_KEYS.difference,
    ],
  ]).map(inTenths),
  inTenths(
    ratioOf(
      { code: 'scores.average', source, vi: 'Điểm bình quân (trên 100)', en: 'Average points of 100' },
      'ratio-of-sums',
      [term('scores.points', [SCORE_KEYS.points])],
      [term('scores.reachable', [SCORE_KEYS.reachable])],
    ),
  ),
];
