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

/** Who made a version of a record, when and why; what it did is told by the kind of record. */
export class RecordDeedAnswer {
  /** OIDC `sub` of who did it. */
  @ApiProperty()
  actor!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
}
