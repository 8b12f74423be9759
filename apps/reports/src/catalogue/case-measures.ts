import { CASE_KEYS, FINDING_KEYS } from '../figures/measure-keys.js';
import { flows, levels } from './measure-kinds.js';
import type { Measure } from './measures.rules.js';

const source = 'inspection.case-changed.v1';

/** Counted from inspections and supervisions, at the unit they are about (DOMAIN.md 4). */
export const CASE_FIGURES: readonly Measure[] = [
  ...flows('case', source, [
    [
      'cases.opened',
      'Số cuộc kiểm tra, giám sát mở',
      'Inspections and supervisions opened',
      [CASE_KEYS.inspectionsOpened, CASE_KEYS.supervisionsOpened],
    ],
    ['cases.inspections-opened', 'Số cuộc kiểm tra mở', 'Inspections opened', [CASE_KEYS.inspectionsOpened]],
    ['cases.supervisions-opened', 'Số cuộc giám sát mở', 'Supervisions opened', [CASE_KEYS.supervisionsOpened]],
    ['cases.concluded', 'Số cuộc đã kết luận', 'Concluded', [CASE_KEYS.concluded]],
    ['cases.closed', 'Số cuộc đã kết thúc', 'Closed', [CASE_KEYS.closed]],
    ['cases.annulled', 'Số cuộc bị hủy kết luận', 'Annulled', [CASE_KEYS.annulled]],
  ]),
  ...levels('case', source, [['cases.open', 'Số cuộc đang tiến hành cuối kỳ', 'Open at the end', [CASE_KEYS.open]]]),
  ...flows('finding', source, [
    ['findings.recorded', 'Số vi phạm phát hiện', 'Findings recorded', Object.values(FINDING_KEYS)],
    ['findings.less-serious', 'Vi phạm ít nghiêm trọng', 'Less serious findings', [FINDING_KEYS['less-serious']]],
    ['findings.serious', 'Vi phạm nghiêm trọng', 'Serious findings', [FINDING_KEYS.serious]],
    ['findings.very-serious', 'Vi phạm rất nghiêm trọng', 'Very serious findings', [FINDING_KEYS['very-serious']]],
    [
      'findings.exceptionally-serious',
      'Vi phạm đặc biệt nghiêm trọng',
      'Exceptionally serious findings',
      [FINDING_KEYS['exceptionally-serious']],
    ],
  ]),
  ...flows('obligation', source, [
    ['obligations.set', 'Yêu cầu khắc phục đặt ra', 'Obligations set', [CASE_KEYS.obligationsSet]],
    ['obligations.fulfilled', 'Yêu cầu khắc phục đã xong', 'Obligations fulfilled', [CASE_KEYS.obligationsFulfilled]],
  ]),
  ...levels('obligation', source, [
    [
      'obligations.open',
      'Yêu cầu còn phải khắc phục cuối kỳ',
      'Obligations open at the end',
      [CASE_KEYS.obligationsOpen],
    ],
    [
      'obligations.overdue',
      'Yêu cầu khắc phục quá hạn cuối kỳ',
      'Obligations overdue at the end',
      [CASE_KEYS.obligationsOverdue],
    ],
  ]),
];
