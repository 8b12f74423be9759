import { dateOf, dayOf } from '#calendar';
import type { ReportChangedV1 } from '#contracts';
import type { Entry } from '../contribution.js';
import { REPORT_KEYS, enteredKey, typeKey } from '../report-keys.js';
import { Flows, stockOf } from './entries.js';

/**
 * A report counts from when it is handed in until it is returned, on the last day of its period. What was entered by
 * hand counts there too: a flow on that day, a level from then until the next period's last day.
 */
export function fromReport(report: ReportChangedV1): Entry[] {
  const { state, unitId, type, period, nil, values, heldTo } = report;
  if (state !== 'submitted' && state !== 'accepted') return [];
  const lastDay = dayOf(period.to) - 1;
  const last = dateOf(lastDay);
  const flows = new Flows();
  flows.add(unitId, last, REPORT_KEYS.handedIn);
  flows.add(unitId, last, typeKey(type));
  flows.add(unitId, last, REPORT_KEYS.nil, nil ? 1 : 0);
  flows.add(unitId, last, REPORT_KEYS.accepted, state === 'accepted' ? 1 : 0);
  const levels: Record<string, number> = {};
  for (const { measure, semantics, value } of values)
    if (semantics === 'flow') flows.add(unitId, last, enteredKey(measure, semantics), value);
    else levels[enteredKey(measure, semantics)] = value;
  return [...flows.entries, ...stockOf(unitId, lastDay, dayOf(heldTo), levels)];
}
