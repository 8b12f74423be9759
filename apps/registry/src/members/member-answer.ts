import { encodeReceipt } from '#contracts';
import type { MemberDocument, MemberVersion } from './member.js';
import type { MemberAnswer, MemberVersionAnswer } from './members-answers.dto.js';
import { memberReceipt } from './member-receipt.js';

/** A member as clients with the right to the people see it. */
export function toMemberAnswer(member: MemberDocument): MemberAnswer {
  const { _id: id, version, voided, person, acts, record, marks, transit, partyAgeFrom, recordedAt } = member;
  const receipt = encodeReceipt(memberReceipt(member));
  return { id, version, voided, person, acts, ...record, marks, transit, partyAgeFrom, recordedAt, receipt };
}

export const toVersionAnswer = ({ version, actor, at, reason, member }: MemberVersion): MemberVersionAnswer => ({
  version,
  actor,
  at,
  reason,
  member: toMemberAnswer(member),
});
