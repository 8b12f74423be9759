import { dayOf, type Day, type Period } from '#calendar';
import type { Expansion } from '#acts';
import { LEVELS } from '#contracts';
import { nearestState, TreeAsOf, type Tree, type TreeView } from '#tree';
import type { Measure } from '../catalogue/measures.rules.js';
import type { Entry } from '../figures/contribution.js';
import { MOVED_BY_ACT, ROLL_KEYS } from '../figures/measure-keys.js';
import { touchedDays } from '../figures/touched-days.rules.js';
import { covers, type Want } from '../rollups/cells.rules.js';
import { needsOf, wantsOf } from '../rollups/rollup.rules.js';
import type { UnitLabel } from '../rollups/rows.rules.js';

/** The trees that an act is looked at in: each fact in that of its day, all in that of today, all in that of the act's day. */
export type Lens = 'as-was' | 'as-is' | 'as-of';
export type BothTrees = { lens: Lens; on?: Day; before: TreeView; after: TreeView };

export function treesOf(before: Tree, after: Tree, effective: Day, today: Day): BothTrees[] {
  const on = (lens: Lens, day: Day): BothTrees => ({
    lens,
    on: day,
    before: new TreeAsOf(before, day),
    after: new TreeAsOf(after, day),
  });
  return [{ lens: 'as-was', before, after }, on('as-is', today), on('as-of', effective)];
}

/** A unit with its place in the order: from the top down, by code. */
export type Affected = { key: string; unit: UnitLabel };

/** Every unit that lies above something that moves, before the act or after it, or is itself changed in its place. */
export function affectedBy({ records, memberMoves, tree: after }: Expansion, before: Tree, day: Day): Affected[] {
  const ids = new Set<string>();
  const above = (unit: string): void => {
    for (const tree of [before, after])
      for (const { path } of tree.stretches(unit)) for (const each of path) ids.add(each);
  };
  for (const { before: old, record } of records)
    if (touchedDays(old, record) || record.successions !== undefined) {
      above(record.id);
      for (const { to } of record.successions ?? []) for (const { unitId } of to) above(unitId);
    }
  for (const { fromUnitId, toUnitId } of memberMoves) for (const unit of [fromUnitId, toUnitId]) above(unit);
  return [...ids].map((id) => affected(id, [after, before], day)).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function affected(id: string, trees: readonly Tree[], day: Day): Affected {
  const state = trees.flatMap((tree) => {
    const record = tree.get(id);
    return (record && nearestState(record, day)) ?? [];
  })[0];
  if (!state) throw new Error(`unit ${id} has no state`);
  const { code, name, kind, level } = state;
  const key = [String(LEVELS.indexOf(level)), code, id].join('\u0001');
  return { key, unit: { id, code, name, kind, level } };
}

/** What is read for the totals of units: each unit's amounts in a bucket of its own. */
export const wantsOfUnits = (units: readonly string[], period: Period, measures: readonly Measure[]): Want[] =>
  units.flatMap((unit) => wantsOf(unit, period, [], [], needsOf(measures)).map((want) => ({ ...want, bucket: unit })));

/** Moves of members that an act says: of some, or of all on the roll of a unit who are in no other move of it. */
export class MemberMoves {
  readonly #of = new Map<string, { day: Day; named: Map<string, string>; rest: string | undefined }>();

  constructor({ memberMoves }: Pick<Expansion, 'memberMoves'>) {
    for (const { fromUnitId, toUnitId, memberIds, date } of memberMoves) {
      const known = this.#of.get(fromUnitId) ?? { day: dayOf(date), named: new Map(), rest: undefined };
      if (memberIds === 'all') known.rest = toUnitId;
      else for (const id of memberIds) known.named.set(id, toUnitId);
      this.#of.set(fromUnitId, known);
    }
  }

  /** The units that members go from, by the day they go. */
  byDay(): { day: Day; units: string[] }[] {
    const days = new Map<Day, string[]>();
    for (const [unit, { day }] of this.#of) days.set(day, [...(days.get(day) ?? []), unit]);
    return [...days].map(([day, units]) => ({ day, units }));
  }

  /** What a member's fact will say less what it says: from the act's day on he is on the other roll. */
  differenceOf(memberId: string, entries: readonly Entry[]): { gone: Entry[]; come: Entry[] } {
    const [gone, come]: [Entry[], Entry[]] = [[], []];
    for (const entry of entries) {
      const move = this.#of.get(entry.u);
      const to = move && (move.named.get(memberId) ?? move.rest);
      if (!move || to === undefined || to === entry.u || !isOfRoll(entry)) continue;
      if (!covers(entry, move.day)) continue;
      const rest = { d: Math.max(entry.d, move.day), to: entry.to ?? null, m: entry.m };
      gone.push({ ...rest, u: entry.u });
      come.push({ ...rest, u: to });
      const heads = entry.m[ROLL_KEYS.total] ?? 0;
      if (heads === 0) continue;
      gone.push({ u: entry.u, d: move.day, m: { [MOVED_BY_ACT]: heads } });
      come.push({ u: to, d: move.day, m: { [MOVED_BY_ACT]: heads } });
    }
    return { gone, come };
  }
}

const OF_ROLL: readonly string[] = [
  ROLL_KEYS.total,
  ROLL_KEYS.probationary,
  ROLL_KEYS.official,
  ROLL_KEYS.exempt,
  ROLL_KEYS.suspended,
  ROLL_KEYS.inTransit,
];
const isOfRoll = ({ m, to }: Entry): boolean => to !== undefined && OF_ROLL.some((key) => m[key]);
