import type { Day } from '#calendar';
import { TreeAsOf, type Span, type Tree, type TreeView } from '#tree';
import type { Want } from '../rollups/cells.rules.js';
import { EVER, includesDay, shared } from '../rollups/spans.rules.js';
import type { PlannedPart } from './lot-asks.rules.js';
import { clearBelow, divided, Lots, type Lot, type LotPart } from './lots.rules.js';
import { insideOf, takesOf, takeWants, type Inside, type StoredWants, type Take } from './placed-plan.rules.js';

/** Units that came under a unit on a day (or went, −1), as the day before has them. */
export type Arrivals = { day: Day; sign: 1 | -1; takes: readonly Take[] };

/** What makes up a unit in a target tree: what lies there whole, and its part of histories that are shared. */
export type UnitPlan = { takes: readonly Take[]; parts: readonly PlannedPart[]; arrivals: readonly Arrivals[] };

/** Comings and goings of units, by day: heads that moved with them are in no cell of another tree. */
function arrivalsOf(stored: Tree, inside: Inside): Arrivals[] {
  const byDay = new Map<string, { day: Day; sign: 1 | -1; inside: Map<string, readonly Span[]> }>();
  const note = (unit: string, day: Day, sign: 1 | -1): void => {
    const key = `${day} ${sign}`;
    const known = byDay.get(key) ?? { day, sign, inside: new Map() };
    known.inside.set(unit, [{ from: day - 1, to: day }]);
    byDay.set(key, known);
  };
  for (const [unit, spans] of inside)
    for (const { from, to } of spans) {
      if (from !== -Infinity) note(unit, from, 1);
      if (to !== Infinity) note(unit, to, -1);
    }
  return [...byDay.values()].map(({ day, sign, inside: moved }) => ({ day, sign, takes: takesOf(stored, moved) }));
}

/** Plans of units in one target tree over one stored tree, for all days: good as long as both are. */
export class Planner {
  readonly #lots: Lots | null;
  readonly #takesOfLots = new Map<Lot, readonly Take[]>();

  constructor(
    readonly stored: Tree,
    readonly target: TreeView,
  ) {
    this.#lots = target.shares.size > 0 ? new Lots(target) : null;
  }

  plan(unitId: string): UnitPlan {
    const { stored, target } = this;
    if (target instanceof TreeAsOf && target.base === stored) {
      // Everything lies under the centre in whatever lens: it is its own cells.
      if (stored.onlyRoot === unitId && stored.hasEverHadChild(unitId))
        return { takes: [{ unit: unitId, of: 'cells', spans: EVER }], parts: [], arrivals: [] };
      if (!this.#lots) {
        const { units, leaves } = target.within(unitId);
        const inside = new Map(units.map((unit) => [unit, EVER]));
        return { takes: takesOf(stored, inside, leaves), parts: [], arrivals: [] };
      }
    }
    const { inside, parts } = this.whereabouts(unitId);
    return {
      takes: takesOf(stored, inside),
      parts: parts.map((part) => ({ ...part, takes: this.#takesOfLot(part.lot) })),
      // Nobody moves in a tree that stands still.
      arrivals: target.asOf === null ? arrivalsOf(stored, inside) : [],
    };
  }

  /**
   * What makes up what a unit and its predecessors did, without the units that lie under it; of histories of which it has
   * a part all, whoever below it has that part.
   */
  own(unitId: string): readonly Take[] {
    const { stored, target } = this;
    const inside = new Map<string, readonly Span[]>([[unitId, EVER]]);
    for (const child of target.children(unitId))
      if (target.isPredecessor(child)) for (const [unit, spans] of clearBelow(target, child)) inside.set(unit, spans);
    const lots = this.#lots?.of(unitId) ?? [];
    return [...takesOf(stored, inside), ...lots.flatMap(({ lot }) => this.#takesOfLot(lot))];
  }

  /** When units lie under one, apart from histories of which it has a part. */
  whereabouts(unitId: string): { inside: Inside; parts: readonly LotPart[] } {
    const { target } = this;
    return this.#lots ? divided(target, this.#lots, unitId) : { inside: insideOf(target, unitId), parts: [] };
  }

  #takesOfLot(lot: Lot): readonly Take[] {
    const takes = this.#takesOfLots.get(lot) ?? takesOf(this.stored, lot.inside);
    this.#takesOfLots.set(lot, takes);
    return takes;
  }
}

type Flows = Exclude<Want, { level: Day }>;

const levelOf = ({ bucket }: Want, { unit }: Take, day: Day, sign: 1 | -1): Want => ({
  bucket,
  unit,
  level: day,
  as: 'closing',
  sign,
});

/**
 * What a stock rose by over a step, of one take: by its own changes where it stands for the unit throughout, else by its
 * levels at both ends, since cells also change by what comes under them.
 */
function stepOf(want: Flows, take: Take, step: Span): Want[] {
  const { bucket } = want;
  const throughout = take.spans.some(({ from, to }) => from < step.from && step.to <= to);
  if (throughout) return [{ bucket, unit: take.unit, spans: [step], changes: true, placed: true }];
  const spans = shared([step], take.spans);
  return [
    ...(spans.length > 0 ? [{ bucket, unit: take.unit, spans, placed: true as const }] : []),
    ...(includesDay(take.spans, step.to - 1) ? [levelOf(want, take, step.to - 1, 1)] : []),
    ...(includesDay(take.spans, step.from - 1) ? [levelOf(want, take, step.from - 1, -1)] : []),
  ];
}

/** Adds the wants on what is stored that together are a want of a unit in the target tree, but for parts of lots. */
export function placeWant(into: StoredWants, want: Want, { takes, arrivals }: UnitPlan): void {
  for (const take of takes) {
    if ('level' in want || !want.changes) takeWants(into, want, take);
    else for (const step of want.spans) into[take.of].push(...stepOf(want, take, step));
  }
  if ('level' in want) return;
  const { bucket, spans } = want;
  for (const { day, sign, takes: moved } of arrivals)
    if (includesDay(spans, day))
      for (const { unit, of } of moved) into[of].push({ bucket, unit, level: day - 1, as: 'moved', sign });
}
