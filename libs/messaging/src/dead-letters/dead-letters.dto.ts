import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageQuery } from '#http';
import { DEAD_LETTER_STATES, type DeadLetterState } from './dead-letter.js';

export class DeadLetterQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DEAD_LETTER_STATES, default: 'open', description: 'What became of them.' })
  @IsOptional()
  @IsIn(DEAD_LETTER_STATES)
  state: DeadLetterState = 'open';

  @ApiPropertyOptional({ type: 'string', example: 'bad-data', description: 'Only those refused for this reason.' })
  @IsOptional()
  @Matches(/^[a-z][a-z-]{0,60}$/)
  code?: string;
}

export class DiscardDeadLetter {
  @ApiProperty({
    type: 'string',
    maxLength: 500,
    example: 'A test record of 1 July; no fact is missing.',
    description: 'Why it can be given up. Name no person.',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason!: string;
}

export class DeadLetterAnswer {
  @ApiProperty({ type: 'string', example: 'meetings.events-3-120-9f2c0d6b5e8a4c1790b1d2e3f4a5b6c7' })
  id!: string;
  @ApiProperty({ type: 'string', example: 'meetings.events' })
  topic!: string;
  @ApiProperty({ type: 'integer', example: 3 })
  partition!: number;
  @ApiProperty({ type: 'integer', example: 120 })
  offset!: number;
  @ApiProperty({ type: 'string', example: 'bad-data', description: 'Why it cannot be applied.' })
  code!: string;
  @ApiProperty({ type: 'string', example: 'attendance.present: too_small', description: 'Paths and codes, no values.' })
  detail!: string;
  @ApiProperty({ type: 'string', nullable: true, example: 'meetings.meeting-recorded.v1' })
  type!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: null })
  factId!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, example: null })
  version!: number | null;
  @ApiProperty({ enum: DEAD_LETTER_STATES, example: 'open' })
  state!: DeadLetterState;
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-07-01T12:30:00.000Z' })
  at!: string;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: null,
    description: 'Who took it up or gave it up (a `sub`).',
  })
  decidedBy!: string | null;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  decidedAt!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Why it was given up.' })
  reason!: string | null;
}

export class DeadLetterWithRaw extends DeadLetterAnswer {
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'eyJub3QiOiJhbiBldmVudCJ9',
    description:
      'The record as it came, base64; null for a record without value, and for any of registry.composition: it tells of people.',
  })
  raw!: string | null;
}

export class DeadLetterPage {
  @ApiProperty({ type: [DeadLetterAnswer] })
  items!: DeadLetterAnswer[];
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Cursor of the next page.' })
  next!: string | null;
}
