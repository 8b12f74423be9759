import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsInstant } from '#http';
import { IsFormat, type Format } from '../exports/tables.js';
import { ROUNDING_MODES, type RoundingMode } from '../catalogue/measures.rules.js';
import { AnswerOfDto, FigureDto, PeriodQuery } from '../rollups/rollups.dto.js';
import { CHANGE_KINDS, type ChangeKind } from './kinds.rules.js';

export class ChangesQuery extends PeriodQuery {
  @ApiPropertyOptional({ description: 'Codes of measures, with commas between.', default: 'meetings.held' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  measures: string = 'meetings.held';

  @ApiProperty({
    format: 'date-time',
    description: 'A settled instant: changes after it. What was known of the figures then is `before`.',
    example: '2020-01-01T00:00:00Z',
  })
  @IsInstant()
  from!: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'A settled instant: changes up to it. When absent, the newest settled one, which the answer names.',
  })
  @IsOptional()
  @IsInstant()
  to?: string;

  @ApiPropertyOptional({ enum: ROUNDING_MODES, default: 'half-up', description: 'How ratios are rounded.' })
  @IsOptional()
  @IsIn(ROUNDING_MODES)
  rounding?: RoundingMode;

  @IsFormat('csv')
  format?: Format;
}

const AMOUNT = 'By how much; null of a ratio, whose sides change each for itself.';

export class ChangedAmountDto {
  @ApiProperty({ type: 'number', nullable: true, description: AMOUNT, example: 41 })
  value!: number | null;
  @ApiPropertyOptional({ type: 'integer', description: 'Of a ratio: the change above the line.' })
  numerator?: number;
  @ApiPropertyOptional({ type: 'integer', description: 'Of a ratio: the change below the line.' })
  denominator?: number;
}

const KIND =
  '`new`: a fact came to count in the measure; `late`: the same, known only after the period had ended; `corrected`: a ' +
  'newer version says otherwise; `moved`: it counts at a unit elsewhere instead, or did; `voided`: it adds nothing any ' +
  'more; `act`: a change of the tree brought or took what was known; `rederived`: newer rules make another figure of the same version.';

export class ChangeKindDto extends ChangedAmountDto {
  @ApiProperty({ enum: CHANGE_KINDS, description: KIND })
  kind!: ChangeKind;
  @ApiProperty({ type: 'integer', description: 'How many rows.', example: 41 })
  count!: number;
}

/** An act by which the tree changed. */
class NamedActDto extends ChangedAmountDto {
  @ApiProperty({ format: 'uuid' })
  actId!: string;
  @ApiProperty({ description: 'Number of the decision.', example: '31-HD/BTCTW' })
  decision!: string;
  @ApiProperty({ format: 'date', description: 'The day from which it holds.' })
  effective!: string;
}

export class ChangeOfActDto extends NamedActDto {
  @ApiProperty({ type: 'integer', description: 'How many rows: one for each step that changed the measure.' })
  count!: number;
}

export class ChangedFigureDto {
  @ApiProperty({ description: 'Code of the measure.', example: 'meetings.held' })
  measure!: string;
  @ApiProperty({ type: FigureDto, description: 'As known at `from`.' })
  before!: FigureDto;
  @ApiProperty({ type: FigureDto, description: 'As known at `to`: `before` and `change`.' })
  after!: FigureDto;
  @ApiProperty({ type: ChangedAmountDto, description: 'The sum of `kinds`, and of all rows of all pages.' })
  change!: ChangedAmountDto;
  @ApiProperty({ type: [ChangeKindDto] })
  kinds!: ChangeKindDto[];
  @ApiProperty({
    type: [ChangeOfActDto],
    description: 'What is of the kind `act`, by the act; a change of one unit is in none.',
  })
  acts!: ChangeOfActDto[];
}

/** A row of a plain table: one measure, changed at one instant by one fact or one change of the tree. */
export class ChangeDto extends ChangedAmountDto {
  @ApiProperty({ format: 'date-time', description: 'When the figures came to know it.' })
  at!: string;
  @ApiProperty({ description: 'Code of the measure.', example: 'meetings.held' })
  measure!: string;
  @ApiProperty({ enum: CHANGE_KINDS, description: KIND })
  kind!: ChangeKind;
  @ApiProperty({
    format: 'uuid',
    description: 'Unit at which the fact counts, or counted; of an `act`, the unit changed.',
  })
  unitId!: string;
  @ApiPropertyOptional({ format: 'date', description: 'Date of the fact; of a level, since when it counts so.' })
  date?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'Of `moved`: the unit elsewhere.' })
  otherUnitId?: string;
  @ApiPropertyOptional({
    description: 'Id of the fact, as in lineage.',
    example: '20628915-0922-5e62-a448-e7856b5efa26',
  })
  factId?: string;
  @ApiPropertyOptional({ description: 'Topic it came on.', example: 'meetings.events' })
  source?: string;
  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Version that counted before; null: none.' })
  oldVersion?: number | null;
  @ApiPropertyOptional({ type: 'integer', description: 'Version that counts from then on.', example: 2 })
  version?: number;
  @ApiPropertyOptional({ type: 'integer', description: 'Of an `act`: the revision of the tree.', example: 120 })
  treeRevision?: number;
  @ApiPropertyOptional({ format: 'uuid', description: 'The act that the change of the tree is a step of.' })
  actId?: string;
  @ApiPropertyOptional({ description: 'Number of its decision.', example: '31-HD/BTCTW' })
  decision?: string;
  @ApiPropertyOptional({ format: 'date', description: 'The day from which it holds.' })
  effective?: string;
  @ApiPropertyOptional({ type: 'integer', description: 'Which step of it.', example: 12 })
  step?: number;
  @ApiPropertyOptional({ description: 'Trace of the request that recorded the version.' })
  traceId?: string;
}

export class ChangesDto extends AnswerOfDto {
  @ApiProperty({ format: 'date-time' })
  from!: string;
  @ApiProperty({ format: 'date-time', description: 'Name it for the same answer later: what is settled stays so.' })
  to!: string;
  @ApiProperty({ format: 'date-time', description: 'The newest settled instant.' })
  settledThrough!: string;
  @ApiProperty({ type: [ChangedFigureDto], description: 'Of the whole window, on every page.' })
  figures!: ChangedFigureDto[];
  @ApiProperty({ type: [ChangeDto], description: 'The newest first.' })
  items!: ChangeDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page; null: this was the last.' })
  next!: string | null;
}
