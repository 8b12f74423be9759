import { localDayOf, localInstant } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, decodeCursor, pageOf, type Page } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { PlanFacts, toPlanAnswer } from './plan-facts.js';
import type { PlanDocument } from './visit.js';
import type { PlanAnswer, PlansPage, PlansQuery, PlanVersionAnswer } from './visit-plans.dto.js';

/** More units than this are slower by name than walking through all plans. */
const MOST_NAMED = 200;

/** Reads of plans of visits, each for who may read meetings at the branch to be attended. */
@Injectable()
export class VisitPlansReader {
  constructor(
    private readonly facts: PlanFacts,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
  ) {}

  /** Plans of attending branches that lie under the unit today, in the order in which they begin. */
  async list(sub: string, query: PlansQuery): Promise<PlansPage> {
    const { unit, limit } = query;
    await this.authorizer.require(sub, 'meetings:read', unit);
    const units = new Set((await this.trees.current()).subtree(unit, localDayOf(new Date())));
    const named = units.size <= MOST_NAMED ? { unitId: { $in: [...units] } } : {};
    const found: PlanDocument[] = [];
    const cursor = this.facts.newest.find({ ...named, ...filterOf(query) }).sort({ from: 1, _id: 1 });
    for await (const plan of cursor) {
      if (!units.has(plan.unitId)) continue;
      found.push(plan);
      if (found.length > limit) break;
    }
    const { items, next } = pageOf(found, limit, ({ from, _id }) => [from, _id]);
    return { items: items.map(toPlanAnswer), next };
  }

  async one(sub: string, id: string): Promise<PlanAnswer> {
    return toPlanAnswer(await this.#readable(sub, id));
  }

  /** Every version of a plan, the first one first; also those that visits made. */
  async history(sub: string, id: string, limit: number, cursor?: string): Promise<Page<PlanVersionAnswer>> {
    await this.#readable(sub, id);
    const { items, next } = await this.facts.versions(id, limit, cursor);
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

  async #readable(sub: string, id: string): Promise<PlanDocument> {
    const plan = await this.facts.get(id);
    if (!plan) throw new Refusal('not-found', 'no-such-plan');
    await this.authorizer.require(sub, 'meetings:read', plan.unitId);
    return plan;
  }
}

function filterOf({ month, cursor }: PlansQuery): mongo.Filter<PlanDocument> {
  const [from, id] = decodeCursor(cursor, 2)?.map(String) ?? [];
  return {
    ...(month && { state: 'active' as const, due: { $elemMatch: { month } } }),
    ...(from !== undefined && id !== undefined && { $or: [{ from: { $gt: from } }, { from, _id: { $gt: id } }] }),
  };
}
