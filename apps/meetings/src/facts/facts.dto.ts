import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';

/** Longest free text, and longest line of one. */
export const LONGEST_TEXT = 20_000;
export const LONGEST_LINE = 500;
/** Term of a committee, `2025-2030`. */
export const TERM = /^\d{4}-\d{4}$/;
/** Blanks alone say nothing. */
export const NOT_BLANK = /\S/;

/** Why something is changed. */
export class FactReasonDto {
  /** Kept with the version, never published. */
  @IsString()
  @MaxLength(LONGEST_LINE)
  @ApiProperty({ example: 'Nhập trùng' })
  reason!: string;
}

export class FactNarrativeQuery {
  /** Version whose texts to read; without it the newest. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Type(() => Number)
  @ApiPropertyOptional({ type: 'integer', minimum: 1, example: 1 })
  version?: number;
}

/** Who made a version, and what it did. Why is among the texts. */
export class FactDeedAnswer {
  /** @example 1 */
  version!: number;

  /** Opaque `sub` of who made it. */
  actor!: string;

  /** @example '2026-08-13T21:10:00.000+07:00' */
  at!: string;
}
