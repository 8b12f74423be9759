/** What a session goes through (DOMAIN.md 3.2): the regular agenda, and what some sessions have beside it. */
export const AGENDA_KINDS = [
  'opening',
  'news-and-policy',
  'study-and-follow',
  'last-resolution',
  'opinions',
  'ideology-and-criticism',
  'praise-and-criticism',
  'next-tasks',
  'conclusion',
  'adoption',
  'thematic',
  'admission',
  'recognition',
  'personnel',
  'discipline',
  'evaluation',
  'other',
] as const;
export type AgendaKind = (typeof AGENDA_KINDS)[number];

/** What is voted on. */
export const VOTE_SUBJECTS = [
  'resolution',
  'minutes',
  'admission',
  'recognition',
  'personnel',
  'election',
  'commendation',
  'discipline',
  'evaluation',
  'removal',
  'other',
] as const;
export type VoteSubject = (typeof VOTE_SUBJECTS)[number];

/** Biểu quyết giơ tay, bỏ phiếu kín. */
export const VOTE_METHODS = ['hand', 'ballot'] as const;
export type VoteMethod = (typeof VOTE_METHODS)[number];

/** More than half, at least two thirds: of all full members convened. */
export const THRESHOLDS = ['half', 'two-thirds'] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** One item of the agenda; its words are in the minutes. */
export interface AgendaItem {
  id: string;
  kind: AgendaKind;
}

/** A vote as a branch states it. */
export interface VoteStatement {
  id: string;
  /** Whose vote it is, of the units that met; null: of the unit that holds the meeting. */
  unitId: string | null;
  /** The item of the agenda it belongs to, if that is said. */
  itemId: string | null;
  subject: VoteSubject;
  method: VoteMethod;
  for: number;
  against: number;
  abstained: number;
  threshold: Threshold;
  /** Full members convened (DOMAIN.md 3.3): the vote base of that unit's attendance. */
  base: number;
}

export interface Vote extends VoteStatement {
  unitId: string;
  carried: boolean;
}

/** What was done before the session. */
export interface PreparationStatement {
  noticeSentAt: Date | null;
  /** Also to the superior committee member who follows the branch. */
  noticeToSuperior: boolean;
  documentsAt: Date | null;
  /** Local date on which the committee of the branch (chi ủy) met before it. */
  committeeMetOn: string | null;
  draftReady: boolean;
  /** How many were there who are no members of a unit that met; their names are in the minutes. */
  guests: number | null;
}

/** With what follows from the dates; null: not stated, or no rule on that day. */
export interface Preparation extends PreparationStatement {
  noticeInTime: boolean | null;
  documentsInTime: boolean | null;
}

/** What is kept of a meeting beside its attendance. No words: those are in the minutes. */
export interface MeetingContent {
  preparation: Preparation;
  agenda: AgendaItem[];
  votes: Vote[];
  /** The version of the meeting in which its minutes were last written. */
  minutesVersion: number | null;
}

export const NO_CONTENT: MeetingContent = {
  preparation: {
    noticeSentAt: null,
    noticeToSuperior: false,
    documentsAt: null,
    committeeMetOn: null,
    draftReady: false,
    guests: null,
    noticeInTime: null,
    documentsInTime: null,
  },
  agenda: [],
  votes: [],
  minutesVersion: null,
};
