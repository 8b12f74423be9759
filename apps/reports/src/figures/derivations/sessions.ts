import { dayOf } from '#calendar';
import type { SessionRecordedV1 } from '#contracts';
import type { Amounts, Entry } from '../contribution.js';
import { SESSION_KEYS as KEYS } from '../measure-keys.js';

/** A session counts once it was held, on its own date, at the unit whose committee sat; prepared and voided ones add nothing. */
export function fromSession(session: SessionRecordedV1): Entry[] {
  const { unitId: u, state, body, date, members, present, items, questions } = session;
  if (state !== 'held' && state !== 'minuted') return [];
  const votes = items.flatMap(({ vote }) => (vote ? [vote] : []));
  const counts: Record<string, number> = {
    [KEYS[body]]: 1,
    [KEYS.members]: members ?? 0,
    [KEYS.present]: present ?? 0,
    [KEYS.voted]: votes.length,
    [KEYS.adopted]: votes.filter(({ adopted }) => adopted).length,
    [KEYS.asked]: questions.asked,
    [KEYS.answered]: questions.answered,
  };
  const m: Amounts = Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0));
  return [{ u, d: dayOf(date), m }];
}
