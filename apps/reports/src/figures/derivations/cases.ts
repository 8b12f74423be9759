import { dayOf } from '#calendar';
import type { CaseChangedV1 } from '#contracts';
import type { Amounts, Entry } from '../contribution.js';
import { CASE_KEYS, FINDING_KEYS } from '../measure-keys.js';
import { daysOf } from './days.js';

/**
 * Counts at the unit inspected, each step on its own date. An annulled case was opened, concluded and closed all the
 * same, but what it found and asked for counts no more (QĐ 117-QĐ/TW): a wrongful conclusion is put right.
 */
export function fromCase(found: CaseChangedV1): Entry[] {
  const { unitId: u, state, openedOn, concludedOn, closedOn, annulledOn } = found;
  if (state === 'voided') return [];
  const flow = (date: string | null, m: Amounts): Entry[] => (date === null ? [] : [{ u, d: dayOf(date), m }]);
  const stock = (from: string, to: string | null, key: string): Entry => ({
    u,
    ...daysOf({ from, to }),
    m: { [key]: 1 },
  });
  const over = [closedOn, annulledOn].filter((date) => date !== null).toSorted()[0] ?? null;
  const steps = [
    ...flow(openedOn, {
      [found.kind === 'inspection' ? CASE_KEYS.inspectionsOpened : CASE_KEYS.supervisionsOpened]: 1,
    }),
    ...flow(concludedOn, { [CASE_KEYS.concluded]: 1 }),
    ...flow(closedOn, { [CASE_KEYS.closed]: 1 }),
    ...flow(annulledOn, { [CASE_KEYS.annulled]: 1 }),
    stock(openedOn, over, CASE_KEYS.open),
  ];
  if (state === 'annulled') return steps;
  return [
    ...steps,
    ...found.findings.flatMap(({ date, severity }) => flow(date, { [FINDING_KEYS[severity]]: 1 })),
    ...found.obligations.flatMap(({ due, fulfilledOn }) => [
      ...flow(concludedOn, { [CASE_KEYS.obligationsSet]: 1 }),
      ...flow(fulfilledOn, { [CASE_KEYS.obligationsFulfilled]: 1 }),
      stock(concludedOn ?? openedOn, fulfilledOn, CASE_KEYS.obligationsOpen),
      ...overdue(u, due, fulfilledOn),
    ]),
  ];
}

/** Late from the day after `due` until it is fulfilled: said when it is written, so nothing counts by time passing. */
function overdue(u: string, due: string, fulfilledOn: string | null): Entry[] {
  const d = dayOf(due) + 1;
  const to = fulfilledOn === null ? null : dayOf(fulfilledOn);
  return to === null || d < to ? [{ u, d, to, m: { [CASE_KEYS.obligationsOverdue]: 1 } }] : [];
}
