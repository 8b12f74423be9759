import { MEETING_KINDS, type MeetingKind } from '#contracts';

/** What is counted of a meeting, and the short name it has in stored keys (they repeat in every day of every cell). */
export const MEETING_MEASURES = {
  held: 'h',
  minutes: 'n',
  tooShort: 's',
  late: 'l',
  belong: 'b',
  present: 'p',
  excused: 'e',
  unexcused: 'u',
  exempt: 'x',
  elsewhere: 'w',
} as const;
export type MeetingMeasure = keyof typeof MEETING_MEASURES;

const KINDS: Record<MeetingKind, string> = { regular: 'r', thematic: 't', extraordinary: 'e' };

/** The key of a measure of one kind of meeting in contributions and cells, `h:r`. Has no dot: MongoDB paths do. */
export const meetingKey = (measure: MeetingMeasure, kind: MeetingKind): string =>
  `${MEETING_MEASURES[measure]}:${KINDS[kind]}`;

/** Keys of a measure for the given kinds of meeting (all, when none is named): their sum is the measure. */
export const meetingKeys = (measure: MeetingMeasure, kinds: readonly MeetingKind[] = MEETING_KINDS): string[] =>
  kinds.map((kind) => meetingKey(measure, kind));

/** Counted by direct child too (`r` of a cell): completeness asks which branches held a regular meeting. */
export const REGULAR_MEETINGS = meetingKey('held', 'regular');

/**
 * Stock measures (a level on a day, DOMAIN.md 5.3) have keys with this beginning; all others are flows. None is
 * published yet: head-count comes with members.
 */
export const STOCK_PREFIX = 'L:';
export const isStock = (key: string): boolean => key.startsWith(STOCK_PREFIX);
