import { localInstant } from '#calendar';
import type { DifferenceDocument, RunDocument } from './reconciliation.schema.js';
import type { DifferenceAnswer, RunAnswer } from './reconciliations.dto.js';

const perhaps = (at: Date | null): string | null => at && localInstant(at);

export const toRunAnswer = (run: RunDocument): RunAnswer => ({
  id: run._id,
  scope: { unitId: run.scope.unitId, from: run.scope.from, to: run.scope.to },
  requestedBy: run.requestedBy,
  state: run.state,
  progress: { ...run.progress },
  counts: { ...run.counts },
  silent: [...run.silent],
  createdAt: localInstant(run.createdAt),
  startedAt: perhaps(run.startedAt),
  finishedAt: perhaps(run.finishedAt),
});

export const toDifferenceAnswer = (one: DifferenceDocument): DifferenceAnswer => ({
  id: one._id,
  kind: one.kind,
  state: one.state,
  unitId: one.unitId,
  month: one.month,
  fact: one.fact && { ...one.fact },
  cell: one.cell && { ...one.cell },
  reconciliations: [...one.runs],
  foundAt: localInstant(one.foundAt),
  decidedAt: localInstant(one.decidedAt),
});
