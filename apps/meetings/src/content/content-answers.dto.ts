import { ApiProperty } from '@nestjs/swagger';
import {
  AGENDA_KINDS,
  THRESHOLDS,
  VOTE_METHODS,
  VOTE_SUBJECTS,
  type AgendaKind,
  type Threshold,
  type VoteMethod,
  type VoteSubject,
} from './content.js';

/** What was done before the session, with what follows from the dates. */
export class PreparationAnswer {
  @ApiProperty({ type: String, nullable: true, example: '2026-02-05T08:00:00.000+07:00' })
  noticeSentAt!: string | null;

  noticeToSuperior!: boolean;

  @ApiProperty({ type: String, nullable: true, example: '2026-02-08T08:00:00.000+07:00' })
  documentsAt!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '2026-02-06' })
  committeeMetOn!: string | null;

  draftReady!: boolean;

  /** Neither of a unit that met nor on a temporary stay there. */
  @ApiProperty({ type: Number, nullable: true, example: 1 })
  guests!: number | null;

  /** Told before the meeting began (HD 42); null: not told, or no rule on that day. */
  @ApiProperty({ type: Boolean, nullable: true, example: true })
  noticeInTime!: boolean | null;

  /** On the e-handbook at least 1 day before (HD 42); null: not there, or no rule on that day. */
  @ApiProperty({ type: Boolean, nullable: true, example: true })
  documentsInTime!: boolean | null;
}

export class AgendaItemAnswer {
  id!: string;

  @ApiProperty({ enum: AGENDA_KINDS, example: 'last-resolution' })
  kind!: AgendaKind;
}

export class VoteAnswer {
  id!: string;

  /** Whose vote it is, of the units that met. */
  unitId!: string;

  @ApiProperty({ type: String, nullable: true })
  itemId!: string | null;

  @ApiProperty({ enum: VOTE_SUBJECTS, example: 'resolution' })
  subject!: VoteSubject;

  @ApiProperty({ enum: VOTE_METHODS, example: 'hand' })
  method!: VoteMethod;

  /** @example 16 */
  for!: number;

  /** @example 0 */
  against!: number;

  /** @example 1 */
  abstained!: number;

  @ApiProperty({ enum: THRESHOLDS, example: 'half' })
  threshold!: Threshold;

  /**
   * All full members convened.
   * @example 20
   */
  base!: number;

  /** More than half, or at least two thirds, of the whole base were for it. */
  carried!: boolean;
}

/** What is kept of a meeting beside its attendance, without words. */
export class ContentAnswer {
  preparation!: PreparationAnswer;

  /** In order. */
  @ApiProperty({ type: [AgendaItemAnswer], example: [] })
  agenda!: AgendaItemAnswer[];

  @ApiProperty({ type: [VoteAnswer], example: [] })
  votes!: VoteAnswer[];

  /** The version of the meeting in which its minutes were last written; null without any. */
  @ApiProperty({ type: Number, nullable: true, example: null })
  minutesVersion!: number | null;
}
