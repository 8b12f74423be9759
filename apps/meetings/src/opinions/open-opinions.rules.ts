import { dayOf } from '#calendar';
import type { Level } from '#contracts';
import { holdersOf, type Holder, type Lineage } from '#tree';
import { lyingLevel } from './levels.rules.js';
import type { Opinion, OpinionLying, Stretch } from './opinion.js';

/** The tree, and of which level a unit is on a day. */
export type Levels = Lineage & { levelOn(unitId: string, day: number): Level };

export const lyingOf = ({ held = [], stretches }: Opinion): OpinionLying => ({ held, stretches });

/** An open one goes on with who follows the unit where it lies, from the end on; where it counts, so does that. */
export function goingOn(
  levels: Levels,
  { unitId, raisedOn }: Opinion,
  { stretches }: OpinionLying,
  today: number,
): OpinionLying {
  const last = stretches.at(-1);
  const passed = last ? holdersOf(levels, last.unitId, dayOf(last.from), today) : [];
  return {
    held: holdersOf(levels, unitId, dayOf(raisedOn), today),
    stretches: passed.reduce((before, holder) => passedOn(before, holder, levels), stretches),
  };
}

function passedOn(stretches: readonly Stretch[], { unitId, from }: Holder, levels: Levels): Stretch[] {
  const last = stretches.at(-1)!;
  const next: Stretch = { level: lyingLevel(levels.levelOn(unitId, dayOf(from))), unitId, from, to: null };
  // What came there after the end never lay with the unit that ended.
  return last.from === from
    ? [...stretches.slice(0, -1), next]
    : [...stretches.slice(0, -1), { ...last, to: from }, next];
}

export function lyingWith(one: Opinion, { held, stretches }: OpinionLying): Opinion {
  const { held: _held, ...rest } = one;
  return { ...rest, stretches, ...(held.length > 0 && { held }) };
}
