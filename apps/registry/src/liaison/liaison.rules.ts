import { dateOf, dayOf, type Day } from '#calendar';
import { Refusal, refused } from '#contracts';

/**
 * How a working member keeps in touch with the branch where they live (QĐ 213-QĐ/TW 2/1/2020; DOMAIN.md 2.3):
 * - `full`: introduced, takes part, and is commented on every year;
 * - `excused`: introduced but excused from its meetings (HD 33-HD/BTCTW: barracks, mobile work, study away): no yearly
 *   comment, only on demand;
 * - `not-introduced`: excused from introduction altogether (special missions).
 */
export const LIAISON_KINDS = ['full', 'excused', 'not-introduced'] as const;
export type LiaisonKind = (typeof LIAISON_KINDS)[number];

/** The residence committee's comment on a year: free text on a person, so personal data. */
export type YearlyComment = { year: number; text: string };

/** A liaison on the days [from, to). It is no place on a roll and counts nowhere. */
export type Liaison = {
  id: string;
  version: number;
  memberId: string;
  unitId: string;
  kind: LiaisonKind;
  from: string;
  to: string | null;
  comments: readonly YearlyComment[];
  voided: boolean;
};

/** QĐ 213 is of 2/1/2020; what was agreed under the rule before it may be entered too, not what is older still. */
const EARLIEST = '2000-06-15';
const YEARS_AHEAD = 1;

type NewLiaison = Omit<Liaison, 'version' | 'voided' | 'comments'>;

/** @param others liaisons of the same member: a person lives at one place on a day */
export function beginLiaison(liaison: NewLiaison, others: readonly Liaison[], today: Day): Liaison {
  return checked({ ...liaison, version: 1, comments: [], voided: false }, others, today);
}

export function endLiaison(liaison: Liaison, to: string, others: readonly Liaison[], today: Day): Liaison {
  alive(liaison);
  if (liaison.to === to) throw new Refusal('unprocessable', 'no-change');
  return checked({ ...liaison, version: liaison.version + 1, to }, others, today);
}

/** Sets the comment on a year; one written before is kept with the version before. */
export function commentOn(liaison: Liaison, { year, text }: YearlyComment, today: Day): Liaison {
  alive(liaison);
  if (liaison.kind === 'not-introduced') throw new Refusal('unprocessable', 'no-comment-due');
  const within = year >= yearOf(liaison.from) && (liaison.to === null || `${year}-01-01` < liaison.to);
  if (!within || year > yearOf(dateOf(today))) throw refused('outside-liaison', 'year');
  const comments = [...liaison.comments.filter((comment) => comment.year !== year), { year, text }];
  return { ...liaison, version: liaison.version + 1, comments: comments.sort((one, other) => one.year - other.year) };
}

/** For one entered by mistake: it never was. */
export function voidLiaison(liaison: Liaison): Liaison {
  alive(liaison);
  return { ...liaison, version: liaison.version + 1, voided: true };
}

function checked(liaison: Liaison, others: readonly Liaison[], today: Day): Liaison {
  if (liaison.to !== null && liaison.to <= liaison.from) throw refused('empty-period', 'to');
  const latest = `${yearOf(dateOf(today)) + YEARS_AHEAD}-12-31`;
  for (const date of [liaison.from, liaison.to])
    if (date !== null && (dayOf(date) < dayOf(EARLIEST) || dayOf(date) > dayOf(latest)))
      throw new Refusal('unprocessable', 'date-out-of-range', { earliest: EARLIEST, latest });
  if (others.some((other) => other.id !== liaison.id && !other.voided && overlap(other, liaison)))
    throw new Refusal('conflict', 'liaison-overlaps');
  return liaison;
}

function alive(liaison: Liaison): void {
  if (liaison.voided) throw new Refusal('conflict', 'liaison-voided');
}

const yearOf = (date: string): number => Number(date.slice(0, 4));
const overlap = (one: Liaison, other: Liaison): boolean =>
  (other.to === null || one.from < other.to) && (one.to === null || other.from < one.to);
