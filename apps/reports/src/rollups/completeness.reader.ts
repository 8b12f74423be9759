import type { Period } from '#calendar';
import type { Span, Tree, TreeView } from '#tree';
import { Injectable } from '@nestjs/common';
import { changedSince, KNOWN_LIMITS } from '../known/differences.reader.js';
import { chunks, entriesOf } from './cells.reader.js';
import {
  CompletenessCount,
  planCompleteness,
  rosterOf,
  type Completeness,
  type CompletenessPlan,
  type RegularPart,
  type Roster,
} from './completeness.rules.js';
import type { Snapshot } from './snapshots.js';

/** With the instant it was counted at. */
export type CountedCompleteness = Completeness & { asOf: Date };
/** Branches that live in the period and held no regular meeting, with their days. */
export type Missing = { missing: ReadonlyMap<string, readonly Span[]> };
type Counted = { result: CountedCompleteness; state: string };

/** Branches in the rosters kept in memory, all together: of the country, of each of its provinces, and some more. */
const KEPT_BRANCHES = 600_000;
/** Of one unit. */
const KEPT_PLANS = 60;
const KEPT_COUNTS = 1_000;
/** Up to so many cells are counted anew at every read. */
const FEW_CELLS = 200;
/** A count over more cells stands so long while facts keep coming. */
const STANDS_MS = 10_000;

/**
 * Branches that live in a period under a unit, and those with a closed regular meeting. Distinct branches do not add
 * over days, so they are counted from the cells of all parents of branches. For a ward or a province's month that is
 * done at every read; for more (a province's quarter, the centre) the last count stands for some seconds, and its own
 * instant says so. A count is exact for ever while no shard moves.
 */
@Injectable()
export class CompletenessReader {
  readonly #rosters = new Map<string, Roster>();
  /** By period; a plan lasts as long as its roster. */
  readonly #plans = new WeakMap<Roster, Map<string, CompletenessPlan>>();
  readonly #counts = new Map<string, Counted>();
  readonly #counting = new Map<string, Promise<Counted>>();
  /** Trees other than the stored one, numbered as they are met. */
  readonly #numbers = new WeakMap<TreeView, number>();
  #trees = 0;

  /** Cells up to which a count is made at every read; tests take fewer. */
  fewCells = FEW_CELLS;

  async read(snapshot: Snapshot, tree: TreeView, unitId: string, period: Period): Promise<CountedCompleteness> {
    const plan = this.#planOf(snapshot, tree, unitId, period);
    // What was known at an instant stays so.
    if (snapshot.known !== null) return { ...(await count(snapshot, unitId, plan)), asOf: new Date(snapshot.known) };
    const few = plan.parents.length * plan.months.length <= this.fewCells;
    const of = tree === snapshot.tree ? '' : this.#numberOf(tree);
    const key = `${of}/${unitId}/${period.from}/${period.to}`;
    const state = snapshot.progress.map(({ seq }) => seq).join();
    const last = this.#counts.get(key);
    if (last?.state === state) return { ...last.result, asOf: snapshot.at };
    if (last && !few && snapshot.at.getTime() - last.result.asOf.getTime() < STANDS_MS) return last.result;
    const running = few ? undefined : this.#counting.get(key);
    if (running) return last?.result ?? (await running).result;
    const counting = count(snapshot, unitId, plan).then((result) => ({
      result: { ...result, asOf: snapshot.at },
      state,
    }));
    this.#counting.set(key, counting);
    try {
      const counted = await counting;
      this.#counts.delete(key);
      this.#counts.set(key, counted);
      if (this.#counts.size > KEPT_COUNTS) dropFirst(this.#counts);
      return counted.result;
    } finally {
      this.#counting.delete(key);
    }
  }

  /** The count with the branches that miss the period, always of the snapshot. */
  async branches(snapshot: Snapshot, tree: TreeView, unitId: string, period: Period): Promise<Completeness & Missing> {
    const counted = await countOf(snapshot, unitId, this.#planOf(snapshot, tree, unitId, period));
    return { ...counted.result, missing: counted.missing };
  }

  #numberOf(tree: TreeView): number {
    const number = this.#numbers.get(tree) ?? ++this.#trees;
    this.#numbers.set(tree, number);
    return number;
  }

  #planOf({ tree: stored }: Snapshot, tree: TreeView, unitId: string, period: Period): CompletenessPlan {
    const roster = this.#rosterOf(tree, stored, unitId);
    const plans = this.#plans.get(roster) ?? new Map<string, CompletenessPlan>();
    this.#plans.set(roster, plans);
    const key = `${period.from}/${period.to}`;
    const plan = plans.get(key) ?? planCompleteness(roster, period);
    plans.delete(key);
    plans.set(key, plan);
    if (plans.size > KEPT_PLANS) dropFirst(plans);
    return plan;
  }

  #rosterOf(tree: TreeView, stored: Tree, unitId: string): Roster {
    const of = tree === stored ? '' : `${this.#numberOf(tree)}/`;
    const key = `${of}${stored.revision}/${unitId}`;
    const roster = this.#rosters.get(key) ?? rosterOf(tree, stored, unitId);
    this.#rosters.delete(key);
    this.#rosters.set(key, roster);
    let branches = 0;
    for (const kept of this.#rosters.values()) branches += kept.branches.size + 1;
    for (const [oldest, kept] of this.#rosters) {
      if (branches <= KEPT_BRANCHES) break;
      branches -= kept.branches.size + 1;
      this.#rosters.delete(oldest);
    }
    return roster;
  }
}

/** What was known otherwise at the instant that is asked about, beside what is stored now. */
async function addKnownOtherwise(
  snapshot: Snapshot,
  { roster: { branches }, period, branchesAlive }: CompletenessPlan,
  counted: CompletenessCount,
): Promise<void> {
  if (snapshot.known === null || branchesAlive === 0) return;
  const few = branches.size <= KNOWN_LIMITS.fewUnits ? new Set(branches.keys()) : undefined;
  for await (const { known, now } of changedSince(snapshot, few, period, snapshot.known)) {
    counted.addEntries(known?.entries ?? [], 1);
    counted.addEntries(now?.entries ?? [], -1);
  }
}

const dropFirst = (map: Map<string, unknown>): void => {
  for (const key of map.keys()) return void map.delete(key);
};

const count = async (snapshot: Snapshot, unitId: string, plan: CompletenessPlan): Promise<Completeness> =>
  (await countOf(snapshot, unitId, plan)).result;

async function countOf(snapshot: Snapshot, unitId: string, plan: CompletenessPlan): Promise<CompletenessCount> {
  const counted = new CompletenessCount(plan);
  await addKnownOtherwise(snapshot, plan, counted);
  const { branches } = plan.roster;
  // A branch asked about by itself is quicker read by its contributions than by its parent's cells.
  const alone = !snapshot.tree.hasEverHadChild(unitId) && branches.size <= 1 && branches.has(unitId);
  const singly = alone ? [unitId] : plan.singly;
  if (singly.length > 0) counted.addEntries(await entriesOf(snapshot, singly, plan.period));
  if (alone) return counted;
  for (const parents of chunks(plan.parents)) {
    const found = snapshot.db
      .collection<RegularPart>('cells')
      .find(
        { u: { $in: parents }, m: { $in: [...plan.months] } },
        { session: snapshot.session, projection: { _id: 0, u: 1, m: 1, r: 1 } },
      );
    for await (const cell of found) counted.addCells([cell]);
  }
  return counted;
}
