import {
  OPINION_FIELDS,
  OPINION_LEVELS,
  OPINION_STATES,
  OPINION_VOICES,
  type OpinionField,
  type OpinionLevel,
  type OpinionState,
  type OpinionVoice,
} from '#contracts';
import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { LONGEST_LINE, LONGEST_TEXT, NOT_BLANK } from '../facts/facts.dto.js';

class OpinionDetailsDto {
  /** The closed meeting of the unit at which it was raised; left out: it was raised otherwise. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  meetingId?: string | null;

  /**
   * Local date; at a meeting its date.
   * @example '2020-11-03'
   */
  @IsLocalDate()
  raisedOn!: string;

  /** Đảng viên, nhân dân, tổ chức; never who in person. */
  @IsIn(OPINION_VOICES)
  @ApiProperty({ enum: OPINION_VOICES, example: 'people' })
  by!: OpinionVoice;

  /** What it is about. */
  @IsIn(OPINION_FIELDS)
  @ApiProperty({ enum: OPINION_FIELDS, example: 'environment' })
  field!: OpinionField;

  /** Last day in time to settle it. Without one it is never overdue. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, example: '2020-12-31' })
  due?: string | null;

  /**
   * Free text, read only with the right to texts.
   * @example 'Đề nghị khơi thông cống thoát nước đầu ngõ.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  text!: string;
}

class ReplyDto {
  /**
   * Free text: what was answered.
   * @example 'Tổ dân phố khơi thông ngay trong tuần.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  reply!: string;
}

export class SettledAtOnceDto extends ReplyDto {}

export class RaiseOpinionDto extends OpinionDetailsDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  /**
   * The branch it concerns.
   * @example '50492f7d-525e-5caa-9704-82807e4a0616'
   */
  @IsId()
  unitId!: string;

  /** Given when it was settled on the spot, at the meeting. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SettledAtOnceDto)
  @ApiPropertyOptional({ type: SettledAtOnceDto })
  settledAtOnce?: SettledAtOnceDto;
}

export class CorrectOpinionDto extends OpinionDetailsDto {
  /** Why; kept with the version, behind the right to texts. */
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiProperty({ example: 'Ghi nhầm lĩnh vực' })
  reason!: string;
}

class OpinionDayDto {
  /**
   * Local date, not before the last step.
   * @example '2020-11-10'
   */
  @IsLocalDate()
  on!: string;
}

export class EscalateOpinionDto extends OpinionDayDto {
  /** A level above the one where it lies; the unit is that above the branch on the day. */
  @IsIn(OPINION_LEVELS)
  @ApiProperty({ enum: OPINION_LEVELS, example: 'commune' })
  to!: OpinionLevel;

  /** Free text; kept with the version. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Vượt thẩm quyền của chi bộ' })
  reason?: string | null;
}

export class SettleOpinionDto extends OpinionDayDto {
  /** On the spot, at the meeting where it was raised. */
  @IsOptional()
  @IsBoolean()
  @ApiPropertyOptional({ default: false })
  atOnce?: boolean;

  /**
   * Free text: what was answered.
   * @example 'Phường đã bố trí kinh phí sửa chữa.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  reply!: string;
}

export class ReopenOpinionDto extends OpinionDayDto {
  /** Why; kept with the version, behind the right to texts. */
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiProperty({ example: 'Nhân dân chưa đồng tình' })
  reason!: string;
}

/** Which opinions to list. */
export class OpinionsQuery extends PageQuery {
  /**
   * Unit at the top of the subtree of the branches they concern, as the tree is today.
   * @example '20628915-0922-5e62-a448-e7856b5efa26'
   */
  @IsId()
  unit!: string;

  /** First date on which they were raised. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2020-01-01' })
  from?: string;

  /** Last date on which they were raised. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2026-12-31' })
  to?: string;

  @IsOptional()
  @IsIn(OPINION_STATES)
  @ApiPropertyOptional({ enum: OPINION_STATES, example: 'open' })
  state?: OpinionState;

  /** Where it lies, or lay when it was settled. */
  @IsOptional()
  @IsIn(OPINION_LEVELS)
  @ApiPropertyOptional({ enum: OPINION_LEVELS })
  level?: OpinionLevel;

  @IsOptional()
  @IsIn(OPINION_FIELDS)
  @ApiPropertyOptional({ enum: OPINION_FIELDS })
  field?: OpinionField;

  /** True: only those that are overdue today. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  @ApiPropertyOptional({ type: Boolean })
  overdue?: boolean;
}
