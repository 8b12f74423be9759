import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { FigureDto, FreshnessDto, PeriodDto, PeriodQuery, UnitLabelDto } from '../rollups/rollups.dto.js';
import type { Lens } from './totals.rules.js';

export const DEFAULT_MEASURES = 'meetings.held,members.total';

export class ActTotalsQuery extends PeriodQuery {
  @ApiPropertyOptional({ description: 'Codes of measures, with commas between.', default: DEFAULT_MEASURES })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  measures: string = DEFAULT_MEASURES;
}

export class HeardActDto {
  @ApiProperty({ format: 'uuid' })
  actId!: string;
  @ApiProperty({ description: 'Number of the decision.', example: '31-HD/BTCTW' })
  decision!: string;
  @ApiProperty({ format: 'date', description: 'The day from which it will hold.' })
  effective!: string;
  @ApiProperty({ type: 'integer', description: 'Number of the check that this is of.', example: 1 })
  check!: number;
}

export class LensTotalsDto {
  @ApiProperty({
    enum: ['as-was', 'as-is', 'as-of'],
    description: 'Each fact in the tree of its own day; all of them in that of today; in that of the day of the act.',
  })
  lens!: Lens;
  @ApiPropertyOptional({ format: 'date', description: 'The day whose tree holds for all days.' })
  on?: string;
  @ApiProperty({ type: [FigureDto], nullable: true, description: 'Null: the act founds it.' })
  before!: FigureDto[] | null;
  @ApiProperty({ type: [FigureDto], nullable: true, description: 'Null: the act voids it.' })
  after!: FigureDto[] | null;
}

export class UnitTotalsDto {
  @ApiProperty({ type: UnitLabelDto })
  unit!: UnitLabelDto;
  @ApiProperty({ type: [LensTotalsDto] })
  lenses!: LensTotalsDto[];
}

export class ActTotalsDto {
  @ApiProperty({ type: HeardActDto })
  act!: HeardActDto;
  @ApiProperty({ type: PeriodDto })
  period!: PeriodDto;
  @ApiProperty({ type: 'integer', description: 'treeRevision that the act was laid over.', example: 120 })
  treeRevision!: number;
  @ApiProperty({ type: 'integer', description: 'Units above what it moves, and these themselves.', example: 12 })
  units!: number;
  @ApiProperty({ type: [UnitTotalsDto], description: 'From the top down, by code.' })
  items!: UnitTotalsDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page; null: this was the last.' })
  next!: string | null;
  @ApiProperty({ type: FreshnessDto })
  freshness!: FreshnessDto;
}
