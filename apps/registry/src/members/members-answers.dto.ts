import { MOVEMENTS, STANDINGS, type Movement, type Standing } from '#contracts';
import { ApiProperty } from '@nestjs/swagger';
import { ACT_KINDS } from './act-kinds.js';
import type { ActKind } from './member.js';
import { PersonAnswer } from './person.dto.js';

const date = { type: String, format: 'date' } as const;
const noDate = { ...date, nullable: true } as const;
const noText = { type: String, nullable: true } as const;

/** Days [from, to) at a unit; `to` null: still so. */
export class StayAnswer {
  unitId!: string;
  @ApiProperty(date)
  from!: string;
  @ApiProperty(noDate)
  to!: string | null;
}

/** What a member is on the roll of a unit in those days. */
export class StretchAnswer extends StayAnswer {
  @ApiProperty({ enum: STANDINGS })
  standing!: Standing;
  /** Miễn công tác và sinh hoạt. */
  exempt!: boolean;
  /** Đình chỉ sinh hoạt. */
  suspended!: boolean;
  /** Introduced to another branch that has not accepted yet; counted here until then. */
  inTransit!: boolean;
}

export class MovementAnswer {
  @ApiProperty({ enum: MOVEMENTS })
  kind!: Movement;
  unitId!: string;
  /** First day on (in) or off (out) the roll. */
  @ApiProperty(date)
  date!: string;
}

/** Where the member is on a roll through time. */
class WithUnitAnswer {
  fromUnitId!: string;
  toUnitId!: string;
  @ApiProperty(date)
  date!: string;
  actId!: string;
}

export class RecordAnswer {
  @ApiProperty({ type: [StretchAnswer] })
  stretches!: StretchAnswer[];
  /** Stays at other branches (sinh hoạt tạm thời): a memo, counted at home only. */
  @ApiProperty({ type: [StayAnswer] })
  temporary!: StayAnswer[];
  /** Days on which a transfer was past its term, at the branch that sent. */
  @ApiProperty({ type: [StayAnswer] })
  transferOverdue!: StayAnswer[];
  @ApiProperty({ type: [MovementAnswer] })
  movements!: MovementAnswer[];
  /** Went to another roll with his unit, by an act of reorganisation; in no movement. */
  @ApiProperty({ type: [WithUnitAnswer], required: false })
  withUnits?: WithUnitAnswer[];
}

/** Against a rule, and accepted (DOMAIN.md 2.2). */
export class MarksAnswer {
  /** The ceremony came more than 30 working days after the decision. */
  ceremonyLate!: boolean;
  /** Recognised before the 12 months of probation were over. */
  recognitionEarly!: boolean;
  /** Recognised more than 30 working days after them. */
  recognitionLate!: boolean;
  /** More than 60 years old at admission. */
  overAge!: boolean;
}

export class TransitAnswer {
  toUnitId!: string;
  @ApiProperty(date)
  since!: string;
  /** Last day of the term (60 + 30 working days, QĐ 294, 6.3.1). */
  @ApiProperty(date)
  lastDay!: string;
}

/** What a write answers: nothing personal, since answers are kept with their keys for 30 days. */
export class MemberWrittenAnswer extends RecordAnswer {
  id!: string;
  /** @example 1 */
  version!: number;
  voided!: boolean;
  /** The act that was entered, corrected or voided. */
  @ApiProperty(noText)
  actId!: string | null;
  @ApiProperty({ type: MarksAnswer })
  marks!: MarksAnswer;
  /** The transfer under way. */
  @ApiProperty({ type: TransitAnswer, nullable: true })
  transit!: TransitAnswer | null;
  receipt!: string;
}

/** An act as kept; fields its kind does not have are left out. */
export class ActAnswer {
  id!: string;
  @ApiProperty({ enum: [...ACT_KINDS, 'moved-with-unit'] })
  kind!: ActKind;
  voided!: boolean;
  @ApiProperty({ ...date, required: false })
  on?: string;
  @ApiProperty({ ...noText, required: false })
  unitId?: string | null;
  @ApiProperty({ type: String, required: false })
  toUnitId?: string;
  /** Of `moved-with-unit`: the roll he was on, and the act of reorganisation. */
  @ApiProperty({ type: String, required: false })
  fromUnitId?: string;
  @ApiProperty({ type: String, required: false })
  byAct?: string;
  @ApiProperty({ enum: STANDINGS, required: false })
  standing?: Standing;
  @ApiProperty({ ...noDate, required: false })
  decisionDate?: string | null;
  @ApiProperty({ ...noDate, required: false })
  ceremonyDate?: string | null;
  @ApiProperty({ ...noDate, required: false })
  officialDate?: string | null;
  @ApiProperty(noText)
  decisionNumber!: string | null;
  @ApiProperty(noText)
  reason!: string | null;
  /** `sub` of who entered or last changed it. */
  by!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

/** A member, whole. */
export class MemberAnswer extends RecordAnswer {
  id!: string;
  version!: number;
  voided!: boolean;
  @ApiProperty({ type: PersonAnswer })
  person!: PersonAnswer;
  /** In the order they were entered. */
  @ApiProperty({ type: [ActAnswer] })
  acts!: ActAnswer[];
  @ApiProperty({ type: MarksAnswer })
  marks!: MarksAnswer;
  @ApiProperty({ type: TransitAnswer, nullable: true })
  transit!: TransitAnswer | null;
  /** Party age (tuổi đảng) counts from this day, once official. */
  @ApiProperty(noDate)
  partyAgeFrom!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  recordedAt!: Date;
  receipt!: string;
}

/** One version: who made it, when, why, and the member after it. */
export class MemberVersionAnswer {
  version!: number;
  /** Opaque `sub` of who made it. */
  actor!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty(noText)
  reason!: string | null;
  @ApiProperty({ type: MemberAnswer })
  member!: MemberAnswer;
}

export class MemberVersionsPage {
  @ApiProperty({ type: [MemberVersionAnswer] })
  items!: MemberVersionAnswer[];
  /** Cursor of the next page; null on the last. */
  @ApiProperty(noText)
  next!: string | null;
}

/** A read of this member's data. */
export class MemberReadAnswer {
  /** `sub` of who read. */
  sub!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  /** What was read: the member, its versions, a roll, the finds of a search. */
  what!: string;
  @ApiProperty(noText)
  unitId!: string | null;
}

export class MemberReadsPage {
  @ApiProperty({ type: [MemberReadAnswer] })
  items!: MemberReadAnswer[];
  @ApiProperty(noText)
  next!: string | null;
}
