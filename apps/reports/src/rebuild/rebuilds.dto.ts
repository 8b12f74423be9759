import { IsId } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional, Matches } from 'class-validator';

/** Months that a figure can be of; what lies before the first is kept in it. */
const MONTH = /^(19[0-9]{2}|2[0-9]{3})-(0[1-9]|1[0-2])$/;
const STATES = ['waiting', 'running', 'done', 'cancelled'] as const;
const REASONS = ['requested', 'rules'] as const;

/** Which cells to rebuild; with nothing: all. */
export class RebuildDto {
  @IsOptional()
  @IsId()
  @ApiPropertyOptional({ format: 'uuid', description: 'Id to give it; one is made if absent.' })
  id?: string;

  @IsOptional()
  @IsId()
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'The unit whose cells, and those of all that ever lay below it, are rebuilt; absent: all units.',
    example: '20628915-0922-5e62-a448-e7856b5efa26',
  })
  unitId?: string;

  @IsOptional()
  @Matches(MONTH)
  @ApiPropertyOptional({
    type: 'string',
    description: 'First month; absent: from the first there is.',
    example: '2020-01',
  })
  from?: string;

  @IsOptional()
  @Matches(MONTH)
  @ApiPropertyOptional({
    type: 'string',
    description: 'Last month, included; absent: to the last there is.',
    example: '2020-12',
  })
  through?: string;

  @IsOptional()
  @IsISO8601({ strict: true })
  @ApiPropertyOptional({
    format: 'date-time',
    description: 'When it may begin; absent: at once.',
    example: '2026-07-01T22:00:00+07:00',
  })
  notBefore?: string;
}

export class RebuildSliceCounts {
  @ApiProperty({ type: 'integer', description: 'Committed.', example: 12 })
  done!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Known of; null before it begins. Grows when the tree changes meanwhile.',
    example: 40,
  })
  total!: number | null;
  @ApiProperty({ type: 'number', nullable: true, description: 'Done a second since it began.', example: 8.5 })
  perSecond!: number | null;
}

export class RebuiltCell {
  @ApiProperty({ format: 'uuid', example: '20628915-0922-5e62-a448-e7856b5efa26' })
  unitId!: string;
  @ApiProperty({ type: 'string', description: 'A month, or `Y2020`: the year of a stock.', example: '2020-11' })
  month!: string;
}

export class RebuildAnswer {
  @ApiProperty({ format: 'uuid', example: 'daf7af8c-26ff-5a86-aa2b-6123f3979686' })
  id!: string;
  @ApiProperty({ type: 'integer', description: 'What If-Match names to cancel it.', example: 1 })
  version!: number;
  @ApiProperty({
    enum: REASONS,
    description: '`rules`: by itself, since newer code makes figures otherwise.',
    example: 'requested',
  })
  reason!: (typeof REASONS)[number];
  @ApiProperty({ enum: STATES, example: 'running' })
  state!: (typeof STATES)[number];
  @ApiProperty({ format: 'uuid', nullable: true, description: 'Null: all units.', example: null })
  unitId!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '2020-01' })
  from!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '2020-12' })
  through!: string | null;
  @ApiProperty({ type: RebuildSliceCounts })
  slices!: RebuildSliceCounts;
  @ApiProperty({ type: 'integer', description: 'Contributions read.', example: 5_210 })
  facts!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Cells that were not the sum of their contributions, and are now.',
    example: 0,
  })
  corrected!: number;
  @ApiProperty({ type: [RebuiltCell], description: 'The first of them, up to 20.' })
  samples!: RebuiltCell[];
  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Who asked for it (a `sub`).',
    example: 'demo-administrator',
  })
  requestedBy!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-07-01T12:00:00.000Z' })
  requestedAt!: string;
  @ApiProperty({ format: 'date-time', nullable: true, example: null })
  notBefore!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, example: '2026-07-01T12:00:01.000Z' })
  startedAt!: string | null;
  @ApiProperty({ format: 'date-time', nullable: true, description: 'When it was done or cancelled.', example: null })
  finishedAt!: string | null;
  @ApiProperty({ type: 'string', nullable: true, description: 'Who cancelled it (a `sub`).', example: null })
  cancelledBy!: string | null;
}

export class RebuildsPage {
  @ApiProperty({ type: [RebuildAnswer] })
  items!: RebuildAnswer[];
  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Cursor of the next page; null on the last.',
    example: null,
  })
  next!: string | null;
}
