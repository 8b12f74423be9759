import {
  CASE_FORMS,
  CASE_KINDS,
  CASE_OBJECTS,
  CASE_STATES,
  FINDING_CONTENTS,
  SEVERITIES,
  type CaseForm,
  type CaseKind,
  type CaseObject,
  type CaseState,
  type FindingContent,
  type Severity,
} from '#contracts';
import { ApiProperty } from '@nestjs/swagger';

export class FindingAnswer {
  findingId!: string;

  /** @example '2026-07-10' */
  date!: string;

  @ApiProperty({ enum: SEVERITIES, example: 'less-serious' })
  severity!: Severity;

  @ApiProperty({ enum: FINDING_CONTENTS, example: 'democratic-centralism' })
  content!: FindingContent;

  /** The day it was taken back; null while it stands. */
  @ApiProperty({ type: String, nullable: true, example: null })
  withdrawnOn!: string | null;
}

export class ObligationAnswer {
  obligationId!: string;

  /** @example '2026-09-30' */
  due!: string;

  responsibleUnitId!: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  fulfilledOn!: string | null;

  /** Not fulfilled, its last day gone by, as of today. */
  overdue!: boolean;
}

/** The act that moved what was still to be done. */
export class MovedByActAnswer {
  id!: string;

  /**
   * Number of its decision.
   * @example '31-HD/BTCTW'
   */
  decision!: string;
}

/** One inspection or supervision, without its texts. */
export class CaseAnswer {
  id!: string;

  /** @example 1 */
  version!: number;

  /** The unit it concerns. */
  unitId!: string;

  committeeId!: string;

  @ApiProperty({ enum: CASE_KINDS, example: 'inspection' })
  kind!: CaseKind;

  @ApiProperty({ enum: CASE_FORMS, example: 'regular' })
  form!: CaseForm;

  @ApiProperty({ enum: CASE_OBJECTS, example: 'organisation' })
  object!: CaseObject;

  @ApiProperty({ enum: CASE_STATES, example: 'opened' })
  state!: CaseState;

  /**
   * Local date on which it was opened.
   * @example '2026-07-01'
   */
  openedOn!: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  concludedOn!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  closedOn!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  annulledOn!: string | null;

  /** The withdrawn ones too. */
  @ApiProperty({ type: [FindingAnswer] })
  findings!: FindingAnswer[];

  @ApiProperty({ type: [ObligationAnswer] })
  obligations!: ObligationAnswer[];

  /** Opened when the unit did not exist, as the tree is known now; accepted, and marked. */
  outsideUnitLife!: boolean;

  recordedAt!: string;

  receipt!: string;

  /** Absent when none did. */
  movedByAct?: MovedByActAnswer;
}

export class CasesPage {
  @ApiProperty({ type: [CaseAnswer] })
  items!: CaseAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class CaseVersionAnswer {
  /** @example 1 */
  version!: number;

  /** Who made it. */
  actor!: string;

  at!: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  reason!: string | null;

  @ApiProperty({ type: CaseAnswer })
  case!: CaseAnswer;
}

export class CaseVersionsPage {
  @ApiProperty({ type: [CaseVersionAnswer] })
  items!: CaseVersionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class FindingText {
  findingId!: string;

  summary!: string;
}

export class ObligationText {
  obligationId!: string;

  text!: string;

  @ApiProperty({ type: String, nullable: true })
  evidence!: string | null;
}

/** The texts of a case. */
export class NarrativeAnswer {
  id!: string;

  /** @example 1 */
  version!: number;

  /** Opaque id of the member it concerns. */
  @ApiProperty({ type: String, nullable: true, example: null })
  memberId!: string | null;

  @ApiProperty({ type: [FindingText] })
  findings!: FindingText[];

  @ApiProperty({ type: String, nullable: true })
  conclusion!: string | null;

  @ApiProperty({ type: [ObligationText] })
  obligations!: ObligationText[];
}

/** One read of the texts of a case. */
export class NarrativeReadAnswer {
  /** OIDC `sub` of who read them. */
  sub!: string;

  /** @example '2026-07-26T09:00:00.000+07:00' */
  at!: string;

  /**
   * The version whose texts were read.
   * @example 1
   */
  version!: number;
}

export class NarrativeReadsPage {
  @ApiProperty({ type: [NarrativeReadAnswer] })
  items!: NarrativeReadAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
