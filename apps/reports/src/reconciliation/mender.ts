import type { FactDigest } from '#contracts';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import { awaitedOf } from './awaited.js';
import { FactsComparer } from './facts.comparer.js';
import type { ComparedKind, FactDifference } from './facts.rules.js';

/** What became of the facts of a kind: right again, or not. */
export type Mended = { repaired: FactDifference[]; disputed: FactDifference[]; same: string[] };

/**
 * A suspect is looked at, published once more by its source, waited for, and looked at again; only what differs then is
 * disputed (DESIGN.md 4). `doubted` are facts whose version and content are right but whose entries may not be, since cells
 * differ where they count: they are published once more too, and derived again.
 */
@Injectable()
export class Mender {
  constructor(
    private readonly store: Store,
    private readonly facts: FactsComparer,
  ) {}

  /** @throws SourceSilent */
  async mend(
    run: string,
    kind: ComparedKind,
    suspects: readonly string[],
    doubted: readonly string[],
  ): Promise<Mended> {
    const ids = [...new Set([...suspects, ...doubted])];
    const first = await this.facts.look(kind, ids);
    const real = new Map(first.differences.map((one) => [one.id, one]));
    const again = first.held.filter(({ id }) => real.has(id) || doubted.includes(id));
    if (real.size === 0 && again.length === 0) return { repaired: [], disputed: [], same: ids };
    try {
      await this.#await(run, again);
      await this.facts.republish(
        kind,
        again.map(({ id }) => id),
      );
      const { differences: disputed } = await this.facts.look(kind, [...real.keys(), ...again.map(({ id }) => id)]);
      const still = new Set(disputed.map(({ id }) => id));
      return {
        repaired: [...real.values()].filter(({ id }) => !still.has(id)),
        disputed,
        same: ids.filter((id) => !real.has(id) && !still.has(id)),
      };
    } finally {
      await awaitedOf(this.store.db).deleteMany({ run });
    }
  }

  async #await(run: string, facts: readonly FactDigest[]): Promise<void> {
    const writes = facts.flatMap(({ id, version, hash }) => {
      const replacement = hash === null ? null : { version, hash, run, at: new Date() };
      return replacement ? [{ replaceOne: { filter: { _id: id }, replacement, upsert: true } }] : [];
    });
    if (writes.length > 0)
      await awaitedOf(this.store.db).bulkWrite(writes, { ordered: false, writeConcern: { w: 'majority' } });
  }
}
