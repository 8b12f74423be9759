import { ASSIGNEE_KINDS, RESOLUTION_STATES, type AssigneeKind, type ResolutionState } from '#contracts';
import { ApiProperty } from '@nestjs/swagger';
import { FactDeedAnswer } from '../facts/facts.dto.js';
import { HolderAnswer, MovedByActAnswer } from '../follow/follow.dto.js';
import {
  DROP_REASONS,
  RESOLUTION_ACTS,
  TASK_STATES,
  type DropReason,
  type ResolutionAct,
  type TaskState,
} from './resolution.js';

export class AssigneeAnswer {
  @ApiProperty({ enum: ASSIGNEE_KINDS, example: 'member' })
  kind!: AssigneeKind;

  /** Opaque id of a member or a unit. */
  id!: string;
}

/** A task without its texts. */
export class TaskAnswer {
  taskId!: string;

  @ApiProperty({ type: AssigneeAnswer })
  assignee!: AssigneeAnswer;

  /** @example '2026-08-31' */
  deadline!: string;

  /**
   * Percent, as last reported.
   * @example 40
   */
  progress!: number;

  @ApiProperty({ type: String, nullable: true, example: null })
  progressOn!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  doneOn!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  droppedOn!: string | null;

  @ApiProperty({ type: String, enum: [...DROP_REASONS, null], nullable: true, example: null })
  dropReason!: DropReason | null;

  /** Where it stands on the day it is asked for: `late` from the day after the deadline until it is done or dropped. */
  @ApiProperty({ enum: TASK_STATES, example: 'open' })
  state!: TaskState;
}

/** A resolution as it stands, without its texts. */
export class ResolutionAnswer {
  id!: string;

  /** @example 1 */
  version!: number;

  /** The branch or committee that adopted it. */
  unitId!: string;

  @ApiProperty({ enum: RESOLUTION_STATES, example: 'adopted' })
  state!: ResolutionState;

  /** @example 'NQ' */
  type!: string;

  @ApiProperty({ type: String, nullable: true, example: '01-NQ/CB' })
  documentNumber!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '2025-2030' })
  term!: string | null;

  /** @example '2026-08-13' */
  adoptedOn!: string;

  /** The meeting that adopted it; null: a committee did. */
  @ApiProperty({ type: String, nullable: true })
  meetingId!: string | null;

  /** The session of the committee, if it is named. */
  @ApiProperty({ type: String, nullable: true })
  sessionId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  voteId!: string | null;

  @ApiProperty({ type: [TaskAnswer] })
  tasks!: TaskAnswer[];

  /** False: the meeting was voided since, or corrected to another day or unit. Null: it names none. */
  @ApiProperty({ type: Boolean, nullable: true, example: true })
  meetingStands!: boolean | null;

  /** By the tree as known now, the unit did not exist on the day of adoption. It counts where it was accepted. */
  outsideUnitLife!: boolean;

  recordedAt!: string;

  /** To ask later whether this version is in the figures. */
  receipt!: string;

  /** Who has what is still to be done of it since its unit ended, one after the other; absent: its unit. */
  held?: HolderAnswer[];

  /** The act that moved what was open of it; absent when none did. */
  movedByAct?: MovedByActAnswer;
}

export class ResolutionsPage {
  @ApiProperty({ type: [ResolutionAnswer] })
  items!: ResolutionAnswer[];

  /** Cursor of the next page; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class ResolutionVersionAnswer extends FactDeedAnswer {
  @ApiProperty({ enum: RESOLUTION_ACTS, example: 'adopted' })
  act!: ResolutionAct;

  @ApiProperty({ type: ResolutionAnswer })
  resolution!: ResolutionAnswer;
}

export class ResolutionVersionsPage {
  @ApiProperty({ type: [ResolutionVersionAnswer] })
  items!: ResolutionVersionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class TaskTexts {
  taskId!: string;

  text!: string;

  /** What is to be reached (chỉ tiêu). */
  @ApiProperty({ type: String, nullable: true })
  target!: string | null;

  /** What shows how it stands, of the last report. */
  @ApiProperty({ type: String, nullable: true })
  evidence!: string | null;
}

/** The texts of a version of a resolution. */
export class ResolutionNarrativeAnswer {
  id!: string;

  /** @example 1 */
  version!: number;

  title!: string;

  @ApiProperty({ type: String, nullable: true })
  text!: string | null;

  /** Why this version was made, where that was said. */
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ type: [TaskTexts] })
  tasks!: TaskTexts[];
}
