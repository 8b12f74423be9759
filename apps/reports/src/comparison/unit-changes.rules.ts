import { dateOf, type Day } from '#calendar';
import type { Succession, UnitRecord, UnitStretch } from '#contracts';
import { daysOf, type Span, type Tree, type TreeView } from '#tree';

export const UNIT_CHANGES = [
  'created',
  'reopened',
  'ended',
  'merged',
  'divided',
  'moved-in',
  'moved-out',
  'moved',
  'renamed',
  'kind-changed',
  'level-changed',
] as const;
export type UnitChangeKind = (typeof UNIT_CHANGES)[number];

/** What became of a unit on a day. `parents`: above it before and after, where it moved; `successors`: who took its place. */
export type UnitChange = {
  unitId: string;
  day: Day;
  kinds: UnitChangeKind[];
  parents?: { before: string | null; after: string | null };
  successors?: Succession['to'];
};

/** Where a page goes on: after this. */
export type UnitChangePosition = { day: Day; unitId: string };

/**
 * The unit and units below it that became something else on some day within, in the order of days: what lay below it as it
 * was, and in the tree that figures are read in, where a unit's predecessors are its history.
 */
export function changesBetween(tree: Tree, lens: TreeView, unitId: string, days: Span): UnitChange[] {
  const found: UnitChange[] = [];
  const trees = tree === lens ? [tree] : [tree, lens];
  for (const id of new Set(trees.flatMap((one) => [...one.subtreeDuring(unitId, days.from, days.to).keys()]))) {
    const record = tree.get(id);
    for (const day of record ? seamsOf(record) : []) {
      // What holds from the first day on is not between.
      if (!record || day <= days.from || day >= days.to) continue;
      const under = (on: Day): boolean => trees.some((one) => one.path(id, on).includes(unitId));
      const change = changeOn(record, day, [under(day - 1), under(day)]);
      if (change) found.push(change);
    }
  }
  return found.sort((a, b) => a.day - b.day || (a.unitId < b.unitId ? -1 : 1));
}

const seamsOf = ({ stretches }: UnitRecord): Set<Day> =>
  new Set(
    stretches.flatMap((stretch) => {
      const { from, to } = daysOf(stretch);
      return [from, to];
    }),
  );

function changeOn(record: UnitRecord, day: Day, under: [before: boolean, after: boolean]): UnitChange | undefined {
  const date = dateOf(day);
  const was = record.stretches.find(({ to }) => to === date);
  const is = record.stretches.find(({ from }) => from === date);
  const one = { unitId: record.id, day };
  if (!was) {
    const kind = is === record.stretches[0] ? 'created' : 'reopened';
    return is && under[1] ? { ...one, kinds: [kind] } : undefined;
  }
  if (!is) return under[0] ? ended(one, record, date) : undefined;
  const kinds = [...movedKinds(was, is, under), ...otherKinds(was, is)];
  if (kinds.length === 0 || !(under[0] || under[1])) return undefined;
  return {
    ...one,
    kinds,
    ...(was.parentId === is.parentId ? {} : { parents: { before: was.parentId, after: is.parentId } }),
  };
}

function ended(one: { unitId: string; day: Day }, { successions }: UnitRecord, date: string): UnitChange {
  const became = successions?.find(({ from }) => from === date);
  if (!became) return { ...one, kinds: ['ended'] };
  const kind = became.history === 'stays' ? 'ended' : became.to.length > 1 ? 'divided' : 'merged';
  return { ...one, kinds: [kind], successors: became.to };
}

function movedKinds(was: UnitStretch, is: UnitStretch, [before, after]: [boolean, boolean]): UnitChangeKind[] {
  if (was.parentId === is.parentId) return [];
  if (before && after) return ['moved'];
  return before ? ['moved-out'] : after ? ['moved-in'] : [];
}

const otherKinds = (was: UnitStretch, is: UnitStretch): UnitChangeKind[] => [
  ...(was.name !== is.name || was.code !== is.code ? (['renamed'] as const) : []),
  ...(was.kind !== is.kind ? (['kind-changed'] as const) : []),
  ...(was.level !== is.level ? (['level-changed'] as const) : []),
];
