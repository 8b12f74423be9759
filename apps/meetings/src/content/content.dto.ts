import { IsId, IsInstant, IsLocalDate } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  AGENDA_KINDS,
  THRESHOLDS,
  VOTE_METHODS,
  VOTE_SUBJECTS,
  type AgendaKind,
  type Threshold,
  type VoteMethod,
  type VoteSubject,
} from './content.js';

export const MOST_ITEMS = 50;
export const MOST_VOTES = 100;
const MOST_PEOPLE = 100_000;

/** What was done before the session. What is left out is not known. */
export class PreparationDto {
  /** When time, place and content were told to the members. */
  @IsOptional()
  @IsInstant()
  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-02-05T08:00:00+07:00' })
  noticeSentAt?: string | null;

  /** Also to the superior committee member who follows the branch. */
  @IsOptional()
  @IsBoolean()
  @ApiPropertyOptional({ default: false, example: true })
  noticeToSuperior?: boolean;

  /** When the documents were on the e-handbook: at least 1 day before (HD 42). */
  @IsOptional()
  @IsInstant()
  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-02-08T08:00:00+07:00' })
  documentsAt?: string | null;

  /** Local date on which the committee of the branch (chi ủy) met before it. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-02-06' })
  committeeMetOn?: string | null;

  /** A draft of the resolution was prepared. */
  @IsOptional()
  @IsBoolean()
  @ApiPropertyOptional({ default: false, example: true })
  draftReady?: boolean;

  /** How many were there who are members of no unit that met; their names belong into the minutes. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_PEOPLE)
  @ApiPropertyOptional({ type: Number, nullable: true, example: 1 })
  guests?: number | null;
}

export class AgendaItemDto {
  /** Id chosen by the client, by which votes and minutes name it; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  /** What it is about (DOMAIN.md 3.2). */
  @IsIn(AGENDA_KINDS)
  @ApiProperty({ enum: AGENDA_KINDS, example: 'last-resolution' })
  kind!: AgendaKind;
}

export class VoteDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;

  /** Whose vote it is, in a joint meeting: units vote each by itself. Left out: the unit that holds it. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  unitId?: string | null;

  /** The item of the agenda it belongs to. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  itemId?: string | null;

  @IsIn(VOTE_SUBJECTS)
  @ApiProperty({ enum: VOTE_SUBJECTS, example: 'resolution' })
  subject!: VoteSubject;

  /** Giơ tay, phiếu kín. */
  @IsIn(VOTE_METHODS)
  @ApiProperty({ enum: VOTE_METHODS, example: 'hand' })
  method!: VoteMethod;

  /** @example 16 */
  @IsInt()
  @Min(0)
  @Max(MOST_PEOPLE)
  for!: number;

  /** @example 0 */
  @IsInt()
  @Min(0)
  @Max(MOST_PEOPLE)
  against!: number;

  /** @example 1 */
  @IsInt()
  @Min(0)
  @Max(MOST_PEOPLE)
  abstained!: number;

  /** More than half, or at least two thirds, of all full members convened. */
  @IsIn(THRESHOLDS)
  @ApiProperty({ enum: THRESHOLDS, example: 'half' })
  threshold!: Threshold;

  /**
   * All full members convened: the `voteBase` of that unit's attendance, never who was present.
   * @example 20
   */
  @IsInt()
  @Min(0)
  @Max(MOST_PEOPLE)
  base!: number;
}

/** The whole content; what is left out is empty. */
export class PutContentDto {
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PreparationDto)
  @ApiPropertyOptional({ type: PreparationDto })
  preparation?: PreparationDto;

  /** In order. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => AgendaItemDto)
  @ApiPropertyOptional({ type: [AgendaItemDto] })
  agenda?: AgendaItemDto[];

  /** Of a closed meeting only. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_VOTES)
  @ValidateNested({ each: true })
  @Type(() => VoteDto)
  @ApiPropertyOptional({ type: [VoteDto] })
  votes?: VoteDto[];

  /** Why; needed once there are votes. Kept with the version, never published. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiPropertyOptional({ type: String, example: 'Ghi nhầm kết quả biểu quyết' })
  reason?: string;
}
