import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import type { Action, Authorizer } from '#http';
import type { TreeReplica } from '#tree';
import { rootsAmong } from './access.rules.js';

/**
 * A superior's act: the right must be held strictly above the unit, on today's tree. A unit of which something was recorded
 * and that is not known is on its way (an earlier state of the store was put back), so it is waited for.
 *
 * @throws Refusal `outside-subtree` (403), `unit-not-known-yet` (409, Retry-After)
 */
export async function requireAbove(
  { authorizer, trees }: { authorizer: Authorizer; trees: TreeReplica },
  sub: string,
  action: Action,
  unitId: string,
): Promise<void> {
  await authorizer.requireAnywhere(sub, action);
  const tree = await trees.waitForUnit(unitId);
  const today = localDayOf(new Date());
  const above = tree.parentOn(unitId, today);
  if (above) return authorizer.require(sub, action, above);
  const heldAt = await authorizer.reachable(sub, action);
  // Nothing is above a root (null). A voided unit (undefined) lies nowhere, and is reached from a root, as in `reaches`.
  if (above === null || rootsAmong(heldAt, tree, today).length === 0) throw new Refusal('forbidden', 'outside-subtree');
}
