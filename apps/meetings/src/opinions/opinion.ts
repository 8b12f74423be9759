import type { OpinionField, OpinionLevel, OpinionState, OpinionVoice } from '#contracts';
import type { Followed, Holder } from '#tree';
import type { Held } from '../follow/moved-by-act.js';

/** Where an opinion lay while it was open, from a day to the day before `to`; null: still. */
export interface Stretch {
  level: OpinionLevel;
  unitId: string;
  from: string;
  to: string | null;
}

export interface Settlement {
  on: string;
  level: OpinionLevel;
  /** On the spot, at the meeting where it was raised. */
  atOnce: boolean;
  /** Whole days since it was raised, or reopened. */
  days: number;
  /** Free text: read with a right of its own. */
  reply: string;
}

/** What is said of an opinion or petition (ý kiến, kiến nghị) when it is raised. */
export interface OpinionDetails {
  /** The branch it concerns. */
  unitId: string;
  /** The meeting at which it was raised; null: otherwise. */
  meetingId: string | null;
  /** Local date. */
  raisedOn: string;
  by: OpinionVoice;
  field: OpinionField;
  /** Last day in time to settle it; null: none is set. */
  due: string | null;
  /** Free text: read with a right of its own. */
  text: string;
}

/** What of an opinion lies with units: who has what concerned a branch that ended, and where it lay. */
export type OpinionLying = { held: Holder[]; stretches: Stretch[] };

/** The whole state of an opinion, without its version. */
export interface Opinion extends OpinionDetails, Held {
  /** Which act moved it while it was open. */
  followed?: Followed<OpinionLying>;
  state: OpinionState;
  /** In order; the last one says where it lies, or lay when it was settled. */
  stretches: Stretch[];
  settlements: Settlement[];
  reopenedOn: string[];
}

/** What a version did. */
export const OPINION_ACTS = ['raised', 'corrected', 'escalated', 'settled', 'reopened', 'voided', 'followed'] as const;
export type OpinionAct = (typeof OPINION_ACTS)[number];
