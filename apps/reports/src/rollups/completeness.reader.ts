import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Period } from '#calendar';
import { TreeAsOf, type Span, type TreeView } from '#tree';
import { Injectable } from '@nestjs/common';
import { changedSince, KNOWN_LIMITS } from '../known/differences.reader.js';
import { eachRegular, REGULAR } from './cell-bytes.js';
import { chunks, entriesOf } from './cells.reader.js';
import {
  CompletenessCount,
  planCompleteness,
  rosterOf,
  type Completeness,
  type CompletenessPlan,
  type Roster,
} from './completeness.rules.js';
import { Slices } from './slices.js';
import { stateOf, type Snapshot } from './snapshots.js';

/** With the instant it was counted at; null: it is being counted for the first time, and the request did not wait for it. */
export type CountedCompleteness = Omit<Completeness, 'branchesWithRegularMeeting'> & {
  branchesWithRegularMeeting: number | null;
  asOf: Date;
};
/** Branches that live in the period and held no regular meeting, with their days. */
export type Missing = { missing: ReadonlyMap<string, readonly Span[]> };
/** `stands`: milliseconds since its instant in which it is good enough, though facts came. */
type Counted = { result: CountedCompleteness; state: string; stands: number };
/** A count under way, since when the reader who began it waits for his answer, and how many wait for it. */
type Counting = { counted: Promise<Counted>; begun: number; waiting: { readers: number } };

/** Branches in the rosters kept in memory, all together: of the country, of each of its provinces, and some more. */
const KEPT_BRANCHES = 600_000;
/** Of one unit. */
const KEPT_PLANS = 60;
const KEPT_COUNTS = 1_000;
/** Up to so many cells are counted anew at every read. */
const FEW_CELLS = 200;
const CELLS_AT_ONCE = 200;
/** So long a count waits between slices for a moment without reads when nobody waits for it. */
const QUIET_MS = 50;
/** A count over more cells stands so long while facts keep coming, */
const STANDS_MS = 10_000;
/** or so many times as long as it took, if that is more: readers who ask all the time may not keep all others waiting. */
const STANDS_TIMES = 10;

/**
 * Branches that live in a period under a unit, and those with a closed regular meeting. Distinct branches do not add
 * over days, so they are counted from the cells of all parents of branches. For a ward or a province's month that is
 * done at every read; for more (a province's quarter, the centre) the last count stands for some seconds, and its own
 * instant says so. Of a country's year it takes many seconds: figures are answered before it, and it is there for who asks
 * next. A count is exact for ever while no shard moves.
 */
@Injectable()
export class CompletenessReader {
  readonly #rosters = new Map<string, Roster>();
  /** By period; a plan lasts as long as its roster. */
  readonly #plans = new WeakMap<Roster, Map<string, CompletenessPlan>>();
  readonly #counts = new Map<string, Counted>();
  readonly #counting = new Map<string, Counting>();
  /** Trees other than the stored one or one of its days, numbered as they are met. */
  readonly #numbers = new WeakMap<TreeView, number>();
  #trees = 0;

  /** Cells up to which a count is made at every read; tests take fewer. */
  fewCells = FEW_CELLS;
  /** So long after the read began in which it did answers wait for a count of more. */
  patienceMs = 150;

  /** @param patient waits for the count, however long it takes */
  async read(
    snapshot: Snapshot,
    tree: TreeView,
    unitId: string,
    period: Period,
    patient = false,
  ): Promise<CountedCompleteness> {
    // What was known at an instant stays so, from the first answer on.
    if (snapshot.known !== null) {
      const { result } = await countOf(snapshot, unitId, this.#planOf(snapshot, tree, unitId, period));
      return { ...result, asOf: new Date(snapshot.known) };
    }
    const key = `${this.#nameOf(snapshot, tree)}/${unitId}/${period.from}/${period.to}`;
    const last = this.#counts.get(key);
    if (last?.state === stateOf(snapshot)) return { ...last.result, asOf: snapshot.at };
    if (last && snapshot.at.getTime() - last.result.asOf.getTime() < last.stands) return last.result;
    const running = this.#counting.get(key);
    if (running && last) return last.result;
    const begun = performance.now();
    const plan = this.#planOf(snapshot, tree, unitId, period);
    if (plan.parents.length * plan.months.length <= this.fewCells)
      return (await this.#count(snapshot, key, unitId, plan, { standsFor: () => 0 })).result;
    const counted = await this.#waitFor(running ?? this.#begin(snapshot, key, unitId, plan, begun), patient);
    const notYet = { branchesAlive: plan.branchesAlive, branchesWithRegularMeeting: null, asOf: snapshot.at };
    return (counted ?? last)?.result ?? notYet;
  }

  /** A count that the request may be answered before. */
  #begin(snapshot: Snapshot, key: string, unitId: string, plan: CompletenessPlan, begun: number): Counting {
    const waiting = { readers: 0 };
    let rested = 0;
    const between = async (): Promise<void> => {
      const since = performance.now();
      // Figures are waited for: who reads them goes first, unless someone waits for the count.
      await (waiting.readers > 0 ? nextTurn() : snapshot.quiet.come(QUIET_MS));
      rested += performance.now() - since;
    };
    const standsFor = (): number => Math.max(STANDS_MS, STANDS_TIMES * (performance.now() - begun - rested));
    const counted = this.#count(snapshot, key, unitId, plan, { standsFor, between }).finally(() =>
      this.#counting.delete(key),
    );
    const counting = { counted, begun: snapshot.begun, waiting };
    this.#counting.set(key, counting);
    snapshot.hold(counted);
    return counting;
  }

  /** The count; null when it takes longer than anybody waits who is not patient. */
  async #waitFor({ counted, begun, waiting }: Counting, patient: boolean): Promise<Counted | null> {
    const left = this.patienceMs - (performance.now() - begun);
    const limit = patient ? [] : [pause(Math.max(0, left), null, { ref: false })];
    waiting.readers += 1;
    return Promise.race([counted, ...limit]).finally(() => (waiting.readers -= 1));
  }

  async #count(
    snapshot: Snapshot,
    key: string,
    unitId: string,
    plan: CompletenessPlan,
    { standsFor, between }: { standsFor: () => number; between?: () => Promise<void> },
  ): Promise<Counted> {
    const { result } = await countOf(snapshot, unitId, plan, between);
    const counted = { result: { ...result, asOf: snapshot.at }, state: stateOf(snapshot), stands: standsFor() };
    this.#counts.delete(key);
    this.#counts.set(key, counted);
    if (this.#counts.size > KEPT_COUNTS) dropFirst(this.#counts);
    return counted;
  }

  /** The count with the branches that miss the period, always of the snapshot. */
  async branches(snapshot: Snapshot, tree: TreeView, unitId: string, period: Period): Promise<Completeness & Missing> {
    const counted = await countOf(snapshot, unitId, this.#planOf(snapshot, tree, unitId, period));
    return { ...counted.result, missing: counted.missing };
  }

  /** The same for the tree of a day at every revision: of an act in hundreds of transactions each makes a new one. */
  #nameOf({ tree: stored }: Snapshot, tree: TreeView): string {
    if (tree === stored) return '';
    if (tree instanceof TreeAsOf && tree.base === stored) return `as-of:${tree.asOf}`;
    const number = this.#numbers.get(tree) ?? ++this.#trees;
    this.#numbers.set(tree, number);
    return `${number}`;
  }

  #planOf(snapshot: Snapshot, tree: TreeView, unitId: string, period: Period): CompletenessPlan {
    const roster = this.#rosterOf(snapshot, tree, unitId);
    const plans = this.#plans.get(roster) ?? new Map<string, CompletenessPlan>();
    this.#plans.set(roster, plans);
    const key = `${period.from}/${period.to}`;
    const plan = plans.get(key) ?? planCompleteness(roster, period);
    plans.delete(key);
    plans.set(key, plan);
    if (plans.size > KEPT_PLANS) dropFirst(plans);
    return plan;
  }

  #rosterOf(snapshot: Snapshot, tree: TreeView, unitId: string): Roster {
    const key = `${this.#nameOf(snapshot, tree)}/${snapshot.tree.revision}/${unitId}`;
    const roster = this.#rosters.get(key) ?? rosterOf(tree, snapshot.tree, unitId);
    this.#rosters.delete(key);
    this.#rosters.set(key, roster);
    let branches = 0;
    for (const kept of this.#rosters.values()) branches += kept.size + 1;
    for (const [oldest, kept] of this.#rosters) {
      if (branches <= KEPT_BRANCHES) break;
      branches -= kept.size + 1;
      this.#rosters.delete(oldest);
    }
    return roster;
  }
}

/** What was known otherwise at the instant that is asked about, beside what is stored now. */
async function addKnownOtherwise(
  snapshot: Snapshot,
  { roster, period, branchesAlive }: CompletenessPlan,
  counted: CompletenessCount,
): Promise<void> {
  if (snapshot.known === null || branchesAlive === 0) return;
  const few = roster.size <= KNOWN_LIMITS.fewUnits ? new Set(roster.branches.keys()) : undefined;
  for await (const { known, now } of changedSince(snapshot, few, period, snapshot.known)) {
    counted.addEntries(known?.entries ?? [], 1);
    counted.addEntries(now?.entries ?? [], -1);
  }
}

const dropFirst = (map: Map<string, unknown>): void => {
  for (const key of map.keys()) return void map.delete(key);
};

/** @param between awaited after each piece of it */
async function countOf(
  snapshot: Snapshot,
  unitId: string,
  plan: CompletenessPlan,
  between?: () => Promise<void>,
): Promise<CompletenessCount> {
  const counted = new CompletenessCount(plan);
  await addKnownOtherwise(snapshot, plan, counted);
  // A branch asked about by itself is quicker read by its contributions than by its parent's cells.
  const { roster } = plan;
  const alone = !snapshot.tree.hasEverHadChild(unitId) && roster.size <= 1 && roster.branches.has(unitId);
  const singly = alone ? [unitId] : plan.singly;
  if (singly.length > 0) counted.addEntries(await entriesOf(snapshot, singly, plan.period));
  if (alone) return counted;
  const slices = new Slices(between);
  for (const parents of chunks(plan.parents)) {
    const found = snapshot.db
      .collection('cells')
      .find<Uint8Array>(
        { u: { $in: parents }, m: { $in: [...plan.months] } },
        { session: snapshot.session, projection: REGULAR, batchSize: CELLS_AT_ONCE, raw: true },
      );
    while (await found.hasNext())
      for (const cell of found.readBufferedDocuments()) {
        eachRegular(cell, (branch, day, n) => counted.addRegular(branch, day, n));
        if (slices.over) await slices.rest();
      }
  }
  return counted;
}
