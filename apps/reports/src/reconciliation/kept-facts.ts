import { RunDigest } from '#digests';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import type { Contribution } from '../figures/contribution.js';
import { contributionsOf } from '../figures/ledger.js';
import type { ComparedKind, KeptFact } from './facts.rules.js';

/** A run of facts of one kind: after one, up to and with another; nulls: from the first, to the last. */
export type Run = { after: string | null; through: string | null };

/** Facts as the figures have them: version and content hash of each contribution. */
@Injectable()
export class KeptFacts {
  constructor(private readonly store: Store) {}

  async digestOf(kind: ComparedKind, run: Run): Promise<{ count: number; hash: string }> {
    const digest = new RunDigest();
    for await (const fact of this.#find({ _id: idsOf(kind, run) })) digest.add(fact);
    return digest.end();
  }

  async inRun(kind: ComparedKind, run: Run): Promise<KeptFact[]> {
    return this.#all({ _id: idsOf(kind, run) });
  }

  async byIds(ids: readonly string[]): Promise<KeptFact[]> {
    return this.#all({ _id: { $in: [...ids] } });
  }

  async #all(filter: mongo.Filter<Contribution>): Promise<KeptFact[]> {
    const facts: KeptFact[] = [];
    for await (const fact of this.#find(filter)) facts.push(fact);
    return facts;
  }

  async *#find(filter: mongo.Filter<Contribution>): AsyncGenerator<KeptFact> {
    const found = contributionsOf(this.store.db).find<Pick<Contribution, '_id' | 'v' | 'h'>>(filter, {
      sort: { _id: 1 },
      projection: { v: 1, h: 1 },
      batchSize: 2_000,
      readConcern: { level: 'majority' },
    });
    for await (const { _id: id, v: version, h: hash } of found) yield { id, version, hash };
  }
}

/** Ids of meetings have nothing before them, and those of other kinds lie between them. */
function idsOf({ prefix }: ComparedKind, { after, through }: Run): mongo.Condition<string> {
  if (prefix === '') return { $gt: after ?? '', ...(through !== null && { $lte: through }), $not: /\// };
  return { $gt: after ?? prefix, $lte: through ?? `${prefix}\uffff` };
}
