import { REPORT_STATES, type ReportState } from '#contracts';
import { IsId, MayBeAbsent, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

const MOST_FIELDS = 100;
/** As the longest section of any type. */
const MOST_TEXT = 20_000;

/** A measure that a person counted. */
export class StatedValueDto {
  /** @example 'integrity.signs-settled' */
  @IsString()
  @MaxLength(60)
  measure!: string;

  /** Decimal as text, `"450.5"`, or a number; in the measure's unit. */
  @IsDefined()
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }], example: '3' })
  value!: string | number;

  /** Ước: an estimate. Only where the type allows it. */
  @MayBeAbsent()
  @IsBoolean()
  @ApiPropertyOptional({ default: false })
  estimate?: boolean;
}

/** Words of one section. */
export class SectionTextDto {
  /** @example 'situation' */
  @IsString()
  @MaxLength(60)
  section!: string;

  /** @example 'Tình hình ổn định.' */
  @IsString()
  @MaxLength(MOST_TEXT)
  text!: string;
}

/** What a report tells, whole: it replaces what was told before. */
export class WriteReportDto {
  /** Không phát sinh: nothing occurred. Then there are no values and no sections. */
  @MayBeAbsent()
  @IsBoolean()
  @ApiPropertyOptional({ default: false })
  nil?: boolean;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(MOST_FIELDS)
  @ValidateNested({ each: true })
  @Type(() => StatedValueDto)
  @ApiPropertyOptional({ type: [StatedValueDto] })
  values?: StatedValueDto[];

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(MOST_FIELDS)
  @ValidateNested({ each: true })
  @Type(() => SectionTextDto)
  @ApiPropertyOptional({ type: [SectionTextDto] })
  sections?: SectionTextDto[];
}

export class CreateReportDto extends WriteReportDto {
  /**
   * The unit that reports.
   * @example 'a67adc85-0d62-5601-9456-7da0140721ac'
   */
  @IsId()
  unitId!: string;

  /** @example 'weekly-integrity' */
  @IsString()
  @MaxLength(60)
  type!: string;

  /**
   * Of the kind and calendar of the type.
   * @example '2025-W45'
   */
  @IsString()
  @MaxLength(30)
  period!: string;

  /** Hand it in at once; without it, it is a draft. */
  @MayBeAbsent()
  @IsBoolean()
  @ApiPropertyOptional({ default: false })
  submit?: boolean;
}

/** Why; kept with the version, never published. */
export class ReportReasonDto {
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiProperty({ type: String, required: true, example: 'Thiếu số liệu của hai chi bộ' })
  reason?: string;
}

/** Which reports to list. */
export class ReportsQuery extends PageQuery {
  /** Unit at the top of the subtree, as the tree was on the last day of each report's period. */
  @IsId()
  @ApiProperty({ format: 'uuid', example: 'a67adc85-0d62-5601-9456-7da0140721ac' })
  unit!: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  @ApiPropertyOptional({ example: 'weekly-integrity' })
  type?: string;

  @IsOptional()
  @IsString()
  @MaxLength(30)
  @ApiPropertyOptional({ example: '2025-W45' })
  period?: string;

  @IsOptional()
  @IsIn(REPORT_STATES)
  @ApiPropertyOptional({ enum: REPORT_STATES })
  state?: ReportState;
}

/** A report type and a period of it. */
export class TypePeriodQuery extends PageQuery {
  @IsString()
  @MaxLength(60)
  @ApiProperty({ example: 'weekly-integrity' })
  type!: string;

  @IsString()
  @MaxLength(30)
  @ApiProperty({ example: '2025-W45' })
  period!: string;
}

export class PrefillQuery {
  @IsId()
  @ApiProperty({ format: 'uuid', example: 'a67adc85-0d62-5601-9456-7da0140721ac' })
  unit!: string;

  @IsString()
  @MaxLength(60)
  @ApiProperty({ example: 'weekly-integrity' })
  type!: string;

  @IsString()
  @MaxLength(30)
  @ApiProperty({ example: '2025-W45' })
  period!: string;
}

/** Which version's words. */
export class SectionsQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'The newest one when absent.' })
  version?: number;
}
