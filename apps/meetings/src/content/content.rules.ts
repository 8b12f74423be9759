import { dateOf, localDayOf, type Day } from '#calendar';
import { Refusal, refused, type MeetingState } from '#contracts';
import { DOCUMENTS_AHEAD, NOTICE_AHEAD, sentInTime } from '../meetings/dated.rules.js';
import type { AgendaItem, MeetingContent, PreparationStatement, VoteStatement } from './content.js';
import { countedVotes, type Voters } from './votes.rules.js';

/** The whole content as a request states it. */
export interface ContentStatement {
  preparation: PreparationStatement;
  agenda: readonly AgendaItem[];
  votes: readonly VoteStatement[];
}

/** What the rules read of a meeting. */
export interface Described extends Voters {
  state: MeetingState;
  day: Day;
  startsAt: Date;
  content: MeetingContent;
}

/**
 * Replaces the content of a meeting, planned or closed. What is against a rule of preparation is marked, not refused;
 * what cannot have happened yet is refused. Once there are votes, which count in figures, a reason is asked for.
 * @throws Refusal already-voided (409), reason-required, in-the-future, agenda-item-twice (422), what `countedVotes`
 * refuses
 */
export function replaced(meeting: Described, stated: ContentStatement, reason: string, now: Date): MeetingContent {
  const { state, content, startsAt, day } = meeting;
  if (state === 'voided') throw new Refusal('conflict', 'already-voided');
  if (content.votes.length > 0 && reason.trim() === '') throw refused('reason-required', 'reason');
  checkPast(stated.preparation, now);
  const agenda = checkedAgenda(stated.agenda);
  const votes = countedVotes(stated.votes, agenda, meeting);
  const preparation = { ...content.preparation, ...stated.preparation };
  return marked({ preparation, agenda, votes, minutesVersion: content.minutesVersion }, startsAt, day);
}

/** Says anew what follows from the dates, for a session that starts then. */
export function marked(content: MeetingContent, startsAt: Date, day: Day): MeetingContent {
  const { noticeSentAt, documentsAt } = content.preparation;
  return {
    ...content,
    preparation: {
      ...content.preparation,
      noticeInTime: sentInTime(NOTICE_AHEAD, day, startsAt, noticeSentAt),
      documentsInTime: sentInTime(DOCUMENTS_AHEAD, day, startsAt, documentsAt),
    },
  };
}

function checkPast({ noticeSentAt, documentsAt, committeeMetOn }: PreparationStatement, now: Date): void {
  for (const [field, at] of Object.entries({ noticeSentAt, documentsAt }))
    if (at && at > now) throw refused('in-the-future', `preparation.${field}`);
  if (committeeMetOn !== null && committeeMetOn > dateOf(localDayOf(now)))
    throw refused('in-the-future', 'preparation.committeeMetOn');
}

function checkedAgenda(agenda: readonly AgendaItem[]): AgendaItem[] {
  const twice = agenda.findIndex(({ id }, at) => agenda.findIndex((item) => item.id === id) < at);
  if (twice >= 0) throw refused('agenda-item-twice', `agenda.${twice}.id`);
  return [...agenda];
}
