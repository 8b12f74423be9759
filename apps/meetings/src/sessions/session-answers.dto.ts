import {
  SESSION_BODIES,
  SESSION_FIELDS,
  SESSION_STATES,
  type SessionBody,
  type SessionField,
  type SessionState,
} from '#contracts';
import { ApiProperty } from '@nestjs/swagger';
import { FactDeedAnswer } from '../facts/facts.dto.js';
import { SESSION_ACTS, type SessionAct } from './session.js';

export class SessionVoteAnswer {
  /** All members of the body. */
  base!: number;
  for!: number;
  against!: number;
  abstained!: number;

  /** More than half of the base. */
  adopted!: boolean;
}

export class SessionItemAnswer {
  itemId!: string;

  @ApiProperty({ enum: SESSION_FIELDS, example: 'economy' })
  field!: SessionField;

  /** How often it was drafted. */
  drafts!: number;

  /** Local date of the newest draft. */
  draftedOn!: string;

  /** Whether the standing committee gave its opinion on the newest draft. */
  opinionGiven!: boolean;

  /** Null: it was not put to the vote. */
  @ApiProperty({ type: SessionVoteAnswer, nullable: true })
  vote!: SessionVoteAnswer | null;
}

export class SessionQuestionsAnswer {
  asked!: number;
  answered!: number;
}

/** A committee session as it stands, without its texts and without who asked whom. */
export class SessionAnswer {
  id!: string;

  /** @example 1 */
  version!: number;

  /** The unit whose committee sat. */
  unitId!: string;

  @ApiProperty({ enum: SESSION_BODIES, example: 'committee' })
  body!: SessionBody;

  /** @example '2020-2025' */
  term!: string;

  @ApiProperty({ enum: SESSION_STATES, example: 'held' })
  state!: SessionState;

  /** Local date of the start. */
  date!: string;
  startsAt!: string;
  endsAt!: string;

  /** Members of the body; null until it was held. */
  @ApiProperty({ type: 'integer', nullable: true })
  members!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  present!: number | null;

  @ApiProperty({ type: [SessionItemAnswer] })
  items!: SessionItemAnswer[];

  @ApiProperty({ type: SessionQuestionsAnswer })
  questions!: SessionQuestionsAnswer;

  /** In the book of this body and term; null until the minutes are written. */
  @ApiProperty({ type: 'integer', nullable: true })
  minutesNumber!: number | null;

  /** By the tree as known now, the unit did not exist on the day. */
  outsideUnitLife!: boolean;

  recordedAt!: string;

  /** To ask later whether this version is in the figures. */
  receipt!: string;
}

export class SessionsPage {
  @ApiProperty({ type: [SessionAnswer] })
  items!: SessionAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class SessionVersionAnswer extends FactDeedAnswer {
  @ApiProperty({ enum: SESSION_ACTS, example: 'prepared' })
  act!: SessionAct;

  @ApiProperty({ type: SessionAnswer })
  session!: SessionAnswer;
}

export class SessionVersionsPage {
  @ApiProperty({ type: [SessionVersionAnswer] })
  items!: SessionVersionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class DraftOpinionText {
  on!: string;
  text!: string;
}

export class DraftText {
  on!: string;
  text!: string;

  @ApiProperty({ type: DraftOpinionText, nullable: true })
  opinion!: DraftOpinionText | null;
}

export class SessionItemTexts {
  itemId!: string;
  title!: string;

  /** In the order in which they were handed round; the newest was put to the vote. */
  @ApiProperty({ type: [DraftText] })
  drafts!: DraftText[];
}

export class SessionQuestionTexts {
  questionId!: string;
  askedBy!: string;
  askedOf!: string;
  answered!: boolean;
  text!: string;

  @ApiProperty({ type: String, nullable: true })
  answer!: string | null;
}

/** The texts of a version of a session. */
export class SessionNarrativeAnswer {
  id!: string;

  /** @example 1 */
  version!: number;

  /** Why this version was made, where that was said. */
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ type: [SessionItemTexts] })
  items!: SessionItemTexts[];

  @ApiProperty({ type: [SessionQuestionTexts] })
  questions!: SessionQuestionTexts[];

  @ApiProperty({ type: String, nullable: true })
  minutes!: string | null;
}
