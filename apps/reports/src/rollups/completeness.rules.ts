import { dateOf, splitPeriod, type Period } from '#calendar';
import type { UnitRecord } from '#contracts';
import { overlapOf, type Span, type Tree, type TreeView } from '#tree';
import type { Entry } from '../figures/contribution.js';
import { regularIn } from '../figures/measure-keys.js';
import { cellDay } from './cells.rules.js';
import { includesDay, isWhole, livesAs, shared } from './spans.rules.js';

/**
 * Who should have met: branches that live in the period under the unit (itself, if it is one), each with its days.
 * Those that did are told by the regular meetings that every cell keeps by direct child (`r`), so `parents` are the
 * units whose cells to read. Obligations will replace "branches alive" as what is due.
 */
export type CompletenessPlan = {
  branches: ReadonlyMap<string, readonly Span[]>;
  parents: readonly string[];
  /** Branches that no cell counts, having nothing above them: by their contributions. */
  singly: readonly string[];
  months: readonly string[];
};

/** Regular meetings by direct child and two-digit day, of one cell. */
export type RegularPart = { u: string; m: string; r?: Record<string, Record<string, number>> };

export type Completeness = { branchesAlive: number; branchesWithRegularMeeting: number };

/** Whether one stretch, a branch's, covers the whole period: so of most units, and quick to tell. */
const isBranchThroughout = ({ stretches }: UnitRecord, first: string, end: string): boolean => {
  const [only, ...others] = stretches;
  if (!only || others.length > 0) return false;
  return only.level === 'branch' && only.from <= first && (only.to === null || only.to >= end);
};

/** @param stored the tree by which cells are kept, that of `tree` unless another is looked at */
export function planCompleteness(tree: TreeView, stored: Tree, unitId: string, period: Period): CompletenessPlan {
  const branches = new Map<string, readonly Span[]>();
  const parents = new Set<string>();
  const singly: string[] = [];
  const [first, end] = [dateOf(period.from), dateOf(period.to)];
  // One list for all that were there throughout: plans of a whole country are kept in memory.
  const throughout: readonly Span[] = [{ from: period.from, to: period.to }];
  for (const [id, below] of tree.subtreeDuring(unitId, period.from, period.to)) {
    const record = tree.get(id);
    if (!record) continue;
    const whole = isWhole(below, period) && isBranchThroughout(record, first, end);
    const spans = whole ? throughout : shared(below, livesAs(record, 'branch'));
    if (spans.length === 0) continue;
    branches.set(id, spans);
    const runs = stored.stretches(id).filter((run) => spans.some((span) => overlapOf(span, run)));
    for (const { path } of runs) if (path[1] !== undefined) parents.add(path[1]);
    if (runs.length === 0 || runs.some(({ path }) => path.length === 1)) singly.push(id);
  }
  const months = splitPeriod(period, 'month').map(({ id }) => id);
  return { branches, parents: [...parents], singly, months };
}

/** Counts each branch once, however many regular meetings it held on its days under the unit. */
export class CompletenessCount {
  readonly #held = new Map<string, number>();

  constructor(private readonly plan: CompletenessPlan) {}

  addCells(cells: readonly RegularPart[]): void {
    for (const { m, r } of cells) {
      const before = cellDay(m, '01') - 1;
      for (const branch in r) {
        const spans = this.plan.branches.get(branch);
        if (!spans) continue;
        for (const [day, n] of Object.entries(r[branch] ?? {}))
          if (includesDay(spans, before + Number(day))) this.#add(branch, n);
      }
    }
  }

  /** For a branch that is read by its contributions. */
  addEntries(entries: readonly Entry[], sign: 1 | -1 = 1): void {
    for (const { u, d, m, to } of entries)
      if (to === undefined && includesDay(this.plan.branches.get(u) ?? [], d)) this.#add(u, sign * regularIn(m));
  }

  get result(): Completeness {
    const met = [...this.#held.keys()].filter((branch) => this.#met(branch)).length;
    return { branchesAlive: this.plan.branches.size, branchesWithRegularMeeting: met };
  }

  /** Branches without any, with their days. */
  get missing(): Map<string, readonly Span[]> {
    return new Map([...this.plan.branches].filter(([branch]) => !this.#met(branch)));
  }

  #met(branch: string): boolean {
    return (this.#held.get(branch) ?? 0) > 0;
  }

  #add(branch: string, n: number): void {
    this.#held.set(branch, (this.#held.get(branch) ?? 0) + n);
  }
}
