import type { Day } from '#calendar';
import type { UnitRecord } from '#contracts';
import type { Span } from './dated-record.js';
import { followedOn, type Followed } from './successions.js';
import type { Tree } from './tree.js';
import type { PathStretch, Shares, TreeView } from './tree-view.js';

const ALL_DAYS: Span = { from: -Infinity, to: Infinity };
const EVER: readonly Span[] = [ALL_DAYS];
const NONE: readonly string[] = [];

/**
 * The tree of one day for all days: what every unit ever did lies where the unit lies on that day, and the history of one
 * that was merged, fused or divided by then with who took its place (`UnitRecord.successions`). Copies no record; the
 * tree below it must not be changed any more.
 */
export class TreeAsOf implements TreeView {
  readonly shares: ReadonlyMap<string, Shares>;
  readonly #successors: ReadonlyMap<string, string>;
  readonly #predecessors = new Map<string, string[]>();
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
    for (const [id, successor] of successors) {
      const known = this.#predecessors.get(successor);
      if (known) known.push(id);
      else this.#predecessors.set(successor, [id]);
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
    // Its predecessors apart, so that one that was recorded under it anyway is not named twice.
    const here = this.base.children(id).filter((child) => !this.isPredecessor(child) && this.#parentOf(child) === id);
    const all = [...here, ...(this.#predecessors.get(id) ?? NONE)];
    if (all.length > 0) this.#children.set(id, all);
    return all.length > 0 ? all : NONE;
  }

  childStretches(parentId: string, childId: string): readonly Span[] {
    return this.#parentOf(childId) === parentId ? EVER : [];
  }

  subtree(id: string, _day?: Day): string[] {
    if (this.#parentOf(id) === undefined) return [];
    const found = [id];
    for (let next = 0; next < found.length; next += 1)
      for (const child of this.children(found[next] as string)) found.push(child);
    return found;
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
