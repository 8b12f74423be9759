import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsLocalDate } from '#http';
import { VISIBLE } from '../visible-text.js';

export class VoidRecordDto {
  /** Why; kept with the version. */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiProperty({ example: 'Nhập nhầm' })
  reason!: string;
}

export class OnQuery {
  /** The day; today when not given. */
  @IsOptional()
  @IsLocalDate()
  @ApiProperty({ type: String, format: 'date', required: false, example: '2026-07-01' })
  on?: string;
}
