import { localInstant } from '#calendar';
import type { Page } from '#http';
import { Injectable } from '@nestjs/common';
import { FactReads, type ListedKind, type PageOf } from '../facts/fact-reads.js';
import { PlanFacts, toPlanAnswer } from './plan-facts.js';
import type { PlanAct, PlanDocument } from './visit.js';
import type { PlanAnswer, PlansPage, PlansQuery, PlanVersionAnswer } from './visit-plans.dto.js';

/** Reads of plans of visits, each for who may read meetings at the branch to be attended. */
@Injectable()
export class VisitPlansReader {
  readonly #kind: ListedKind<PlanDocument, PlanAct>;

  constructor(
    facts: PlanFacts,
    private readonly reads: FactReads,
  ) {
    this.#kind = { facts, order: 'from', unitsOf: ({ unitId }) => [unitId], missing: 'no-such-plan' };
  }

  /** Plans of attending branches that lie under the unit today, in the order in which they begin. */
  async list(sub: string, query: PlansQuery): Promise<PlansPage> {
    const { month } = query;
    const due = month ? { state: 'active' as const, due: { $elemMatch: { month } } } : {};
    const { items, next } = await this.reads.list(this.#kind, sub, query, due);
    return { items: items.map(toPlanAnswer), next };
  }

  async one(sub: string, id: string): Promise<PlanAnswer> {
    return toPlanAnswer(await this.reads.readable(this.#kind, sub, id));
  }

  /** Every version of a plan, the first one first; also those that visits made. */
  async history(sub: string, id: string, page: PageOf): Promise<Page<PlanVersionAnswer>> {
    const { items, next } = await this.reads.history(this.#kind, sub, id, page);
    return {
      items: items.map(({ version, act, actor, at, reason, fact }) => ({
        version,
        act,
        actor,
        at: localInstant(at),
        reason,
        plan: toPlanAnswer(fact),
      })),
      next,
    };
  }
}
