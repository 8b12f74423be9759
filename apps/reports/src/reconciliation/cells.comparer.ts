import { dateOf, type Day } from '#calendar';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { cellsOf, TREE_PART, type CellDocument } from '../figures/cells.js';
import { isYear, yearLabel } from '../figures/cell-sums.js';
import type { Entry } from '../figures/contribution.js';
import { Snapshots, type Snapshot } from '../rollups/snapshots.js';
import { contributionsIn } from './contributions.reader.js';
import {
  addPart,
  cellKey,
  differencesOf,
  SecondFold,
  yearOf,
  type CellDifference,
  type CellFields,
  type FoldedCells,
} from './second-fold.rules.js';
import { everUnder, type Slice } from './slices.rules.js';

/** What a look at a slice found, and what a repair must find unchanged. */
export type CellsFound = {
  differences: CellDifference[];
  treeRevision: number;
  /** Cells that were derived. */
  cells: number;
  /** The part `tree` of the cells that differ, as the look saw it. */
  treeParts: CellDocument[];
  /** Years that contributions of the slice lie in. */
  years: ReadonlySet<number>;
};

/**
 * Derives the cells of a slice a second time from its contributions and compares them with those stored. All is read in
 * one snapshot, tree too, so what flows meanwhile makes no difference.
 */
@Injectable()
export class CellsComparer {
  constructor(private readonly snapshots: Snapshots) {}

  compare(slice: Slice): Promise<CellsFound> {
    return this.snapshots.read((snapshot) => compareIn(snapshot, slice));
  }
}

async function compareIn(snapshot: Snapshot, { wanted, days }: Slice): Promise<CellsFound> {
  const { tree } = snapshot;
  const units = new Set(wanted.filter((unit) => tree.hasEverHadChild(unit)));
  const fold = new SecondFold(tree, units, days);
  const years = new Set<number>();
  for await (const { p } of contributionsIn(snapshot, everUnder(tree, wanted), days)) {
    fold.add(p);
    for (const entry of p) noteYears(years, entry);
  }
  const { months, yearCells, treeParts } = await readStored(snapshot, units, days);
  const differences = [...differencesOf(fold.cells, months), ...differencesOf(yearsOf(fold.cells), yearCells)];
  const differing = new Set(differences.map(({ unit, month }) => cellKey(unit, month)));
  return {
    differences,
    treeRevision: tree.revision,
    cells: new Set([...fold.cells.keys(), ...months.keys()]).size,
    treeParts: treeParts.filter(({ u, m }) => differing.has(cellKey(u, m))),
    years,
  };
}

type Stored = { months: FoldedCells; yearCells: FoldedCells; treeParts: CellDocument[] };

async function readStored({ db, session }: Snapshot, units: ReadonlySet<string>, days: Slice['days']): Promise<Stored> {
  const stored: Stored = { months: new Map(), yearCells: new Map(), treeParts: [] };
  const filter = { u: { $in: [...units] }, $or: [{ m: monthsIn(days) }, { m: yearsIn(days) }] };
  for await (const cell of cellsOf(db).find(filter as mongo.Filter<CellDocument>, { session, batchSize: 5_000 })) {
    addPart(isYear(cell.m) ? stored.yearCells : stored.months, cell);
    if (cell.s === TREE_PART) stored.treeParts.push(cell);
  }
  return stored;
}

/** Slices are of whole years, so the net change of each is in its months. */
function yearsOf(folded: FoldedCells): FoldedCells {
  const months = new Map<string, CellFields[]>();
  for (const [cell, fields] of folded) {
    const [unit = '', month = ''] = cell.split('|');
    const key = cellKey(unit, yearLabel(month.slice(0, 4)));
    const of = months.get(key);
    if (of) of.push(fields);
    else months.set(key, [fields]);
  }
  return new Map([...months].map(([key, all]) => [key, yearOf(all)]));
}

const yearOfDay = (day: Day): number => Number(dateOf(day).slice(0, 4));

function noteYears(years: Set<number>, { d, to }: Entry): void {
  years.add(yearOfDay(d));
  if (to !== undefined && to !== null) years.add(yearOfDay(to));
}

/** Labels of years come after those of all months. */
const monthsIn = ({ from, to }: Slice['days']) => ({
  ...(from === -Infinity ? {} : { $gte: dateOf(from).slice(0, 7) }),
  $lt: to === Infinity ? yearLabel('') : dateOf(to).slice(0, 7),
});

const yearsIn = ({ from, to }: Slice['days']) => ({
  $gte: yearLabel(from === -Infinity ? '' : yearOfDay(from)),
  ...(to === Infinity ? {} : { $lt: yearLabel(yearOfDay(to)) }),
});
