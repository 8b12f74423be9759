import { MEETING_KINDS, MEETING_STATES, type MeetingKind, type MeetingState } from '#contracts';
import { IsId, IsInstant, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ContentAnswer } from '../content/content-answers.dto.js';
import { MovedByActAnswer } from '../follow/follow.dto.js';
import { MOST_VOTES, VoteDto } from '../content/content.dto.js';
import {
  AttendanceAnswer,
  ClosingDto,
  JointUnitAnswer,
  JointUnitDto,
  PerhapsStatedDto,
  StatedDto,
} from './attendance.dto.js';

/** Who led a meeting. */
class MeetingPeopleDto {
  /** Opaque id of who chaired; never a name. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  chairId?: string | null;

  /** Opaque id of who kept the minutes; never a name. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  secretaryId?: string | null;
}

/** What a branch says of a meeting, planned or held. */
class MeetingDetailsDto extends MeetingPeopleDto {
  /**
   * The branch or committee that meets.
   * @example '79d0b7eb-3051-5a26-b488-c0db655fbf55'
   */
  @IsId()
  unitId!: string;

  /** Thường kỳ, chuyên đề, bất thường. */
  @IsIn(MEETING_KINDS)
  @ApiProperty({ enum: MEETING_KINDS, example: 'regular' })
  kind!: MeetingKind;

  /** A thematic part in the same session; of a regular meeting only. It must then last 120 minutes (HD 42). */
  @IsOptional()
  @IsBoolean()
  @ApiPropertyOptional({ default: false, example: false })
  withThematic?: boolean;

  /**
   * RFC 3339 with offset. Its date in Viet Nam is the date of the meeting.
   * @example '2026-08-03T19:30:00+07:00'
   */
  @IsInstant()
  startsAt!: string;

  /** @example '2026-08-03T21:10:00+07:00' */
  @IsInstant()
  endsAt!: string;
}

export class PlanMeetingDto extends MeetingDetailsDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  /** Given when the meeting has taken place: it is then logged and closed at once. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ClosingDto)
  @ApiPropertyOptional({ type: ClosingDto })
  closing?: ClosingDto;

  /** Other units that meet in the same session, at most 20. Each states its attendance when the meeting is closed at once. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => JointUnitDto)
  @ApiPropertyOptional({ type: [JointUnitDto] })
  joint?: JointUnitDto[];
}

/** What took place. What is left out stays as planned. */
export class CloseMeetingDto extends IntersectionType(StatedDto, MeetingPeopleDto) {
  /** @example '2020-12-05T19:30:00+07:00' */
  @IsOptional()
  @IsInstant()
  startsAt?: string;

  /** @example '2020-12-05T21:20:00+07:00' */
  @IsOptional()
  @IsInstant()
  endsAt?: string;

  /** A thematic part in the same session; of a regular meeting only. */
  @IsOptional()
  @IsBoolean()
  withThematic?: boolean;

  /** Other units that met in the same session, at most 20, each with its attendance. May be left out when none was planned. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => JointUnitDto)
  @ApiPropertyOptional({ type: [JointUnitDto] })
  joint?: JointUnitDto[];
}

/** The whole new state and why it replaces the old one. */
export class CorrectMeetingDto extends IntersectionType(MeetingDetailsDto, PerhapsStatedDto) {
  /** Other units that meet in the same session, at most 20. Left out: none took part. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => JointUnitDto)
  @ApiPropertyOptional({ type: [JointUnitDto] })
  joint?: JointUnitDto[];

  /** All votes anew, each of its new base. Needed where the vote base changes; left out or null: they stay. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_VOTES)
  @ValidateNested({ each: true })
  @Type(() => VoteDto)
  @ApiPropertyOptional({ type: [VoteDto], nullable: true })
  votes?: VoteDto[] | null;

  /** Why; kept with the version, never published. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiProperty({ type: String, required: true, example: 'Ghi nhầm giờ kết thúc' })
  reason?: string;
}

export class VoidMeetingDto {
  /** Why; kept with the version, never published. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiProperty({ type: String, required: true, example: 'Nhập trùng' })
  reason?: string;
}

/** Which meetings to list. */
export class MeetingsQuery extends PageQuery {
  /**
   * Unit at the top of the subtree, as the tree was on each meeting's date.
   * @example '20628915-0922-5e62-a448-e7856b5efa26'
   */
  @IsId()
  unit!: string;

  /**
   * First date; without it ten years before the last.
   * @example '2020-11-01'
   */
  @IsOptional()
  @IsLocalDate()
  from?: string;

  /**
   * Last date, itself included; without it ten years from the first, or a year from today.
   * @example '2020-11-30'
   */
  @IsOptional()
  @IsLocalDate()
  to?: string;

  @IsOptional()
  @IsIn(MEETING_STATES)
  @ApiPropertyOptional({ enum: MEETING_STATES, example: 'closed' })
  state?: MeetingState;
}

/** A meeting as it stands. */
export class MeetingAnswer {
  /** @example 'f2134965-f21e-5ae4-8a5e-3c81f0109ffc' */
  id!: string;

  /** @example 1 */
  version!: number;

  /** @example '50492f7d-525e-5caa-9704-82807e4a0616' */
  unitId!: string;

  @ApiProperty({ enum: MEETING_STATES, example: 'closed' })
  state!: MeetingState;

  @ApiProperty({ enum: MEETING_KINDS, example: 'regular' })
  kind!: MeetingKind;

  withThematic!: boolean;

  /**
   * Local date of the start: the date it counts on.
   * @example '2020-11-03'
   */
  date!: string;

  /** @example '2020-11-03T19:30:00.000+07:00' */
  startsAt!: string;

  /** @example '2020-11-03T20:57:00.000+07:00' */
  endsAt!: string;

  /**
   * Whole minutes from start to end.
   * @example 87
   */
  minutes!: number;

  @ApiProperty({ type: String, nullable: true })
  chairId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  secretaryId!: string | null;

  /** Null until it is closed. */
  @ApiProperty({ type: AttendanceAnswer, nullable: true })
  attendance!: AttendanceAnswer | null;

  /** Members of other branches who were present on a temporary stay; null unless members were stated one by one. */
  @ApiProperty({ type: Number, nullable: true, example: null })
  guests!: number | null;

  /** Other units that met in the same session, each with its own counts. */
  @ApiProperty({ type: [JointUnitAnswer], example: [] })
  joint!: JointUnitAnswer[];

  /** Preparation, agenda and votes; their words are in the minutes. */
  content!: ContentAnswer;

  /** When it was first closed in the system. */
  @ApiProperty({ type: String, nullable: true, example: '2026-11-22T20:00:00.000+07:00' })
  closedAt!: string | null;

  /** Shorter than the rule of its day. */
  tooShort!: boolean;

  /** Closed in the system more than 2 days after its end. */
  late!: boolean;

  /** By the tree as known now, one of its units does not live on its date. It counts where it was accepted. */
  outsideUnitLife!: boolean;

  /** When this version was recorded. */
  recordedAt!: string;

  /** To ask later whether this version is in the figures. */
  receipt!: string;

  /** The act that moved it here, when its unit ended; absent when none did. */
  movedByAct?: MovedByActAnswer;
}

/** One version: who made it, when, why, and the meeting after it. */
export class MeetingVersionAnswer {
  /** @example 1 */
  version!: number;

  /** Opaque `sub` of who made it. */
  actor!: string;

  at!: string;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  meeting!: MeetingAnswer;
}

export class MeetingsPage {
  @ApiProperty({ type: [MeetingAnswer] })
  items!: MeetingAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class MeetingVersionsPage {
  @ApiProperty({ type: [MeetingVersionAnswer] })
  items!: MeetingVersionAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
