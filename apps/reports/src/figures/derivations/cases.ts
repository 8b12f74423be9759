import { dayOf } from '#calendar';
import type { CaseChangedV1 } from '#contracts';
import { CASE_KEYS, FINDING_KEYS, OPENED_KEYS } from '../case-keys.js';
import type { Entry } from '../contribution.js';
import { Flows, dayOrOpen, stockOf } from './entries.js';

type Obligation = CaseChangedV1['obligations'][number];

/** Overdue from the day after the last day in time: known when it is written, so that no clock changes a figure. */
function ofObligation(u: string, set: string, { due, fulfilledOn }: Obligation): Entry[] {
  const done = dayOrOpen(fulfilledOn);
  return [
    ...stockOf(u, dayOf(set), done, { [CASE_KEYS.obligationsOpen]: 1 }),
    ...stockOf(u, dayOf(due) + 1, done, { [CASE_KEYS.obligationsOverdue]: 1 }),
  ];
}

/**
 * A case counts at the unit it is about. An annulled one was opened (and perhaps concluded and closed) all the same, and
 * says so; what it found counts nowhere any more.
 */
export function fromCase(found: CaseChangedV1): Entry[] {
  if (found.state === 'voided') return [];
  const { unitId, kind, openedOn, concludedOn, closedOn, annulledOn, findings, obligations } = found;
  const flows = new Flows();
  flows.add(unitId, openedOn, OPENED_KEYS[kind]);
  if (concludedOn) flows.add(unitId, concludedOn, CASE_KEYS.concluded);
  if (closedOn) flows.add(unitId, closedOn, CASE_KEYS.closed);
  if (annulledOn) flows.add(unitId, annulledOn, CASE_KEYS.annulled);
  const over = [closedOn, annulledOn].filter((date) => date !== null).sort()[0] ?? null;
  const stock = stockOf(unitId, dayOf(openedOn), dayOrOpen(over), { [CASE_KEYS.open]: 1 });
  if (annulledOn === null) {
    for (const { date, severity } of findings) flows.add(unitId, date, FINDING_KEYS[severity]);
    for (const obligation of obligations) {
      const set = concludedOn ?? obligation.due;
      flows.add(unitId, set, CASE_KEYS.obligationsSet);
      if (obligation.fulfilledOn) flows.add(unitId, obligation.fulfilledOn, CASE_KEYS.obligationsFulfilled);
      stock.push(...ofObligation(unitId, set, obligation));
    }
  }
  return [...flows.entries, ...stock];
}
