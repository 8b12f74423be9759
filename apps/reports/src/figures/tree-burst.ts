import type { UnitRecord } from '#contracts';
import type { Span, Tree } from '#tree';
import { crashPoint } from '#observability';
import type { ClientSession, mongo } from 'mongoose';
import { chunks, levelFilter } from '../rollups/cells.reader.js';
import { CellSums } from './cell-sums.js';
import { TREE_PART, addHeld, readHeld, writeCells, type HeldCell } from './cells.js';
import type { Contribution, Entry } from './contribution.js';
import { hasUnplaced } from './effect.js';
import { contributionsOf } from './ledger.js';
import { Touched } from './touched-days.rules.js';
import {
  addCellsMoved,
  addFirstCells,
  addOwnMoved,
  planTreeChange,
  shiftsOf,
  type Held,
  type Shift,
  type TreeChange,
} from './tree-change.js';

/** Changes that were read for are taken, unless they take as long as this after the reading. */
const LONGEST_MS = 600;

/** A change with the number it has. */
export type Numbered = { record: UnitRecord; revision: number };

/** Contributions that changes can touch, and their entries by unit. */
type Found = { contributions: Map<string, Contribution>; entries: Map<string, Entry[]> };

/**
 * Changes of the tree in one transaction. What they add to cells is summed over all of them, so that ancestors that many
 * steps of an act share are written once; and what units hold that move alike is added up before it is moved.
 * Contributions and cells of many units are read by one query, and of each only what can count elsewhere than before.
 */
export class TreeBurst {
  #sums = new CellSums();
  /** Cells that move, by where they move. */
  readonly #moving = new Map<string, { shifts: readonly Shift[]; held: Held }>();
  /** Units that these will change the cells of. */
  readonly #moveTo = new Set<string>();
  /** Cells of units that may move next, as they are stored now. */
  readonly #stored = new Map<string, readonly HeldCell[]>();

  constructor(
    private readonly db: mongo.Db,
    private readonly session: ClientSession,
    /** A fork, which is brought forward. */
    private readonly tree: Tree,
  ) {}

  /** Takes changes in their order, one at least. Answers how many. */
  async take(changes: readonly Numbered[]): Promise<number> {
    const touched = Touched.by(
      this.tree,
      changes.map(({ record }) => record),
    );
    const found = await this.#find(touched);
    await this.#readStored(touched);
    const shifted = new Set<string>();
    let done = 0;
    const begun = performance.now();
    for (const { record, revision } of changes) {
      if (done > 0 && performance.now() - begun > LONGEST_MS) break;
      const change = planTreeChange(this.tree, record);
      await this.#moveCells(change, found.entries);
      crashPoint('in-tree-change');
      if ((change.before.stretches(change.unit).length === 0) !== (change.after.stretches(change.unit).length === 0))
        shifted.add(change.unit);
      this.tree.apply(record, revision);
      done += 1;
    }
    await this.#flagPlaced(shifted, found);
    return done;
  }

  /** Writes what was summed. */
  async flush(): Promise<void> {
    for (const { shifts, held } of this.#moving.values()) addCellsMoved(this.#sums, shifts, held);
    this.#moving.clear();
    this.#moveTo.clear();
    const sums = this.#sums.toArray();
    this.#sums = new CellSums();
    for (const { unit } of sums) this.#stored.delete(unit);
    await writeCells(this.db, this.session, TREE_PART, sums);
  }

  async #moveCells(change: TreeChange, entries: ReadonlyMap<string, readonly Entry[]>): Promise<void> {
    // Renamed, say: all stays where it is.
    if (change.moved.length === 0 && change.firstTimeParents.length === 0) return;
    addOwnMoved(this.#sums, change, entries.get(change.unit) ?? []);
    for (const parent of change.firstTimeParents) addFirstCells(this.#sums, change, parent, entries.get(parent) ?? []);
    if (!change.byCells || change.moved.length === 0) return;
    // Its cells are read with what the steps before this one put into them.
    if (this.#sums.has(change.unit) || this.#moveTo.has(change.unit)) await this.flush();
    const shifts = shiftsOf(change.moved);
    addHeld(this.#heldAlike(shifts), this.#stored.get(change.unit) ?? (await this.#cellsOf(change.unit, shifts)));
  }

  /** The cells of many units by one query: asking for those of one took longer than to add them up. */
  async #readStored(touched: Touched): Promise<void> {
    this.#stored.clear();
    for (const { days, units } of touched.groups())
      for (const chunk of chunks(units.filter((unit) => this.tree.hasEverHadChild(unit))))
        for (const [unit, cells] of await this.#held(chunk, days)) this.#stored.set(unit, cells);
  }

  async #cellsOf(unit: string, shifts: readonly Shift[]): Promise<readonly HeldCell[]> {
    const from = Math.min(...shifts.map((run) => run.from));
    const to = Math.max(...shifts.map((run) => run.to));
    return (await this.#held([unit], { from, to })).get(unit) ?? [];
  }

  #held(units: readonly string[], days: Span): Promise<Map<string, HeldCell[]>> {
    const { db, session } = this;
    return readHeld({ db, session }, units, days, true);
  }

  /** What is held by the units that move like this. */
  #heldAlike(shifts: readonly Shift[]): Held {
    // Texts: JSON has no infinite days.
    const key = JSON.stringify(shifts.map(({ from, to, lost, gained }) => [`${from}`, `${to}`, lost, gained]));
    let found = this.#moving.get(key);
    if (!found) {
      found = { shifts, held: { opening: {}, days: new Map() } };
      this.#moving.set(key, found);
      for (const { lost, gained } of shifts) for (const unit of [...lost, ...gained]) this.#moveTo.add(unit);
    }
    return found.held;
  }

  async #find(touched: Touched): Promise<Found> {
    const found: Found = { contributions: new Map(), entries: new Map() };
    for (const { days, units } of touched.groups())
      for (const chunk of chunks(units)) {
        const options = { session: this.session, projection: { 'p.a': 0 }, batchSize: 5_000 };
        for await (const one of contributionsOf(this.db).find(within(chunk, days), options))
          found.contributions.set(one._id, one);
      }
    for (const { p } of found.contributions.values())
      for (const entry of p) {
        const list = found.entries.get(entry.u);
        if (list) list.push(entry);
        else found.entries.set(entry.u, [entry]);
      }
    return found;
  }

  /** A unit that comes brings what waited for it; one that goes leaves its contributions unplaced. */
  async #flagPlaced(units: ReadonlySet<string>, { contributions }: Found): Promise<void> {
    if (units.size === 0) return;
    const changed = [...contributions.values()].filter(
      ({ p, unplaced }) => p.some(({ u }) => units.has(u)) && hasUnplaced(p, this.tree) !== (unplaced === true),
    );
    if (changed.length === 0) return;
    const writes = changed.map(({ _id, unplaced }) => ({
      updateOne: { filter: { _id }, update: unplaced ? { $unset: { unplaced: '' } } : { $set: { unplaced: true } } },
    }));
    const { db, session } = this;
    await contributionsOf(db).bulkWrite(writes as mongo.AnyBulkWriteOperation<Contribution>[], { session });
    // Only the sum over the shards of a topic means anything, so its first shard takes the difference.
    for (const [src, n] of differences(changed))
      await db.collection<{ _id: string }>('progress').updateOne(
        { _id: `${src}/0` },
        { $inc: { unplaced: n } },
        {
          session,
        },
      );
  }
}

/** Facts of some units with something that counts on touched days, or did the day before: who was on a roll then moved. */
const within = (units: readonly string[], { from, to }: Span): mongo.Filter<Contribution> =>
  from === -Infinity && to === Infinity
    ? { 'p.u': { $in: [...units] } }
    : {
        $or: [
          { p: { $elemMatch: { u: { $in: [...units] }, d: { $gte: from, $lt: to } } } },
          levelFilter(units, { from: from - 1, to }),
        ],
      };

function differences(changed: readonly Contribution[]): Map<string, number> {
  const bySource = new Map<string, number>();
  for (const { src, unplaced } of changed) bySource.set(src, (bySource.get(src) ?? 0) + (unplaced ? -1 : 1));
  return bySource;
}
