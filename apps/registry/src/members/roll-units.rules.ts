import type { Day } from '#calendar';
import { Refusal } from '#contracts';
import type { Tree } from '#tree';

/** Units whose rolls are read at once: more than any ward has, and their people still fit into memory easily. */
const MOST_UNITS = 1_000;

/**
 * The units whose rolls are asked for: those that lay under it on the day and do so today. Whoever went to another superior
 * took their people along.
 *
 * @throws Refusal `no-such-unit` (404; the first administrator passes every other check), `roll-too-large` (422)
 */
export function rollUnits(
  tree: Tree,
  unitId: string,
  { scope, on, today }: { scope: 'unit' | 'subtree'; on: Day; today: Day },
): ReadonlySet<string> {
  if (!tree.get(unitId)) throw new Refusal('not-found', 'no-such-unit');
  if (scope === 'unit') return new Set([unitId]);
  const units = tree.subtree(unitId, on).filter((unit) => tree.path(unit, today).includes(unitId));
  if (units.length > MOST_UNITS) throw new Refusal('unprocessable', 'roll-too-large', { most: MOST_UNITS });
  return new Set(units);
}
