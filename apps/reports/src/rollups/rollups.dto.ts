import { DIFFERENCE_KINDS, type DifferenceKind } from '../reconciliation/reconciliation.schema.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { LEVELS, MEETING_KINDS, UNIT_KINDS, type Level, type MeetingKind, type UnitKind } from '#contracts';
import { PageQuery } from '#http';
import { ROUNDING_MODES, type RoundingMode } from '../catalogue/measures.rules.js';
import { IsFormat, type Format } from '../exports/tables.js';
import { ApiKnownAt } from '../known/known-at.dto.js';
import { ActUnderWayDto, ApiLens, TreeDto } from '../lenses/lens.dto.js';
import { ReceiptStatusDto } from './receipts.dto.js';
import { BREAKDOWNS, type Breakdown } from './rows.rules.js';

const PERIOD =
  'A day `2026-07-01` or a range with both ends included `2026-06-15/2026-07-14` (10 years at most); week `2026-W27`, ' +
  'month `2026-07`, quarter `2026-Q3`, half `2026-H2` (`2026-6M` where it is cumulative), nine months `2026-9M`, year ' +
  '`2026`, or an id of a list, as the calendar has it: GET /v1/calendars/{code}/periods.';

/** What every question about figures has: days. */
export class PeriodQuery extends PageQuery {
  @ApiProperty({ description: PERIOD, example: '2020-Q4' })
  @IsString()
  @MaxLength(30)
  period!: string;

  @ApiPropertyOptional({ description: 'Code of the calendar that cuts periods and steps.', default: 'gregorian' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  calendar: string = 'gregorian';
}

/** And in which tree, and as known when. */
export class LensQuery extends PeriodQuery {
  @ApiLens()
  tree?: string;

  @ApiKnownAt()
  knownAt?: string;
}

export class RollupQuery extends LensQuery {
  @IsFormat('csv', 'xlsx')
  format?: Format;

  @ApiPropertyOptional({ enum: BREAKDOWNS, default: 'total', description: 'What the rows are; `total` has none.' })
  @IsOptional()
  @IsIn(BREAKDOWNS)
  by: Breakdown = 'total';

  @ApiPropertyOptional({ enum: LEVELS, description: 'With `by=level`: the level of the rows.' })
  @IsOptional()
  @IsIn(LEVELS)
  level?: Level;

  @ApiPropertyOptional({
    description: 'Codes of measures, with commas between; when absent, all but those answered on request only.',
    example: 'meetings.held,attendance.rate',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  measures?: string;

  @ApiPropertyOptional({
    enum: ROUNDING_MODES,
    default: 'half-up',
    description: 'How ratios are rounded: 1,807 of 2,733 is 66.12 half up and 66.11 cut off.',
  })
  @IsOptional()
  @IsIn(ROUNDING_MODES)
  rounding?: RoundingMode;

  @ApiPropertyOptional({ description: 'Receipt of a write; the answer says whether these figures have it.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  receipt?: string;

  @ApiPropertyOptional({ description: 'With `receipt`: how long to wait for it, `5s` or `500ms`; 10 s at most.' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  wait?: string;
}

export class RoundingDto {
  @ApiProperty({ enum: ROUNDING_MODES, example: 'half-up' })
  mode!: RoundingMode;
  @ApiProperty({ type: 'integer', description: 'Digits after the point.', example: 2 })
  decimals!: number;
}

export class FigureDto {
  @ApiProperty({ description: 'Code of the measure; its meaning is in GET /v1/measures.', example: 'meetings.held' })
  measure!: string;
  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Null: a ratio with nothing below the line, or `suppressed`.',
    example: 41,
  })
  value!: number | null;
  @ApiPropertyOptional({ type: 'integer', description: 'Of a ratio.' })
  numerator?: number;
  @ApiPropertyOptional({ type: 'integer', description: 'Of a ratio.' })
  denominator?: number;
  @ApiPropertyOptional({ type: RoundingDto, description: 'How the value of a ratio was rounded.' })
  rounding?: RoundingDto;
  @ApiPropertyOptional({
    type: Boolean,
    description: 'Withheld, since it tells of people or would give away a count that does; `value` is then null.',
    example: true,
  })
  suppressed?: true;
}

export class DaysDto {
  @ApiProperty({ format: 'date', example: '2020-10-01' })
  from!: string;
  @ApiProperty({ format: 'date', description: 'The first day after it.', example: '2021-01-01' })
  to!: string;
}

export class StepDto extends DaysDto {
  @ApiProperty({
    description: 'The day, week or month; its days may be fewer at the ends of the period.',
    example: '2020-11',
  })
  id!: string;
}

export class PeriodDto extends DaysDto {
  @ApiProperty({ example: '2020-Q4' })
  id!: string;
  @ApiProperty({ example: 'gregorian' })
  calendar!: string;
}

export class UnitLabelDto {
  @ApiProperty({ format: 'uuid', example: '20628915-0922-5e62-a448-e7856b5efa26' })
  id!: string;
  @ApiProperty({ example: 'HP-VN' })
  code!: string;
  @ApiProperty({
    description: 'As of the last day of the period, or the nearest of its life.',
    example: 'Phường Vĩnh Niệm',
  })
  name!: string;
  @ApiProperty({ enum: UNIT_KINDS, example: 'ward' })
  kind!: UnitKind;
  @ApiProperty({ enum: LEVELS, example: 'commune' })
  level!: Level;
}

export class RowDto {
  @ApiProperty({
    enum: ['unit', 'own', 'remainder', 'kind', 'step'],
    description:
      '`own`: the unit itself beside its children. `remainder`: what lay under no unit of the level. With them the rows add up to the unit.',
  })
  type!: 'unit' | 'own' | 'remainder' | 'kind' | 'step';
  @ApiPropertyOptional({ type: UnitLabelDto })
  unit?: UnitLabelDto;
  @ApiPropertyOptional({ type: [DaysDto], description: 'Days it lay here, when those are not the whole period.' })
  during?: DaysDto[];
  @ApiPropertyOptional({ enum: MEETING_KINDS })
  kind?: MeetingKind;
  @ApiPropertyOptional({ type: StepDto })
  period?: StepDto;
  @ApiProperty({ type: [FigureDto] })
  figures!: FigureDto[];
}

export class SourceFreshnessDto {
  @ApiProperty({ description: 'Topic of the facts.', example: 'meetings.events' })
  source!: string;
  @ApiProperty({
    format: 'date-time',
    nullable: true,
    type: String,
    description: 'All accepted before it was heard of.',
  })
  heardThrough!: string | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Versions of facts heard of and not in the figures yet, the refused ones too.',
    example: 0,
  })
  pending!: number | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Age of `heardThrough` in milliseconds.',
    example: 1400,
  })
  lagMs!: number | null;
  @ApiProperty({
    type: 'integer',
    description: 'Dead letters of this source: pending until an operator redrives them or a newer version comes.',
    example: 0,
  })
  refused!: number;
  @ApiPropertyOptional({
    format: 'date-time',
    description: 'The source has been silent since: nothing newer is known.',
  })
  unknownSince?: string;
}

export class StepsDto {
  @ApiProperty({ type: 'integer', example: 1200 })
  done!: number;
  @ApiProperty({ type: 'integer', example: 5000 })
  of!: number;
}

export class RulesProgressDto {
  @ApiProperty({ type: StepsDto, description: 'Records of the topics that were read again.' })
  records!: StepsDto;
  @ApiProperty({ type: StepsDto, nullable: true, description: 'Slices of cells rebuilt; null before that begins.' })
  cells!: StepsDto | null;
  @ApiProperty({
    type: 'integer',
    description: 'Facts that no topic has any more: still as the old rules had them.',
    example: 0,
  })
  underived!: number;
}

export class FreshnessDto {
  @ApiProperty({ format: 'date-time' })
  asOf!: string;
  @ApiProperty({ type: [SourceFreshnessDto] })
  sources!: SourceFreshnessDto[];
  @ApiProperty({ type: 'integer', description: 'Facts that wait for their unit to become known.', example: 0 })
  unplaced!: number;
  @ApiPropertyOptional({
    type: ActUnderWayDto,
    description: 'There while an act of the tree is in the figures in part.',
  })
  act?: ActUnderWayDto;
  @ApiPropertyOptional({
    type: RulesProgressDto,
    description:
      'There while figures are being made by new rules: until it is gone, part of a figure may still be as the old rules had it.',
  })
  rules?: RulesProgressDto;
}

export class CompletenessDto {
  @ApiProperty({
    type: 'integer',
    description: 'Branches that live on some day of the period under the unit.',
    example: 41,
  })
  branchesAlive!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Those of them with a closed regular meeting on such a day. Null while a very large subtree is counted for the first time: ask again.',
    example: 41,
  })
  branchesWithRegularMeeting!: number | null;
  @ApiProperty({
    format: 'date-time',
    description:
      'When it was counted: with the figures, but for big subtrees up to ten seconds before, for very large ones up to ten times as long as counting takes.',
  })
  asOf!: string;
}

/** What an answer about a unit is of. */
export class AnswerOfDto {
  @ApiProperty({ type: UnitLabelDto })
  unit!: UnitLabelDto;
  @ApiProperty({ type: PeriodDto })
  period!: PeriodDto;
  @ApiProperty({ type: TreeDto })
  tree!: TreeDto;
}

export class DisputeDto {
  @ApiProperty({ enum: DIFFERENCE_KINDS, description: 'What differs.', example: 'fact-missing' })
  kind!: DifferenceKind;
  @ApiProperty({ type: 'string', nullable: true, example: '2026-07', description: 'Null: of no one month.' })
  month!: string | null;
  @ApiProperty({
    description: 'The difference, for who operates.',
    example: '/v1/differences/3f0d7b1c-2a52-4f0e-8a0b-6f6f0d6b1a11',
  })
  difference!: string;
}

export class RollupDto extends AnswerOfDto {
  @ApiProperty({ type: [FigureDto] })
  figures!: FigureDto[];
  @ApiPropertyOptional({ type: [RowDto] })
  rows?: RowDto[];
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Cursor of the next rows; null: these were the last.',
  })
  next?: string | null;
  @ApiPropertyOptional({ type: FreshnessDto, description: 'Not with `knownAt`.' })
  freshness?: FreshnessDto;
  @ApiProperty({ type: CompletenessDto })
  completeness!: CompletenessDto;
  @ApiPropertyOptional({
    type: [DisputeDto],
    description: 'These figures are not what their sources say, and could not be made right yet; 20 at most are named.',
  })
  disputed?: DisputeDto[];
  @ApiPropertyOptional({ type: ReceiptStatusDto })
  receipt?: ReceiptStatusDto;
}
