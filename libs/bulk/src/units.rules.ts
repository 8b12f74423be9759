import { dayOf, type Day } from '#calendar';
import { codeKey, daysOf, type Span, type Tree } from '#tree';

/** A unit of a subtree by its id, or by the code it bears on a day. */
export type UnitFinder = (text: string, on: string) => string | undefined;

/** The units at and below `unitId` today, by which the right to write was asked for. */
export function unitsBelow(tree: Tree, unitId: string, today: Day): UnitFinder {
  const ids = new Set(tree.subtree(unitId, today));
  const byCode = new Map<string, (Span & { id: string })[]>();
  for (const id of ids)
    for (const stretch of tree.get(id)?.stretches ?? []) {
      const key = codeKey(stretch.code);
      byCode.set(key, [...(byCode.get(key) ?? []), { id, ...daysOf(stretch) }]);
    }
  return (text, on) => {
    const id = text.toLowerCase();
    if (ids.has(id)) return id;
    const day = dayOf(on);
    return byCode.get(codeKey(text))?.find(({ from, to }) => from <= day && day < to)?.id;
  };
}
