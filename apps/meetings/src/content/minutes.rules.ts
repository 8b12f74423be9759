import { Refusal, refused, type MeetingState } from '#contracts';
import type { MeetingContent } from './content.js';
import type { Minutes } from './minutes.js';

/** What the rules read of a meeting. */
type Recorded = { state: MeetingState; content: MeetingContent };

/**
 * The content of a meeting whose minutes are written in its coming version. They follow its agenda as it is then.
 * @throws Refusal already-voided (409), reason-required, no-such-agenda-item, agenda-item-twice, member-twice (422)
 */
export function withMinutes(meeting: Recorded, minutes: Minutes, reason: string, version: number): MeetingContent {
  const { state, content } = meeting;
  if (state === 'voided') throw new Refusal('conflict', 'already-voided');
  if (content.minutesVersion !== null && reason.trim() === '') throw refused('reason-required', 'reason');
  const agenda = new Set(content.agenda.map(({ id }) => id));
  const items = minutes.items.map(({ itemId }) => itemId);
  const strange = items.findIndex((id) => !agenda.has(id));
  if (strange >= 0) throw refused('no-such-agenda-item', `items.${strange}.itemId`);
  const twice = repeated(items);
  if (twice >= 0) throw refused('agenda-item-twice', `items.${twice}.itemId`);
  const absentTwice = repeated(minutes.absentees.map(({ memberId }) => memberId));
  if (absentTwice >= 0) throw refused('member-twice', `absentees.${absentTwice}.memberId`);
  return { ...content, minutesVersion: version };
}

/** Where the first id stands that stood before; −1 without any. */
const repeated = (ids: readonly string[]): number => ids.findIndex((id, at) => ids.indexOf(id) < at);

/**
 * State secrets and denunciations must not be on a networked computer (DOMAIN.md 8).
 * @throws Refusal classified-content (422)
 */
export function requireUnclassified(classification: string): void {
  if (classification !== 'none') throw refused('classified-content', 'classification');
}
