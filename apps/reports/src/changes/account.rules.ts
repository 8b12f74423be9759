import type { ActStep } from '#contracts';
import { sidesOf, type Measure, type Sides, type Sums } from '../catalogue/measures.rules.js';
import { CHANGE_KINDS, type ChangeKind } from './kinds.rules.js';
import type { AmountSums } from './amounts.rules.js';

/** Instants in milliseconds since 1970; what became known after `from`, up to `to`. */
export type Window = { from: number; to: number };

/** Why a figure changed at an instant: a fact's version, or a change of the tree. */
export type Cause = {
  kind: ChangeKind;
  unitId: string;
  day?: number;
  otherUnitId?: string;
  treeRevision?: number;
  /** The act that the change of the tree is a step of. */
  act?: ActStep;
  fact?: { factId: string; source: string; oldVersion: number | null; version: number; traceId?: string };
};

/** One row: how much of one measure changed, and why. `subject` names the fact or the revision, for the order. */
export type Change = Cause & { measure: string; at: number; subject: string; amount: Sides };

/** Where a page goes on: after this, in the order of rows: the newest first. */
export type ChangePosition = Pick<Change, 'at' | 'subject' | 'measure'>;

/** How much one kind moved a measure by, in how many rows. */
export type KindTotal = { kind: ChangeKind; count: number; amount: Sides };
/** The same of the steps of one act; `act`: the last of them. */
export type ActTotal = { act: ActStep; count: number; amount: Sides };

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const inOrder = (a: ChangePosition, b: ChangePosition): number =>
  b.at - a.at || compare(a.subject, b.subject) || compare(a.measure, b.measure);

const isNothing = ({ numerator, denominator = 0 }: Sides): boolean => numerator === 0 && denominator === 0;
const plus = (a: Sides, b: Sides): Sides => ({
  numerator: a.numerator + b.numerator,
  ...(b.denominator === undefined ? {} : { denominator: (a.denominator ?? 0) + b.denominator }),
});
const addAll = (sums: AmountSums, more: Sums, sign: 1 | -1 = 1): void => {
  for (const [key, n] of more) sums.set(key, (sums.get(key) ?? 0) + sign * n);
};

/** Rows held before those that cannot be on the page are let go. */
const SLACK = 5_000;

/**
 * Takes in everything that changed figures since `window.from`, in any order, and tells rows, totals by kind, and the
 * figures at both instants: those of now less what came after.
 */
export class Account {
  readonly #kinds = new Map<string, Map<ChangeKind, KindTotal>>();
  readonly #acts = new Map<string, Map<string, ActTotal>>();
  readonly #inside: AmountSums = new Map();
  readonly #since: AmountSums = new Map();
  #rows: Change[] = [];

  constructor(
    private readonly measures: readonly Measure[],
    private readonly window: Window,
    private readonly page: { after: ChangePosition | null; limit: number },
  ) {}

  /** What changed at an instant by one fact or one change of the tree; why, is asked for every measure that it changed. */
  take(at: number, subject: string, delta: Sums, causeOf: (measure: Measure, index: number) => Cause): void {
    if (at > this.window.to) {
      addAll(this.#since, delta);
      return;
    }
    addAll(this.#inside, delta);
    for (const [index, measure] of this.measures.entries()) {
      const amount = sidesOf(measure, delta);
      if (!isNothing(amount)) this.#note({ ...causeOf(measure, index), measure: measure.code, at, subject, amount });
    }
  }

  /** Amounts at both instants, from those of now. */
  bothEnds(now: Sums): { before: Sums; after: Sums } {
    const after: AmountSums = new Map(now);
    addAll(after, this.#since, -1);
    const before: AmountSums = new Map(after);
    addAll(before, this.#inside, -1);
    return { before, after };
  }

  /** The change of a measure in the window, by whatever. */
  changeOf = (measure: Measure): Sides => sidesOf(measure, this.#inside);

  kindsOf = ({ code }: Measure): KindTotal[] => CHANGE_KINDS.flatMap((kind) => this.#kinds.get(code)?.get(kind) ?? []);

  /** By the act, in the order in which they came. */
  actsOf = ({ code }: Measure): ActTotal[] =>
    [...(this.#acts.get(code)?.values() ?? [])].filter(({ amount }) => !isNothing(amount));

  rows(): { items: Change[]; next: ChangePosition | null } {
    this.#letGo();
    const items = this.#rows.slice(0, this.page.limit);
    const last = items.at(-1);
    return { items, next: this.#rows.length > this.page.limit && last ? last : null };
  }

  #note(change: Change): void {
    const kinds = this.#kinds.get(change.measure) ?? new Map<ChangeKind, KindTotal>();
    this.#kinds.set(change.measure, kinds);
    const { kind, amount, act } = change;
    if (act) this.#noteAct(change.measure, act, amount);
    const known = kinds.get(kind);
    kinds.set(kind, { kind, count: (known?.count ?? 0) + 1, amount: known ? plus(known.amount, amount) : amount });
    const { after, limit } = this.page;
    if (after && inOrder(change, after) <= 0) return;
    this.#rows.push(change);
    if (this.#rows.length > limit + SLACK) this.#letGo();
  }

  #noteAct(measure: string, act: ActStep, amount: Sides): void {
    const acts = this.#acts.get(measure) ?? new Map<string, ActTotal>();
    this.#acts.set(measure, acts);
    const known = acts.get(act.id);
    acts.set(act.id, { act, count: (known?.count ?? 0) + 1, amount: known ? plus(known.amount, amount) : amount });
  }

  #letGo(): void {
    this.#rows = this.#rows.sort(inOrder).slice(0, this.page.limit + 1);
  }
}
