import {
  MEETING_KINDS,
  type CompositionPart,
  type EnteredSemantics,
  type MeetingKind,
  type Movement,
  type OpinionLevel,
  type ScoreGrade,
  type Severity,
} from '#contracts';

// Stored keys repeat in every day of every cell, so they are short. None has a dot: MongoDB paths do.

/** What is counted of a meeting, and the short name it has in stored keys. */
export const MEETING_MEASURES = {
  held: 'h',
  joined: 'j',
  minutes: 'n',
  tooShort: 's',
  late: 'l',
  belong: 'b',
  present: 'p',
  excused: 'e',
  unexcused: 'u',
  exempt: 'x',
  elsewhere: 'w',
  votesTaken: 'v',
  votesCarried: 'c',
  noticeInTime: 'i',
  documentsInTime: 'd',
} as const;
export type MeetingMeasure = keyof typeof MEETING_MEASURES;

const KINDS: Record<MeetingKind, string> = { regular: 'r', thematic: 't', extraordinary: 'e' };

/** The key of a measure of one kind of meeting in contributions and cells, `h:r`. */
export const meetingKey = (measure: MeetingMeasure, kind: MeetingKind): string =>
  `${MEETING_MEASURES[measure]}:${KINDS[kind]}`;

/** Keys of a measure for the given kinds of meeting (all, when none is named): their sum is the measure. */
export const meetingKeys = (measure: MeetingMeasure, kinds: readonly MeetingKind[] = MEETING_KINDS): string[] =>
  kinds.map((kind) => meetingKey(measure, kind));

/** Counted by direct child too (`r` of a cell): completeness asks which branches held or joined a regular meeting. */
const REGULAR_MEETINGS = [meetingKey('held', 'regular'), meetingKey('joined', 'regular')] as const;
export const regularIn = (amounts: Readonly<Record<string, number>>): number =>
  (amounts[REGULAR_MEETINGS[0]] ?? 0) + (amounts[REGULAR_MEETINGS[1]] ?? 0);

/** Stock measures (a level on a day, DOMAIN.md 5.3) have keys with this beginning; all others are flows. */
export const STOCK_PREFIX = 'L:';
export const isStock = (key: string): boolean => key.startsWith(STOCK_PREFIX);

// Two that are in no cell; readers make them.
/** Before the key of a stock: its level at the end of the day before a period. */
export const OPENING = '<';
/** Distinct people who attended. */
export const PEOPLE = '#people';

/** Levels of the roll. Head-count is a key of its own: what a member is changes while he stays on one roll. */
export const ROLL_KEYS = {
  total: 'L:m',
  official: 'L:o',
  probationary: 'L:p',
  exempt: 'L:x',
  suspended: 'L:s',
  inTransit: 'L:t',
  transferOverdue: 'L:d',
  temporaryIn: 'L:ti',
  temporaryOut: 'L:to',
} as const;

/** Members who came or went with a unit of the tree: made by `effect` and tree changes, in no contribution. */
export const MOVED_WITH_UNITS = 'I:m';
/**
 * Members who went to another branch by an act, without a movement of their own: in the contributions of members. A key of
 * its own, since these moved in every tree, also in one that stands still.
 */
export const MOVED_BY_ACT = 'I:a';

export const MOVEMENT_KEYS: Record<Movement, string> = {
  registered: 'M:rg',
  admitted: 'M:ad',
  'transferred-in': 'M:ti',
  restored: 'M:rs',
  'transferred-out': 'M:to',
  left: 'M:lf',
  deleted: 'M:dl',
  expelled: 'M:ex',
  died: 'M:di',
  recognised: 'M:rc',
};

export const COMPOSITION_KEYS: Record<CompositionPart, string> = {
  women: 'L:cw',
  men: 'L:cm',
  minority: 'L:cn',
  majority: 'L:ck',
  religious: 'L:cr',
  notReligious: 'L:cz',
  ageTo30: 'L:c1',
  age31To40: 'L:c2',
  age41To50: 'L:c3',
  age51To60: 'L:c4',
  ageOver60: 'L:c5',
};

export const CASE_KEYS = {
  inspectionsOpened: 'C:i',
  supervisionsOpened: 'C:s',
  concluded: 'C:c',
  closed: 'C:d',
  annulled: 'C:a',
  open: 'L:ko',
  obligationsSet: 'O:s',
  obligationsFulfilled: 'O:f',
  obligationsOpen: 'L:bo',
  obligationsOverdue: 'L:bl',
} as const;
export const FINDING_KEYS: Record<Severity, string> = {
  'less-serious': 'F:1',
  serious: 'F:2',
  'very-serious': 'F:3',
  'exceptionally-serious': 'F:4',
};

export const RESOLUTION_KEYS = {
  adopted: 'Q:a',
  tasksSet: 'Q:s',
  tasksDone: 'Q:d',
  tasksDropped: 'Q:x',
  tasksDue: 'Q:u',
  tasksDoneInTime: 'Q:t',
  tasksOpen: 'L:qo',
  tasksLate: 'L:ql',
} as const;

/** Sessions of committees, at the unit whose committee sat. */
export const SESSION_KEYS = {
  committee: 'K:c',
  'standing-committee': 'K:s',
  members: 'K:m',
  present: 'K:p',
  voted: 'K:v',
  adopted: 'K:a',
  asked: 'K:q',
  answered: 'K:w',
} as const;

/** Opinions: raised, reopened, days until settled, open at all, and past the day set for it. */
export const OPINION_KEYS = { raised: 'Y:r', reopened: 'Y:o', days: 'Y:n', open: 'L:yo', overdue: 'L:yl' } as const;
/** Settled at once, or at a level: each settlement in one of them. */
export const SETTLED_KEYS: Record<'at-once' | OpinionLevel, string> = {
  'at-once': 'Y:s',
  branch: 'Y:1',
  commune: 'Y:2',
  district: 'Y:3',
  province: 'Y:4',
  centre: 'Y:5',
};
/** Open, by where it lies. */
export const LYING_KEYS: Record<OpinionLevel, string> = {
  branch: 'L:y1',
  commune: 'L:y2',
  district: 'L:y3',
  province: 'L:y4',
  centre: 'L:y5',
};
/** Of scores; points are in tenths. `reachable`: the full marks of every score given, so that an average is a ratio. */
export const SCORE_KEYS = {
  given: 'S:n',
  points: 'S:p',
  reachable: 'S:m',
  selfGiven: 'S:sn',
  selfPoints: 'S:sp',
  superiorGiven: 'S:un',
  superiorPoints: 'S:up',
  bothGiven: 'S:bn',
  difference: 'S:bd',
} as const;
export const GRADE_KEYS: Record<ScoreGrade, string> = { good: 'S:g1', fair: 'S:g2', average: 'S:g3', poor: 'S:g4' };

export const VISIT_KEYS = { planned: 'V:p', kept: 'V:k', made: 'V:m' } as const;

export const REPORT_KEYS = { handedIn: 'R:h', nil: 'R:n', accepted: 'R:a' } as const;

/** Codes of report types and entered measures are data and may have dots; they never have an underscore. */
const slug = (code: string): string => code.replaceAll('.', '_');
export const handedInKey = (type: string): string => `T:${slug(type)}`;
export const enteredKey = (measure: string, semantics: EnteredSemantics): string =>
  semantics === 'stock' ? `L:H:${slug(measure)}` : `H:${slug(measure)}`;
