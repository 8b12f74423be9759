import { BulkFaultAnswer, DATE_ORDERS, FORMATS, MODES, type DateOrder, type Format } from '#bulk';
import { IsId } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { BULK_EXAMPLES, JOB_EXAMPLES } from '../bulk.examples.js';
import { JOB_STATES, MOST_PARTS, type JobState } from './jobs.rules.js';

/** What a large file is, declared before its parts come. */
export class OpenJobDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', example: JOB_EXAMPLES.open })
  id?: string;

  /** Every row's unit is this one or below it. */
  @IsId()
  @ApiProperty({ type: String, format: 'uuid', example: BULK_EXAMPLES.unit })
  unit!: string;

  /** `partial` only: what is good is entered bit by bit. */
  @IsOptional()
  @IsIn(MODES)
  @ApiPropertyOptional({ enum: MODES, default: 'partial', example: 'partial' })
  mode: (typeof MODES)[number] = 'partial';

  @IsIn(FORMATS)
  @ApiProperty({ enum: FORMATS, example: 'text/csv' })
  format!: Format;

  /** How dates like 05/06/2026 are meant: day first or month first. ISO dates are always read. */
  @IsOptional()
  @IsIn(DATE_ORDERS)
  @ApiPropertyOptional({ enum: DATE_ORDERS, default: 'iso', example: 'iso' })
  dates: DateOrder = 'iso';
}

export class FinishJobDto {
  /** How many parts were sent, numbered from 1: none must have been lost. */
  @IsInt()
  @Min(1)
  @Max(MOST_PARTS)
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MOST_PARTS, example: 1 })
  parts!: number;
}

export class JobActAnswer {
  @ApiProperty({ enum: ['opened', 'finished', 'cancelled'] })
  act!: 'opened' | 'finished' | 'cancelled';

  /** Opaque `sub` of who did it. */
  @ApiProperty()
  actor!: string;

  @ApiProperty()
  at!: string;
}

export class JobAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;

  /** Of what people did with it (If-Match); its progress makes no version. */
  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ type: String, format: 'uuid' })
  unit!: string;

  @ApiProperty({ enum: ['partial'] })
  mode!: 'partial';

  @ApiProperty({ enum: FORMATS })
  format!: Format;

  @ApiProperty({ enum: DATE_ORDERS })
  dates!: DateOrder;

  @ApiProperty({ enum: JOB_STATES })
  state!: JobState;

  /** Parts that have come. */
  @ApiProperty({ type: 'integer' })
  parts!: number;

  /** Parts whose rows are all worked. */
  @ApiProperty({ type: 'integer' })
  partsDone!: number;

  /** Rows that have come; what is neither accepted nor rejected waits. */
  @ApiProperty({ type: 'integer' })
  rows!: number;

  @ApiProperty({ type: 'integer' })
  accepted!: number;

  @ApiProperty({ type: 'integer' })
  rejected!: number;

  @ApiProperty({ type: [JobActAnswer] })
  acts!: JobActAnswer[];

  /** When its first rows were worked; null before. */
  @ApiProperty({ type: String, nullable: true })
  firstAt!: string | null;

  /** When rows were worked last. */
  @ApiProperty({ type: String, nullable: true })
  lastAt!: string | null;

  /** When it was finished or cancelled. */
  @ApiProperty({ type: String, nullable: true })
  closedAt!: string | null;
}

export class PartAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  jobId!: string;

  @ApiProperty({ type: 'integer' })
  part!: number;

  /** SHA-256 of the text, without a BOM: by it a part that comes again is known. */
  @ApiProperty()
  sha256!: string;

  @ApiProperty({ type: 'integer' })
  rows!: number;

  @ApiProperty()
  receivedAt!: string;
}

export class RejectionAnswer {
  @ApiProperty({ type: 'integer' })
  part!: number;

  /** As a spreadsheet numbers it within its part; in NDJSON the line. */
  @ApiProperty({ type: 'integer' })
  row!: number;

  @ApiProperty({ type: [BulkFaultAnswer] })
  errors!: BulkFaultAnswer[];
}

export class RejectionsPage {
  @ApiProperty({ type: [RejectionAnswer] })
  items!: RejectionAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
