import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PERIOD_KINDS, type PeriodKind } from '#calendar';
import type { EventType } from '#contracts';
import { RoundingDto } from '../rollups/rollups.dto.js';

export class LabelsDto {
  @ApiProperty({ example: 'Số cuộc họp đã họp' })
  vi!: string;
  @ApiProperty({ example: 'Meetings held' })
  en!: string;
}

const ADDS = ['sum', 'ratio-of-sums'] as const;

export class MeasureDto {
  @ApiProperty({ example: 'meetings.held' })
  code!: string;
  @ApiProperty({ type: LabelsDto })
  labels!: LabelsDto;
  @ApiProperty({ enum: ['meeting', 'minute', 'member', 'percent'], example: 'meeting' })
  unit!: 'meeting' | 'minute' | 'member' | 'percent';
  @ApiProperty({
    enum: ['flow', 'ratio'],
    description: '`flow` happens inside a period; `ratio` is made of two flows.',
  })
  kind!: 'flow' | 'ratio';
  @ApiProperty({ enum: ADDS, description: 'How values of units make that of the unit above.' })
  overUnits!: (typeof ADDS)[number];
  @ApiProperty({ enum: ADDS, description: 'How values of days make that of a longer period.' })
  overTime!: (typeof ADDS)[number];
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

export class CalendarDto {
  @ApiProperty({ example: 'gregorian' })
  code!: string;
  @ApiProperty({ type: LabelsDto })
  labels!: LabelsDto;
  @ApiProperty({ type: 'integer', description: 'Day that its months begin on; 1 is the calendar month.', example: 1 })
  monthFrom!: number;
  @ApiProperty({ enum: PERIOD_KINDS, isArray: true, description: 'Kinds of period it can be asked for.' })
  periods!: PeriodKind[];
}

export class CalendarsDto {
  @ApiProperty({ type: [CalendarDto] })
  items!: CalendarDto[];
}
