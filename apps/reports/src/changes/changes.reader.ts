import type { Period } from '#calendar';
import type { Measure } from '../catalogue/measures.rules.js';
import {
  historiesOf,
  touchedAnywhere,
  touchedAt,
  versionsAt,
  type KnownVersion,
  type Reach,
} from '../known/ledger.reader.js';
import { treeSince } from '../known/tree.reader.js';
import { Whereabouts, type Act } from '../known/whereabouts.rules.js';
import { needsOf } from '../rollups/rollup.rules.js';
import type { Snapshot } from '../rollups/snapshots.js';
import type { Account } from './account.rules.js';
import { addAmounts, daysAsked, type AmountSums } from './amounts.rules.js';
import { FigureView } from './kinds.rules.js';
import { Budget, type ChangesLimits } from './limits.js';

/** Figures of a unit over a period, and the instant since which to tell what moved them. */
export type Asked = { unitId: string; period: Period; measures: readonly Measure[]; since: number };

/** Gives the account everything that moved the figures since, up to the snapshot, each at its instant. */
export async function readChanges(
  snapshot: Snapshot,
  asked: Asked,
  account: Account,
  limits: ChangesLimits,
): Promise<void> {
  const { unitId, period, since } = asked;
  const budget = new Budget(limits.most);
  const { base, steps } = await treeSince(snapshot, since);
  const places = new Whereabouts(base, steps, unitId, daysAsked(period));
  budget.spend(places.acts.reduce((sum, { moved }) => sum + moved.size, steps.length));
  await readActs(snapshot, asked, places.acts, account, budget);
  const facts = await touched(snapshot, asked, places.units(), limits);
  budget.spend(facts.size);
  await readFacts(snapshot, asked, [...facts], places, account, budget);
}

/** What is read of facts at some units: nothing that cannot count in the measures. */
function reachOf({ period, measures }: Asked): Reach {
  const { closing, opening, moved } = needsOf(measures);
  const levels = closing || opening || moved;
  return { flows: period, levels: levels ? daysAsked(period) : null };
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

/** Each version that came since, against the one before it, in the tree of its own instant. */
async function readFacts(
  snapshot: Snapshot,
  { unitId, period, measures, since }: Asked,
  facts: readonly string[],
  places: Whereabouts,
  account: Account,
  budget: Budget,
): Promise<void> {
  const views = measures.map((measure) => new FigureView({ unitId, period, measure }));
  const take = (old: KnownVersion | undefined, next: KnownVersion): void => {
    const spansOf = (unit: string) => places.under(unit, next.at);
    const delta: AmountSums = new Map();
    if (old) addAmounts(delta, old.entries, spansOf, period, -1);
    addAmounts(delta, next.entries, spansOf, period, 1);
    const { factId, source, version, traceId } = next;
    const fact = { factId, source, oldVersion: old?.version ?? null, version, ...(traceId ? { traceId } : {}) };
    account.take(next.at, factId, delta, (_measure, index) => ({
      ...(views[index] as FigureView).happening(old?.entries ?? [], next.entries, next.at, spansOf),
      fact,
    }));
  };
  for await (const versions of historiesOf(snapshot, facts, since)) {
    budget.spend(versions.length - 1);
    for (const [at, next] of versions.entries()) if (next.at > since) take(versions[at - 1], next);
  }
}

/** What each change of the tree brought or took away: the facts known then at the units that it moved. */
async function readActs(
  snapshot: Snapshot,
  asked: Asked,
  acts: readonly Act[],
  account: Account,
  budget: Budget,
): Promise<void> {
  const deltas = acts.map((): AmountSums => new Map());
  const units = [...new Set(acts.flatMap(({ moved }) => [...moved.keys()]))];
  const at = (unit: string): number[] => acts.flatMap(({ moved }, index) => (moved.has(unit) ? [index] : []));
  const actsOf = new Map(units.map((unit) => [unit, at(unit)]));
  for await (const version of versionsAt(snapshot, units, reachOf(asked), asked.since)) {
    budget.spend(1);
    for (const entry of version.entries)
      for (const index of actsOf.get(entry.u) ?? []) {
        const act = acts[index] as Act;
        const spans = act.moved.get(entry.u);
        const known = version.at <= act.at && act.at < version.until;
        if (!known || !spans) continue;
        const delta = deltas[index] as AmountSums;
        addAmounts(delta, [entry], () => spans.before, asked.period, -1);
        addAmounts(delta, [entry], () => spans.after, asked.period, 1);
      }
  }
  for (const [index, act] of acts.entries()) {
    const cause = { kind: 'act' as const, unitId: act.unitId, treeRevision: act.revision };
    account.take(act.at, subjectOf(act), deltas[index] as AmountSums, () => cause);
  }
}

/** Before any fact of the same instant, in the order of the revisions. */
const subjectOf = ({ revision }: Act): string => `#${String(revision).padStart(12, '0')}`;
