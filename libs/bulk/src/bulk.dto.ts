import { IsId } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { DATE_ORDERS, type DateOrder } from './values.rules.js';

export const MODES = ['atomic', 'partial'] as const;
/** A flag of a query: `true` or `false`, and nothing that only looks like one. */
export const Flag = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/** What every bulk entry is asked with. The example of the unit is given by the service. */
export class BulkQuery {
  @IsId()
  unit!: string;

  /** `atomic`: all rows or none. `partial`: the good ones. */
  @IsOptional()
  @IsIn(MODES)
  @ApiPropertyOptional({ enum: MODES, default: 'atomic' })
  mode: (typeof MODES)[number] = 'atomic';

  /** Judges everything and writes nothing. */
  @IsOptional()
  @Flag()
  @IsBoolean()
  @ApiPropertyOptional({ type: Boolean, default: false })
  dryRun: boolean = false;

  /** How dates like 05/06/1990 are meant: day first or month first. ISO dates are always read. */
  @IsOptional()
  @IsIn(DATE_ORDERS)
  @ApiPropertyOptional({ enum: DATE_ORDERS, default: 'iso' })
  dates: DateOrder = 'iso';
}

export class BulkFaultAnswer {
  /** The column by its English name, or `row`. */
  @ApiProperty({ type: String, example: 'date' })
  column!: string;

  @ApiProperty({ example: 'date-order-undeclared' })
  code!: string;

  /** What it means and the way out, in Vietnamese or English by Accept-Language; never the value. */
  @ApiProperty({ type: String })
  detail!: string;
}

export class BulkRowAnswer {
  /** As a spreadsheet numbers it, the heading being row 1; in NDJSON the line. */
  @ApiProperty({ type: 'integer' })
  row!: number;

  /** Id of what the row became; null when it is refused. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  id!: string | null;

  /** Ask the reports service with it; null when nothing was written. */
  @ApiProperty({ type: String, nullable: true })
  receipt!: string | null;

  @ApiProperty({ type: [BulkFaultAnswer] })
  errors!: BulkFaultAnswer[];
}

export class BulkAnswer {
  @ApiProperty({ enum: MODES })
  mode!: (typeof MODES)[number];

  @ApiProperty()
  dryRun!: boolean;

  @ApiProperty({ type: 'integer' })
  rows!: number;

  @ApiProperty({ type: 'integer' })
  accepted!: number;

  @ApiProperty({ type: 'integer' })
  refused!: number;

  @ApiProperty({ type: [BulkRowAnswer] })
  results!: BulkRowAnswer[];
}
