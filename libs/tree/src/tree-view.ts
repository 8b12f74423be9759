import type { Day } from '#calendar';
import type { UnitRecord } from '#contracts';
import type { Span } from './dated-record.js';

/** A maximal run of days [from, to) on which a unit has one path (itself first, the root last). */
export type PathStretch = Span & { readonly path: readonly string[] };

/** Among whom a unit's history is shared; of a unit that goes on and is among them itself, that of days before `until`. */
export type Shares = {
  readonly to: readonly { readonly unitId: string; readonly weight: number }[];
  /** Infinity: all that it ever did. */
  readonly until: Day;
};

/**
 * Which unit lies under which: as recorded (`Tree`), or all days as on one (`TreeAsOf`). Everything about place is over
 * the extended place (place.ts); "alive" is always about the recorded life.
 */
export interface TreeView {
  /** Number of the last change that is in it; 0: none. */
  readonly revision: number;
  /** The day whose tree holds for all days; null: each day has its own. */
  readonly asOf: Day | null;
  get(id: string): UnitRecord | undefined;
  /** Itself first, the root last, on a day; [] when unknown or voided. */
  path(id: string, day: Day): readonly string[];
  /** The unit above on a day; null for a root; undefined when unknown or voided. */
  parentOn(id: string, day: Day): string | null | undefined;
  /** All days as maximal runs with one path, in order; [] when unknown or voided. Shared, do not change. */
  stretches(id: string): readonly PathStretch[];
  /** Units that lie under it on some day. */
  children(id: string): readonly string[];
  /** When the child lies directly under the parent. */
  childStretches(parentId: string, childId: string): readonly Span[];
  /** It and all below it on a day, parents before children; [] when unknown or voided. */
  subtree(id: string, day: Day): string[];
  /** It and all that lie below it on some day of [from, to), with those days. */
  subtreeDuring(id: string, from: Day, to: Day): Map<string, readonly Span[]>;
  aliveOn(id: string, day: Day): boolean;
  /** Whether it lives on some day of [from, to). */
  aliveDuring(id: string, from: Day, to: Day): boolean;
  /** Whether a child was ever recorded under it, also one that was corrected away since. */
  hasEverHadChild(id: string): boolean;
  /** Whether it lies where it does as part of the history of the unit above, which took its place. */
  isPredecessor(id: string): boolean;
  /** Units whose history is shared among several. In the tree itself they lie as the heaviest has it. */
  readonly shares: ReadonlyMap<string, Shares>;
}
