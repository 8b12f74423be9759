import type { Day } from '#calendar';
import type { mongo } from 'mongoose';

/** Whole numbers by measure key (measure-keys.ts). */
export type Amounts = Record<string, number>;

/**
 * One thing a fact adds: at a unit, on a day (flow) or from a day to the day before `to` (stock; null: still so).
 * Short names, since millions are stored.
 */
export type Entry = {
  u: string;
  d: Day;
  to?: Day | null;
  m: Amounts;
  /** Who was there, 16 bytes an id: distinct people are the union of these at read (DESIGN.md 4). */
  a?: mongo.Binary;
};

/** What a fact adds to the figures (DESIGN.md 2), as stored: one per fact, gated by its version. */
export type Contribution = {
  /** Id of the fact. */
  _id: string;
  /** Version of the fact. */
  v: number;
  /** Hash of the fact's content: the same version with another content is a conflict, not a repetition. */
  h: string;
  /** Topic it came on. */
  src: string;
  p: Entry[];
  /** When it was applied: the `time` of the shard's progress in the same transaction. */
  t: Date;
  /** Trace id of the request behind the event. */
  tr?: string;
  /** Version of the rules that derived it. */
  rv: number;
  /** Of one derived anew: the rules by which this version of the fact was known before. */
  was?: number;
  /** Has an entry whose unit is not known: that entry is in no cell until the unit comes. */
  unplaced?: true;
};

/**
 * A contribution that was replaced, with the time of its replacement: "as known at t" reads these. `rv` in its id: not by a
 * newer version of the fact, but by the same under newer rules.
 */
export type ReplacedContribution = Omit<Contribution, '_id'> & {
  _id: { f: string; v: number; rv?: number };
  replacedAt: Date;
};
