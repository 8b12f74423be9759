import { IsId, IsLocalDate } from '#http';
import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { RecordDeedAnswer } from '../records/records.dto.js';
import { VISIBLE } from '../visible-text.js';
import { LIAISON_EXAMPLES } from './liaison.examples.js';
import { LIAISON_KINDS, type LiaisonKind } from './liaison.rules.js';

export class BeginLiaisonDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  id?: string;

  /** The branch, or its committee, where the member lives. */
  @IsId()
  @ApiProperty({ format: 'uuid', example: LIAISON_EXAMPLES.unit })
  unitId!: string;

  /** `full`; `excused` from meetings (HD 33-HD/BTCTW); `not-introduced`. */
  @IsIn(LIAISON_KINDS)
  @ApiProperty({ enum: LIAISON_KINDS, example: 'full' })
  kind!: LiaisonKind;

  @IsLocalDate()
  @ApiProperty({ format: 'date', example: '2025-08-01' })
  from!: string;

  /** First day on which it no longer holds; null or absent: until further notice. */
  @ValidateIf((liaison: BeginLiaisonDto) => liaison.to !== null && liaison.to !== undefined)
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  to?: string | null;
}

export class EndLiaisonDto {
  /** First day on which it no longer holds. */
  @IsLocalDate()
  @ApiProperty({ format: 'date', example: '2026-01-01' })
  to!: string;

  /** Why; kept with the version. */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiProperty({ example: 'Chuyển nơi cư trú' })
  reason!: string;
}

export class CommentLiaisonDto {
  @IsInt()
  @Min(2000)
  @Max(2100)
  @ApiProperty({ type: 'integer', example: 2025 })
  year!: number;

  /** Free text on a person: readable with the right to the people only, never in an event or log. */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(2_000)
  @ApiProperty({ example: 'Gương mẫu, tham gia đầy đủ sinh hoạt nơi cư trú' })
  text!: string;
}

export class YearlyCommentAnswer {
  @ApiProperty({ type: 'integer' })
  year!: number;

  @ApiProperty()
  text!: string;
}

export class LiaisonAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  @ApiProperty({ format: 'uuid' })
  memberId!: string;

  @ApiProperty({ format: 'uuid' })
  unitId!: string;

  @ApiProperty({ enum: LIAISON_KINDS })
  kind!: LiaisonKind;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  to!: string | null;

  @ApiProperty({ type: [YearlyCommentAnswer] })
  comments!: readonly YearlyCommentAnswer[];

  /** Entered by mistake: it never was. */
  @ApiProperty()
  voided!: boolean;
}

/** After a change: without the comments, which are texts on a person. */
export class LiaisonWrittenAnswer extends OmitType(LiaisonAnswer, ['comments']) {}

export class LiaisonsAnswer {
  @ApiProperty({ type: [LiaisonAnswer] })
  items!: LiaisonAnswer[];
}

export class LiaisonVersionAnswer extends RecordDeedAnswer {
  /** `begun`, `ended`, `commented` or `voided`. */
  @ApiProperty()
  act!: string;

  @ApiProperty({ type: LiaisonAnswer })
  record!: LiaisonAnswer;
}

export class LiaisonVersionsAnswer {
  @ApiProperty({ type: [LiaisonVersionAnswer] })
  items!: LiaisonVersionAnswer[];
}
