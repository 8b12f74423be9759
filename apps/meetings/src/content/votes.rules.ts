import { Refusal, refused, type Attendance } from '#contracts';
import type { AgendaItem, MeetingContent, Threshold, Vote, VoteStatement } from './content.js';

/** The units that met, the host first, each with the base of its own votes. */
export interface Voters {
  unitId: string;
  attendance: Attendance | null;
  joint: readonly { unitId: string; attendance: Attendance | null }[];
}

/**
 * The votes of a closed meeting. Each is of one of the units that met, and of all full members that unit convened.
 * @throws Refusal votes-need-closing (409), vote-twice, vote-unit-not-there, no-such-agenda-item, vote-base-wrong,
 * votes-more-than-base (422)
 */
export function countedVotes(stated: readonly VoteStatement[], agenda: readonly AgendaItem[], voters: Voters): Vote[] {
  const bases = basesOf(voters);
  const items = new Set(agenda.map(({ id }) => id));
  const seen = new Set<string>();
  return stated.map((vote, at) => {
    const unitId = vote.unitId ?? voters.unitId;
    const base = bases.get(unitId);
    if (seen.has(vote.id)) throw refused('vote-twice', `votes.${at}.id`);
    seen.add(vote.id);
    if (base === undefined) throw refused('vote-unit-not-there', `votes.${at}.unitId`);
    if (base === null) throw new Refusal('conflict', 'votes-need-closing');
    if (vote.itemId !== null && !items.has(vote.itemId)) throw refused('no-such-agenda-item', `votes.${at}.itemId`);
    if (vote.base !== base) throw refused('vote-base-wrong', `votes.${at}.base`, { base });
    if (vote.for + vote.against + vote.abstained > base)
      throw refused('votes-more-than-base', `votes.${at}.for`, { base });
    return { ...vote, unitId, carried: carried(vote.for, base, vote.threshold) };
  });
}

/** Of the whole base, whoever is away or abstains: more than half, or at least two thirds. Nobody carries nothing. */
export function carried(inFavour: number, base: number, threshold: Threshold): boolean {
  if (inFavour === 0) return false;
  return threshold === 'half' ? inFavour * 2 > base : inFavour * 3 >= base * 2;
}

/**
 * The votes after a correction of the meeting: those stated anew, else those there were. What was carried of one base
 * may not be carried of another, so a base that changed asks for them anew.
 * @throws Refusal votes-need-restating (422), what `countedVotes` refuses
 */
export function correctedVotes(
  { votes, agenda }: Pick<MeetingContent, 'votes' | 'agenda'>,
  restated: readonly VoteStatement[] | null,
  voters: Voters,
): Vote[] {
  if (restated) return countedVotes(restated, agenda, voters);
  const bases = basesOf(voters);
  const changed = votes.filter(({ unitId, base }) => bases.get(unitId) !== base);
  if (changed.length > 0)
    throw refused('votes-need-restating', 'votes', { votes: changed.map(({ id }) => id).join(', ') });
  return votes;
}

const basesOf = ({ unitId, attendance, joint }: Voters): Map<string, number | null> =>
  new Map([{ unitId, attendance }, ...joint].map((unit) => [unit.unitId, unit.attendance?.voteBase ?? null]));
