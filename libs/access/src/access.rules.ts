import type { Day } from '#calendar';
import { dayOf } from '#calendar';
import type { RoleChangedV1, RoleName } from '#contracts';
import type { Action } from '#http';
import { successorsOn, type Lineage, type Tree } from '#tree';

/** A role at a unit given to a person, whole, as the registry keeps and publishes it. `to` is the first day without it. */
export type Grant = RoleChangedV1;

/** What the office of a committee does: it keeps the roll, logs meetings and hands in reports. */
const OFFICE_WORK: readonly Action[] = [
  'members:write',
  'members:read',
  'meetings:write',
  'meetings:read',
  'meetings:narrative',
  'reports:write',
  'reports:read',
  'figures:read',
];

/** What each role may do, at its unit and everywhere below it. Reference data needs no role, only a sign-in. */
export const ROLE_ACTIONS: Readonly<Record<RoleName, readonly Action[]>> = {
  administrator: [
    'tree:write',
    'roles:write',
    'members:write',
    'members:read',
    'meetings:write',
    'meetings:read',
    'meetings:narrative',
    'meetings:assess',
    'figures:read',
    'inspection:write',
    'inspection:read',
    'inspection:narrative',
    'reports:write',
    'reports:read',
    'reports:accept',
    'catalogue:write',
    'operations',
  ],
  // Sees figures, never people: a count so small that it tells of one is withheld (apps/reports, suppression).
  operator: ['figures:read', 'meetings:read', 'reports:read', 'operations'],
  clerk: OFFICE_WORK,
  secretary: [...OFFICE_WORK, 'reports:accept', 'meetings:assess'],
  inspector: ['inspection:write', 'inspection:read', 'inspection:narrative', 'figures:read', 'meetings:read'],
  integrator: ['figures:read', 'meetings:read'],
};

/** True when the role allows the action where it is held. */
export const allows = (role: RoleName, action: Action): boolean => ROLE_ACTIONS[role].includes(action);

/** True when the grant holds on a local date: not voided, from its first day to the day before `to`. */
export const activeOn = (grant: Grant, today: Day): boolean =>
  !grant.voided && dayOf(grant.from) <= today && (grant.to === null || today < dayOf(grant.to));

/** The units at which these grants give the action today, each once. */
export const unitsAllowing = (grants: readonly Grant[], action: Action, today: Day): string[] => [
  ...new Set(
    grants.filter((grant) => allows(grant.role, action) && activeOn(grant, today)).map((grant) => grant.unitId),
  ),
];

/** Actions on a service as a whole: what they show may be of any subtree, so only a role at a root gives them. */
const ON_THE_WHOLE: ReadonlySet<Action> = new Set(['operations', 'catalogue:write']);

/**
 * True when who holds an action at these units may do it where no unit is named. `isRoot` says whether a unit is the
 * topmost one today. While no tree is known yet nobody could be told apart, and a tree that does not come is just what
 * an operator must be able to look into.
 */
export function holdsAnywhere(
  heldAt: readonly string[],
  action: Action,
  tree: { revision: number; isRoot: (unitId: string) => boolean },
): boolean {
  if (!ON_THE_WHOLE.has(action) || tree.revision === 0) return heldAt.length > 0;
  return heldAt.some(tree.isRoot);
}

/** Those of some units that are the topmost one today. */
export const rootsAmong = (unitIds: readonly string[], tree: Pick<Tree, 'parentOn'>, today: Day): string[] =>
  unitIds.filter((id) => tree.parentOn(id, today) === null);

/**
 * The units at which a role reaches a unit today: itself, those above it (by the extended place, so a unit that ended still
 * has some), and who goes on with any of them that has ended, with what is above that.
 */
export function reachOf(tree: Lineage & Pick<Tree, 'path'>, unitId: string, today: Day): string[] {
  const reach = new Set<string>();
  const climb = (id: string): void => {
    for (const at of tree.path(id, today)) {
      if (reach.has(at)) continue;
      reach.add(at);
      successorsOn(tree, at, today).forEach(climb);
    }
  };
  climb(unitId);
  return [...reach];
}

/**
 * True when one of the units where an action is held is among those at which the unit is reached. A voided unit is reached
 * from nowhere: only who holds the action at that very unit, or at a root, reaches what was recorded there.
 */
export function reaches(heldAt: readonly string[], unitId: string, path: readonly string[], roots: readonly string[]) {
  const above = new Set(path.length > 0 ? path : [unitId, ...roots]);
  return heldAt.some((held) => above.has(held));
}
