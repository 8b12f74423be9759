import { dayOf } from '#calendar';
import type { VisitPlanRecordedV1, VisitsRecordedV1 } from '#contracts';
import type { Entry } from '../contribution.js';
import { VISIT_KEYS } from '../measure-keys.js';

/** Every superior at a meeting, planned or not, on its date at its host. */
export function fromVisits({ unitId: u, state, date, visits }: VisitsRecordedV1): Entry[] {
  if (state === 'voided' || visits.length === 0) return [];
  return [{ u, d: dayOf(date), m: { [VISIT_KEYS.made]: visits.length } }];
}

/** A month due counts on its last day, planned and kept alike; it is written with the plan, not because it has come. */
export function fromVisitPlan({ unitId: u, state, due }: VisitPlanRecordedV1): Entry[] {
  if (state === 'voided') return [];
  return due.map(({ date, kept }) => ({
    u,
    d: dayOf(date),
    m: { [VISIT_KEYS.planned]: 1, ...(kept && { [VISIT_KEYS.kept]: 1 }) },
  }));
}
