import type { ServiceName } from '#contracts';

/** What a run looks at: all, or a unit with all below it, months [from, to). */
export type Scope = { unitId: string | null; from: string | null; to: string | null };

export const RUN_STATES = ['waiting', 'running', 'finished', 'incomplete', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Where a run is: facts against their sources, cells against contributions, then what differs. */
export const RUN_STEPS = ['facts', 'cells', 'repair', 'done'] as const;
export type RunStep = (typeof RUN_STEPS)[number];

export type RunProgress = {
  step: RunStep;
  /** Facts compared with their sources, and kinds of fact that are through, of how many. */
  facts: number;
  kinds: number;
  kindsAll: number;
  /** Cells derived a second time, and looks that are through, of how many. */
  cells: number;
  slices: number;
  slicesAll: number;
};

/** What a run found: differed at first sight, was made right, is shown as disputed, was disputed before and no more. */
export type RunCounts = { suspects: number; repaired: number; disputed: number; healed: number };

export type RunDocument = {
  _id: string;
  scope: Scope;
  /** `sub` of who asked for it; null: by the clock. */
  requestedBy: string | null;
  state: RunState;
  progress: RunProgress;
  counts: RunCounts;
  /** Sources that did not answer: their facts were not compared. */
  silent: ServiceName[];
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** The worker that has it, until when by the clock of the database. */
  claim: { owner: string; until: Date } | null;
};

/**
 * What differs. Of a fact: the source has it and the figures do not, have an older version, other content, a newer
 * version than the source, or one that the source does not know. Of a cell: it is not what its contributions make.
 */
export const DIFFERENCE_KINDS = [
  'fact-missing',
  'fact-behind',
  'fact-content',
  'fact-ahead',
  'fact-unknown',
  'cell',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** `repaired`: made right by the run that found it. `disputed`: not yet. `healed`: was disputed, and is right now. */
export const DIFFERENCE_STATES = ['disputed', 'repaired', 'healed'] as const;
export type DifferenceState = (typeof DIFFERENCE_STATES)[number];

export type DifferenceDocument = {
  _id: string;
  /** `fact <id>` or `cell <unit> <month>`: disputed once at a time. */
  subject: string;
  kind: DifferenceKind;
  state: DifferenceState;
  /** Runs that found it and that made it right. */
  runs: string[];
  /** Where and in which month it counts; null: of no one unit or month. */
  unitId: string | null;
  month: string | null;
  /** Units whose figures it concerns. */
  units: string[];
  /** It may change levels, so also figures of later months. */
  stock: boolean;
  /** Of a fact: event type, id, and versions in the source and in the figures; null: not there. */
  fact: { type: string; id: string; source: number | null; figures: number | null } | null;
  /** Of a cell: fields that differ, and by how much at most. */
  cell: { fields: number; most: number } | null;
  foundAt: Date;
  decidedAt: Date;
};

/** Names of the collections. */
export const RUNS = 'reconciliations';
export const DIFFERENCES = 'reconciliation_differences';
export const ANSWERS = 'reconciliation_answers';
export const AWAITED = 'reconciliation_awaited';
