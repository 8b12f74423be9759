import { dateOf, dayOf, type Day } from '#calendar';
import { Refusal, refused, type UnitRecord, type UnitStretch } from '#contracts';
import { codeKey, daysOf, livesOf, overlapOf, TreeFault, type Span, type Tree } from '#tree';
import { sameHistory } from './unit-changes.rules.js';

/** What a change is judged against, all read inside its transaction. */
export type Surroundings = {
  /** The tree before the change. */
  tree: Tree;
  today: Day;
  /** Other units that at some time bear one of its codes, or are roots if it is one at some time; more do no harm. */
  others: readonly UnitRecord[];
};

/** Before the Party was founded there is nothing to record; beyond ten years a date is a slip of the pen. */
const EARLIEST = dayOf('1930-01-01');
const YEARS_AHEAD = 10;
export const MOST_STRETCHES = 100;

/** Two codes that differ only in case are the same to people. */
export const sameCode = (a: string, b: string): boolean => codeKey(a) === codeKey(b);

/**
 * Says no to a record that its surroundings do not allow.
 * @throws Refusal with the code of the first rule it breaks
 */
export function judge(before: UnitRecord | undefined, after: UnitRecord, surroundings: Surroundings): void {
  wellFormed(after, surroundings.today);
  if (before && sameHistory(before, after)) throw new Refusal('unprocessable', 'no-change');
  keepsChildren(after, surroundings.tree);
  withinParents(after, surroundings.tree);
  keepsTreeWhole(after, surroundings.tree);
  for (const other of surroundings.others) {
    if (other.id === after.id) continue;
    noSharedCode(after, other);
    noSecondRoot(after, other);
  }
}

function wellFormed(record: UnitRecord, today: Day): void {
  if (record.voided) return;
  if (record.stretches.length === 0) throw new Refusal('unprocessable', 'no-stretches');
  if (record.stretches.length > MOST_STRETCHES)
    throw new Refusal('unprocessable', 'too-many-stretches', { most: MOST_STRETCHES });
  const latest = dayOf(yearsLater(dateOf(today), YEARS_AHEAD));
  let end = -Infinity;
  for (const stretch of record.stretches) {
    const { from, to } = daysOf(stretch);
    if (from >= to) throw new Refusal('unprocessable', 'empty-stretch', { from: stretch.from });
    if (from < end) throw new Refusal('unprocessable', 'overlapping-stretches', { from: stretch.from });
    if (from < EARLIEST || from > latest || (to !== Infinity && to > latest))
      throw new Refusal('unprocessable', 'date-out-of-range', { earliest: dateOf(EARLIEST), latest: dateOf(latest) });
    end = to;
  }
}

/** 29 February has no counterpart in most years. */
const yearsLater = (date: string, years: number): string =>
  `${Number(date.slice(0, 4)) + years}${date.slice(4).replace('-02-29', '-02-28')}`;

/** Children recorded under it must lie within its lives; while there are any it cannot be voided. */
export function keepsChildren(record: UnitRecord, tree: Tree): void {
  const lives = livesOf(record);
  for (const childId of tree.children(record.id)) {
    const child = tree.get(childId);
    for (const stretch of child?.stretches ?? []) {
      if (stretch.parentId !== record.id || covered(daysOf(stretch), lives)) continue;
      const code = record.voided ? 'has-children' : 'children-outside-life';
      throw new Refusal('conflict', code, { child: childId, from: stretch.from });
    }
  }
}

/** A parent must be known, and live on every day of the stretch. */
export function withinParents(record: UnitRecord, tree: Tree): void {
  for (const stretch of record.stretches) {
    if (stretch.parentId === null) continue;
    if (stretch.parentId === record.id) throw new Refusal('unprocessable', 'cycle');
    const parent = tree.get(stretch.parentId);
    if (!parent || parent.voided) throw refused('orphan', 'parentId');
    if (!covered(daysOf(stretch), livesOf(parent)))
      throw new Refusal('unprocessable', 'outside-parent-life', { parent: parent.id, from: stretch.from });
  }
}

/** On the extended place, over all days: figures follow it also on days outside every life. */
function keepsTreeWhole(record: UnitRecord, tree: Tree): void {
  try {
    tree.fork().apply(record, tree.revision + 1);
  } catch (fault) {
    if (fault instanceof TreeFault && fault.code === 'tree-loop') throw new Refusal('unprocessable', 'cycle');
    throw fault;
  }
}

export function noSharedCode(record: UnitRecord, other: UnitRecord): void {
  const clash = meeting(record.stretches, other.stretches, (a, b) => sameCode(a.code, b.code));
  if (clash)
    throw new Refusal('conflict', 'code-taken', { from: dateOf(clash.from) }, [{ path: 'code', code: 'code-taken' }]);
}

/** There is one centre on every day (DOMAIN.md 1.1). */
function noSecondRoot(record: UnitRecord, other: UnitRecord): void {
  const clash = meeting(record.stretches, other.stretches, (a, b) => a.parentId === null && b.parentId === null);
  if (clash) throw new Refusal('conflict', 'second-root', { from: dateOf(clash.from) });
}

/** Days on which a stretch of each list holds and the two meet the condition. */
function meeting(
  mine: readonly UnitStretch[],
  theirs: readonly UnitStretch[],
  condition: (a: UnitStretch, b: UnitStretch) => boolean,
): Span | undefined {
  for (const a of mine)
    for (const b of theirs) {
      const both = condition(a, b) && overlapOf(daysOf(a), daysOf(b));
      if (both) return both;
    }
  return undefined;
}

const covered = (days: Span, lives: readonly Span[]): boolean =>
  lives.some((life) => life.from <= days.from && days.to <= life.to);
