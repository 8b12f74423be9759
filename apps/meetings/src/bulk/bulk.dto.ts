import { BulkQuery } from '#bulk';
import { IsId } from '#http';
import { ApiProperty } from '@nestjs/swagger';
import { BULK_EXAMPLES } from './bulk.examples.js';

export class MeetingsBulkQuery extends BulkQuery {
  /** Every row's unit is this one or below it. */
  @IsId()
  @ApiProperty({ type: String, format: 'uuid', example: BULK_EXAMPLES.unit })
  override unit!: string;
}
