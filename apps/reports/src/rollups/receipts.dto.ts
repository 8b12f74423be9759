import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { ReceiptStatus } from './receipts.rules.js';

const STATUSES = ['applied', 'pending', 'superseded', 'unplaced', 'refused', 'no-figure'] as const;

export class ReceiptStatusDto {
  @ApiProperty({
    enum: STATUSES,
    description:
      '`applied`: in the figures. `pending`: not yet. `superseded`: a later version is in them. `unplaced`: its unit is ' +
      'not known here yet. `refused`: put aside, see `code`. `no-figure`: such facts add nothing to figures.',
    example: 'applied',
  })
  status!: ReceiptStatus['status'];
  @ApiPropertyOptional({ description: 'Why it was refused.', example: 'version-conflict' })
  code?: string;
}

export class ReceiptQuery {
  @ApiPropertyOptional({ description: 'How long to wait for it to be settled, `5s` or `500ms`; 10 s at most.' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  wait?: string;
}
