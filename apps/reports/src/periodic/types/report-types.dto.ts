import { ENTERED_SEMANTICS, LEVELS, type EnteredSemantics, type Level } from '#contracts';
import { IsLocalDate } from '#http';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/** As `dataCode` of the contracts has it. */
const CODE = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;
const MOST_FIELDS = 100;
/** Longest text of one section. */
const MOST_TEXT = 20_000;
const MOST_AMOUNT = 1_000_000_000;
/** Null says that there is no limit; left out, it may have been forgotten. */
const isGiven = (_: object, value: unknown): boolean => value !== null;

/** Names in both languages. */
export class ReportLabels {
  /** @example 'Báo cáo tháng về chuyển đổi số' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  vi!: string;

  /** @example 'Monthly report on digital work' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  en!: string;
}

/** A part of the report that is told in words. */
export class ReportSectionField {
  /** @example 'situation' */
  @Matches(CODE)
  @MaxLength(60)
  code!: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => ReportLabels)
  @ApiProperty({ type: ReportLabels })
  labels!: ReportLabels;

  /** @example true */
  @IsBoolean()
  required!: boolean;

  /** @example 4000 */
  @IsInt()
  @Min(1)
  @Max(MOST_TEXT)
  maxLength!: number;
}

/** A measure that a person counts and enters. */
export class ReportMeasureField {
  /**
   * Belongs to this type alone; not of a family that is counted from events.
   * @example 'digital.services-online'
   */
  @Matches(CODE)
  @MaxLength(60)
  code!: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => ReportLabels)
  @ApiProperty({ type: ReportLabels })
  labels!: ReportLabels;

  /**
   * Code of what is counted.
   * @example 'service'
   */
  @Matches(CODE)
  @MaxLength(60)
  unit!: string;

  /** `flow` happens inside the period and adds over time; `stock` is the level at its end. */
  @IsIn(ENTERED_SEMANTICS)
  @ApiProperty({ enum: ENTERED_SEMANTICS, example: 'stock' })
  semantics!: EnteredSemantics;

  /**
   * Decimals that are kept.
   * @example 0
   */
  @IsInt()
  @Min(0)
  @Max(6)
  scale!: number;

  /** Least value, in the unit; null: none. */
  @ValidateIf(isGiven)
  @IsNumber()
  @Min(-MOST_AMOUNT)
  @Max(MOST_AMOUNT)
  @ApiProperty({ type: Number, nullable: true, example: 0 })
  min!: number | null;

  /** Greatest value, in the unit; null: none. */
  @ValidateIf(isGiven)
  @IsNumber()
  @Min(-MOST_AMOUNT)
  @Max(MOST_AMOUNT)
  @ApiProperty({ type: Number, nullable: true, example: 1000 })
  max!: number | null;

  /** @example false */
  @IsBoolean()
  required!: boolean;

  /** @example false */
  @IsBoolean()
  estimateAllowed!: boolean;
}

/** What one version of a report type asks for. */
export class ReportTypeVersionDto {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => ReportLabels)
  @ApiProperty({ type: ReportLabels })
  labels!: ReportLabels;

  /**
   * First day of the periods it holds for; a later version takes over from its own.
   * @example '2026-01-01'
   */
  @IsLocalDate()
  from!: string;

  /** @example 'gregorian' */
  @IsString()
  @MaxLength(40)
  calendar!: string;

  /**
   * Kind of period of the calendar: `day`, `week`, `month`, `quarter`, `half`, `nine-months`, `year`, or one of its list.
   * @example 'month'
   */
  @Matches(CODE)
  @MaxLength(40)
  periodKind!: string;

  /** Levels of the units that hand it in. */
  @IsArray()
  @ArrayMinSize(1)
  @IsIn(LEVELS, { each: true })
  @ApiProperty({ enum: LEVELS, isArray: true, example: ['commune'] })
  levels!: Level[];

  @IsArray()
  @ArrayMaxSize(MOST_FIELDS)
  @ValidateNested({ each: true })
  @Type(() => ReportSectionField)
  @ApiProperty({ type: [ReportSectionField] })
  sections!: ReportSectionField[];

  @IsArray()
  @ArrayMaxSize(MOST_FIELDS)
  @ValidateNested({ each: true })
  @Type(() => ReportMeasureField)
  @ApiProperty({ type: [ReportMeasureField] })
  measures!: ReportMeasureField[];

  /** Measures of the catalogue that are filled in from what events already say. */
  @IsArray()
  @ArrayMaxSize(MOST_FIELDS)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  @ApiProperty({ type: [String], example: ['meetings.held'] })
  derived!: string[];
}

export class ReportTypeDto extends ReportTypeVersionDto {
  /** @example 'monthly-digital' */
  @Matches(CODE)
  @MaxLength(60)
  code!: string;
}

/** One version of a report type. */
export class ReportTypeAnswer extends ReportTypeDto {
  /** @example 1 */
  @ApiProperty({ type: 'integer' })
  version!: number;
}

export class ReportTypesAnswer {
  /** The newest version of each. */
  @ApiProperty({ type: [ReportTypeAnswer] })
  items!: ReportTypeAnswer[];
}
