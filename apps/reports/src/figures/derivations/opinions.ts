import { dayOf } from '#calendar';
import type { OpinionRecordedV1 } from '#contracts';
import type { Amounts, Entry } from '../contribution.js';
import { LYING_KEYS, OPINION_KEYS as KEYS, SETTLED_KEYS } from '../measure-keys.js';
import { daysOf } from './days.js';
import { heldEntries } from './held.js';

/**
 * Counts at the branch it concerns, or at who has it since that ended, wherever it lies: raised and reopened, each settlement in one column (at once, or
 * the level that settled it), and while it is open. So open at the end = open before + raised + reopened − settled.
 */
export function fromOpinion(opinion: OpinionRecordedV1): Entry[] {
  const { unitId: u, state, raisedOn, due, stretches, settlements, reopenedOn, held } = opinion;
  if (state === 'voided') return [];
  const flow = (date: string, m: Amounts): Entry => ({ u, d: dayOf(date), m });
  const entries = [
    flow(raisedOn, { [KEYS.raised]: 1 }),
    ...reopenedOn.map((date) => flow(date, { [KEYS.reopened]: 1 })),
    ...settlements.map(({ on, level, atOnce, days }) =>
      flow(on, { [SETTLED_KEYS[atOnce ? 'at-once' : level]]: 1, ...(days > 0 ? { [KEYS.days]: days } : {}) }),
    ),
    ...stretches.flatMap(({ level, from, to }): Entry[] => {
      const days = daysOf({ from, to });
      const m = { [KEYS.open]: 1, [LYING_KEYS[level]]: 1 };
      return [...during(u, days, m), ...(due === null ? [] : overdue(u, days, due))];
    }),
  ];
  return heldEntries(entries, held);
}

/** Past the day set for it while it is open; nothing without such a day. */
const overdue = (u: string, { d, to }: ReturnType<typeof daysOf>, due: string): Entry[] =>
  during(u, { d: Math.max(d, dayOf(due) + 1), to }, { [KEYS.overdue]: 1 });

const during = (u: string, { d, to }: ReturnType<typeof daysOf>, m: Amounts): Entry[] =>
  to === null || d < to ? [{ u, d, to, m }] : [];
