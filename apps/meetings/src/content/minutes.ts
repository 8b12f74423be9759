/** Who spoke to an item, by his opaque id, and what he said. */
export type Speaker = { memberId: string; opinion: string };

/** The words to one item of the agenda. */
export type ItemText = {
  itemId: string;
  title: string;
  content: string | null;
  conclusion: string | null;
  speakers: Speaker[];
};

/** What a branch writes down of a session (biên bản, DOMAIN.md 3.2). All of it is free text about people. */
export interface Minutes {
  place: string | null;
  /** Guests by name. */
  guests: string[];
  absentees: { memberId: string; reason: string }[];
  items: ItemText[];
  conclusion: string | null;
}

/** One version of the minutes: that of the meeting in which they were written. */
export interface MinutesDocument extends Minutes {
  /** `<meetingId>/<version>`: a version is written once. */
  _id: string;
  meetingId: string;
  version: number;
}

/** Collection of the minutes, all versions. */
export const MEETING_MINUTES = 'meeting_minutes';
