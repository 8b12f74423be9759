import { LEVELS, UNIT_KINDS, type Level, type UnitKind } from '#contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsFormat, type Format } from '../../exports/tables.js';
import { PeriodDto } from '../../rollups/rollups.dto.js';
import { TypePeriodQuery } from './report-requests.dto.js';
import { HANDED_IN_STATES, type HandedInState } from './handed-in.rules.js';

/** A unit below, by its last state in the period. */
export class ReporterDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  /** @example 'HP-VN' */
  code!: string;

  /** @example 'Phường Vĩnh Niệm' */
  name!: string;

  @ApiProperty({ enum: UNIT_KINDS, example: 'ward' })
  kind!: UnitKind;

  @ApiProperty({ enum: LEVELS, example: 'commune' })
  level!: Level;
}

/** What one unit below handed in. */
export class HandedInRowAnswer {
  @ApiProperty({ type: ReporterDto })
  unit!: ReporterDto;

  /** A draft is the unit's own business, so it shows as missing. */
  @ApiProperty({ enum: HANDED_IN_STATES, example: 'submitted' })
  state!: HandedInState;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  reportId!: string | null;

  nil!: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  submittedAt!: string | null;
}

/** expected = handedIn + returned + missing; nil and accepted are among those handed in. */
export class HandedInCountsAnswer {
  /** @example 43 */
  @ApiProperty({ type: 'integer' })
  expected!: number;

  /** @example 39 */
  @ApiProperty({ type: 'integer' })
  handedIn!: number;

  @ApiProperty({ type: 'integer' })
  nil!: number;

  @ApiProperty({ type: 'integer' })
  accepted!: number;

  @ApiProperty({ type: 'integer' })
  returned!: number;

  @ApiProperty({ type: 'integer' })
  missing!: number;
}

/** Which type and period. */
export class HandedInQuery extends TypePeriodQuery {
  @IsFormat('csv', 'xlsx')
  format?: Format;
}

export class HandedInAnswer {
  @ApiProperty({ format: 'uuid' })
  unitId!: string;

  /** @example 'weekly-integrity' */
  type!: string;

  @ApiProperty({ type: PeriodDto })
  period!: PeriodDto;

  /** Of all units below, also those on other pages. */
  @ApiProperty({ type: HandedInCountsAnswer })
  counts!: HandedInCountsAnswer;

  /** Number of the last change of the tree these units are told by. */
  @ApiProperty({ type: 'integer', example: 120 })
  treeRevision!: number;

  /** When it was read. */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;

  @ApiProperty({ type: [HandedInRowAnswer] })
  items!: HandedInRowAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
