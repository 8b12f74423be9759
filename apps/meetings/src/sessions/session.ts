import type { SessionBody, SessionField, SessionState } from '#contracts';

/** One text of an item before the session: the newest is what is put to the vote. */
export interface Draft {
  /** Local date on which it was handed round. */
  on: string;
  /** Free text: read with a right of its own. */
  text: string;
  /** What the standing committee thinks of it; null: it was not asked. */
  opinion: { on: string; text: string } | null;
}

/** A vote on one item, of all members of the body. */
export interface ItemVote {
  base: number;
  for: number;
  against: number;
  abstained: number;
  adopted: boolean;
}
export type ItemVoteStatement = { itemId: string } & Pick<ItemVote, 'for' | 'against' | 'abstained'>;

export interface SessionItem {
  id: string;
  field: SessionField;
  /** Free text. */
  title: string;
  drafts: Draft[];
  /** Null until the session was held, and where the item was not put to the vote. */
  vote: ItemVote | null;
}

/** A question put in the session (chất vấn); who asked whom is read with the texts. */
export interface Question {
  id: string;
  askedBy: string;
  askedOf: string;
  answered: boolean;
  /** Free texts. */
  text: string;
  answer: string | null;
}

/** What is said of a session of a committee when it is prepared. */
export interface SessionDetails {
  /** The unit whose committee sits. */
  unitId: string;
  body: SessionBody;
  /** Term of the committee: `2025-2030`. */
  term: string;
  startsAt: Date;
  endsAt: Date;
}

/** The whole state of a session, without its version. */
export interface Session extends SessionDetails {
  state: SessionState;
  /** Local date of the start. */
  date: string;
  members: number | null;
  present: number | null;
  items: SessionItem[];
  questions: Question[];
  /** Free text. */
  minutes: string | null;
  /** In the book of minutes of this body and term. */
  minutesNumber: number | null;
}

/** What a version did. */
export const SESSION_ACTS = ['prepared', 'corrected', 'drafted', 'opinion-given', 'held', 'minuted', 'voided'] as const;
export type SessionAct = (typeof SESSION_ACTS)[number];
