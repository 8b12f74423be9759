import { splitPeriod, type Calendar, type Period } from '#calendar';
import { MEETING_KINDS, type Level, type MeetingKind, type UnitRecord, type UnitStretch } from '#contracts';
import { joined, nearestState, overlapOf, type Span, type TreeView } from '#tree';
import { EVER, includesDay, isWhole, levelDays, shared, without } from './spans.rules.js';

export const BREAKDOWNS = ['total', 'child', 'level', 'kind', 'day', 'week', 'month'] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

/** A unit as it is called in an answer: as of the last day of the period, or nearest to it. */
export type UnitLabel = { id: string; code: string; name: string; kind: UnitStretch['kind']; level: Level };

/** What a row of a breakdown stands for. */
export type RowOf =
  /** `spans` are its days here, inside the period; `before`: it lay here the day before the period too. */
  | { type: 'unit'; unit: UnitLabel; spans: readonly Span[]; whole: boolean; before: boolean }
  | { type: 'kind'; kind: MeetingKind }
  | { type: 'step'; step: Period }
  /** The unit itself beside its children: its own meetings. What the children leave over. */
  | { type: 'own'; unit: UnitLabel }
  /** What units of a level leave over: all that lay under none of them. */
  | { type: 'remainder' };

/** A row with its place in the order, which is that of the keys as text. */
export type PlannedRow = { key: string; of: RowOf };

/** Parts of a key; the separator sorts before anything that a code or an id can hold. */
const keyOf = (...parts: string[]): string => parts.join('\u0001');
const byKey = (a: PlannedRow, b: PlannedRow): number => (a.key < b.key ? -1 : Number(a.key > b.key));

/** The unit's name and code on the last day of the period, or on the day of the tree: or on the nearest day of its life. */
export function labelOf(tree: TreeView, id: string, period: Period): UnitLabel {
  const record = tree.get(id);
  const state = record && nearestState(record, tree.asOf ?? period.to - 1);
  if (!state) throw new Error(`unit ${id} has no state`);
  return { id, code: state.code, name: state.name, kind: state.kind, level: state.level };
}

/** The row of a unit from its days here, the day before the period among them; none when it has none inside. */
function unitRow(tree: TreeView, id: string, days: readonly Span[], period: Period): PlannedRow[] {
  const spans = days.flatMap((span) => overlapOf(span, period) ?? []);
  if (spans.length === 0) return [];
  const unit = labelOf(tree, id, period);
  const whole = isWhole(spans, period);
  const before = includesDay(days, period.from - 1);
  return [{ key: keyOf('0', unit.code, id), of: { type: 'unit', unit, spans, whole, before } }];
}

/** The period and the day before it: where a unit lay then says what its row opens with. */
const fromDayBefore = ({ from, to }: Period): Span => ({ from: from - 1, to });

/** After every unit: sorts last. */
const rest = (of: RowOf): PlannedRow => ({ key: keyOf('1'), of });

function childRows(tree: TreeView, unitId: string, period: Period): PlannedRow[] {
  // What its predecessors did is its own history.
  const rows = tree
    .children(unitId)
    .filter((child) => !tree.isPredecessor(child))
    .flatMap((child) => unitRow(tree, child, joined(tree.childStretches(unitId, child)), period));
  return [...rows, rest({ type: 'own', unit: labelOf(tree, unitId, period) })];
}

/** Days on which a unit counts as of a level; in the tree of a day all, if it is one then and nobody's predecessor. */
function daysOfLevel(tree: TreeView, record: UnitRecord, level: Level): readonly Span[] {
  if (tree.asOf === null) return levelDays(record, level);
  const isOne = !tree.isPredecessor(record.id) && nearestState(record, tree.asOf)?.level === level;
  return isOne ? EVER : [];
}

/** Whether it lies in a history that is shared among several, so that no one of them has it whole. */
function isPartOfShared(tree: TreeView, id: string, unitId: string): boolean {
  if (tree.shares.size === 0) return false;
  const path = tree.path(id, tree.asOf ?? 0);
  const between = path.slice(0, path.indexOf(unitId));
  return between.some(
    (each, at) => tree.isPredecessor(each) && [each, path[at + 1]].some((one) => one && tree.shares.has(one)),
  );
}

/**
 * Units of a level under the unit, each with its days there. Where one lies under another of the same level, the
 * upper one has the days: nothing counts twice, and a row is what that unit's own rollup says.
 */
function levelRows(tree: TreeView, unitId: string, period: Period, level: Level): PlannedRow[] {
  const memory = new Map<string, readonly Span[]>();
  const daysAs = (id: string): readonly Span[] => {
    const record = tree.get(id);
    const known = memory.get(id) ?? (record ? daysOfLevel(tree, record, level) : []);
    memory.set(id, known);
    return known;
  };
  const rows: PlannedRow[] = [];
  const asked = fromDayBefore(period);
  for (const [id, below] of tree.subtreeDuring(unitId, asked.from, asked.to)) {
    if (id === unitId || isPartOfShared(tree, id, unitId)) continue;
    let spans = shared(below, daysAs(id));
    for (const { from, to, path } of spans.length === 0 ? [] : tree.stretches(id))
      for (const above of path.slice(1, Math.max(1, path.indexOf(unitId))))
        spans = without(spans, shared([{ from, to }], daysAs(above)));
    rows.push(...unitRow(tree, id, spans, period));
  }
  return [...rows, rest({ type: 'remainder' })];
}

/** What a breakdown is asked of. `level` is there when it is by level. */
export type RowQuery = { unitId: string; period: Period; calendar: Calendar; by: Breakdown; level?: Level | undefined };

/** All rows of a breakdown in their order, without their figures. Empty for totals. */
export function planRows(tree: TreeView, { unitId, period, calendar, by, level }: RowQuery): PlannedRow[] {
  if (by === 'total') return [];
  if (by === 'child') return childRows(tree, unitId, period).sort(byKey);
  if (by === 'level') return levelRows(tree, unitId, period, level ?? 'branch').sort(byKey);
  if (by === 'kind') return MEETING_KINDS.map((kind, at) => ({ key: String(at), of: { type: 'kind', kind } }));
  return splitPeriod(period, by, calendar).map((step) => ({ key: step.id, of: { type: 'step', step } }));
}

/** One page of the rows after a key, and the key to go on with; null when no row is left. */
export function pageOf(
  rows: readonly PlannedRow[],
  after: string | null,
  limit: number,
): { page: PlannedRow[]; next: string | null } {
  const start = after === null ? 0 : rows.findIndex(({ key }) => key > after);
  if (start < 0) return { page: [], next: null };
  const page = rows.slice(start, start + limit);
  return { page, next: start + limit < rows.length ? (page.at(-1)?.key ?? null) : null };
}
