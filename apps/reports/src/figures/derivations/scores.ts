import { dayOf } from '#calendar';
import type { ScoreRecordedV1 } from '#contracts';
import type { Amounts, Entry } from '../contribution.js';
import { GRADE_KEYS, SCORE_KEYS } from '../measure-keys.js';

/** Every sheet has 100 points, in tenths. */
const FULL_MARKS = 1_000;

/**
 * A score counts on the date of its meeting, once: by the side that counts. Both sides are counted beside it, and where
 * both scored, how far the superior is from the branch.
 */
export function fromScore({ unitId: u, date, self, superior, counted }: ScoreRecordedV1): Entry[] {
  if (!counted) return [];
  const m: Amounts = {
    [SCORE_KEYS.given]: 1,
    [SCORE_KEYS.points]: counted.points,
    [SCORE_KEYS.reachable]: FULL_MARKS,
    [GRADE_KEYS[counted.grade]]: 1,
    ...(self && { [SCORE_KEYS.selfGiven]: 1, [SCORE_KEYS.selfPoints]: self.points }),
    ...(superior && { [SCORE_KEYS.superiorGiven]: 1, [SCORE_KEYS.superiorPoints]: superior.points }),
    ...(self && superior && { [SCORE_KEYS.bothGiven]: 1, [SCORE_KEYS.difference]: superior.points - self.points }),
  };
  return [{ u, d: dayOf(date), m: withoutZeros(m) }];
}

const withoutZeros = (amounts: Amounts): Amounts =>
  Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== 0));
