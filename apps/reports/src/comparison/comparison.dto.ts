import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ROUNDING_MODES, type RoundingMode } from '../catalogue/measures.rules.js';
import { ApiKnownAt } from '../known/known-at.dto.js';
import { ApiLens, TreeDto } from '../lenses/lens.dto.js';
import { FigureDto, FreshnessDto, PeriodDto, PeriodQuery, RoundingDto, UnitLabelDto } from '../rollups/rollups.dto.js';
import { UNIT_CHANGES, type UnitChangeKind } from './unit-changes.rules.js';

export class ComparisonQuery extends PeriodQuery {
  @ApiProperty({ description: 'The earlier period, of the same calendar.', example: '2020-Q3' })
  @IsString()
  @MaxLength(30)
  against!: string;

  @ApiPropertyOptional({ description: 'Codes of measures, with commas between.', default: 'meetings.held' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  measures: string = 'meetings.held';

  @ApiLens()
  tree?: string;

  @ApiKnownAt()
  knownAt?: string;

  @ApiPropertyOptional({ enum: ROUNDING_MODES, default: 'half-up', description: 'How percent are rounded.' })
  @IsOptional()
  @IsIn(ROUNDING_MODES)
  rounding?: RoundingMode;
}

export class GrowthDto {
  @ApiProperty({ type: 'number', nullable: true, description: 'Percent; null: there was nothing before.', example: 5 })
  value!: number | null;
  @ApiProperty({ type: 'number', description: 'The difference.', example: 2 })
  numerator!: number;
  @ApiProperty({ type: 'number', description: 'The earlier value.', example: 40 })
  denominator!: number;
  @ApiProperty({ type: RoundingDto })
  rounding!: RoundingDto;
}

export class ComparedDto {
  @ApiProperty({ description: 'Code of the measure.', example: 'meetings.held' })
  measure!: string;
  @ApiProperty({ type: FigureDto, description: 'Of `period`.' })
  now!: FigureDto;
  @ApiProperty({ type: FigureDto, description: 'Of `against`.' })
  before!: FigureDto;
  @ApiProperty({
    type: 'number',
    nullable: true,
    description:
      'By how much it is more; of a ratio in percentage points. Null where a side has no value or is withheld.',
    example: 2,
  })
  difference!: number | null;
  @ApiPropertyOptional({
    type: GrowthDto,
    description: 'The difference in percent of the earlier value; a ratio has none.',
  })
  growth?: GrowthDto;
}

export class ParentsDto {
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  before!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  after!: string | null;
}

export class SuccessorDto {
  @ApiProperty({ format: 'uuid' })
  unitId!: string;
  @ApiProperty({ type: 'integer', description: 'Its part of the history, beside the others.', example: 1 })
  weight!: number;
}

export class NamedActDto {
  @ApiProperty({ format: 'uuid' })
  actId!: string;
  @ApiProperty({ description: 'Number of the decision.', example: '31-HD/BTCTW' })
  decision!: string;
  @ApiProperty({ format: 'date', description: 'The day from which it holds.' })
  effective!: string;
}

export class ChangedUnitDto {
  @ApiProperty({ type: UnitLabelDto })
  unit!: UnitLabelDto;
  @ApiProperty({ format: 'date', description: 'The first day on which it is so.' })
  date!: string;
  @ApiProperty({
    enum: UNIT_CHANGES,
    isArray: true,
    description:
      '`merged`: its history is that of who took its place; `divided`: of several, by parts. `moved-in`, `moved-out`: from ' +
      'under another unit, or to one; `moved`: inside the unit asked about.',
  })
  kinds!: UnitChangeKind[];
  @ApiPropertyOptional({ type: ParentsDto, description: 'Of one that moved: the units above.' })
  parents?: ParentsDto;
  @ApiPropertyOptional({ type: [SuccessorDto], description: 'Of one that ended: who took its place.' })
  successors?: SuccessorDto[];
  @ApiPropertyOptional({ type: NamedActDto, description: 'The act by which it became so.' })
  act?: NamedActDto;
}

export class ComparisonDto {
  @ApiProperty({ type: UnitLabelDto })
  unit!: UnitLabelDto;
  @ApiProperty({ type: PeriodDto })
  period!: PeriodDto;
  @ApiProperty({ type: PeriodDto })
  against!: PeriodDto;
  @ApiProperty({ type: TreeDto })
  tree!: TreeDto;
  @ApiProperty({ type: [ComparedDto] })
  figures!: ComparedDto[];
  @ApiProperty({ type: 'integer', description: 'Changes of units between the first day and the last.', example: 0 })
  changed!: number;
  @ApiProperty({ type: [ChangedUnitDto], description: 'A page of them, in order of date.' })
  items!: ChangedUnitDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page; null: this was the last.' })
  next!: string | null;
  @ApiPropertyOptional({ type: FreshnessDto, description: 'Not with `knownAt`.' })
  freshness?: FreshnessDto;
}
