import { dayOf } from '#calendar';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { cellsOf } from '../figures/cells.js';
import { CellsComparer, type CellsFound } from './cells.comparer.js';
import { DifferencesStore } from './differences.store.js';
import type { Note } from './facts.step.js';
import type { Scope } from './reconciliation.schema.js';
import { repairCells } from './repair-cells.js';
import { wholeYears, yearSlices } from './scope.rules.js';
import type { CellDifference } from './second-fold.rules.js';
import { groupsOf, type Slice } from './slices.rules.js';

/** A slice that was not right when it was looked at. */
export type WrongSlice = { slice: Slice; differences: readonly CellDifference[] };

/** Changes of the tree may come in between that often. */
const TRIES = 10;

/** Second step of a run: cells against the contributions they are made of; and its end, their repair. */
@Injectable()
export class CellsStep {
  constructor(
    private readonly store: Store,
    private readonly comparer: CellsComparer,
    private readonly differences: DifferencesStore,
    private readonly trees: TreeReplica,
  ) {}

  async run(scope: Scope, note: Note): Promise<WrongSlice[]> {
    const days = wholeYears(scope);
    const { small, large } = groupsOf(await this.trees.current(), scope.unitId);
    const slices: Slice[] = small.map((wanted) => ({ wanted, days }));
    const again = await this.#disputed();
    const progress = { cells: 0, slices: 0, slicesAll: slices.length + large.length + again.length };
    const years = new Set<number>();
    const wrong: WrongSlice[] = [];
    const look = async (slice: Slice): Promise<void> => {
      const found = await this.comparer.compare(slice);
      for (const year of found.years) years.add(year);
      if (found.differences.length > 0) wrong.push({ slice, differences: found.differences });
      progress.cells += found.cells;
      await note(progress);
    };
    for (const slice of [...slices, ...again]) {
      await look(slice);
      progress.slices += 1;
    }
    for (const unit of large) {
      for (const year of await this.#yearsOf(unit)) years.add(year);
      for (const one of yearSlices(years, days)) await look({ wanted: [unit], days: one });
      progress.slices += 1;
    }
    await note(progress);
    return wrong;
  }

  /** Makes a slice right. Answers what is wrong with it after all. */
  async repair({ slice }: WrongSlice): Promise<readonly CellDifference[]> {
    let found: CellsFound = await this.comparer.compare(slice);
    for (let tries = 0; found.differences.length > 0 && tries < TRIES; tries++) {
      await repairCells(this.store, found);
      found = await this.comparer.compare(slice);
    }
    return found.differences;
  }

  /** Cells that are disputed are looked at by every run. */
  async #disputed(): Promise<Slice[]> {
    const slices = new Map<string, Slice>();
    for (const { unitId, month } of await this.differences.disputed('cell')) {
      if (unitId === null || month === null) continue;
      const year = yearOfLabel(month);
      const days = { from: dayOf(`${year}-01-01`), to: dayOf(`${year + 1}-01-01`) };
      slices.set(`${unitId} ${year}`, { wanted: [unitId], days });
    }
    return [...slices.values()];
  }

  async #yearsOf(unit: string): Promise<number[]> {
    const months = await cellsOf(this.store.db).distinct('m', { u: unit });
    return months.map(yearOfLabel);
  }
}

/** Of `2026-07` and of `Y2026`. */
const yearOfLabel = (month: string): number => Number(month.replace('Y', '').slice(0, 4));
