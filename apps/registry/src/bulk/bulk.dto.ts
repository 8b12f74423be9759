import { BulkQuery, Flag } from '#bulk';
import { IsId, IsLocalDate } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { BULK_EXAMPLES } from './bulk.examples.js';

export class MembersBulkQuery extends BulkQuery {
  /** Every row's unit is this one or below it. */
  @IsId()
  @ApiProperty({ type: String, format: 'uuid', example: BULK_EXAMPLES.unit })
  override unit!: string;

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
