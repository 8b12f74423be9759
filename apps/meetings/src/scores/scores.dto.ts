import {
  MEETING_KINDS,
  SCORE_GRADES,
  SCORE_STATES,
  SCORERS,
  type MeetingKind,
  type ScoreGrade,
  type Scorer,
  type ScoreState,
} from '#contracts';
import { PageQuery } from '#http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { SCORE_ACTS, type ScoreAct } from './score.js';
import { IsTenths } from '../score-templates/is-tenths.js';

const CODE = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

/** What one item of the sheet got. */
export class ItemPointsDto {
  /** @example 'time.kept' */
  @Matches(CODE)
  @MaxLength(60)
  item!: string;

  /** With one decimal at most. Null: it does not apply to this meeting, and the sheet says what that means. */
  @ValidateIf((_: object, value: unknown) => value !== null)
  @IsTenths()
  @Min(0)
  @Max(100)
  @ApiProperty({ type: Number, nullable: true, example: 5 })
  points!: number | null;
}

/** Why points of an item were lost. */
export class LossDto {
  /** @example 'time.kept' */
  @Matches(CODE)
  @MaxLength(60)
  item!: string;

  /** Free text: it is read with a right of its own, and in no event. */
  @IsString()
  @MinLength(1)
  @MaxLength(1_000)
  @ApiProperty({ example: 'Họp thiếu 5 phút.' })
  text!: string;
}

/** A whole scoring. */
export class ScoringDto {
  /** Each item of the sheet once. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(900)
  @ValidateNested({ each: true })
  @Type(() => ItemPointsDto)
  @ApiProperty({ type: [ItemPointsDto] })
  items!: ItemPointsDto[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => LossDto)
  @ApiPropertyOptional({ type: [LossDto] })
  losses?: LossDto[];
}

export class FirstScoringDto extends ScoringDto {
  /** `self`: the branch. `superior`: the committee above it. */
  @IsIn(SCORERS)
  @ApiProperty({ enum: SCORERS, example: 'self' })
  by!: Scorer;
}

export class NextScoringDto extends ScoringDto {
  /** Why it replaces what was scored; kept with the version, never published. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Chấm lại theo hồ sơ' })
  reason?: string | null;
}

/** What one item got. */
export class ItemPointsAnswer {
  item!: string;

  /** Null: it does not apply to this meeting. */
  @ApiProperty({ type: Number, nullable: true })
  points!: number | null;
}

/** One side of a score. */
export class ScorePartAnswer {
  /** Of 100, items that do not apply reckoned in; rounded half up to a tenth. */
  points!: number;

  @ApiProperty({ enum: SCORE_GRADES })
  grade!: ScoreGrade;

  @ApiProperty({ type: [ItemPointsAnswer] })
  items!: ItemPointsAnswer[];

  /** How many reasons for lost points are written; they are read by themselves. */
  reasons!: number;
}

export class CountedScoreAnswer {
  @ApiProperty({ enum: SCORERS })
  by!: Scorer;

  points!: number;

  @ApiProperty({ enum: SCORE_GRADES })
  grade!: ScoreGrade;
}

export class ScoreTemplateRef {
  code!: string;
  version!: number;
}

/** How a meeting was scored. */
export class ScoreAnswer {
  meetingId!: string;
  version!: number;
  unitId!: string;
  date!: string;

  @ApiProperty({ enum: MEETING_KINDS })
  kind!: MeetingKind;

  @ApiProperty({ enum: SCORE_STATES })
  state!: ScoreState;

  template!: ScoreTemplateRef;

  @ApiProperty({ type: ScorePartAnswer, nullable: true })
  self!: ScorePartAnswer | null;

  @ApiProperty({ type: ScorePartAnswer, nullable: true })
  superior!: ScorePartAnswer | null;

  /** The superior's when there is one, else the self-score. */
  @ApiProperty({ type: CountedScoreAnswer, nullable: true })
  counted!: CountedScoreAnswer | null;

  /** By what is known now, its meeting would be scored by another sheet. It counts as it was scored. */
  stale!: boolean;

  recordedAt!: string;

  /** To ask later whether this version is in the figures. */
  receipt!: string;
}

/** One version: who made it, when, why, and the score after it. */
export class ScoreVersionAnswer {
  version!: number;

  @ApiProperty({ enum: SCORE_ACTS })
  act!: ScoreAct;

  /** OIDC `sub` of who made it. */
  actor!: string;

  at!: string;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  score!: ScoreAnswer;
}

export class ScoreVersionsPage {
  @ApiProperty({ type: [ScoreVersionAnswer] })
  items!: ScoreVersionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** Why points were lost. */
export class LossAnswer {
  item!: string;
  text!: string;
}

export class ScoreNarrativeAnswer {
  meetingId!: string;
  version!: number;

  @ApiProperty({ type: [LossAnswer] })
  self!: LossAnswer[];

  @ApiProperty({ type: [LossAnswer] })
  superior!: LossAnswer[];
}

export class ScoreTableQuery extends PageQuery {
  /**
   * The month of the meetings.
   * @example '2026-05'
   */
  @Matches(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/)
  month!: string;
}

export class ScoreTableUnit {
  id!: string;
  code!: string;
  name!: string;
}

/** One closed meeting of the month. */
export class ScoreRowAnswer {
  @ApiProperty({ type: ScoreTableUnit })
  unit!: ScoreTableUnit;

  meetingId!: string;
  date!: string;

  @ApiProperty({ enum: MEETING_KINDS })
  kind!: MeetingKind;

  /** Members of the branch on that day. */
  @ApiProperty({ type: Number, nullable: true })
  members!: number | null;

  /** Null: not scored. */
  @ApiProperty({ type: CountedScoreAnswer, nullable: true })
  counted!: CountedScoreAnswer | null;

  @ApiProperty({ type: Number, nullable: true })
  selfPoints!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  superiorPoints!: number | null;

  /** Whether reasons for lost points are written; they are read by themselves. */
  hasReasons!: boolean;
}

export class ScoreTablePage {
  unitId!: string;
  month!: string;

  @ApiProperty({ type: [ScoreRowAnswer] })
  items!: ScoreRowAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
