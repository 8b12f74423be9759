import { VISIT_KEYS } from '../figures/measure-keys.js';
import { flows, ratioOf, term } from './measure-kinds.js';
import type { Measure } from './measures.rules.js';

const source = 'meetings.visit-plan-recorded.v1';

/** Superiors attending branch meetings, by plan and in all (DOMAIN.md 3.6). */
export const VISIT_FIGURES: readonly Measure[] = [
  ...flows('visit', source, [
    ['visits.planned', 'Lượt dự sinh hoạt theo kế hoạch', 'Visits planned', VISIT_KEYS.planned],
    ['visits.kept', 'Lượt dự đã thực hiện theo kế hoạch', 'Visits of the plan that were made', VISIT_KEYS.kept],
  ]),
  ...flows('visit', 'meetings.visits-recorded.v1', [
    ['visits.made', 'Lượt cấp trên dự sinh hoạt', 'Superiors at meetings, planned or not', VISIT_KEYS.made],
  ]),
  ratioOf(
    {
      code: 'visits.kept-rate',
      source,
      vi: 'Tỷ lệ thực hiện kế hoạch dự sinh hoạt',
      en: 'Visits kept of those planned',
    },
    'ratio-of-sums',
    [term('visits.kept', [VISIT_KEYS.kept])],
    [term('visits.planned', [VISIT_KEYS.planned])],
  ),
];
