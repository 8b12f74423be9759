import type { Day } from '#calendar';
import type { UnitRecord } from '#contracts';
import { daysOf, joined, overlapOf, type Span } from './dated-record.js';
import { put } from './lists.js';
import { daysUnder, parentAt, placeOf, Places, runDays, runsOf, type Place } from './place.js';
import { LayeredMap } from './tree-layers.js';
import type { PathStretch, Shares, TreeView } from './tree-view.js';

/** The tree would no longer lead every known unit to a root on every day. Nothing was changed. */
export class TreeFault extends Error {
  constructor(
    readonly code: 'tree-loop' | 'tree-parent-unknown' | 'tree-void-with-children',
    readonly unitId: string,
  ) {
    super(`${code} at unit ${unitId}`);
    this.name = 'TreeFault';
  }
}

type Node = { record: UnitRecord; place: Place };

/** Records of units by their place. */
export type ByPlace = ReadonlyMap<Place, readonly UnitRecord[]>;
/** Units that lie under one on some day: leaves (`Tree.isLeaf`), and all others by their ids. */
export type ChildrenApart = { others: readonly string[]; leaves: ByPlace };

/** No real tree is a tenth as deep; what is deeper goes round. */
const DEEPEST = 1_000;
const ALL_DAYS: Span = { from: -Infinity, to: Infinity };
const NEVER: readonly Span[] = [];
const NOWHERE: readonly null[] = [];
const NONE: ReadonlySet<string> = new Set();
const NO_SHARES: ReadonlyMap<string, Shares> = new Map();

/**
 * All units through time, in memory. Everything about place is over the extended place (see place.ts), everything
 * named "alive" over the recorded life. Lean at 250,000 units; what is derived is cached until the next change.
 */
export class Tree implements TreeView {
  readonly asOf = null;
  /** As it was, nobody's history is another's. */
  readonly shares = NO_SHARES;
  #revision = 0;
  #forked = false;
  #nodes = new LayeredMap<Node>();
  #children = new LayeredMap<Set<string>>();
  /** Units that once had a child: their cells are kept for ever (DESIGN.md 4, "cell"). */
  #parents = new LayeredMap<true>();
  /** Units of which something became by an act (successions.ts): few. */
  #succeeded = new LayeredMap<true>();
  /** Units that are a root on some day. */
  #roots = new LayeredMap<true>();
  /** Parents whose set of children is this tree's own, not shared with the one it was forked from. */
  readonly #ownSets = new Set<string>();
  /** Also those of the trees that this one was forked from. */
  #places = new Places();
  readonly #stretches = new Map<string, readonly PathStretch[]>();
  /** Paths of parents that have one on all days: of a few thousand, not of the many below them. */
  readonly #plainPaths = new Map<string, readonly string[]>();
  readonly #apart = new Map<string, ChildrenApart>();

  /** @param parents units known to have had a child at some revision, also if no record says so any more */
  static load(records: Iterable<UnitRecord>, revision: number, parents: Iterable<string> = []): Tree {
    const tree = new Tree();
    tree.applyAll(records, revision, parents);
    return tree;
  }

  /** A cheap copy to change, for who holds on to this one: from now on this one cannot be changed any more. */
  fork(): Tree {
    const next = new Tree();
    next.#nodes = this.#nodes.fork();
    next.#children = this.#children.fork();
    next.#parents = this.#parents.fork();
    next.#succeeded = this.#succeeded.fork();
    next.#roots = this.#roots.fork();
    next.#places = this.#places;
    next.#revision = this.#revision;
    this.#forked = true;
    return next;
  }

  /** Number of the last change that is in it; 0: none. */
  get revision(): number {
    return this.#revision;
  }

  get(id: string): UnitRecord | undefined {
    return this.#nodes.get(id)?.record;
  }

  /** Every unit ever known, the voided ones too. */
  ids(): Iterable<string> {
    return this.#nodes.keys();
  }

  /** What is above it on some day, null where it is a root; [] when unknown or voided. Units that lie alike share one list. */
  parents(id: string): readonly (string | null)[] {
    return this.#placeOf(id)?.parents ?? NOWHERE;
  }

  /** The unit that everything lies under on every day; undefined when there is none, or more than one. */
  get onlyRoot(): string | undefined {
    const [first, second] = this.#roots.keys();
    return second === undefined ? first : undefined;
  }

  /** Units that have successions, of whatever day. */
  succeeded(): Iterable<string> {
    return this.#succeeded.keys();
  }

  /**
   * Takes over one change.
   * @throws TreeFault when the tree would be broken by it; the tree is then as before
   */
  apply(record: UnitRecord, revision: number): void {
    this.applyAll([record], revision);
  }

  /**
   * Takes over the units changed since, to stand at `revision`. Only the end is judged: a unit that changed twice
   * comes once, so the states on the way are not those that were.
   * @throws TreeFault, the tree is then as before
   */
  applyAll(records: Iterable<UnitRecord>, revision: number, parents: Iterable<string> = []): void {
    if (this.#forked) throw new Error('a tree that was forked is not changed any more');
    const before = new Map<string, Node | undefined>();
    for (const record of records) {
      if (!before.has(record.id)) before.set(record.id, this.#nodes.get(record.id));
      this.#put(record.id, { record, place: this.#places.one(placeOf(record)) });
    }
    this.#forgetDerived();
    try {
      for (const id of before.keys()) this.#check(id);
    } catch (fault) {
      for (const [id, node] of before) this.#put(id, node);
      this.#forgetDerived();
      throw fault;
    }
    for (const id of before.keys()) for (const parent of this.#placeOf(id)?.parents ?? []) this.#rememberParent(parent);
    for (const id of parents) this.#parents.set(id, true);
    this.#revision = revision;
  }

  /** Itself first, the root last, on a day; [] when unknown or voided. */
  path(id: string, day: Day): string[] {
    const parent = this.parentOn(id, day);
    const above = parent && this.#plainPath(parent);
    return above ? [id, ...above] : this.#walk(id, day);
  }

  #walk(id: string, day: Day): string[] {
    const path: string[] = [];
    let at: string | null | undefined = id;
    while (at) {
      const node: Node | undefined = this.#nodes.get(at);
      if (!node || node.place.parents.length === 0) break;
      path.push(at);
      at = parentAt(node.place, day);
      // Unreachable while #check holds; without it a fault there would hang the process.
      if (path.length > DEEPEST) throw new TreeFault('tree-loop', id);
    }
    return path;
  }

  /** The unit above on a day; null for a root; undefined when unknown or voided. */
  parentOn(id: string, day: Day): string | null | undefined {
    const place = this.#placeOf(id);
    return place && parentAt(place, day);
  }

  /** All days as maximal runs with one path, in order; [] when unknown or voided. Shared, do not change. */
  stretches(id: string): readonly PathStretch[] {
    return this.#stretchesWithin(id, ALL_DAYS, []);
  }

  /** Units that lie under it on some day. */
  children(id: string): string[] {
    return [...(this.#children.get(id) ?? NONE)];
  }

  /** When the child lies directly under the parent. */
  childStretches(parentId: string, childId: string): readonly Span[] {
    const place = this.#placeOf(childId);
    return place ? daysUnder(place, parentId) : NEVER;
  }

  /** The same units as `children`, most of them in a few groups. */
  childrenApart(parentId: string): ChildrenApart {
    let apart = this.#apart.get(parentId);
    if (!apart) this.#apart.set(parentId, (apart = this.#separate(parentId)));
    return apart;
  }

  #separate(parentId: string): ChildrenApart {
    const others: string[] = [];
    const leaves = new Map<Place, UnitRecord[]>();
    for (const id of this.#children.get(parentId) ?? NONE) {
      const node = this.#nodes.get(id);
      if (node && this.#isLeaf(node)) put(leaves, node.place, node.record);
      else others.push(id);
    }
    return { others, leaves };
  }

  /** Whether it never had a child, and nothing became of it by an act. */
  isLeaf(id: string): boolean {
    const node = this.#nodes.get(id);
    return node !== undefined && this.#isLeaf(node);
  }

  #isLeaf({ record: { id, successions = [] } }: Node): boolean {
    return successions.length === 0 && !this.hasEverHadChild(id);
  }

  /** Right under which unit it lies, by days, null where it is a root; [] when unknown or voided. */
  parentRuns(id: string): (Span & { parent: string | null })[] {
    const place = this.#placeOf(id);
    return place ? place.parents.map((parent, run) => ({ ...runDays(place, run), parent })) : [];
  }

  /** It and all below it on a day, parents before children; [] when unknown or voided. */
  subtree(id: string, day: Day): string[] {
    if (!this.#placeOf(id)?.parents.length) return [];
    const found = [id];
    for (let next = 0; next < found.length; next += 1) {
      const parent = found[next] as string;
      for (const child of this.#children.get(parent) ?? NONE)
        if (this.parentOn(child, day) === parent) found.push(child);
    }
    return found;
  }

  /** It and all that lie below it on some day of [from, to), with those days. */
  subtreeDuring(id: string, from: Day, to: Day): Map<string, readonly Span[]> {
    const found = new Map<string, readonly Span[]>();
    if (this.#placeOf(id)?.parents.length && from < to) this.#collect(id, [{ from, to }], found);
    for (const [unitId, spans] of found) if (spans.length > 1) found.set(unitId, joined(spans));
    return found;
  }

  aliveOn(id: string, day: Day): boolean {
    return this.aliveDuring(id, day, day + 1);
  }

  /** Whether it lives on some day of [from, to). */
  aliveDuring(id: string, from: Day, to: Day): boolean {
    return this.get(id)?.stretches.some((stretch) => overlapOf(daysOf(stretch), { from, to })) ?? false;
  }

  /** Whether a child was ever recorded under it, also one that was corrected away since. */
  hasEverHadChild(id: string): boolean {
    return this.#parents.get(id) === true;
  }

  isPredecessor(_id: string): boolean {
    return false;
  }

  /** Most parents never moved, nor did what is above them, and millions of facts lie below. */
  #plainPath(parent: string): readonly string[] | undefined {
    let path = this.#plainPaths.get(parent);
    if (!path && this.#isPlain(parent)) this.#plainPaths.set(parent, (path = this.#walk(parent, 0)));
    return path;
  }

  #forgetDerived(): void {
    this.#stretches.clear();
    this.#plainPaths.clear();
    this.#apart.clear();
  }

  #placeOf(id: string): Place | undefined {
    return this.#nodes.get(id)?.place;
  }

  #rememberParent(id: string | null): void {
    if (id !== null && !this.#parents.get(id)) this.#parents.set(id, true);
  }

  #put(id: string, node: Node | undefined): void {
    const old = new Set(this.#placeOf(id)?.parents);
    const now = new Set(node?.place.parents);
    this.#nodes.set(id, node);
    const succeeded = node?.record.successions?.length ? true : undefined;
    if (succeeded !== this.#succeeded.get(id)) this.#succeeded.set(id, succeeded);
    const root = node?.place.parents.includes(null) ? true : undefined;
    if (root !== this.#roots.get(id)) this.#roots.set(id, root);
    for (const parent of old) if (parent && !now.has(parent)) this.#changeChildren(parent, (set) => set.delete(id));
    for (const parent of now) if (parent && !old.has(parent)) this.#changeChildren(parent, (set) => set.add(id));
  }

  #changeChildren(parent: string, change: (children: Set<string>) => void): void {
    let children = this.#children.get(parent);
    if (!children || !this.#ownSets.has(parent)) {
      children = new Set(children);
      this.#children.set(parent, children);
      this.#ownSets.add(parent);
    }
    change(children);
  }

  /** Only edges of the changed unit are new, so a new loop goes through it. */
  #check(id: string): void {
    const place = this.#placeOf(id);
    if (!place?.parents.length && this.#children.get(id)?.size) throw new TreeFault('tree-void-with-children', id);
    for (const parent of place?.parents ?? [])
      if (parent && !this.#placeOf(parent)?.parents.length) throw new TreeFault('tree-parent-unknown', id);
    // A loop goes through parents only: of 250,000 units that an act moved nearly all are none, and their paths are kept.
    if (this.#children.get(id)?.size && !this.#isPlain(id)) this.stretches(id);
  }

  /** Whether neither it nor any unit above it ever moved, so that it has one path on all days; most are so. */
  #isPlain(id: string): boolean {
    let at: string | null | undefined = id;
    for (let steps = 0; at; steps += 1) {
      const place: Place | undefined = this.#placeOf(at);
      if (!place || place.starts.length > 0) return false;
      if (steps > DEEPEST) throw new TreeFault('tree-loop', id);
      at = place.parents[0];
    }
    return true;
  }

  #stretchesWithin(id: string, days: Span, trail: readonly string[]): readonly PathStretch[] {
    const cached = this.#stretches.get(id);
    if (cached) return clipped(cached, days);
    // Each step of the trail holds on every day that is left, so coming back is a loop.
    if (trail.includes(id)) throw new TreeFault('tree-loop', id);
    const place = this.#placeOf(id);
    const result: PathStretch[] = [];
    for (let run = 0; place && run < runsOf(place); run += 1) {
      const part = overlapOf(runDays(place, run), days);
      const parent = place.parents[run];
      if (!part) continue;
      if (!parent) result.push({ ...part, path: [id] });
      else
        for (const above of this.#stretchesWithin(parent, part, [...trail, id]))
          result.push({ from: above.from, to: above.to, path: [id, ...above.path] });
    }
    if (days.from === -Infinity && days.to === Infinity) this.#stretches.set(id, result);
    return result;
  }

  /** `days` in a list of its own, which all that lie below on these days share: of 250,000 units most. */
  #collect(id: string, days: readonly [Span], found: Map<string, readonly Span[]>): void {
    const spans = found.get(id);
    found.set(id, spans ? [...spans, ...days] : days);
    const [{ from, to }] = days;
    // Children that moved alike have one and the same run.
    let last: { run: Span; part: readonly [Span] | null } | undefined;
    for (const child of this.#children.get(id) ?? NONE)
      for (const run of this.childStretches(id, child)) {
        if (run.from <= from && to <= run.to) this.#collect(child, days, found);
        else {
          if (last?.run !== run) {
            const part = overlapOf(run, days[0]);
            last = { run, part: part ? [part] : null };
          }
          if (last.part) this.#collect(child, last.part, found);
        }
      }
  }
}

const clipped = (stretches: readonly PathStretch[], days: Span): readonly PathStretch[] =>
  days.from === -Infinity && days.to === Infinity
    ? stretches
    : stretches.flatMap((stretch) => {
        const part = overlapOf(stretch, days);
        return part ? [{ ...part, path: stretch.path }] : [];
      });
