import { MEETING_KINDS, type MeetingKind } from '#contracts';
import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsIn,
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
import { NOT_APPLICABLE, type NotApplicable } from './score-template.js';
import { IsTenths } from './is-tenths.js';

/** As `dataCode` of the contracts has it. */
const CODE = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

/** Names in both languages. */
export class SheetLabels {
  /** @example 'Phiếu chấm sinh hoạt chuyên đề' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  vi!: string;

  /** @example 'Sheet for thematic meetings' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  en!: string;
}

/** A step of an item. */
export class ScoreOptionDto {
  /**
   * With one decimal at most.
   * @example 4
   */
  @IsTenths()
  @Min(0)
  @Max(100)
  points!: number;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => SheetLabels)
  @ApiProperty({ type: SheetLabels })
  labels!: SheetLabels;
}

class NamedPoints {
  /** @example 'conduct' */
  @Matches(CODE)
  @MaxLength(60)
  code!: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => SheetLabels)
  @ApiProperty({ type: SheetLabels })
  labels!: SheetLabels;

  /**
   * Most points, with one decimal at most.
   * @example 100
   */
  @IsTenths()
  @Min(0.1)
  @Max(100)
  max!: number;
}

export class ScoreItemDto extends NamedPoints {
  /** The only points it may have; the most of them is `max`. Left out: anything up to it. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ScoreOptionDto)
  @ApiPropertyOptional({ type: [ScoreOptionDto], nullable: true })
  options?: ScoreOptionDto[] | null;

  /** What becomes of it when it does not apply. Left out: as its head says; null: it always applies. */
  @IsOptional()
  @IsIn(NOT_APPLICABLE)
  @ApiPropertyOptional({ enum: [...NOT_APPLICABLE, null], nullable: true, type: String })
  notApplicable?: NotApplicable | null;
}

export class ScoreHeadDto extends NamedPoints {
  @IsOptional()
  @IsIn(NOT_APPLICABLE)
  @ApiPropertyOptional({ enum: [...NOT_APPLICABLE, null], nullable: true, type: String })
  notApplicable?: NotApplicable | null;

  /** They add up to the head. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => ScoreItemDto)
  @ApiProperty({ type: [ScoreItemDto] })
  items!: ScoreItemDto[];
}

/** Least points of each grade; below `average` it is poor (kém). */
export class GradesDto {
  /** @example 90 */
  @IsTenths()
  @Max(100)
  good!: number;

  /** @example 70 */
  @IsTenths()
  fair!: number;

  /** @example 50 */
  @IsTenths()
  @Min(0.1)
  average!: number;
}

/** When a version begins to hold, and by what. */
export class WithdrawTemplateDto {
  /**
   * First date of meetings it holds for.
   * @example '2026-06-01'
   */
  @IsLocalDate()
  from!: string;

  /**
   * The regulation.
   * @example 'QĐ 27-QĐ/TU'
   */
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  source!: string;
}

/** A whole sheet. */
export class SheetDto extends WithdrawTemplateDto {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => SheetLabels)
  @ApiProperty({ type: SheetLabels })
  labels!: SheetLabels;

  /** Kinds of meeting it is for. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  @IsIn(MEETING_KINDS, { each: true })
  @ApiProperty({ enum: MEETING_KINDS, isArray: true, example: ['thematic'] })
  kinds!: MeetingKind[];

  /** They add up to 100 points. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => ScoreHeadDto)
  @ApiProperty({ type: [ScoreHeadDto] })
  heads!: ScoreHeadDto[];

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => GradesDto)
  @ApiProperty({ type: GradesDto })
  grades!: GradesDto;
}

export class TemplateVersionDto extends SheetDto {}

export class CreateTemplateDto extends SheetDto {
  /** @example 'hp-thematic' */
  @Matches(CODE)
  @MaxLength(60)
  code!: string;

  /** Whose it is; used by it and all below it, the nearest above first. Left out: of the whole tree, by who may at its root. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  unitId?: string | null;
}

export class TemplatesQuery extends PageQuery {
  /** Only those of this owner. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid' })
  unit?: string;
}

export class TemplateInForceQuery {
  /**
   * Date of a meeting.
   * @example '2026-05-20'
   */
  @IsLocalDate()
  date!: string;

  @IsIn(MEETING_KINDS)
  @ApiProperty({ enum: MEETING_KINDS, example: 'regular' })
  kind!: MeetingKind;
}

export class ScoreItemAnswer {
  code!: string;
  labels!: SheetLabels;
  max!: number;

  @ApiProperty({ type: [ScoreOptionDto], nullable: true })
  options!: ScoreOptionDto[] | null;

  /** Null: it always applies. */
  @ApiProperty({ enum: [...NOT_APPLICABLE, null], nullable: true, type: String })
  notApplicable!: NotApplicable | null;
}

export class ScoreHeadAnswer {
  code!: string;
  labels!: SheetLabels;
  max!: number;

  @ApiProperty({ type: [ScoreItemAnswer] })
  items!: ScoreItemAnswer[];
}

/** One version of a template, in points. */
export class TemplateAnswer {
  code!: string;

  /** It is never changed. */
  version!: number;

  /** Null: of the whole tree. */
  @ApiProperty({ type: String, nullable: true })
  unitId!: string | null;

  from!: string;
  source!: string;

  /** From that date on there is none of this code. */
  withdrawn!: boolean;

  @ApiProperty({ type: SheetLabels, nullable: true })
  labels!: SheetLabels | null;

  @ApiProperty({ enum: MEETING_KINDS, isArray: true })
  kinds!: MeetingKind[];

  @ApiProperty({ type: [ScoreHeadAnswer] })
  heads!: ScoreHeadAnswer[];

  @ApiProperty({ type: GradesDto, nullable: true })
  grades!: GradesDto | null;
}

export class TemplatesPage {
  @ApiProperty({ type: [TemplateAnswer] })
  items!: TemplateAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
