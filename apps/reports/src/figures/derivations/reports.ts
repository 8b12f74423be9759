import { dayOf } from '#calendar';
import type { ReportChangedV1 } from '#contracts';
import type { Amounts, Entry } from '../contribution.js';
import { enteredKey, handedInKey, REPORT_KEYS } from '../measure-keys.js';

/**
 * A report counts while it is handed in (submitted or accepted), on the last day of its period; so do the flows entered
 * in it. A stock entered in it holds until the next period's last day, whose report says it anew: a level that nobody
 * reported any more does not stand for ever.
 */
export function fromReport(report: ReportChangedV1): Entry[] {
  const { unitId: u, state, nil, type, period, values, heldTo } = report;
  if (state !== 'submitted' && state !== 'accepted') return [];
  const d = dayOf(period.to) - 1;
  const m: Amounts = {
    [REPORT_KEYS.handedIn]: 1,
    [handedInKey(type)]: 1,
    ...(nil ? { [REPORT_KEYS.nil]: 1 } : {}),
    ...(state === 'accepted' ? { [REPORT_KEYS.accepted]: 1 } : {}),
  };
  const levels: Amounts = {};
  for (const { measure, semantics, value } of values)
    if (value !== 0) (semantics === 'stock' ? levels : m)[enteredKey(measure, semantics)] = value;
  return [{ u, d, m }, ...(Object.keys(levels).length > 0 ? [{ u, d, to: dayOf(heldTo), m: levels }] : [])];
}
