import { IsId } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MEMBER_STATES, ROW_STATES, type MemberState, type RowState } from './unit-attendance.js';

const MOST = 100_000;

/**
 * Attendance in counts. The states exclude each other: an exempt member who comes is present.
 * Base of the attendance rate: belong − exempt − elsewhere. Base of votes: a number of its own.
 */
export class AttendanceCounts {
  /**
   * Members of the branch on that day.
   * @example 22
   */
  @IsInt()
  @Min(0)
  @Max(MOST)
  belong!: number;

  /** @example 17 */
  @IsInt()
  @Min(0)
  @Max(MOST)
  present!: number;

  /**
   * Absent with a reason (có lý do).
   * @example 3
   */
  @IsInt()
  @Min(0)
  @Max(MOST)
  excused!: number;

  /**
   * Absent without a reason (không lý do).
   * @example 0
   */
  @IsInt()
  @Min(0)
  @Max(MOST)
  unexcused!: number;

  /**
   * Exempt from meetings (được miễn sinh hoạt) and not present.
   * @example 1
   */
  @IsInt()
  @Min(0)
  @Max(MOST)
  exempt!: number;

  /**
   * Temporarily with another branch (tạm chuyển sinh hoạt).
   * @example 1
   */
  @IsInt()
  @Min(0)
  @Max(MOST)
  elsewhere!: number;

  /**
   * Full members convened who count for votes.
   * @example 20
   */
  @IsInt()
  @Min(0)
  @Max(MOST)
  voteBase!: number;
}

/** Attendance as it is stated in a request. */
export class StatedAttendanceDto extends AttendanceCounts {
  /** Declared by the branch; to have them counted from its roll, state `members` instead. */
  @IsOptional()
  @IsIn(['declared'])
  @ApiPropertyOptional({ enum: ['declared'], default: 'declared' })
  source?: 'declared';
}

/** How one member was or was not there. */
export class MemberEntryDto {
  /**
   * Opaque id of a member on the roll of the unit that day, or on a temporary stay there.
   * @example '7023ea8f-ab0b-5967-84f1-56a0adc2e759'
   */
  @IsId()
  memberId!: string;

  /** Có mặt, vắng có lý do, vắng không lý do, được miễn, tạm đi nơi khác. */
  @IsIn(MEMBER_STATES)
  @ApiProperty({ enum: MEMBER_STATES, example: 'present' })
  state!: MemberState;
}

/** The members of a unit one by one. */
class MembersDto {
  /**
   * Instead of `attendance`: the members one by one, from which the counts follow by the roll of that day. Who is left
   * out counts as exempt or elsewhere when the roll says so, else as not accounted for. At most 2,000 a meeting.
   */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => MemberEntryDto)
  @ApiPropertyOptional({ type: [MemberEntryDto], nullable: true })
  members?: MemberEntryDto[] | null;
}

/** Attendance that must be stated, in counts or by member. */
export class StatedDto extends MembersDto {
  /** In counts, as the branch declares them. Either this or `members`. */
  @ValidateIf(({ attendance, members }: StatedDto) => attendance !== undefined || !members)
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => StatedAttendanceDto)
  @ApiPropertyOptional({ type: StatedAttendanceDto })
  attendance?: StatedAttendanceDto;
}

/** Attendance that may be left out while a meeting is planned. */
export class PerhapsStatedDto extends MembersDto {
  /** In counts, as the branch declares them; null or left out while the meeting is planned. Either this or `members`. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StatedAttendanceDto)
  @ApiPropertyOptional({ type: StatedAttendanceDto, nullable: true })
  attendance?: StatedAttendanceDto | null;
}

/** Another unit that meets in the same session (sinh hoạt ghép). */
export class JointUnitDto extends PerhapsStatedDto {
  /**
   * Not the host, and named once.
   * @example 'c347be36-3a55-5e63-b743-00b06e027e91'
   */
  @IsId()
  unitId!: string;
}

/** What closes a meeting that is logged at once. */
export class ClosingDto extends StatedDto {}

/** Attendance as stored. */
export class AttendanceAnswer extends AttendanceCounts {
  /** Declared by the branch, or counted from its roll. */
  @ApiProperty({ enum: ['declared', 'roll'], example: 'declared' })
  source!: 'declared' | 'roll';
}

/** The attendance of one of the units that met. */
class UnitAttendanceAnswer {
  /** Null until the meeting is closed. */
  @ApiProperty({ type: AttendanceAnswer, nullable: true })
  attendance!: AttendanceAnswer | null;

  /**
   * Members of other branches, temporarily here, who were present: in no count of `attendance`, since they belong
   * elsewhere. Null unless members were stated one by one.
   */
  @ApiProperty({ type: Number, nullable: true, example: null })
  guests!: number | null;
}

/** A joint unit with its own counts. */
export class JointUnitAnswer extends UnitAttendanceAnswer {
  unitId!: string;
}

/** One member at a meeting. */
export class AttendanceRowAnswer {
  /** Opaque id; names are read in the registry. */
  memberId!: string;

  /** `unaccounted`: on the roll, and nobody said where he was. */
  @ApiProperty({ enum: ROW_STATES, example: 'present' })
  state!: RowState;

  /** On a temporary stay here; he belongs to another branch. */
  guest!: boolean;
}

/** A unit with its members. */
export class UnitMembersAnswer extends JointUnitAnswer {
  /** Everybody on the roll of that day as known when it was stated, and the guests; null where counts were declared. */
  @ApiProperty({ type: [AttendanceRowAnswer], nullable: true, example: null })
  members!: AttendanceRowAnswer[] | null;
}

/** Who was at a meeting. */
export class MeetingAttendanceAnswer {
  /** @example 'f2134965-f21e-5ae4-8a5e-3c81f0109ffc' */
  id!: string;

  /** @example 1 */
  version!: number;

  /** @example '2020-11-03' */
  date!: string;

  /** The host first; of those that met, the ones whose people the caller may read about. */
  units!: UnitMembersAnswer[];
}

export class AttendanceQuery {
  /** Version of the meeting; without it the newest. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Type(() => Number)
  @ApiPropertyOptional({ type: 'integer', minimum: 1, example: 1 })
  version?: number;
}
