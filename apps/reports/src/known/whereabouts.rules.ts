import type { ActStep, UnitRecord } from '#contracts';
import { joined, overlapOf, type Span, type Tree } from '#tree';
import { touchedDays } from '../figures/touched-days.rules.js';

/** A change of the tree, when the figures came to know it (milliseconds since 1970), and the act that it is a step of. */
export type TreeStep = { revision: number; at: number; record: UnitRecord; act?: ActStep };

/** Days on which a unit lay under another, before a change of the tree and after it. */
export type MovedSpans = { before: readonly Span[]; after: readonly Span[] };
/** A change of the tree by which units came under a unit or went, on some days. */
export type Act = {
  revision: number;
  at: number;
  unitId: string;
  moved: ReadonlyMap<string, MovedSpans>;
  act?: ActStep;
};

const alike = (a: readonly Span[], b: readonly Span[]): boolean =>
  a.length === b.length && a.every(({ from, to }, at) => from === b[at]?.from && to === b[at].to);

/** On which of the days a unit lies under another, as a tree has it. */
export const daysUnder = (tree: Tree, unit: string, above: string, days: Span): readonly Span[] =>
  joined(tree.stretches(unit).flatMap((run) => (run.path.includes(above) ? (overlapOf(run, days) ?? []) : [])));

/**
 * What lay under a unit on some days, as known at any instant since the base: the tree known then, and every change
 * since. Keeps no tree but the first: of each change only the units that it moved.
 */
export class Whereabouts {
  readonly acts: readonly Act[];
  readonly #moves = new Map<string, { at: number; spans: readonly Span[] }[]>();
  readonly #first = new Map<string, readonly Span[]>();

  constructor(
    private readonly base: Tree,
    steps: readonly TreeStep[],
    private readonly unitId: string,
    private readonly days: Span,
  ) {
    this.acts = this.#follow(steps);
  }

  /** When a unit lay here, as known at an instant. */
  under(unit: string, at: number): readonly Span[] {
    const move = this.#moves.get(unit)?.findLast((one) => one.at <= at);
    return move ? move.spans : this.#atFirst(unit);
  }

  /** Every unit that lay here by what was known at some instant. */
  units(): Set<string> {
    const { from, to } = this.days;
    return new Set([...this.base.subtreeDuring(this.unitId, from, to).keys(), ...this.#moves.keys()]);
  }

  #atFirst(unit: string): readonly Span[] {
    let spans = this.#first.get(unit);
    if (!spans) this.#first.set(unit, (spans = daysUnder(this.base, unit, this.unitId, this.days)));
    return spans;
  }

  #follow(steps: readonly TreeStep[]): Act[] {
    const acts: Act[] = [];
    const tree = this.base.fork();
    for (const { revision, at, record, act } of steps) {
      const moved = this.#movedBy(tree, record, revision);
      for (const [unit, { after }] of moved) {
        const known = this.#moves.get(unit);
        if (known) known.push({ at, spans: after });
        else this.#moves.set(unit, [{ at, spans: after }]);
      }
      if (moved.size > 0) acts.push({ revision, at, unitId: record.id, moved, ...(act ? { act } : {}) });
    }
    return acts;
  }

  /**
   * Brings the tree forward by a step. What lies below the changed unit goes with it; where that stays, as of any unit further
   * up, everything does.
   */
  #movedBy(tree: Tree, record: UnitRecord, revision: number): Map<string, MovedSpans> {
    const { from, to } = this.days;
    const moved = new Map<string, MovedSpans>();
    const touched = touchedDays(tree.get(record.id), record);
    const under = (unit: string): readonly Span[] => daysUnder(tree, unit, this.unitId, this.days);
    if (!touched || !overlapOf(touched, this.days)) {
      tree.apply(record, revision);
      return moved;
    }
    // Only its own record changes, so the same units lie below it before and after, if it lies somewhere at all.
    const was = new Map([...tree.subtreeDuring(record.id, from, to).keys()].map((unit) => [unit, under(unit)]));
    tree.apply(record, revision);
    if (alike(was.get(record.id) ?? [], under(record.id))) return moved;
    for (const unit of new Set([...was.keys(), ...tree.subtreeDuring(record.id, from, to).keys()])) {
      const spans = { before: was.get(unit) ?? [], after: under(unit) };
      if (!alike(spans.before, spans.after)) moved.set(unit, spans);
    }
    return moved;
  }
}
