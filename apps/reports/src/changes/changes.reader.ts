import { historiesOf, touchedAnywhere, touchedAt, versionsAt, type Reach } from '../known/ledger.reader.js';
import { treeSince } from '../known/tree.reader.js';
import { Whereabouts } from '../known/whereabouts.rules.js';
import { needsOf } from '../rollups/rollup.rules.js';
import type { Snapshot } from '../rollups/snapshots.js';
import type { Account } from './account.rules.js';
import { daysAsked } from './amounts.rules.js';
import { Budget, type ChangesLimits } from './limits.js';
import { Movements, type Asked } from './movements.rules.js';

/** Gives the account everything that moved the figures since, up to the snapshot, each at its instant. */
export async function readChanges(
  snapshot: Snapshot,
  asked: Asked,
  account: Account,
  limits: ChangesLimits,
): Promise<void> {
  const budget = new Budget(limits.most);
  const { base, steps } = await treeSince(snapshot, asked.since);
  budget.spend(steps.length);
  const places = new Whereabouts(base, steps, asked.unitId, daysAsked(asked.period));
  budget.spend(places.acts.reduce((sum, { moved }) => sum + moved.size, 0));
  const movements = new Movements(asked, places, account);
  for await (const version of versionsAt(snapshot, movements.movedUnits, reachOf(asked), asked.since)) {
    budget.spend(1);
    movements.takeMoved(version);
  }
  movements.closeActs();
  const facts = await touched(snapshot, asked, places.units(), limits);
  budget.spend(facts.size);
  for await (const versions of historiesOf(snapshot, [...facts], asked.since)) {
    budget.spend(versions.length - 1);
    movements.takeFact(versions);
  }
}

/** What is read of facts at some units: nothing that cannot count in the measures. */
function reachOf({ period, measures }: Asked): Reach {
  const { closing, opening, moved } = needsOf(measures);
  return { flows: period, levels: closing || opening || moved ? daysAsked(period) : null };
}

/** A small unit is asked for its facts, however much goes on elsewhere; of a big one that would be nearly all there are. */
const touched = (
  snapshot: Snapshot,
  asked: Asked,
  units: ReadonlySet<string>,
  { most, fewUnits }: ChangesLimits,
): Promise<Set<string>> =>
  units.size <= fewUnits
    ? touchedAt(snapshot, [...units], reachOf(asked), asked.since)
    : touchedAnywhere(snapshot, asked.since, most + 1);
