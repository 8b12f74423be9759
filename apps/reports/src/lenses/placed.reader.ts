import type { Tree, TreeView } from '#tree';
import { addDifferences } from '../known/differences.reader.js';
import { PlacedSums } from '../known/differences.rules.js';
import { ListedPlaces, TreePlaces, type Places } from '../known/places.rules.js';
import { readStored, readWants } from '../rollups/cells.reader.js';
import type { Buckets, Want } from '../rollups/cells.rules.js';
import type { Snapshot } from '../rollups/snapshots.js';
import { LotAsks } from './lot-asks.rules.js';
import type { StoredWants, Take } from './placed-plan.rules.js';
import { placeWant, Planner, type UnitPlan } from './placed-wants.rules.js';

/** Takes kept with one target tree, over all its units. */
const KEPT_TAKES = 300_000;
const KEPT_OWN = 1_000;

/** Plans of units in one target tree over one stored tree: good as long as both are. */
class Plans {
  readonly #plans = new Map<string, UnitPlan>();
  readonly #own = new Map<string, readonly Take[]>();
  #takes = 0;

  readonly #planner: Planner;

  constructor(stored: Tree, target: TreeView) {
    this.#planner = new Planner(stored, target);
  }

  get stored(): Tree {
    return this.#planner.stored;
  }

  own(unitId: string): readonly Take[] {
    const takes = this.#own.get(unitId) ?? this.#planner.own(unitId);
    if (this.#own.size >= KEPT_OWN) this.#own.clear();
    this.#own.set(unitId, takes);
    return takes;
  }

  whereabouts(unitId: string): Whereabouts {
    return this.#planner.whereabouts(unitId);
  }

  of(unitId: string): UnitPlan {
    const known = this.#plans.get(unitId);
    if (known) return known;
    const plan = this.#planner.plan(unitId);
    this.#plans.set(unitId, plan);
    this.#takes += plan.takes.length + 1;
    for (const [oldest, kept] of this.#plans) {
      if (this.#takes <= KEPT_TAKES) break;
      this.#plans.delete(oldest);
      this.#takes -= kept.takes.length + 1;
    }
    return plan;
  }
}

const plansOfTargets = new WeakMap<TreeView, Plans>();

function plansOf(stored: Tree, target: TreeView): Plans {
  const known = plansOfTargets.get(target);
  if (known?.stored === stored) return known;
  const plans = new Plans(stored, target);
  plansOfTargets.set(target, plans);
  return plans;
}

/**
 * Adds up everything wanted as it lies in a target tree, from what is stored under the snapshot's own: the tree of a
 * day, one known earlier, or one that an act would make. The snapshot's own tree reads as always.
 */
export async function readPlaced(
  snapshot: Snapshot,
  target: TreeView,
  wants: readonly Want[],
  more?: More,
): Promise<Buckets> {
  if (target === snapshot.tree)
    return adjusted(snapshot, await readWants(snapshot, wants), more, () => [new TreePlaces(target), wants]);
  const plans = plansOf(snapshot.tree, target);
  const stored: StoredWants = { cells: [], own: [] };
  const lots = new LotAsks(stored);
  for (const want of wants) {
    const plan = plans.of(want.unit);
    placeWant(stored, want, plan);
    for (const part of plan.parts) lots.ask(want, part);
  }
  // Before histories are shared: what falls to whom follows from all of it.
  const buckets = await adjusted(snapshot, await readStored(snapshot, stored), more, () => [
    target.shares.size === 0 ? new TreePlaces(target) : listed(plans, wants, lots),
    [...wants, ...lots.wants],
  ]);
  return lots.settle(buckets);
}

/** What is to be added to what is stored, as if it were. */
type More = (sums: PlacedSums) => Promise<void>;

/** With what was known otherwise at the instant that is asked about, and what else is to be added. */
async function adjusted(
  snapshot: Snapshot,
  buckets: Buckets,
  more: More | undefined,
  placesAndWants: () => [Places, readonly Want[]],
): Promise<Buckets> {
  const { known } = snapshot;
  if (known === null && !more) return buckets;
  const sums = new PlacedSums(...placesAndWants(), buckets);
  if (known !== null) await addDifferences(snapshot, sums, known);
  await more?.(sums);
  return buckets;
}

function listed(plans: Plans, wants: readonly Want[], lots: LotAsks): Places {
  const inside = new Map(lots.inside);
  for (const { unit } of wants) if (!inside.has(unit)) inside.set(unit, plans.whereabouts(unit).inside);
  return new ListedPlaces(inside);
}

/** What makes up a unit in a target tree. */
export const planOf = ({ tree }: Snapshot, target: TreeView, unitId: string): UnitPlan =>
  plansOf(tree, target).of(unitId);

/** When units lie under one in a target tree, apart from histories of which it has a part. */
export type Whereabouts = ReturnType<Planner['whereabouts']>;
export const whereaboutsOf = ({ tree }: Snapshot, target: TreeView, unitId: string): Whereabouts =>
  plansOf(tree, target).whereabouts(unitId);

/** What makes up a unit's own row beside the units below it: what it and its predecessors did. */
export const ownTakes = ({ tree }: Snapshot, target: TreeView, unitId: string): readonly Take[] =>
  plansOf(tree, target).own(unitId);

/** Most units that are looked up to say what is disputed of a figure. */
const MOST_STORED = 200;

/** The unit, and units whose stored figures it is made up of in a target tree; the first of very many. */
export function storedUnitsOf(snapshot: Snapshot, target: TreeView, unitId: string): string[] {
  if (target === snapshot.tree) return [unitId];
  const plan = planOf(snapshot, target, unitId);
  const takes = [plan, ...plan.parts].flatMap((each) => each.takes);
  return [...new Set([unitId, ...takes.slice(0, MOST_STORED).map(({ unit }) => unit)])];
}
