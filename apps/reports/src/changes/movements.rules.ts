import type { Period } from '#calendar';
import type { Measure } from '../catalogue/measures.rules.js';
import type { KnownVersion } from '../known/known-version.js';
import type { Act, Whereabouts } from '../known/whereabouts.rules.js';
import type { Account } from './account.rules.js';
import { addAmounts, type AmountSums } from './amounts.rules.js';
import { FigureView } from './kinds.rules.js';

/** Figures of a unit over a period, and the instant since which to tell what moved them (milliseconds since 1970). */
export type Asked = { unitId: string; period: Period; measures: readonly Measure[]; since: number };

/**
 * Turns versions of facts and changes of the tree into what they moved, each at its own instant: a version in the tree
 * known then, a change of the tree with the facts known then. So it adds up, whatever came in between.
 */
export class Movements {
  readonly #views: readonly FigureView[];
  readonly #deltas: readonly AmountSums[];
  readonly #actsOf = new Map<string, number[]>();

  constructor(
    private readonly asked: Asked,
    private readonly places: Whereabouts,
    private readonly account: Account,
  ) {
    this.#views = asked.measures.map((measure) => new FigureView({ ...asked, measure }));
    this.#deltas = places.acts.map(() => new Map<string, number>());
    for (const [index, { moved }] of places.acts.entries())
      for (const unit of moved.keys()) this.#actsOf.set(unit, [...(this.#actsOf.get(unit) ?? []), index]);
  }

  /** All versions of one fact that were known since, in their order. */
  takeFact(versions: readonly KnownVersion[]): void {
    for (const [at, next] of versions.entries()) if (next.at > this.asked.since) this.#replace(versions[at - 1], next);
  }

  /** Units whose facts the changes of the tree brought or took. */
  get movedUnits(): string[] {
    return [...this.#actsOf.keys()];
  }

  /** A version of a fact at moved units; each must come once. */
  takeMoved({ entries, at, until }: KnownVersion): void {
    for (const entry of entries)
      for (const index of this.#actsOf.get(entry.u) ?? []) {
        const { at: moment, moved } = this.places.acts[index] as Act;
        const spans = moved.get(entry.u);
        const delta = this.#deltas[index];
        if (!spans || !delta || moment < at || moment >= until) continue;
        addAmounts(delta, [entry], () => spans.before, this.asked.period, -1);
        addAmounts(delta, [entry], () => spans.after, this.asked.period, 1);
      }
  }

  /** Once every version at moved units was taken. */
  closeActs(): void {
    for (const [index, { at, unitId, revision, act }] of this.places.acts.entries()) {
      const cause = { kind: 'act' as const, unitId, treeRevision: revision, ...(act ? { act } : {}) };
      // Before any fact of the same instant, in the order of the revisions.
      const subject = `#${String(revision).padStart(12, '0')}`;
      this.account.take(at, subject, this.#deltas[index] ?? new Map<string, number>(), () => cause);
    }
  }

  #replace(old: KnownVersion | undefined, next: KnownVersion): void {
    const { period } = this.asked;
    const spansOf = (unit: string) => this.places.under(unit, next.at);
    const was = old?.entries ?? [];
    const delta: AmountSums = new Map();
    addAmounts(delta, was, spansOf, period, -1);
    addAmounts(delta, next.entries, spansOf, period, 1);
    const { factId, source, version, traceId } = next;
    const fact = { factId, source, oldVersion: old?.version ?? null, version, ...(traceId ? { traceId } : {}) };
    this.account.take(next.at, factId, delta, (_measure, index) => ({
      ...(this.#views[index] as FigureView).happening(was, next.entries, next.at, spansOf),
      // Nothing happened to the fact: newer rules make another figure of it.
      ...(old?.version === version ? { kind: 'rederived' as const } : {}),
      fact,
    }));
  }
}
