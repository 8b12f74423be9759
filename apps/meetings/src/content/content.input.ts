import { randomUUID } from 'node:crypto';
import type { PreparationDto, PutContentDto, VoteDto } from './content.dto.js';
import type { PreparationStatement, VoteStatement } from './content.js';
import type { ContentStatement } from './content.rules.js';
import type { PutMinutesDto } from './minutes.dto.js';
import type { Minutes } from './minutes.js';

const instant = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);

const toPreparation = (dto: PreparationDto): PreparationStatement => ({
  noticeSentAt: instant(dto.noticeSentAt),
  noticeToSuperior: dto.noticeToSuperior ?? false,
  documentsAt: instant(dto.documentsAt),
  committeeMetOn: dto.committeeMetOn ?? null,
  draftReady: dto.draftReady ?? false,
  guests: dto.guests ?? null,
});

export const toVotes = (votes: readonly VoteDto[]): VoteStatement[] =>
  votes.map((vote) => ({
    id: vote.id ?? randomUUID(),
    unitId: vote.unitId ?? null,
    itemId: vote.itemId ?? null,
    subject: vote.subject,
    method: vote.method,
    for: vote.for,
    against: vote.against,
    abstained: vote.abstained,
    threshold: vote.threshold,
    base: vote.base,
  }));

/** What requests say, in the types of the rules. */
export const toContent = ({ preparation = {}, agenda = [], votes = [] }: PutContentDto): ContentStatement => ({
  preparation: toPreparation(preparation),
  agenda: agenda.map(({ id, kind }) => ({ id: id ?? randomUUID(), kind })),
  votes: toVotes(votes),
});

export const toMinutes = ({ place, guests, absentees, items, conclusion }: PutMinutesDto): Minutes => ({
  place: place ?? null,
  guests: guests ?? [],
  absentees: (absentees ?? []).map(({ memberId, reason }) => ({ memberId, reason })),
  items: (items ?? []).map((item) => ({
    itemId: item.itemId,
    title: item.title,
    content: item.content ?? null,
    conclusion: item.conclusion ?? null,
    speakers: (item.speakers ?? []).map(({ memberId, opinion }) => ({ memberId, opinion })),
  })),
  conclusion: conclusion ?? null,
});
