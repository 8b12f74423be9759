import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { MEETING_KINDS, type MeetingKind } from '#contracts';
import { ROUNDING_MODES, type RoundingMode } from '../catalogue/measures.rules.js';
import { IsFormat, type Format } from '../exports/tables.js';
import { AnswerOfDto, FigureDto, FreshnessDto, LensQuery } from './rollups.dto.js';

export class LineageQueryDto extends LensQuery {
  @IsFormat('csv')
  format?: Format;

  @ApiPropertyOptional({ description: 'Code of the measure to explain.', default: 'meetings.held' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  measure: string = 'meetings.held';

  @ApiPropertyOptional({ enum: MEETING_KINDS, description: 'Only meetings of this kind; all when absent.' })
  @IsOptional()
  @IsIn(MEETING_KINDS)
  kind?: MeetingKind;

  @ApiPropertyOptional({ enum: ROUNDING_MODES, default: 'half-up', description: 'How ratios are rounded.' })
  @IsOptional()
  @IsIn(ROUNDING_MODES)
  rounding?: RoundingMode;
}

export class LineageFactDto {
  @ApiProperty({
    description:
      'Id of the fact in its source: of a meeting as it is, of others after `member/`, `case/` and the like.',
    example: '20628915-0922-5e62-a448-e7856b5efa26',
  })
  factId!: string;
  @ApiProperty({ description: 'Topic it came on.', example: 'meetings.events' })
  source!: string;
  @ApiProperty({ type: 'integer', description: 'The version that counts.', example: 1 })
  version!: number;
  @ApiProperty({ format: 'uuid', description: 'Unit it counts at; one fact may count at several.' })
  unitId!: string;
  @ApiProperty({ format: 'date', description: 'Its date; of a level, since when it counts so.', example: '2020-11-04' })
  date!: string;
  @ApiProperty({ type: 'number', nullable: true, description: 'What it adds; of a ratio, its own.', example: 1 })
  value!: number | null;
  @ApiPropertyOptional({ type: 'integer', description: 'Of a ratio: what it adds above the line.' })
  numerator?: number;
  @ApiPropertyOptional({ type: 'integer', description: 'Of a ratio: what it adds below the line.' })
  denominator?: number;
  @ApiPropertyOptional({ type: Boolean, description: 'Withheld, since it tells of people.', example: true })
  suppressed?: true;
  @ApiPropertyOptional({
    type: Boolean,
    description: 'Of a unit whose history is shared among several: the part of it that counts here.',
    example: true,
  })
  shared?: true;
  @ApiProperty({ format: 'date-time', description: 'When this version came into the figures.' })
  appliedAt!: string;
  @ApiPropertyOptional({
    description: 'Trace of the request that recorded it.',
    example: '4bf92f3577b34da6a3ce929d0e0e4736',
  })
  traceId?: string;
}

export class LineageDto extends AnswerOfDto {
  @ApiPropertyOptional({ enum: MEETING_KINDS })
  kind?: MeetingKind;
  @ApiProperty({ type: FigureDto, description: 'The figure explained, read in the snapshot of this page.' })
  figure!: FigureDto;
  @ApiProperty({
    description: 'Whether the values of all pages add up to it; people counted once do not.',
    example: true,
  })
  addsUp!: boolean;
  @ApiProperty({ type: [LineageFactDto] })
  items!: LineageFactDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page; null: this was the last.' })
  next!: string | null;
  @ApiPropertyOptional({ type: FreshnessDto, description: 'Not with `knownAt`.' })
  freshness?: FreshnessDto;
}
