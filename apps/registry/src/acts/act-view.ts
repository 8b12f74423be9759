import type { ActFault } from '#acts';
import type { Day } from '#calendar';
import { encodeReceipt, TREE_FACT } from '#contracts';
import type { ActDocument, ActState, Counts, Judge } from './act.js';
import { inForce } from './acts.rules.js';

export type ActView = Pick<
  ActDocument,
  'version' | 'decision' | 'effective' | 'revokes' | 'revokedBy' | 'draftedBy' | 'editedBy' | 'approvedBy' | 'check'
> & {
  id: string;
  state: ActState;
  inForce: boolean;
  steps: number;
  recordedAt: string;
  appliedAt: string | null;
  found: { treeRevision: number; changes: number; faultCount: number; faults: ActFault[] } | null;
  impact: { registry: Counts | null } & Record<Judge, Counts | null>;
  progress: { step: number; of: number } | null;
  /** To ask whether all of it is in the figures. */
  receipt: string | null;
};

/** An act as clients see it. */
export function actView(act: ActDocument, today: Day): ActView {
  const { _id: id, version, state, decision, effective, revokes, revokedBy, check, found, impacts } = act;
  const { draftedBy, editedBy, approvedBy, verbs: steps, recordedAt, appliedAt, firstRevision } = act;
  const of = found?.steps ?? 0;
  return {
    id,
    version,
    state,
    inForce: inForce(act, today),
    decision,
    effective,
    revokes,
    revokedBy,
    steps,
    draftedBy,
    editedBy,
    approvedBy,
    recordedAt: recordedAt.toISOString(),
    appliedAt: appliedAt?.toISOString() ?? null,
    check,
    found: found && {
      treeRevision: found.treeRevision,
      changes: of,
      faultCount: found.faultCount,
      faults: found.faults,
    },
    impact: {
      registry: found?.counts ?? null,
      meetings: impacts.meetings ?? null,
      inspection: impacts.inspection ?? null,
      reports: impacts.reports ?? null,
    },
    progress: firstRevision === null ? null : { step: act.step, of },
    receipt:
      appliedAt === null || firstRevision === null
        ? null
        : encodeReceipt({ source: 'registry', factId: TREE_FACT, version: firstRevision + of - 1 }),
  };
}
