import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional } from 'class-validator';
import { AWARD_REASONS, type AwardReason } from './awards.rules.js';

export class MedalsQuery extends PageQuery {
  /** The award day: 3 February, 19 May, 2 September or 7 November of a year. */
  @IsLocalDate()
  @ApiProperty({ type: String, format: 'date', example: '2027-02-03' })
  award!: string;
}

export class MedalDueAnswer {
  @ApiProperty({ format: 'uuid' })
  memberId!: string;

  @ApiProperty()
  name!: string;

  /** The branch on whose roll the member is on the award day, as known now. */
  @ApiProperty({ format: 'uuid' })
  unitId!: string;

  @ApiProperty({ format: 'date' })
  partyAgeFrom!: string;

  /** Years of Party age. */
  @ApiProperty({ type: 'integer', example: 30 })
  step!: number;

  /** The day on which the years are full. */
  @ApiProperty({ format: 'date' })
  reachedOn!: string;
}

export class MedalsPage {
  @ApiProperty({ type: [MedalDueAnswer] })
  items!: MedalDueAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class GiveMedalDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  id?: string;

  /** Years of Party age. */
  @IsInt()
  @ApiProperty({ type: 'integer', example: 30 })
  step!: number;

  @IsLocalDate()
  @ApiProperty({ format: 'date', example: '2026-05-19' })
  awardedOn!: string;

  /** `due` on its day; early for a severe illness, or after death. */
  @IsOptional()
  @IsIn(AWARD_REASONS)
  @ApiPropertyOptional({ enum: AWARD_REASONS, default: 'due', example: 'due' })
  reason: AwardReason = 'due';
}

export class AwardAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  @ApiProperty({ format: 'uuid' })
  memberId!: string;

  @ApiProperty({ type: 'integer' })
  step!: number;

  @ApiProperty({ format: 'date' })
  awardedOn!: string;

  @ApiProperty({ enum: AWARD_REASONS })
  reason!: AwardReason;

  /** Entered by mistake, or handed back. */
  @ApiProperty()
  voided!: boolean;
}

export class AwardsAnswer {
  @ApiProperty({ type: [AwardAnswer] })
  items!: AwardAnswer[];
}
