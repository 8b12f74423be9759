import { CUT_KINDS, type CutKind } from '#calendar';
import { IsLocalDate } from '#http';
import { IsFormat, type Format } from '../exports/tables.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

const CODE = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;
const MOST_PERIODS = 500;

/** Names in both languages. */
export class CalendarLabels {
  /** @example 'Năm học' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  vi!: string;

  /** @example 'School year' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  en!: string;
}

/** How a calendar cuts its periods, of every year alike. */
export class CalendarRule {
  /**
   * Day that month M begins on; 1 is the calendar month, above it a day of month M−1.
   * @example 21
   */
  @IsInt()
  @Min(1)
  @Max(28)
  monthFrom!: number;

  /**
   * Day that a week begins on: Monday 1 … Sunday 7. A week is of the year that holds most of its days.
   * @example 1
   */
  @IsInt()
  @Min(1)
  @Max(7)
  weekFrom!: number;

  /**
   * Whether quarter 1, six months (`2026-6M`), nine months and the year all run from the start of the year.
   * @example false
   */
  @IsBoolean()
  cumulative!: boolean;

  /** Kinds of period it has; days and ranges are in every calendar. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(CUT_KINDS, { each: true })
  @ApiProperty({ enum: CUT_KINDS, isArray: true, example: ['month', 'quarter', 'year'] })
  kinds!: CutKind[];
}

/** A period that is told by its days. */
export class CalendarListedPeriod {
  /**
   * What `period` is asked by.
   * @example 'dot-1'
   */
  @IsString()
  @MinLength(1)
  @MaxLength(30)
  id!: string;

  /**
   * Kind of period; those of one kind share no day.
   * @example 'stage'
   */
  @Matches(CODE)
  @MaxLength(40)
  kind!: string;

  /** @example '2026-03-05' */
  @IsLocalDate()
  from!: string;

  /**
   * The last day, included.
   * @example '2026-04-10'
   */
  @IsLocalDate()
  through!: string;
}

/** A calendar to add: by a rule, or by a list of periods. */
export class CalendarDto {
  /** @example 'campaign-2026' */
  @Matches(CODE)
  @MaxLength(40)
  code!: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => CalendarLabels)
  @ApiProperty({ type: CalendarLabels })
  labels!: CalendarLabels;

  /**
   * Who issued it: a regulation, a plan, an office's decision.
   * @example 'Kế hoạch 12-KH/TU'
   */
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  source!: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CalendarRule)
  @ApiPropertyOptional({ type: CalendarRule })
  rule?: CalendarRule;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PERIODS)
  @ValidateNested({ each: true })
  @Type(() => CalendarListedPeriod)
  @ApiPropertyOptional({ type: [CalendarListedPeriod] })
  periods?: CalendarListedPeriod[];
}

export class CalendarAnswer {
  /** @example 'gregorian' */
  code!: string;

  @ApiProperty({ type: CalendarLabels })
  labels!: CalendarLabels;

  /** @example 'Nghị định 60/2018/NĐ-CP' */
  source!: string;

  @ApiProperty({ type: [String], description: 'Kinds of period it has, besides days and ranges.', example: ['month'] })
  kinds!: string[];

  @ApiPropertyOptional({ type: CalendarRule, description: 'Of a calendar by a rule.' })
  rule?: CalendarRule;

  @ApiPropertyOptional({ type: [CalendarListedPeriod], description: 'Of a calendar by a list; left out in lists.' })
  periods?: CalendarListedPeriod[];
}

export class CalendarsAnswer {
  @ApiProperty({ type: [CalendarAnswer] })
  items!: CalendarAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** Which periods of a calendar. */
export class CalendarPeriodsQuery {
  @Type(() => Number)
  @IsInt()
  @Min(1901)
  @Max(2998)
  @ApiProperty({
    type: 'integer',
    minimum: 1901,
    maximum: 2998,
    example: 2026,
    description: 'Year they are called by; of a list: that they have a day in.',
  })
  year!: number;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  @ApiPropertyOptional({ description: 'Only periods of this kind.', example: 'month' })
  kind?: string;

  @IsFormat('csv')
  format?: Format;
}

export class CalendarPeriodAnswer {
  /** @example '2026-07' */
  id!: string;

  /** @example 'month' */
  kind!: string;

  @ApiProperty({ format: 'date', example: '2026-06-15' })
  from!: string;

  @ApiProperty({ format: 'date', description: 'The last day, included, as people write it.', example: '2026-07-14' })
  through!: string;
}

export class CalendarPeriodsAnswer {
  /** @example 'nd09' */
  calendar!: string;

  /** @example 2026 */
  @ApiProperty({ type: 'integer' })
  year!: number;

  @ApiProperty({ type: [CalendarPeriodAnswer] })
  items!: CalendarPeriodAnswer[];
}
