import { splitPeriod, type Day, type Period } from '#calendar';
import { overlapOf, type Span, type Tree, type TreeView } from '#tree';
import type { Entry } from '../figures/contribution.js';
import { regularIn } from '../figures/measure-keys.js';
import { cellDay } from './cells.rules.js';
import { includesDay, livesAs, shared } from './spans.rules.js';

/** When a branch lived under a unit, and right under which unit its meetings are counted, null where nothing lies above it. */
type Roll = { days: readonly Span[]; above: readonly (Span & { parent: string | null })[] };

/** All branches that ever lived under a unit; those that lived on the same days in the same place share one roll. */
export type Roster = { branches: ReadonlyMap<string, Roll>; sizes: ReadonlyMap<Roll, number> };

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

/** Regular meetings by direct child and two-digit day, of one cell. */
export type RegularPart = { u: string; m: string; r?: Record<string, Record<string, number>> };

export type Completeness = { branchesAlive: number; branchesWithRegularMeeting: number };

/** @param stored the tree by which cells are kept, that of `tree` unless another is looked at */
export function rosterOf(tree: TreeView, stored: Tree, unitId: string): Roster {
  const branches = new Map<string, Roll>();
  const sizes = new Map<Roll, number>();
  const known = new Map<string, Roll>();
  for (const [id, below] of tree.subtreeDuring(unitId, -Infinity, Infinity)) {
    const record = tree.get(id);
    const days = record ? shared(below, livesAs(record, 'branch')) : [];
    if (days.length === 0) continue;
    const above = stored.parentRuns(id);
    const key = [...days, ...above].map((run) => Object.values(run).join()).join(' ');
    const roll = known.get(key) ?? { days, above };
    known.set(key, roll);
    branches.set(id, roll);
    sizes.set(roll, (sizes.get(roll) ?? 0) + 1);
  }
  return { branches, sizes };
}

export function planCompleteness(roster: Roster, period: Period): CompletenessPlan {
  let branchesAlive = 0;
  const parents = new Set<string>();
  const alone = new Set<Roll>();
  for (const [roll, size] of roster.sizes) {
    const days = shared(roll.days, [period]);
    if (days.length === 0) continue;
    branchesAlive += size;
    const runs = roll.above.filter((run) => days.some((span) => overlapOf(span, run)));
    for (const { parent } of runs) if (parent !== null) parents.add(parent);
    if (runs.length === 0 || runs.some(({ parent }) => parent === null)) alone.add(roll);
  }
  const singly = alone.size === 0 ? [] : [...roster.branches].filter(([, roll]) => alone.has(roll)).map(([id]) => id);
  const months = splitPeriod(period, 'month').map(({ id }) => id);
  return { roster, period, branchesAlive, parents: [...parents], singly, months };
}

/** Counts each branch once, however many regular meetings it held on its days under the unit. */
export class CompletenessCount {
  readonly #held = new Map<string, number>();

  constructor(private readonly plan: CompletenessPlan) {}

  addCells(cells: readonly RegularPart[]): void {
    for (const { m, r } of cells) {
      const before = cellDay(m, '01') - 1;
      for (const branch in r) {
        const roll = this.plan.roster.branches.get(branch);
        const days = r[branch];
        if (roll)
          for (const day in days) if (this.#isDue(roll, before + Number(day))) this.#add(branch, days[day] ?? 0);
      }
    }
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
