import { localInstant } from '#calendar';
import type { MeetingRecordedV1 } from '#contracts';
import type { ContentAnswer } from './content-answers.dto.js';
import type { MeetingContent, Preparation } from './content.js';

/** The content as clients see it. */
export const toContentAnswer = ({ preparation, ...content }: MeetingContent): ContentAnswer => ({
  ...content,
  preparation: {
    ...preparation,
    noticeSentAt: preparation.noticeSentAt && localInstant(preparation.noticeSentAt),
    documentsAt: preparation.documentsAt && localInstant(preparation.documentsAt),
  },
});

type Counted = Pick<MeetingRecordedV1, 'votes'>;

/** How many votes a unit took and carried; nothing without any, so that events are what they were before. */
export function voteCounts({ votes }: MeetingContent, unitId: string): Counted {
  const own = votes.filter((vote) => vote.unitId === unitId);
  return own.length === 0 ? {} : { votes: { taken: own.length, carried: own.filter((vote) => vote.carried).length } };
}

/** How it was prepared, as codes and flags; nothing when nothing was said. */
export function preparationFlags({ preparation }: MeetingContent): Pick<MeetingRecordedV1, 'preparation'> {
  if (!isStated(preparation)) return {};
  const { noticeInTime, noticeToSuperior, documentsInTime, committeeMetOn, draftReady } = preparation;
  const committeeMet = committeeMetOn !== null;
  return { preparation: { noticeInTime, noticeToSuperior, documentsInTime, committeeMet, draftReady } };
}

const isStated = ({ noticeSentAt, noticeToSuperior, documentsAt, committeeMetOn, draftReady }: Preparation): boolean =>
  Boolean(noticeSentAt ?? documentsAt ?? committeeMetOn) || noticeToSuperior || draftReady;
