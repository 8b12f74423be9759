import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { EventType } from '#contracts';
import { IsFormat, type Format } from '../exports/tables.js';
import { RoundingDto } from '../rollups/rollups.dto.js';

export class MeasuresQuery {
  @IsFormat('csv')
  format?: Format;
}

export class LabelsDto {
  @ApiProperty({ example: 'Số cuộc họp đã họp' })
  vi!: string;
  @ApiProperty({ example: 'Meetings held' })
  en!: string;
}

const OVER_UNITS = ['sum', 'ratio-of-sums', 'none'] as const;
const OVER_TIME = ['sum', 'closing', 'opening', 'ratio-of-sums', 'none'] as const;
const KINDS = ['flow', 'stock', 'ratio', 'distinct'] as const;

export class MeasureDto {
  @ApiProperty({ example: 'meetings.held' })
  code!: string;
  @ApiProperty({ type: LabelsDto })
  labels!: LabelsDto;
  @ApiProperty({ description: 'Code of what is counted.', example: 'meeting' })
  unit!: string;
  @ApiProperty({
    enum: KINDS,
    description:
      '`flow` happens inside a period, `stock` is a level on a day, `ratio` is made of two of one of them, `distinct` counts each person once.',
  })
  kind!: (typeof KINDS)[number];
  @ApiProperty({
    enum: OVER_UNITS,
    description: 'How values of units make that of the unit above; `none`: they do not.',
  })
  overUnits!: (typeof OVER_UNITS)[number];
  @ApiProperty({
    enum: OVER_TIME,
    description:
      'How values of days make that of a longer period: `closing` is the last day, `opening` the day before the first; `none`: they do not.',
  })
  overTime!: (typeof OVER_TIME)[number];
  @ApiPropertyOptional({
    description: 'Parts of one group are a partition. Parts of different groups overlap: never add them.',
    example: 'sex',
  })
  group?: string;
  @ApiProperty({ description: 'Counted by a person and handed in with a report.', example: false })
  entered!: boolean;
  @ApiProperty({ description: 'Answered only when it is named in `measures`.', example: false })
  onRequest!: boolean;
  @ApiPropertyOptional({ type: 'integer', description: 'Decimals it is entered with.', example: 1 })
  scale?: number;
  @ApiProperty({
    type: String,
    description: 'Type of the events it is counted from.',
    example: 'meetings.meeting-recorded.v1',
  })
  source!: EventType;
  @ApiPropertyOptional({ description: 'Of a ratio, what is above the line.', example: 'attendance.present' })
  numerator?: string;
  @ApiPropertyOptional({
    description: 'Of a ratio, what is below the line.',
    example: 'attendance.belong - attendance.exempt - attendance.elsewhere',
  })
  denominator?: string;
  @ApiPropertyOptional({ type: RoundingDto })
  rounding?: RoundingDto;
}

export class MeasuresDto {
  @ApiProperty({ type: [MeasureDto] })
  items!: MeasureDto[];
}
