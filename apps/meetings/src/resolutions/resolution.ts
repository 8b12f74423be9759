import type { AssigneeKind, ResolutionState } from '#contracts';
import type { Followed, Holder } from '#tree';
import type { Held } from '../follow/moved-by-act.js';

/** Why a task is not done any more: hết cần thiết, thay bằng việc khác, không khả thi, chuyển nơi khác, lý do khác. */
export const DROP_REASONS = ['no-longer-needed', 'replaced', 'not-feasible', 'handed-over', 'other'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Where a task stands on a day. */
export const TASK_STATES = ['open', 'late', 'done', 'dropped'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** A member or a unit, by opaque id. */
export type Assignee = { kind: AssigneeKind; id: string };

/** A task as a resolution sets it. */
export interface NewTask {
  taskId: string;
  assignee: Assignee;
  /** The last day in time. */
  deadline: string;
  /** Free texts: read with a right of their own. */
  text: string;
  target: string | null;
}

export interface Task extends NewTask {
  /** Percent, as last reported, and the day of the report. */
  progress: number;
  progressOn: string | null;
  doneOn: string | null;
  droppedOn: string | null;
  dropReason: DropReason | null;
  /** Free text: what shows it, of the last report. */
  evidence: string | null;
}

/** What a unit says of a resolution (nghị quyết, kết luận). */
export interface ResolutionDetails {
  /** The branch or committee that adopted it. */
  unitId: string;
  /** The meeting that adopted it; null: a committee did, in a session that may be named. */
  meetingId: string | null;
  sessionId: string | null;
  /** The vote by which it was adopted; opaque. */
  voteId: string | null;
  /** Local date. */
  adoptedOn: string;
  /** Kind of document: NQ, KL … */
  type: string;
  /** `01-NQ/CB`, continuous per kind of document within the committee's term; null: it has none. */
  documentNumber: string | null;
  /** `2025-2030`. */
  term: string | null;
  /** Free texts: read with a right of their own. */
  title: string;
  text: string | null;
}

/** What of a resolution lies with units: who has it beside its own, and the units that have to do its tasks. */
export type ResolutionLying = { held: Holder[]; assignees: { taskId: string; unitId: string }[] };

/** The whole state of a resolution, without its version. */
export interface Resolution extends ResolutionDetails, Held {
  state: ResolutionState;
  tasks: Task[];
  /** Which act moved what of it was open. */
  followed?: Followed<ResolutionLying>;
}

/** What a version did. */
export const RESOLUTION_ACTS = [
  'adopted',
  'corrected',
  'progress-reported',
  'task-done',
  'task-dropped',
  'task-reopened',
  'voided',
  'followed',
] as const;
export type ResolutionAct = (typeof RESOLUTION_ACTS)[number];
