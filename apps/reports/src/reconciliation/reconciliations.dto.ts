import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { SERVICES, type ServiceName } from '#contracts';
import { PageQuery } from '#http';
import {
  DIFFERENCE_KINDS,
  DIFFERENCE_STATES,
  RUN_STATES,
  RUN_STEPS,
  type DifferenceKind,
  type DifferenceState,
  type RunState,
  type RunStep,
} from './reconciliation.schema.js';

const MONTH = /^(19|20)\d{2}-(0[1-9]|1[0-2])$/;
const RUN_ID = '131e9d81-9bee-52d8-b895-40d3bb4d424a';

export class RequestReconciliationDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'Id of the reconciliation, if the client brings one.' })
  @IsOptional()
  @IsUUID()
  id?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    example: '20628915-0922-5e62-a448-e7856b5efa26',
    description: 'Only this unit and all below it; everything without it.',
  })
  @IsOptional()
  @IsUUID()
  unitId?: string;

  @ApiPropertyOptional({ type: 'string', example: '2026-01', description: 'First month. Whole years are looked at.' })
  @IsOptional()
  @Matches(MONTH)
  fromMonth?: string;

  @ApiPropertyOptional({ type: 'string', example: '2026-12', description: 'Last month.' })
  @IsOptional()
  @Matches(MONTH)
  toMonth?: string;
}

export class ScopeAnswer {
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, description: 'Null: all units.' })
  unitId!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: '2026-01', description: 'Null: from the first month.' })
  from!: string | null;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: '2027-01',
    description: 'The first month that is not asked for; null: to the last.',
  })
  to!: string | null;
}

export class RunProgressAnswer {
  @ApiProperty({
    enum: RUN_STEPS,
    description: 'Facts against their sources, cells against what they are made of, then repair.',
  })
  step!: RunStep;
  @ApiProperty({ type: 'integer', example: 1250, description: 'Facts compared with their sources.' })
  facts!: number;
  @ApiProperty({ type: 'integer', example: 11, description: 'Kinds of fact that are through.' })
  kinds!: number;
  @ApiProperty({ type: 'integer', example: 11 })
  kindsAll!: number;
  @ApiProperty({ type: 'integer', example: 340, description: 'Cells (unit and month) derived a second time.' })
  cells!: number;
  @ApiProperty({ type: 'integer', example: 4, description: 'Looks at cells that are through.' })
  slices!: number;
  @ApiProperty({ type: 'integer', example: 4 })
  slicesAll!: number;
}

export class RunCountsAnswer {
  @ApiProperty({ type: 'integer', example: 3, description: 'Differed at first sight, most of them on their way.' })
  suspects!: number;
  @ApiProperty({ type: 'integer', example: 1, description: 'Differed in truth, and are right now.' })
  repaired!: number;
  @ApiProperty({ type: 'integer', example: 0, description: 'Differ still: figures they concern say so.' })
  disputed!: number;
  @ApiProperty({ type: 'integer', example: 0, description: 'Were disputed before, and are right now.' })
  healed!: number;
}

export class RunAnswer {
  @ApiProperty({ format: 'uuid', example: RUN_ID })
  id!: string;
  @ApiProperty({ type: ScopeAnswer })
  scope!: ScopeAnswer;
  @ApiProperty({ type: 'string', nullable: true, description: '`sub` of who asked for it; null: made every night.' })
  requestedBy!: string | null;
  @ApiProperty({ enum: RUN_STATES, description: '`incomplete`: a source did not answer.' })
  state!: RunState;
  @ApiProperty({ type: RunProgressAnswer })
  progress!: RunProgressAnswer;
  @ApiProperty({ type: RunCountsAnswer })
  counts!: RunCountsAnswer;
  @ApiProperty({ enum: SERVICES, isArray: true, description: 'Sources that did not answer.' })
  silent!: ServiceName[];
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  startedAt!: string | null;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  finishedAt!: string | null;
}

export class RunPage {
  @ApiProperty({ type: [RunAnswer] })
  items!: RunAnswer[];
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Cursor of the next page.' })
  next!: string | null;
}

export class DifferencesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DIFFERENCE_STATES, example: 'disputed', description: 'Only those in this state.' })
  @IsOptional()
  @IsIn(DIFFERENCE_STATES)
  state?: DifferenceState;
}

export class DifferingFactAnswer {
  @ApiProperty({ type: 'string', example: 'meetings.meeting-recorded.v1', description: 'Type of its event.' })
  type!: string;
  @ApiProperty({ type: 'string', example: '3f0d7b1c-2a52-4f0e-8a0b-6f6f0d6b1a11' })
  id!: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Version in its source; null: not there.', example: 2 })
  source!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Version in the figures; null: not there.', example: 1 })
  figures!: number | null;
}

export class DifferingCellAnswer {
  @ApiProperty({ type: 'integer', example: 14, description: 'Stored numbers of the unit and month that differ.' })
  fields!: number;
  @ApiProperty({ type: 'integer', example: 20, description: 'By how much at most.' })
  most!: number;
}

export class DifferenceAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({
    enum: DIFFERENCE_KINDS,
    description:
      'A fact that the figures lack, have an older version of, other content of, a newer version of than its source, or ' +
      'that its source does not know; or a cell that is not what its facts make.',
  })
  kind!: DifferenceKind;
  @ApiProperty({
    enum: DIFFERENCE_STATES,
    description: '`repaired`: by the reconciliation that found it. `healed`: was disputed, and is right now.',
  })
  state!: DifferenceState;
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, description: 'Where it counts.' })
  unitId!: string | null;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: '2026-07',
    description: 'The month; `Y2026`: the net change of levels in a year; null: of no one month.',
  })
  month!: string | null;
  @ApiProperty({ type: DifferingFactAnswer, nullable: true })
  fact!: DifferingFactAnswer | null;
  @ApiProperty({ type: DifferingCellAnswer, nullable: true })
  cell!: DifferingCellAnswer | null;
  @ApiProperty({ type: [String], description: 'Reconciliations that found it, and the one that made it right.' })
  reconciliations!: string[];
  @ApiProperty({ format: 'date-time' })
  foundAt!: string;
  @ApiProperty({ format: 'date-time' })
  decidedAt!: string;
}

export class DifferencePage {
  @ApiProperty({ type: [DifferenceAnswer] })
  items!: DifferenceAnswer[];
  @ApiProperty({ type: 'string', nullable: true, example: null, description: 'Cursor of the next page.' })
  next!: string | null;
}
