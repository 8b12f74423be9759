import { dateOf, dayOf, type Day } from '#calendar';
import { Refusal, refused } from '#contracts';
import type { ActDocument, ActState } from './act.js';

export type ActHead = Pick<ActDocument, 'decision' | 'effective' | 'reason'>;
export type NewAct = ActHead & { id: string; by: string; revokes: string | null };

const EARLIEST = '1930-02-03';
const YEARS_AHEAD = 10;
/** Most verbs of one act. */
export const MOST_VERBS = 50_000;

const OPEN: readonly ActState[] = ['draft', 'faulty', 'checked'];

export function newAct({ id, by, revokes, ...head }: NewAct, now: Date, today: Day): ActDocument {
  return {
    _id: id,
    version: 1,
    state: 'draft',
    ...headOf(head, today),
    revokes,
    revokedBy: null,
    verbs: 0,
    draftedBy: by,
    editedBy: by,
    approvedBy: null,
    check: 0,
    found: null,
    impacts: {},
    step: 0,
    firstRevision: null,
    moved: 0,
    recordedAt: now,
    appliedAt: null,
    claim: { owner: '', until: new Date(0) },
  };
}

/** What was checked is no longer what would be done: it is a draft again. */
export function editAct(act: ActDocument, head: ActHead, by: string, today: Day): ActDocument {
  const changed = headOf(head, today);
  if (act.revokes !== null && changed.effective !== act.effective) throw refused('day-of-revocation', 'effective');
  return { ...edited(act, by), ...changed };
}

export function withVerbs(act: ActDocument, verbs: number, by: string): ActDocument {
  if (act.revokes !== null) throw new Refusal('conflict', 'steps-of-revocation');
  if (verbs > MOST_VERBS) throw new Refusal('unprocessable', 'too-many-steps', { most: MOST_VERBS });
  return { ...edited(act, by), verbs };
}

const edited = (act: ActDocument, by: string): ActDocument => ({
  ...next(act, 'draft', OPEN),
  editedBy: by,
  found: null,
  impacts: {},
});

/** Each check has a number of its own, and asks every service anew. */
export function checkAct(act: ActDocument): ActDocument {
  if (act.verbs === 0 && act.revokes === null) throw new Refusal('unprocessable', 'act-without-steps');
  return { ...next(act, 'checking', OPEN), check: act.check + 1, found: null, impacts: {} };
}

/** Nobody approves what they drafted or last edited (DESIGN.md 8). */
export function approveAct(act: ActDocument, by: string, headRevision: number): ActDocument {
  if (act.state === 'faulty') throw new Refusal('conflict', 'act-has-faults');
  const approved = next(act, 'approved', ['checked']);
  if (by === act.draftedBy || by === act.editedBy) throw new Refusal('forbidden', 'own-act');
  return { ...approved, approvedBy: by, firstRevision: headRevision + 1 };
}

export const discardAct = (act: ActDocument): ActDocument => next(act, 'discarded', [...OPEN, 'checking']);

/** @throws Refusal unless it was applied, and not revoked since; a revocation is not revoked: the act is entered anew */
export function requireRevocable(act: ActDocument): void {
  if (act.revokes !== null) throw new Refusal('conflict', 'revocation-of-revocation');
  if (act.state !== 'applied') throw new Refusal('conflict', 'act-state', { state: act.state });
}

function next(act: ActDocument, state: ActState, from: readonly ActState[]): ActDocument {
  if (!from.includes(act.state)) throw new Refusal('conflict', 'act-state', { state: act.state });
  return { ...act, state, version: act.version + 1 };
}

function headOf({ decision, effective, reason }: ActHead, today: Day): ActHead {
  const latest = `${Number(dateOf(today).slice(0, 4)) + YEARS_AHEAD}-12-31`;
  if (dayOf(effective) < dayOf(EARLIEST) || effective > latest)
    throw new Refusal('unprocessable', 'date-out-of-range', { earliest: EARLIEST, latest }, [
      { path: 'effective', code: 'date-out-of-range' },
    ]);
  return { decision: tidy(decision), effective, reason: tidy(reason) };
}

const tidy = (text: string): string => text.normalize('NFC').trim();

/** In force from its day on, once applied: a future act is future stretches. */
export const inForce = ({ state, effective }: ActDocument, today: Day): boolean =>
  state === 'applied' && dayOf(effective) <= today;
