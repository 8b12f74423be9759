import { heirOn, type Lineage } from '#tree';
import { NOT_YET } from './unit-attendance.js';
import type { Meeting } from './meetings.rules.js';

/** Where a planned meeting of units takes place once some have ended: each is followed by its heir, nobody comes twice. */
export const goingTo = (tree: Lineage, unitIds: readonly string[], day: number): string[] => [
  ...new Set(unitIds.map((unitId) => heirOn(tree, unitId, day) ?? unitId)),
];

/** The meeting of other units, the host first; none has stated anything yet. */
export function movedTo(meeting: Meeting, [unitId = meeting.unitId, ...joint]: readonly string[]): Meeting {
  return { ...meeting, unitId, joint: joint.map((one) => ({ unitId: one, ...NOT_YET })) };
}
