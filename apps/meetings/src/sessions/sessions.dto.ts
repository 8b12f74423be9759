import {
  SESSION_BODIES,
  SESSION_FIELDS,
  SESSION_STATES,
  type SessionBody,
  type SessionField,
  type SessionState,
} from '#contracts';
import { IsId, IsInstant, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { LONGEST_LINE, LONGEST_TEXT, NOT_BLANK, TERM } from '../facts/facts.dto.js';

const MOST_ITEMS = 50;
const MOST_QUESTIONS = 100;
const MOST_MEMBERS = 500;

export class SessionItemDto {
  /**
   * Id chosen by the client; votes and drafts name it.
   * @example '6f2a5c1e-8d3b-4f60-9a7e-1c2d3e4f5a61'
   */
  @IsId()
  id!: string;

  @IsIn(SESSION_FIELDS)
  @ApiProperty({ enum: SESSION_FIELDS, example: 'economy' })
  field!: SessionField;

  /**
   * Free text, read only with the right to texts.
   * @example 'Nhiệm vụ phát triển kinh tế quý IV'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_LINE)
  title!: string;

  /**
   * Free text: what the secretary prepared. Another text than before is a new draft.
   * @example 'Phấn đấu thu ngân sách đạt 95% kế hoạch năm.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  draft!: string;
}

class SessionTimesDto {
  /** @example '2020-11-25T08:00:00+07:00' */
  @IsInstant()
  startsAt!: string;

  /** @example '2020-11-25T11:00:00+07:00' */
  @IsInstant()
  endsAt!: string;

  /** In the order in which they are taken. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => SessionItemDto)
  @ApiProperty({ type: [SessionItemDto] })
  items!: SessionItemDto[];
}

export class PrepareSessionDto extends SessionTimesDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  /**
   * The unit whose committee sits.
   * @example '20628915-0922-5e62-a448-e7856b5efa26'
   */
  @IsId()
  unitId!: string;

  /** Ban chấp hành (đảng ủy), or its ban thường vụ. */
  @IsIn(SESSION_BODIES)
  @ApiProperty({ enum: SESSION_BODIES, example: 'committee' })
  body!: SessionBody;

  /**
   * Term of the committee, in which its minutes are numbered.
   * @example '2020-2025'
   */
  @IsString()
  @Matches(TERM)
  term!: string;
}

export class CorrectSessionDto extends SessionTimesDto {
  /** Why; kept with the version, behind the right to texts. */
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiProperty({ example: 'Ghi nhầm giờ họp' })
  reason!: string;
}

class OfItemDto {
  /** @example '6f2a5c1e-8d3b-4f60-9a7e-1c2d3e4f5a61' */
  @IsId()
  itemId!: string;
}

export class DraftItemDto extends OfItemDto {
  /**
   * Free text: the new draft.
   * @example 'Phấn đấu thu ngân sách đạt 98% kế hoạch năm.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  text!: string;
}

export class OpineOnItemDto extends OfItemDto {
  /**
   * Local date on which the standing committee met on it.
   * @example '2020-11-20'
   */
  @IsLocalDate()
  on!: string;

  /**
   * Free text: its opinion on the newest draft.
   * @example 'Đồng ý trình ban chấp hành.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  text!: string;
}

const votes = { type: 'integer', minimum: 0, maximum: MOST_MEMBERS } as const;

export class SessionVoteDto extends OfItemDto {
  @IsInt()
  @Min(0)
  @Max(MOST_MEMBERS)
  @ApiProperty({ ...votes, example: 13 })
  for!: number;

  @IsInt()
  @Min(0)
  @Max(MOST_MEMBERS)
  @ApiProperty({ ...votes, example: 0 })
  against!: number;

  @IsInt()
  @Min(0)
  @Max(MOST_MEMBERS)
  @ApiProperty({ ...votes, example: 1 })
  abstained!: number;
}

export class SessionQuestionDto {
  /** @example '0b7d9c52-41aa-4d7e-8a52-9f1c6d2e7b30' */
  @IsId()
  id!: string;

  /** Member who asked; an opaque id, read with the texts. */
  @IsId()
  @ApiProperty({ format: 'uuid', example: '5f0e7c1a-3f63-4f0a-9a53-6a1f2b8c9d10' })
  askedBy!: string;

  /** Member who was asked. */
  @IsId()
  @ApiProperty({ format: 'uuid', example: '5f0e7c1a-3f63-4f0a-9a53-6a1f2b8c9d11' })
  askedOf!: string;

  /**
   * Free text.
   * @example 'Vì sao tuyến đường liên tổ chậm tiến độ?'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  text!: string;

  /** Free text; left out: it was not answered in the session. */
  @IsOptional()
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Chờ bàn giao mặt bằng, xong trước 15/12.' })
  answer?: string | null;
}

export class HoldSessionDto {
  /** Members of the body that day: the base of every vote. */
  @IsInt()
  @Min(1)
  @Max(MOST_MEMBERS)
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MOST_MEMBERS, example: 15 })
  members!: number;

  /** How many of them were there. */
  @IsInt()
  @Min(0)
  @Max(MOST_MEMBERS)
  @ApiProperty({ ...votes, example: 14 })
  present!: number;

  /** One for each item that was put to the vote. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => SessionVoteDto)
  @ApiPropertyOptional({ type: [SessionVoteDto] })
  votes?: SessionVoteDto[];

  /** Chất vấn. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_QUESTIONS)
  @ValidateNested({ each: true })
  @Type(() => SessionQuestionDto)
  @ApiPropertyOptional({ type: [SessionQuestionDto] })
  questions?: SessionQuestionDto[];
}

export class MinuteSessionDto {
  /**
   * Free text: the minutes (biên bản).
   * @example 'Hội nghị thống nhất các nội dung; biên bản thông qua lúc 11 giờ.'
   */
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LONGEST_TEXT)
  minutes!: string;
}

/** Which sessions to list. */
export class SessionsQuery extends PageQuery {
  /**
   * Unit at the top of the subtree, as the tree is today.
   * @example '20628915-0922-5e62-a448-e7856b5efa26'
   */
  @IsId()
  unit!: string;

  /** First date. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2020-01-01' })
  from?: string;

  /** Last date. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ example: '2026-12-31' })
  to?: string;

  @IsOptional()
  @IsIn(SESSION_BODIES)
  @ApiPropertyOptional({ enum: SESSION_BODIES })
  body?: SessionBody;

  @IsOptional()
  @IsIn(SESSION_STATES)
  @ApiPropertyOptional({ enum: SESSION_STATES })
  state?: SessionState;
}

/** Which book of minutes to read. */
export class MinutesBookQuery extends PageQuery {
  @IsIn(SESSION_BODIES)
  @ApiProperty({ enum: SESSION_BODIES, example: 'committee' })
  body!: SessionBody;

  /** @example '2020-2025' */
  @IsString()
  @Matches(TERM)
  term!: string;
}
