import {
  OPINION_FIELDS,
  OPINION_LEVELS,
  OPINION_STATES,
  OPINION_VOICES,
  type OpinionField,
  type OpinionLevel,
  type OpinionState,
  type OpinionVoice,
} from '#contracts';
import { ApiProperty } from '@nestjs/swagger';
import { FactDeedAnswer } from '../facts/facts.dto.js';
import { HolderAnswer, MovedByActAnswer } from '../follow/follow.dto.js';
import { OPINION_ACTS, type OpinionAct } from './opinion.js';

export class OpinionLyingAnswer {
  @ApiProperty({ enum: OPINION_LEVELS, example: 'branch' })
  level!: OpinionLevel;

  /** The unit whose office has it. */
  unitId!: string;

  /** @example '2020-11-03' */
  since!: string;
}

export class OpinionStretchAnswer {
  @ApiProperty({ enum: OPINION_LEVELS, example: 'branch' })
  level!: OpinionLevel;

  unitId!: string;

  /** @example '2020-11-03' */
  from!: string;

  /** The day it went on or was settled; null: it lies there. */
  @ApiProperty({ type: String, nullable: true, example: null })
  to!: string | null;
}

export class OpinionSettlementAnswer {
  on!: string;

  @ApiProperty({ enum: OPINION_LEVELS })
  level!: OpinionLevel;

  /** On the spot, at the meeting where it was raised. */
  atOnce!: boolean;

  /** Whole days since it was raised, or reopened. */
  days!: number;
}

/** An opinion or petition as it stands, without its text and replies. */
export class OpinionAnswer {
  id!: string;

  /** @example 1 */
  version!: number;

  /** The branch it concerns. */
  unitId!: string;

  @ApiProperty({ enum: OPINION_STATES, example: 'open' })
  state!: OpinionState;

  /** @example '2020-11-03' */
  raisedOn!: string;

  @ApiProperty({ type: String, nullable: true })
  meetingId!: string | null;

  @ApiProperty({ enum: OPINION_VOICES, example: 'people' })
  by!: OpinionVoice;

  @ApiProperty({ enum: OPINION_FIELDS, example: 'environment' })
  field!: OpinionField;

  /** Last day in time to settle it; null: none is set. */
  @ApiProperty({ type: String, nullable: true, example: '2020-12-31' })
  due!: string | null;

  /** Where it lies, or lay when it was settled. */
  @ApiProperty({ type: OpinionLyingAnswer })
  lying!: OpinionLyingAnswer;

  /** Where it lay while it was open, in order. */
  @ApiProperty({ type: [OpinionStretchAnswer] })
  stretches!: OpinionStretchAnswer[];

  @ApiProperty({ type: [OpinionSettlementAnswer], example: [] })
  settlements!: OpinionSettlementAnswer[];

  @ApiProperty({ type: [String], example: [] })
  reopenedOn!: string[];

  /** Days on which it was open, up to today. */
  daysOpen!: number;

  /** Open, its last day gone by, as of today. */
  overdue!: boolean;

  /** False: the meeting was voided since, or corrected to another day or unit. Null: it names none. */
  @ApiProperty({ type: Boolean, nullable: true, example: true })
  meetingStands!: boolean | null;

  /** By the tree as known now, the unit did not exist on the day. It counts where it was accepted. */
  outsideUnitLife!: boolean;

  recordedAt!: string;

  /** To ask later whether this version is in the figures. */
  receipt!: string;

  /** Where it counts since the branch that it concerns ended, one after the other; absent: at the branch. */
  held?: HolderAnswer[];

  /** The act that moved it; absent when none did. */
  movedByAct?: MovedByActAnswer;
}

export class OpinionsPage {
  @ApiProperty({ type: [OpinionAnswer] })
  items!: OpinionAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class OpinionVersionAnswer extends FactDeedAnswer {
  @ApiProperty({ enum: OPINION_ACTS, example: 'raised' })
  act!: OpinionAct;

  @ApiProperty({ type: OpinionAnswer })
  opinion!: OpinionAnswer;
}

export class OpinionVersionsPage {
  @ApiProperty({ type: [OpinionVersionAnswer] })
  items!: OpinionVersionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class OpinionReply {
  /** The day it was settled so. */
  on!: string;

  reply!: string;
}

/** The texts of a version of an opinion. */
export class OpinionNarrativeAnswer {
  id!: string;

  /** @example 1 */
  version!: number;

  text!: string;

  /** Why this version was made, where that was said. */
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ type: [OpinionReply] })
  replies!: OpinionReply[];
}
