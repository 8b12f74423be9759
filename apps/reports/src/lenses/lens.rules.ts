import { dateOf, dayOf, FIRST_YEAR, LAST_YEAR, localDayOf, type Day } from '#calendar';
import { Refusal } from '#contracts';
import { TreeAsOf, type Tree, type TreeView } from '#tree';
import type { ActUnderWay } from '../rollups/freshness.rules.js';
import type { Snapshot } from '../rollups/snapshots.js';

type Seen = Pick<Snapshot, 'base' | 'known' | 'act' | 'at'>;

export const LENSES = ['as-was', 'as-is', 'as-of'] as const;
export type LensName = (typeof LENSES)[number];

/** In which tree figures are asked for: of each fact's own day, of today, or of a day. */
export type Lens = { name: 'as-was' } | { name: 'as-is' } | { name: 'as-of'; day: Day };
export const AS_WAS: Lens = { name: 'as-was' };

/** A tree to read by, and by which lens it came about. `on`: the day whose tree holds for all days. */
export type LensView = {
  lens: LensName;
  on?: Day;
  tree: TreeView;
  /** The instant whose knowledge it is; absent: what is known now. */
  knownAt?: Date;
  /** The act that this tree has in part. */
  act?: ActUnderWay;
};

const fault = (kind: 'malformed' | 'unprocessable', code: string): Refusal =>
  new Refusal(kind, code, {}, [{ path: 'tree', code }]);

const DATE = /^as-of:(\d{4})-\d{2}-\d{2}$/;

function dayIn(text: string): Day | undefined {
  try {
    return dayOf(text);
  } catch {
    return undefined;
  }
}

/**
 * The lens of a request, `as-was`, `as-is` or `as-of:2025-07-01`.
 * @throws Refusal 400 `lens-malformed`, 422 `lens-date-impossible`
 */
export function lensOf(text: string | undefined): Lens {
  if (text === undefined || text === 'as-was') return AS_WAS;
  if (text === 'as-is') return { name: 'as-is' };
  const year = Number(DATE.exec(text)?.[1]);
  if (Number.isNaN(year)) throw fault('malformed', 'lens-malformed');
  const day = dayIn(text.slice('as-of:'.length));
  if (day === undefined || year < FIRST_YEAR || year > LAST_YEAR) throw fault('unprocessable', 'lens-date-impossible');
  return { name: 'as-of', day };
}

/** Days of one tree that are kept: today and a few that people compare with. */
const KEPT_DAYS = 4;
const treesOfDays = new WeakMap<Tree, Map<Day, TreeAsOf>>();

/** The tree of one day for all days, made once while people ask for it. */
export function treeOfDay(tree: Tree, day: Day): TreeAsOf {
  const days = treesOfDays.get(tree) ?? new Map<Day, TreeAsOf>();
  treesOfDays.set(tree, days);
  const known = days.get(day) ?? new TreeAsOf(tree, day);
  days.delete(day);
  days.set(day, known);
  for (const oldest of days.keys()) if (days.size > KEPT_DAYS) days.delete(oldest);
  return known;
}

/** The tree to read by, over one as it was. */
export function viewOf(tree: Tree, lens: Lens, today: Day): LensView {
  if (lens.name === 'as-was') return { lens: 'as-was', tree };
  const on = lens.name === 'as-is' ? today : lens.day;
  return { lens: lens.name, on, tree: treeOfDay(tree, on) };
}

type TreeSaid = { lens: LensName; on?: string; revision: number; knownAt?: string; act?: ActUnderWay };

/** The tree that a snapshot's answers are read in: today is the day of the instant that is asked about. */
export function viewIn({ base, known, act, at }: Seen, lens: Lens): LensView {
  const knownAt = known === null ? undefined : new Date(known);
  return {
    ...viewOf(base, lens, localDayOf(knownAt ?? at)),
    ...(knownAt ? { knownAt } : {}),
    ...(act ? { act } : {}),
  };
}

/** How an answer says in which tree it is. */
export const treeDto = ({ lens, on, tree, knownAt, act }: LensView): TreeSaid => ({
  lens,
  ...(on === undefined ? {} : { on: dateOf(on) }),
  revision: tree.revision,
  ...(knownAt ? { knownAt: knownAt.toISOString() } : {}),
  ...(act ? { act } : {}),
});
