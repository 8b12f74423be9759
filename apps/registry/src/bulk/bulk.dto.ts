import { IsId, IsLocalDate } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { BULK_EXAMPLES } from './bulk.examples.js';
import type { RowFault } from './bulk-file.rules.js';
import { DATE_ORDERS, type DateOrder } from './bulk-values.rules.js';

const MODES = ['atomic', 'partial'] as const;
/** A flag of a query: `true` or `false`, and nothing that only looks like one. */
const Flag = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

export class BulkQuery {
  /** Every row's unit is this one or below it. */
  @IsId()
  @ApiProperty({ type: String, format: 'uuid', example: BULK_EXAMPLES.unit })
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

  /** Declares that identifiers of fewer than 12 digits lost their leading zeros in a spreadsheet. */
  @IsOptional()
  @Flag()
  @IsBoolean()
  @ApiPropertyOptional({ type: Boolean, default: false })
  padIdentifiers: boolean = false;

  /** Since when the members are on the roll, for rows that do not say. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date' })
  on?: string;
}

export class BulkFaultAnswer {
  /** The column by its English name, or `row`. */
  @ApiProperty({ type: String, example: 'personalId' })
  column!: RowFault['column'];

  @ApiProperty({ example: 'identifier-lost-zeros' })
  code!: string;
}

export class BulkRowAnswer {
  /** As a spreadsheet numbers it, the heading being row 1; in NDJSON the line. */
  @ApiProperty({ type: 'integer' })
  row!: number;

  /** Id of the member; null when the row is refused. */
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
