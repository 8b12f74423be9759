import type { Period } from '#calendar';
import type { TreeView } from '#tree';
import { factsOf } from '../known/facts.reader.js';
import { chunks } from './cells.reader.js';
import { PeopleCount } from './people.rules.js';
import type { People } from './rollup.rules.js';
import type { PlannedRow } from './rows.rules.js';
import type { Snapshot } from './snapshots.js';

/**
 * People who attended a meeting of a unit or below it, each once, and so by row. The union is made anew at every read
 * from the lists in the contributions of this snapshot: no counter of it could be kept (DESIGN.md 4), and none is cached.
 */
export async function readPeople(
  snapshot: Snapshot,
  tree: TreeView,
  { unitId, period, rows }: { unitId: string; period: Period; rows: readonly PlannedRow[] },
): Promise<People> {
  const count = new PeopleCount(tree, unitId, period, rows);
  for (const chunk of chunks([...count.units.keys()])) {
    const asked = new Set(chunk);
    const found = factsOf(
      snapshot,
      {
        p: { $elemMatch: { u: { $in: chunk }, d: { $gte: period.from, $lt: period.to }, a: { $exists: true } } },
      },
      { projection: { 'p.u': 1, 'p.d': 1, 'p.a': 1 }, batchSize: 5_000 },
    );
    for await (const { p } of found) for (const entry of p) if (asked.has(entry.u)) count.add(entry);
  }
  return count.people;
}
