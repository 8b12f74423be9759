import { localInstant } from '#calendar';
import type { Page } from '#http';
import { Injectable } from '@nestjs/common';
import { FactReads, type FactKind, type PageOf } from '../facts/fact-reads.js';
import { toVisitsAnswer, VisitFacts } from './visit-facts.js';
import type { VisitsAct, VisitsDocument } from './visit.js';
import type { VisitsAnswer, VisitsVersionAnswer } from './visits.dto.js';

/** Reads of visits, each for who may read meetings at the host of the meeting. */
@Injectable()
export class VisitsReader {
  readonly #kind: FactKind<VisitsDocument, VisitsAct>;

  constructor(
    facts: VisitFacts,
    private readonly reads: FactReads,
  ) {
    this.#kind = { facts, unitsOf: ({ unitId }) => [unitId], missing: 'no-such-visits' };
  }

  async one(sub: string, id: string): Promise<VisitsAnswer> {
    return toVisitsAnswer(await this.reads.readable(this.#kind, sub, id));
  }

  /** Every version, the first one first. */
  async history(sub: string, id: string, page: PageOf): Promise<Page<VisitsVersionAnswer>> {
    const { items, next } = await this.reads.history(this.#kind, sub, id, page);
    return {
      items: items.map(({ version, act, actor, at, reason, fact }) => ({
        version,
        act,
        actor,
        at: localInstant(at),
        reason,
        visits: toVisitsAnswer(fact),
      })),
      next,
    };
  }
}
