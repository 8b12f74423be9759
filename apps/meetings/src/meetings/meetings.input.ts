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

export const toCorrection = (dto: CorrectMeetingDto): Correction => ({
  ...toDetails(dto),
  attendance: dto.attendance ?? null,
});

/** Only what is stated: the rest stays as planned. */
export const toClosing = ({
  startsAt,
  endsAt,
  withThematic,
  chairId,
  secretaryId,
  attendance,
}: CloseMeetingDto): Closing => ({
  ...(startsAt !== undefined && { startsAt: new Date(startsAt) }),
  ...(endsAt !== undefined && { endsAt: new Date(endsAt) }),
  ...(withThematic !== undefined && { withThematic }),
  ...(chairId !== undefined && { chairId }),
  ...(secretaryId !== undefined && { secretaryId }),
  attendance,
});
