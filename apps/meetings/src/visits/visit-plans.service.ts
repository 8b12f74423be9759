import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { PlanFacts, planReceipt, toPlanAnswer } from './plan-facts.js';
import { PlanKeeping } from './plan-keeping.js';
import { corrected, planned, voided, type PlanWorld } from './visit.rules.js';
import type { PlanAct, PlanDetails, PlanDocument, VisitPlan } from './visit.js';
import type { CorrectPlanDto, MakePlanDto, PlanAnswer } from './visit-plans.dto.js';

type Recording = { planId: string; version: number; plan: VisitPlan; act: PlanAct; reason: string | null };

/** Commands on plans of visits: load → decide by the pure rules → version and event in one transaction. */
@Injectable()
export class VisitPlansService {
  constructor(
    private readonly facts: PlanFacts,
    private readonly keeping: PlanKeeping,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
  ) {}

  async make(command: CommandRequest, dto: MakePlanDto): Promise<Answer<PlanAnswer>> {
    const details = toDetails(dto);
    const planId = dto.id ?? command.derivedId;
    const tree = await this.#admit(command.sub, details.committeeId, details.unitId);
    return this.commands.run(command, async (tx) => {
      if (await this.facts.get(planId, tx.session))
        throw new Refusal('conflict', 'plan-exists', {}, [{ path: 'id', code: 'plan-exists' }]);
      const plan = planned(details, await this.#world(tx, planId, details, tree));
      return this.#record(tx, command.sub, tree, { planId, version: 1, plan, act: 'planned', reason: null });
    });
  }

  /** Replaces what was planned wrongly; another committee needs the right at both. */
  async correct(command: CommandRequest, planId: string, dto: CorrectPlanDto): Promise<Answer<PlanAnswer>> {
    const { reason } = dto;
    const details = toDetails(dto);
    await this.#admit(command.sub, details.committeeId, details.unitId);
    return this.#change(command, planId, async (tx, plan, tree) => ({
      plan: corrected(plan, details, reason, await this.#world(tx, planId, details, tree)),
      act: 'corrected',
      reason,
    }));
  }

  void(command: CommandRequest, planId: string, reason: string): Promise<Answer<PlanAnswer>> {
    return this.#change(command, planId, async (_tx, plan) => ({ plan: voided(plan, reason), act: 'voided', reason }));
  }

  async #change(
    command: CommandRequest,
    planId: string,
    decide: (tx: Tx, plan: VisitPlan, tree: Tree) => Promise<Pick<Recording, 'plan' | 'act' | 'reason'>>,
  ): Promise<Answer<PlanAnswer>> {
    const seen = await this.#load(planId);
    const tree = await this.#admit(command.sub, seen.committeeId, seen.unitId);
    return this.commands.run(command, async (tx) => {
      const { version, ...stored } = await this.#load(planId, tx);
      requireIfMatch(command, version);
      // It became another committee's since the right was asked for.
      if (stored.committeeId !== seen.committeeId) throw new Refusal('stale', 'stale-version', { current: version });
      await this.facts.guard(tx, [stored.unitId]);
      const { _id, recordedAt: _recordedAt, ...plan } = stored;
      const recording = await decide(tx, plan, tree);
      return this.#record(tx, command.sub, tree, { planId: _id, version: version + 1, ...recording });
    });
  }

  /** By the office of the committee that sends; outside the transaction, since units are waited for. */
  async #admit(sub: string, committeeId: string, unitId: string): Promise<Tree> {
    await this.authorizer.require(sub, 'meetings:write', committeeId);
    return this.trees.waitForUnit(unitId);
  }

  async #world(tx: Tx, planId: string, details: PlanDetails, tree: Tree): Promise<PlanWorld> {
    const { unitId, visitorId } = details;
    await this.facts.guard(tx, [unitId]);
    const today = localDayOf(tx.now);
    const same = await this.facts.ofUnits([unitId], [visitorId], tx.session);
    return {
      isBelow: (below, above) => tree.path(below, today).slice(1).includes(above),
      tree,
      others: same.filter(({ _id }) => _id !== planId),
      visits: await this.keeping.of(details, tx.session),
    };
  }

  async #load(planId: string, tx?: Tx): Promise<PlanDocument> {
    const stored = await this.facts.get(planId, tx?.session);
    if (!stored) throw new Refusal('not-found', 'no-such-plan');
    return stored;
  }

  async #record(tx: Tx, actor: string, tree: Tree, recording: Recording): Promise<Answer<PlanAnswer>> {
    const { planId, version, plan, act, reason } = recording;
    const document = await this.facts.record(tx, { planId, version, plan, tree }, { act, actor, reason });
    return written(version === 1 ? 201 : 200, toPlanAnswer(document), { version, receipt: planReceipt(document) });
  }
}

const toDetails = (dto: MakePlanDto | CorrectPlanDto): PlanDetails => {
  const { unitId, committeeId, visitorId, from, to, everyMonths } = dto;
  return { unitId, committeeId, visitorId, from, to, everyMonths };
};
