// What votes and preparation say of figures, written again from DOMAIN.md 3.1 and 3.3.

/** What is kept of a meeting beside its attendance, as its last command was answered. */
export type OracleContent = {
  preparation: { noticeSentAt: string | null; documentsAt: string | null };
  votes: { unitId: string; for: number; base: number; threshold: string }[];
};
type Held = { unitId: string; startsAt: string; content?: OracleContent };

const DAY = 86_400_000;
/** HD 42 is of 28 October 2025, Viet Nam time. */
const HD_42 = Date.parse('2025-10-28T00:00:00+07:00');

/** Of all full members convened: more than half of them, or two thirds and more. */
const isCarried = ({ for: inFavour, base, threshold }: OracleContent['votes'][number]): boolean =>
  threshold === 'half' ? inFavour > base / 2 : base > 0 && inFavour >= Math.ceil((2 * base) / 3);

/** Votes that a unit took at a meeting. */
export function voteFigures({ content }: Held, unitId: string): Record<string, number> {
  const own = (content?.votes ?? []).filter((vote) => vote.unitId === unitId);
  return { 'votes.taken': own.length, 'votes.carried': own.filter(isCarried).length };
}

/** What the unit that held it has: its own votes, and whether notice and documents came in time. */
export function contentFigures(meeting: Held): Record<string, number> {
  const start = Date.parse(meeting.startsAt);
  const ahead = (sentAt: string | null | undefined, days: number): number =>
    sentAt && start >= HD_42 && Date.parse(sentAt) <= start - days * DAY ? 1 : 0;
  const { noticeSentAt, documentsAt } = meeting.content?.preparation ?? {};
  return {
    ...voteFigures(meeting, meeting.unitId),
    'meetings.notice-in-time': ahead(noticeSentAt, 0),
    'meetings.documents-in-time': ahead(documentsAt, 1),
  };
}
