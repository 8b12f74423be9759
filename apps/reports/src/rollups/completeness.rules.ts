import { splitPeriod, type Day, type Period } from '#calendar';
import type { UnitRecord } from '#contracts';
import { overlapOf, TreeAsOf, type Span, type Tree, type TreeView } from '#tree';
import type { Entry } from '../figures/contribution.js';
import { regularIn } from '../figures/measure-keys.js';
import { EVER, includesDay, livesAs, shared } from './spans.rules.js';

/** When a branch lived under a unit, and right under which unit its meetings are counted, null where nothing lies above it. */
type Roll = { days: readonly Span[]; above: readonly (Span & { parent: string | null })[] };

/** All branches that ever lived under a unit: those that lived on the same days in the same place share one roll. */
export class Roster {
  readonly size: number;
  #branches: Map<string, Roll> | undefined;

  constructor(readonly rolls: ReadonlyMap<Roll, readonly string[]>) {
    this.size = [...rolls.values()].reduce((sum, ids) => sum + ids.length, 0);
  }

  /** The roll of each: for who counts one by one. Of a country it is large, and figures are answered without it. */
  get branches(): ReadonlyMap<string, Roll> {
    if (this.#branches) return this.#branches;
    this.#branches = new Map<string, Roll>();
    for (const [roll, ids] of this.rolls) for (const id of ids) this.#branches.set(id, roll);
    return this.#branches;
  }
}

/**
 * Who should have met: branches that live in the period under the unit (itself, if it is one). Those that did are told by
 * the regular meetings that every cell keeps by direct child (`r`), so `parents` are the units whose cells to read.
 * Obligations will replace "branches alive" as what is due.
 */
export type CompletenessPlan = {
  roster: Roster;
  period: Span;
  branchesAlive: number;
  parents: readonly string[];
  /** Branches that no cell counts, having nothing above them: by their contributions. */
  singly: readonly string[];
  months: readonly string[];
};

export type Completeness = { branchesAlive: number; branchesWithRegularMeeting: number };

/** @param stored the tree by which cells are kept, that of `tree` unless another is looked at */
export function rosterOf(tree: TreeView, stored: Tree, unitId: string): Roster {
  const rolls = new Map<Roll, string[]>();
  // By what lies above (units that lie alike share one list of it), then by their own days.
  const known = new Map<readonly unknown[], Map<string, string[] | null>>();
  for (const [below, records] of unitsBelow(tree, stored, unitId)) {
    const [first] = records;
    if (!first) continue;
    const above = stored.parents(first.id);
    let alike = known.get(above);
    if (!alike) known.set(above, (alike = new Map<string, string[] | null>()));
    const here = daysText(below);
    for (const record of records) {
      if (!record.stretches.some(({ level }) => level === 'branch')) continue;
      const own = here + livesText(record);
      let branches = alike.get(own);
      if (branches === undefined) {
        const roll = rollOf(below, record, stored);
        alike.set(own, (branches = roll && []));
        if (roll && branches) rolls.set(roll, branches);
      }
      branches?.push(record.id);
    }
  }
  return new Roster(rolls);
}

/** Units under one with their days there; of those that lie in one place many together. */
function* unitsBelow(
  tree: TreeView,
  stored: Tree,
  unitId: string,
): Generator<readonly [days: readonly Span[], alike: readonly UnitRecord[]]> {
  const recordOf = (id: string): UnitRecord[] => {
    const record = tree.get(id);
    return record ? [record] : [];
  };
  if (tree instanceof TreeAsOf && tree.base === stored) {
    const { units, leaves } = tree.within(unitId);
    for (const unit of units) yield [EVER, recordOf(unit)];
    for (const alike of leaves.values()) yield [EVER, alike];
    return;
  }
  for (const [unit, days] of tree.subtreeDuring(unitId, -Infinity, Infinity)) yield [days, recordOf(unit)];
}

function rollOf(below: readonly Span[], record: UnitRecord, stored: Tree): Roll | null {
  const days = shared(below, livesAs(record, 'branch'));
  return days.length === 0 ? null : { days, above: stored.parentRuns(record.id) };
}

// What `rollOf` goes by, as text: 250,000 are told apart by it many times quicker than by a roll made of each.
const daysText = (days: readonly Span[]): string => days.map(({ from, to }) => `${from},${to};`).join('');
function livesText({ stretches }: UnitRecord): string {
  let text = '';
  for (const { level, from, to } of stretches) text += `${level},${from},${to ?? ''};`;
  return text;
}

export function planCompleteness(roster: Roster, period: Period): CompletenessPlan {
  let branchesAlive = 0;
  const parents = new Set<string>();
  const alone = new Set<Roll>();
  for (const [roll, ids] of roster.rolls) {
    const days = shared(roll.days, [period]);
    if (days.length === 0) continue;
    branchesAlive += ids.length;
    const runs = roll.above.filter((run) => days.some((span) => overlapOf(span, run)));
    for (const { parent } of runs) if (parent !== null) parents.add(parent);
    if (runs.length === 0 || runs.some(({ parent }) => parent === null)) alone.add(roll);
  }
  const singly = [...alone].flatMap((roll) => roster.rolls.get(roll) ?? []);
  const months = splitPeriod(period, 'month').map(({ id }) => id);
  return { roster, period, branchesAlive, parents: [...parents], singly, months };
}

/** Counts each branch once, however many regular meetings it held on its days under the unit. */
export class CompletenessCount {
  readonly #held = new Map<string, number>();

  constructor(private readonly plan: CompletenessPlan) {}

  /** Regular meetings of a branch on a day, as a cell of its parent has them. */
  addRegular(branch: string, day: Day, n: number): void {
    const roll = this.plan.roster.branches.get(branch);
    if (roll && this.#isDue(roll, day)) this.#add(branch, n);
  }

  /** For a branch that is read by its contributions. */
  addEntries(entries: readonly Entry[], sign: 1 | -1 = 1): void {
    for (const { u, d, m, to } of entries) {
      const roll = to === undefined && this.plan.roster.branches.get(u);
      if (roll && this.#isDue(roll, d)) this.#add(u, sign * regularIn(m));
    }
  }

  get result(): Completeness {
    const met = [...this.#held.keys()].filter((branch) => this.#met(branch)).length;
    return { branchesAlive: this.plan.branchesAlive, branchesWithRegularMeeting: met };
  }

  /** Branches without any, with their days in the period. */
  get missing(): Map<string, readonly Span[]> {
    const missing = new Map<string, readonly Span[]>();
    for (const [branch, { days }] of this.plan.roster.branches) {
      const due = this.#met(branch) ? [] : shared(days, [this.plan.period]);
      if (due.length > 0) missing.set(branch, due);
    }
    return missing;
  }

  #isDue({ days }: Roll, day: Day): boolean {
    const { from, to } = this.plan.period;
    return from <= day && day < to && includesDay(days, day);
  }

  #met(branch: string): boolean {
    return (this.#held.get(branch) ?? 0) > 0;
  }

  #add(branch: string, n: number): void {
    this.#held.set(branch, (this.#held.get(branch) ?? 0) + n);
  }
}
