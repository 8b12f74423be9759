import { toVotes } from '../content/content.input.js';
import type { JointUnitDto, PerhapsStatedDto, StatedDto } from './attendance.dto.js';
import type { Statement } from './attendance.rules.js';
import type { JointStatement } from './joint.rules.js';
import type { CloseMeetingDto, CorrectMeetingDto, PlanMeetingDto } from './meetings.dto.js';
import type { Closing, Correction, MeetingDetails } from './meetings.rules.js';

/** What requests say, in the types of the rules. */
export const toDetails = (dto: PlanMeetingDto | CorrectMeetingDto): MeetingDetails => ({
  unitId: dto.unitId,
  kind: dto.kind,
  withThematic: dto.withThematic ?? false,
  startsAt: new Date(dto.startsAt),
  endsAt: new Date(dto.endsAt),
  chairId: dto.chairId ?? null,
  secretaryId: dto.secretaryId ?? null,
});

export const toStatement = ({ attendance, members }: StatedDto | PerhapsStatedDto): Statement => ({
  attendance: attendance ?? null,
  members: members ?? null,
});

export const toJoint = (joint: readonly JointUnitDto[]): JointStatement[] =>
  joint.map((one) => ({ unitId: one.unitId, ...toStatement(one) }));

export const toCorrection = (dto: CorrectMeetingDto): Correction => ({
  ...toDetails(dto),
  ...toStatement(dto),
  joint: toJoint(dto.joint ?? []),
  votes: dto.votes ? toVotes(dto.votes) : null,
});

/** Only what is stated: the rest stays as planned. */
export const toClosing = (dto: CloseMeetingDto): Closing => {
  const { startsAt, endsAt, withThematic, chairId, secretaryId, joint } = dto;
  return {
    ...(startsAt !== undefined && { startsAt: new Date(startsAt) }),
    ...(endsAt !== undefined && { endsAt: new Date(endsAt) }),
    ...(withThematic !== undefined && { withThematic }),
    ...(chairId !== undefined && { chairId }),
    ...(secretaryId !== undefined && { secretaryId }),
    ...(joint && { joint: toJoint(joint) }),
    ...toStatement(dto),
  };
};
