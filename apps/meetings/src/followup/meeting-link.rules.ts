import { refused, type MeetingState } from '#contracts';

/** What is asked of a meeting to which something refers. */
export interface LinkedMeeting {
  state: MeetingState;
  /** Local date. */
  date: string;
  /** All units that took part. */
  unitIds: string[];
}

/** What refers to a meeting: what a unit adopted or heard there on its day. */
export type Link = { meetingId: string | null; unitId: string; on: string };

/**
 * A meeting of others is answered as one that does not exist.
 * @throws Refusal meeting-not-of-unit, meeting-not-held, not-on-meeting-date (422)
 */
export function requireHeld(meeting: LinkedMeeting | null, { unitId, on }: Link, dateField: string): void {
  if (!meeting?.unitIds.includes(unitId)) throw refused('meeting-not-of-unit', 'meetingId');
  if (meeting.state !== 'closed') throw refused('meeting-not-held', 'meetingId');
  if (meeting.date !== on) throw refused('not-on-meeting-date', dateField);
}

/** Whether the meeting is still what it was when something referred to it; null without one. */
export function meetingStands(meeting: LinkedMeeting | undefined, { meetingId, unitId, on }: Link): boolean | null {
  if (meetingId === null) return null;
  return meeting?.state === 'closed' && meeting.date === on && meeting.unitIds.includes(unitId);
}
