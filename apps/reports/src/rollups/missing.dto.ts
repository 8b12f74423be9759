import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsFormat, type Format } from '../exports/tables.js';
import { AnswerOfDto, CompletenessDto, DaysDto, FreshnessDto, LensQuery, UnitLabelDto } from './rollups.dto.js';

export class MissingQuery extends LensQuery {
  @IsFormat('csv', 'xlsx')
  format?: Format;
}

export class MissingBranchDto {
  @ApiProperty({ type: UnitLabelDto })
  unit!: UnitLabelDto;
  @ApiProperty({
    type: [UnitLabelDto],
    description: 'What it lay under on its last day here, from the nearest up to the unit asked about.',
  })
  parents!: UnitLabelDto[];
  @ApiPropertyOptional({ type: [DaysDto], description: 'Days it lived here, when those are not the whole period.' })
  during?: DaysDto[];
}

export class MissingDto extends AnswerOfDto {
  @ApiProperty({
    type: 'integer',
    description: 'Branches without a regular meeting: branchesAlive − branchesWithRegularMeeting.',
    example: 2,
  })
  missing!: number;
  @ApiProperty({ type: CompletenessDto })
  completeness!: CompletenessDto;
  @ApiProperty({ type: [MissingBranchDto] })
  items!: MissingBranchDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page; null: this was the last.' })
  next!: string | null;
  @ApiPropertyOptional({ type: FreshnessDto, description: 'Not with `knownAt`.' })
  freshness?: FreshnessDto;
}
