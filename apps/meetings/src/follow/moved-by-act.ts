import type { Followed, Holder } from '#tree';
import type { HolderAnswer, MovedByActAnswer } from './follow.dto.js';

/** Facts that are held by others than who began them. */
export interface Held {
  /** In order; absent: its own unit has it. */
  held?: Holder[];
}

/** As answers say it: only where an act moved something. */
export const movedByAct = (followed: Followed<unknown> | undefined): { movedByAct?: MovedByActAnswer } =>
  followed ? { movedByAct: { id: followed.act.id, decision: followed.act.decision } } : {};

/** Who has it now, as answers and events say it: only where it is not its own unit. */
export const heldBy = ({ held = [] }: Held): { held?: HolderAnswer[] } =>
  held.length > 0 ? { held: held.map(({ unitId, from }) => ({ unitId, from })) } : {};
