import type { Period } from '#calendar';
import { overlapOf, type Span, type TreeView } from '#tree';
import { labelOf, type UnitLabel } from './rows.rules.js';

/** A branch that should have met and did not: its days under the unit, and what it lay under on the last of them. */
export type MissingBranch = { unit: UnitLabel; parents: UnitLabel[]; spans: readonly Span[] };

/** Where a page goes on: after this code and unit. */
export type MissingPosition = { code: string; unitId: string };

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const byCode = (a: UnitLabel, b: UnitLabel): number => compare(a.code, b.code) || compare(a.id, b.id);

/** Units above a branch on its last day here, the nearest first, up to the unit asked about. */
function parentsOf(tree: TreeView, id: string, unitId: string, spans: readonly Span[], period: Period): UnitLabel[] {
  const path = tree.stretches(id).findLast((run) => spans.some((span) => overlapOf(span, run)))?.path ?? [];
  return path.slice(1, path.indexOf(unitId) + 1).map((above) => labelOf(tree, above, period));
}

/** A page of branches in order of code and id. */
export function missingPage(
  tree: TreeView,
  { unitId, period }: { unitId: string; period: Period },
  branches: ReadonlyMap<string, readonly Span[]>,
  after: MissingPosition | null,
  limit: number,
): { items: MissingBranch[]; next: MissingPosition | null } {
  const labels = [...branches.keys()].map((id) => labelOf(tree, id, period)).sort(byCode);
  const start = after
    ? labels.findIndex(({ code, id }) => (compare(code, after.code) || compare(id, after.unitId)) > 0)
    : 0;
  const page = start < 0 ? [] : labels.slice(start, start + limit);
  const last = page.at(-1);
  return {
    items: page.map((unit) => {
      const spans = branches.get(unit.id) ?? [];
      return { unit, spans, parents: parentsOf(tree, unit.id, unitId, spans, period) };
    }),
    next: last && start + limit < labels.length ? { code: last.code, unitId: last.id } : null,
  };
}
