import { LEVELS, UNIT_KINDS, type Level, type UnitKind } from '#contracts';
import { IsId, IsLocalDate, PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { VISIBLE } from '../visible-text.js';

const CODE = /^[\p{L}\p{N}]([\p{L}\p{N} ._/-]{0,38}[\p{L}\p{N}])?$/u;

/** A reason is kept with the version and leaves the registry with no event. */
export class ReasonDto {
  /**
   * Why; kept with the version.
   * @example 'Quyết định số 12-QĐ/ĐU'
   */
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  @Matches(VISIBLE)
  reason!: string;
}

/** What sort of unit it is, whenever it is so. */
class UnitSortDto {
  @IsIn(UNIT_KINDS)
  @ApiProperty({ enum: UNIT_KINDS, example: 'residential-branch' })
  kind!: UnitKind;

  @IsIn(LEVELS)
  @ApiProperty({ enum: LEVELS, example: 'branch' })
  level!: Level;
}

export class CreateUnitDto extends UnitSortDto {
  /** Id chosen by the client; without it one is given. */
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  id?: string;

  /**
   * Unique, whatever its case, among units that live on a date.
   * @example 'HP-VN-88'
   */
  @IsString()
  @Matches(CODE)
  code!: string;

  /** @example 'Chi bộ Tổ dân phố 88' */
  @IsString()
  @MaxLength(200)
  @Matches(VISIBLE)
  name!: string;

  /** The unit above; null for the centre. */
  @ValidateIf((unit: CreateUnitDto) => unit.parentId !== null)
  @IsId()
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: '20628915-0922-5e62-a448-e7856b5efa26' })
  parentId!: string | null;

  /**
   * First day of its life.
   * @example '2026-07-01'
   */
  @IsLocalDate()
  from!: string;

  /** @example 'Thành lập chi bộ mới' */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(VISIBLE)
  reason?: string;
}

export class RenameUnitDto extends ReasonDto {
  /** @example 'Chi bộ Tổ dân phố 5 mới' */
  @IsString()
  @MaxLength(200)
  @Matches(VISIBLE)
  name!: string;

  /**
   * First day of the new name.
   * @example '2026-07-01'
   */
  @IsLocalDate()
  from!: string;
}

export class MoveUnitDto extends ReasonDto {
  /** The new unit above; null makes it the centre. */
  @ValidateIf((move: MoveUnitDto) => move.parentId !== null)
  @IsId()
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: '05edd18c-45a5-5397-9e31-d83187b816f4' })
  parentId!: string | null;

  /**
   * First day under the new unit.
   * @example '2026-07-01'
   */
  @IsLocalDate()
  from!: string;
}

export class CloseUnitDto extends ReasonDto {
  /**
   * First day on which it no longer lives.
   * @example '2026-07-01'
   */
  @IsLocalDate()
  from!: string;
}

export class ReopenUnitDto extends ReasonDto {
  /**
   * First day on which it lives again.
   * @example '2026-07-01'
   */
  @IsLocalDate()
  from!: string;

  /** The unit above; as it last was if not given. */
  @ValidateIf((reopen: ReopenUnitDto) => reopen.parentId !== null && reopen.parentId !== undefined)
  @IsId()
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  parentId?: string | null;
}

/** What a unit is from one date to the day before another. */
export class StretchDto extends UnitSortDto {
  /** @example '2000-01-01' */
  @IsLocalDate()
  from!: string;

  /** First day on which it no longer holds; null: until further notice. */
  @ValidateIf((stretch: StretchDto) => stretch.to !== null)
  @IsLocalDate()
  @ApiProperty({ type: String, format: 'date', nullable: true, example: null })
  to!: string | null;

  /** @example 'HP-VN-08' */
  @IsString()
  @Matches(CODE)
  code!: string;

  /** @example 'Chi bộ Tổ dân phố 08' */
  @IsString()
  @MaxLength(200)
  @Matches(VISIBLE)
  name!: string;

  @ValidateIf((stretch: StretchDto) => stretch.parentId !== null)
  @IsId()
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: '05edd18c-45a5-5397-9e31-d83187b816f4' })
  parentId!: string | null;
}

export class CorrectUnitDto extends ReasonDto {
  /** The whole history as it should be, in any order. */
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => StretchDto)
  @ApiProperty({ type: [StretchDto] })
  stretches!: StretchDto[];
}

export class OnDateQuery {
  /** A date; today in Viet Nam if not given. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', example: '2026-07-01' })
  on?: string;
}

export class OnDatePageQuery extends PageQuery {
  /** A date; today in Viet Nam if not given. */
  @IsOptional()
  @IsLocalDate()
  @ApiPropertyOptional({ type: String, format: 'date', example: '2026-07-01' })
  on?: string;
}

export class SearchUnitsQuery extends OnDatePageQuery {
  /** Words of the name in their order, the last may be cut; without case, diacritics and leading zeros. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @Matches(/[\p{L}\p{N}]/u)
  @ApiPropertyOptional({ type: String, example: 'to dan pho 6' })
  q?: string;

  /** Beginning of the code, whatever its case. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  @ApiPropertyOptional({ type: String })
  code?: string;
}

export class UnitOnDateAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  /** Counts 1, 2, 3 …; goes into If-Match. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  /** Entered by mistake: it never lived. */
  voided!: boolean;

  /** The date asked about. */
  @ApiProperty({ format: 'date' })
  on!: string;

  /** Whether it lives on that date. If not, what follows is the state nearest in time. */
  alive!: boolean;

  @ApiProperty({ type: String, nullable: true })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({ enum: [...UNIT_KINDS, null], nullable: true })
  kind!: UnitKind | null;

  @ApiProperty({ enum: [...LEVELS, null], nullable: true })
  level!: Level | null;

  /** The unit above as recorded; null for a root. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  parentId!: string | null;

  /** First day of this state. */
  @ApiProperty({ type: String, format: 'date', nullable: true })
  from!: string | null;

  /** First day on which it no longer holds; null: until further notice. */
  @ApiProperty({ type: String, format: 'date', nullable: true })
  to!: string | null;
}

export class UnitAnswer extends UnitOnDateAnswer {
  /** The whole history, in order. Between stretches, and after the last, the unit is closed. */
  @ApiProperty({ type: [StretchDto] })
  stretches!: readonly StretchDto[];
}

export class UnitWrittenAnswer extends UnitAnswer {
  /** Ask the reports service with it whether the change is in the figures yet. */
  receipt!: string;
}

export class UnitsPage {
  @ApiProperty({ type: [UnitOnDateAnswer] })
  items!: UnitOnDateAnswer[];

  /** Goes into `cursor` for the next page; null: this was the last one. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class UnitsAbove {
  /** The nearest first, the root last. */
  @ApiProperty({ type: [UnitOnDateAnswer] })
  items!: UnitOnDateAnswer[];
}

export const ACTS = [
  'created',
  'renamed',
  'moved',
  'closed',
  'reopened',
  'corrected',
  'voided',
  'reorganised',
] as const;

export class UnitVersionAnswer {
  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  /** Number of the change among all changes of the tree. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  treeRevision!: number;

  @ApiProperty({ enum: ACTS })
  act!: (typeof ACTS)[number];

  /** OIDC `sub` of who did it. */
  actor!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  /** Of `reorganised`: the act, and the number of its decision. */
  @ApiProperty({ type: String, format: 'uuid', required: false })
  byAct?: string;

  @ApiProperty({ type: String, required: false })
  decision?: string;
}

export class UnitVersionWhole extends UnitVersionAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  voided!: boolean;

  @ApiProperty({ type: [StretchDto] })
  stretches!: readonly StretchDto[];
}

export class UnitVersionsPage {
  /** The newest first. */
  @ApiProperty({ type: [UnitVersionAnswer] })
  items!: UnitVersionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
