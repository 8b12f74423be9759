import { REPORT_STATES, type ReportState } from '#contracts';
import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { FreshnessDto, PeriodDto } from '../../rollups/rollups.dto.js';
import { SectionTextDto } from './report-requests.dto.js';

export class ReportValueAnswer {
  /** @example 'integrity.signs-settled' */
  measure!: string;

  /** In the measure's unit. */
  @ApiProperty({ type: Number, example: 3 })
  value!: number;

  estimate!: boolean;
}

/** A figure of the events, as it was read at one instant. */
export class FrozenFigureAnswer {
  /** @example 'meetings.held' */
  measure!: string;

  @ApiProperty({ type: Number, nullable: true, example: 9 })
  value!: number | null;

  /** Of a ratio. */
  @ApiPropertyOptional({ type: 'integer' })
  numerator?: number;

  /** Of a ratio. */
  @ApiPropertyOptional({ type: 'integer' })
  denominator?: number;
}

/** What events said as it was handed in. */
export class PrefilledAnswer {
  @ApiProperty({ format: 'date-time' })
  asOf!: string;

  @ApiProperty({ type: 'integer' })
  treeRevision!: number;

  @ApiProperty({ type: [FrozenFigureAnswer] })
  figures!: FrozenFigureAnswer[];
}

export class MovedByActAnswer {
  id!: string;

  /**
   * Number of its decision.
   * @example '31-HD/BTCTW'
   */
  decision!: string;
}

/** A report as it stands. Its words are read by themselves, with the sections. */
export class ReportAnswer {
  /** Made of unit, type and period. */
  @ApiProperty({ format: 'uuid' })
  id!: string;

  /** @example 1 */
  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ format: 'uuid' })
  unitId!: string;

  /** @example 'weekly-integrity' */
  type!: string;

  /** @example 1 */
  @ApiProperty({ type: 'integer' })
  typeVersion!: number;

  @ApiProperty({ type: PeriodDto })
  period!: PeriodDto;

  @ApiProperty({ enum: REPORT_STATES, example: 'submitted' })
  state!: ReportState;

  /** Không phát sinh: said to be so, not left blank. */
  nil!: boolean;

  @ApiProperty({ type: [ReportValueAnswer] })
  values!: ReportValueAnswer[];

  /** Codes of the sections that are filled in. */
  @ApiProperty({ type: [String], example: ['situation'] })
  sectionsFilled!: string[];

  /** Since it was handed in first. */
  @ApiPropertyOptional({ type: PrefilledAnswer })
  prefilled?: PrefilledAnswer;

  /** When it was handed in last. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  submittedAt!: string | null;

  /** Why this version was returned or voided. */
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  /** To ask later whether this version is in the figures. */
  receipt!: string;

  /** The act after which its unit owes it no more, so that it is voided; absent when there is none. */
  movedByAct?: MovedByActAnswer;
}

/** A measure as it was reported, and as the figures say now. */
export class ComparedAnswer {
  /** @example 'meetings.held' */
  measure!: string;

  /** Absent while it was never handed in. */
  @ApiPropertyOptional({ type: FrozenFigureAnswer })
  reported?: FrozenFigureAnswer;

  @ApiPropertyOptional({ type: FrozenFigureAnswer })
  now?: FrozenFigureAnswer;

  /** Events dated in the period were recorded or corrected since. */
  differs!: boolean;
}

/** What the figures say now, beside what was reported. */
export class DerivedAnswer {
  @ApiProperty({ format: 'date-time' })
  asOf!: string;

  @ApiProperty({ type: 'integer' })
  treeRevision!: number;

  @ApiProperty({ type: [ComparedAnswer] })
  figures!: ComparedAnswer[];

  @ApiProperty({ type: FreshnessDto })
  freshness!: FreshnessDto;
}

/** After a change: without the reason, which is a text. */
export class ReportWrittenAnswer extends OmitType(ReportAnswer, ['reason']) {}

export class ReportReadAnswer extends ReportAnswer {
  @ApiProperty({ type: DerivedAnswer })
  derived!: DerivedAnswer;
}

/** What a report of the unit and period would be filled in with now. */
export class PrefillAnswer {
  @ApiProperty({ format: 'uuid' })
  unitId!: string;

  /** @example 'weekly-integrity' */
  type!: string;

  /** @example 1 */
  @ApiProperty({ type: 'integer' })
  typeVersion!: number;

  @ApiProperty({ type: PeriodDto })
  period!: PeriodDto;

  /** Id of the report, whether it is there yet or not. */
  @ApiProperty({ format: 'uuid' })
  reportId!: string;

  /** Null: nobody has begun it. */
  @ApiProperty({ enum: [...REPORT_STATES, null], nullable: true, type: String })
  state!: ReportState | null;

  @ApiProperty({ format: 'date-time' })
  asOf!: string;

  @ApiProperty({ type: 'integer' })
  treeRevision!: number;

  @ApiProperty({ type: [FrozenFigureAnswer] })
  figures!: FrozenFigureAnswer[];

  @ApiProperty({ type: FreshnessDto })
  freshness!: FreshnessDto;
}

/** One version: who made it, when, why, and the report after it. */
export class ReportVersionAnswer {
  /** @example 1 */
  @ApiProperty({ type: 'integer' })
  version!: number;

  /** Opaque `sub` of who made it. */
  actor!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ type: ReportAnswer })
  report!: ReportAnswer;
}

export class ReportsPage {
  @ApiProperty({ type: [ReportAnswer] })
  items!: ReportAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class ReportVersionsPage {
  @ApiProperty({ type: [ReportVersionAnswer] })
  items!: ReportVersionAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** The words of a report. That they were read is noted. */
export class ReportSectionsAnswer {
  @ApiProperty({ format: 'uuid' })
  reportId!: string;

  /** @example 1 */
  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ type: [SectionTextDto] })
  items!: SectionTextDto[];
}

/** Who read the words of a report, and when. */
export class TextReadAnswer {
  /** Opaque `sub`. */
  person!: string;

  /** Of the report. */
  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class TextReadsPage {
  @ApiProperty({ type: [TextReadAnswer] })
  items!: TextReadAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
