import type { Day } from '#calendar';
import type { UnitRecord } from '#contracts';
import type { Span } from './dated-record.js';
import { put } from './lists.js';
import { parentAt, type Place } from './place.js';
import { followedOn, type Followed } from './successions.js';
import type { ByPlace, Tree } from './tree.js';
import type { PathStretch, Shares, TreeView } from './tree-view.js';

const ALL_DAYS: Span = { from: -Infinity, to: Infinity };
const EVER: readonly Span[] = [ALL_DAYS];
const NONE: readonly string[] = [];

/** Units under one: leaves of one place together. */
export type Within = { units: readonly string[]; leaves: ByPlace };

/**
 * The tree of one day for all days: what every unit ever did lies where the unit lies on that day, and the history of one
 * that was merged, fused or divided by then with who took its place (`UnitRecord.successions`). Copies no record; the
 * tree below it must not be changed any more.
 */
export class TreeAsOf implements TreeView {
  readonly shares: ReadonlyMap<string, Shares>;
  readonly #successors: ReadonlyMap<string, string>;
  readonly #predecessors = new Map<string, string[]>();
  /** Leaves of the tree below that have predecessors in this one, by what is above them. */
  readonly #leavesWithPredecessors = new Map<string, string[]>();
  readonly #children = new Map<string, readonly string[]>();
  /** Of units that have children: the many below share them. */
  readonly #paths = new Map<string, readonly string[]>();

  constructor(
    /** The tree it is made from. */
    readonly base: Tree,
    readonly asOf: Day,
  ) {
    const { successors, shares }: Followed = followedOn(base, asOf);
    this.shares = shares;
    this.#successors = successors;
    for (const [id, successor] of successors) put(this.#predecessors, successor, id);
    for (const id of this.#predecessors.keys()) {
      const parent = base.isLeaf(id) && base.parentOn(id, asOf);
      if (parent) put(this.#leavesWithPredecessors, parent, id);
    }
  }

  get revision(): number {
    return this.base.revision;
  }

  get(id: string): UnitRecord | undefined {
    return this.base.get(id);
  }

  path(id: string, _day?: Day): readonly string[] {
    const parent = this.#parentOf(id);
    if (parent === undefined) return NONE;
    return parent === null ? [id] : [id, ...this.#pathOf(parent)];
  }

  parentOn(id: string, _day?: Day): string | null | undefined {
    return this.#parentOf(id);
  }

  stretches(id: string): readonly PathStretch[] {
    const path = this.path(id);
    return path.length === 0 ? [] : [{ ...ALL_DAYS, path }];
  }

  children(id: string): readonly string[] {
    const known = this.#children.get(id);
    if (known) return known;
    const leaves = [...this.#leavesUnder(id)].flatMap(([, alike]) => alike.map((leaf) => leaf.id));
    const all = [...this.#othersUnder(id), ...leaves];
    if (all.length > 0) this.#children.set(id, all);
    return all.length > 0 ? all : NONE;
  }

  /**
   * What lies under a unit, itself first: leaves of the tree below in groups of one place, all others and leaves that have
   * predecessors one by one, parents before children.
   */
  within(id: string): Within {
    const units = this.#parentOf(id) === undefined ? [] : [id];
    const leaves = new Map<Place, readonly UnitRecord[]>();
    for (let next = 0; next < units.length; next += 1) {
      const unit = units[next] as string;
      units.push(...this.#othersUnder(unit));
      for (const [place, alike] of this.#leavesUnder(unit)) leaves.set(place, alike);
    }
    return { units, leaves };
  }

  /** Its predecessors apart, so that one that was recorded under it anyway is not named twice. */
  #othersUnder(id: string): string[] {
    const here = this.base
      .childrenApart(id)
      .others.filter((child) => !this.isPredecessor(child) && this.base.parentOn(child, this.asOf) === id);
    return [...here, ...(this.#leavesWithPredecessors.get(id) ?? NONE), ...(this.#predecessors.get(id) ?? NONE)];
  }

  *#leavesUnder(id: string): Generator<[Place, readonly UnitRecord[]]> {
    const apart = this.#leavesWithPredecessors.get(id);
    for (const [place, alike] of this.base.childrenApart(id).leaves)
      if (parentAt(place, this.asOf) === id)
        yield [place, apart ? alike.filter((leaf) => !apart.includes(leaf.id)) : alike];
  }

  childStretches(parentId: string, childId: string): readonly Span[] {
    return this.#parentOf(childId) === parentId ? EVER : [];
  }

  subtree(id: string, _day?: Day): string[] {
    const { units, leaves } = this.within(id);
    return [...units, ...[...leaves.values()].flatMap((alike) => alike.map((leaf) => leaf.id))];
  }

  subtreeDuring(id: string, from: Day, to: Day): Map<string, readonly Span[]> {
    const days = [{ from, to }];
    return new Map(from < to ? this.subtree(id).map((unit) => [unit, days]) : []);
  }

  aliveOn(id: string, day: Day): boolean {
    return this.base.aliveOn(id, day);
  }

  aliveDuring(id: string, from: Day, to: Day): boolean {
    return this.base.aliveDuring(id, from, to);
  }

  hasEverHadChild(id: string): boolean {
    return this.base.hasEverHadChild(id);
  }

  isPredecessor(id: string): boolean {
    return this.#successors.has(id);
  }

  #parentOf(id: string): string | null | undefined {
    return this.#successors.get(id) ?? this.base.parentOn(id, this.asOf);
  }

  #pathOf(id: string): readonly string[] {
    let path = this.#paths.get(id);
    if (!path) this.#paths.set(id, (path = this.path(id)));
    return path;
  }
}
