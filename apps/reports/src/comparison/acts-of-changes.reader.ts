import { dateOf } from '#calendar';
import type { ActStep } from '#contracts';
import { treeLogOf } from '../figures/tree-log.applier.js';
import type { Snapshot } from '../rollups/snapshots.js';
import type { UnitChange } from './unit-changes.rules.js';

export const changeKey = ({ unitId, day }: Pick<UnitChange, 'unitId' | 'day'>): string => `${unitId} ${dateOf(day)}`;

/** By which acts units became something else: the last step of the unit that holds from that very day. */
export async function actsOf(
  { db, session, base }: Snapshot,
  changes: readonly UnitChange[],
): Promise<ReadonlyMap<string, ActStep>> {
  const acts = new Map<string, ActStep>();
  if (changes.length === 0) return acts;
  const steps = treeLogOf(db)
    .find(
      {
        'record.id': { $in: [...new Set(changes.map(({ unitId }) => unitId))] },
        _id: { $lte: base.revision },
        'act.effective': { $in: [...new Set(changes.map(({ day }) => dateOf(day)))] },
      },
      { session, projection: { 'record.id': 1, act: 1 } },
    )
    .sort({ 'record.id': 1, _id: 1 });
  for await (const { record, act } of steps) if (act) acts.set(`${record.id} ${act.effective}`, act);
  return acts;
}
