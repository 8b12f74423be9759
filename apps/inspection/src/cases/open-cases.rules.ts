import { heirOn, type Lineage } from '#tree';
import type { Case, CaseLying } from './case.js';

/** Whether something is still to be done in it. */
export const isOpen = ({ state }: Case): boolean => state === 'opened' || state === 'concluded';

export const lyingOf = ({ committeeId, obligations }: Case): CaseLying => ({
  committeeId,
  responsible: obligations
    .filter(({ fulfilledOn }) => fulfilledOn === null)
    .map(({ obligationId, responsibleUnitId }) => ({ obligationId, unitId: responsibleUnitId })),
});

/**
 * A committee that has ended carries nothing out, and a unit that has ended fulfils nothing: who goes on does. Whom it
 * concerns stays, since units that ended stay subject to inspection (QĐ 296-QĐ/TW).
 */
export function goingOn(tree: Lineage, { committeeId, responsible }: CaseLying, today: number): CaseLying {
  const heir = (unitId: string): string => heirOn(tree, unitId, today) ?? unitId;
  return {
    committeeId: heir(committeeId),
    responsible: responsible.map(({ obligationId, unitId }) => ({ obligationId, unitId: heir(unitId) })),
  };
}

export function lyingWith(one: Case, { committeeId, responsible }: CaseLying): Case {
  const units = new Map(responsible.map(({ obligationId, unitId }) => [obligationId, unitId]));
  const obligations = one.obligations.map((each) => ({
    ...each,
    responsibleUnitId: units.get(each.obligationId) ?? each.responsibleUnitId,
  }));
  return { ...one, committeeId, obligations };
}
