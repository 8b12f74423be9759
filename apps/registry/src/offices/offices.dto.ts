import { IsId, IsLocalDate } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, ValidateIf } from 'class-validator';
import { RecordDeedAnswer } from '../records/records.dto.js';
import { VISIBLE } from '../visible-text.js';
import { OFFICE_EXAMPLES } from './offices.examples.js';
import { OFFICES, type OfficeKind } from './offices.rules.js';

export class TakeOfficeDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  id?: string;

  @IsId()
  @ApiProperty({ format: 'uuid', example: OFFICE_EXAMPLES.member })
  memberId!: string;

  @IsId()
  @ApiProperty({ format: 'uuid', example: OFFICE_EXAMPLES.unit })
  unitId!: string;

  @IsIn(OFFICES)
  @ApiProperty({ enum: OFFICES, example: 'committee-member' })
  office!: OfficeKind;

  @IsLocalDate()
  @ApiProperty({ format: 'date', example: '2025-07-01' })
  from!: string;

  /** First day on which it is no longer held; null or absent: until further notice. */
  @ValidateIf((office: TakeOfficeDto) => office.to !== null && office.to !== undefined)
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  to?: string | null;

  /** Why; kept with the version. */
  @IsOptional()
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiPropertyOptional({ example: 'Quyết định chuẩn y của ban thường vụ' })
  reason?: string;
}

export class CorrectOfficeDto {
  @IsLocalDate()
  @ApiProperty({ format: 'date', example: '2025-08-01' })
  from!: string;

  /** First day on which it is no longer held; null: until further notice. */
  @ValidateIf((office: CorrectOfficeDto) => office.to !== null)
  @IsLocalDate()
  @ApiProperty({ type: String, format: 'date', nullable: true, example: null })
  to!: string | null;

  /** Why; kept with the version. */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiProperty({ example: 'Nhập nhầm ngày' })
  reason!: string;
}

export class EndOfficeDto {
  /** First day on which it is no longer held. */
  @IsLocalDate()
  @ApiProperty({ format: 'date', example: '2026-07-01' })
  to!: string;

  /** Why; kept with the version. */
  @IsString()
  @Matches(VISIBLE)
  @MaxLength(500)
  @ApiProperty({ example: 'Thôi giữ chức vụ' })
  reason!: string;
}

export class OfficeAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  @ApiProperty({ format: 'uuid' })
  memberId!: string;

  @ApiProperty({ format: 'uuid' })
  unitId!: string;

  @ApiProperty({ enum: OFFICES })
  office!: OfficeKind;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  to!: string | null;

  /** Entered by mistake: it was never held. */
  @ApiProperty()
  voided!: boolean;
}

export class OfficesAnswer {
  @ApiProperty({ type: [OfficeAnswer] })
  items!: OfficeAnswer[];
}

export class OfficeVersionAnswer extends RecordDeedAnswer {
  /** `taken`, `corrected`, `ended` or `voided`. */
  @ApiProperty()
  act!: string;

  @ApiProperty({ type: OfficeAnswer })
  record!: OfficeAnswer;
}

export class OfficeVersionsAnswer {
  @ApiProperty({ type: [OfficeVersionAnswer] })
  items!: OfficeVersionAnswer[];
}
