import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import type { Action, Authorizer } from '#http';
import type { TreeReplica } from '#tree';

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
  const above = tree.parentOn(unitId, localDayOf(new Date()));
  if (!above) throw new Refusal('forbidden', 'outside-subtree');
  await authorizer.require(sub, action, above);
}
