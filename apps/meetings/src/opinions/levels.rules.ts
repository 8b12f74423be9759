import type { Level, OpinionLevel } from '#contracts';

/** A unit on the way from a branch to the centre, with its level on the day. */
export type Step = { unitId: string; level: Level };

/**
 * Where an opinion can lie, of the levels there are: a group has no say of its own, and a grassroots committee settles
 * as the committee of a commune does.
 */
const LYING: Record<Level, OpinionLevel> = {
  group: 'branch',
  branch: 'branch',
  'grassroots-committee': 'commune',
  commune: 'commune',
  district: 'district',
  province: 'province',
  centre: 'centre',
};
export const lyingLevel = (level: Level): OpinionLevel => LYING[level];

/** The first unit of a level on the way up; null: none. */
export const holderOf = (path: readonly Step[], level: OpinionLevel): string | null =>
  path.find((step) => lyingLevel(step.level) === level)?.unitId ?? null;
