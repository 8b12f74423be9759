import { dayOf, localInstant } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type Receipt, type VisitPlanRecordedV1 } from '#contracts';
import type { Tx } from '#http';
import { Outbox } from '#messaging';
import { Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { VersionedFacts, type Deed } from '../facts/versioned-facts.js';
import { lastDayOf } from './months.rules.js';
import { VISIT_GUARDS, VISIT_PLANS, type PlanAct, type PlanDocument, type VisitPlan } from './visit.js';
import type { PlanAnswer } from './visit-plans.dto.js';

export type PlanRecording = { planId: string; version: number; plan: VisitPlan; tree: Tree };

/** Plans of visits with their versions; a version and its event are written together. */
@Injectable()
export class PlanFacts extends VersionedFacts<PlanDocument, PlanAct> {
  readonly #guards: () => mongo.Collection<{ _id: string; seq: number }>;

  constructor(
    store: Store,
    private readonly outbox: Outbox,
  ) {
    super(store, VISIT_PLANS);
    this.#guards = () => store.db.collection(VISIT_GUARDS);
  }

  /** Active plans of branches, those of some visitors only. */
  ofUnits(unitIds: readonly string[], visitorIds: readonly string[], session: ClientSession): Promise<PlanDocument[]> {
    const filter = { unitId: { $in: [...unitIds] }, visitorId: { $in: [...visitorIds] }, state: 'active' as const };
    return this.find(filter, session);
  }

  /**
   * Makes commands on the plans and visits of a branch conflict: a visit and a plan that are recorded at the same moment
   * would else not see each other, and the month stay unkept.
   */
  async guard({ session }: Tx, unitIds: readonly string[]): Promise<void> {
    for (const unitId of [...new Set(unitIds)].sort())
      await this.#guards().updateOne({ _id: unitId }, { $inc: { seq: 1 } }, { session, upsert: true });
  }

  async record(tx: Tx, recording: PlanRecording, deed: Deed<PlanAct>): Promise<PlanDocument> {
    const { planId, version, plan, tree } = recording;
    const document: PlanDocument = { ...plan, _id: planId, version, recordedAt: tx.now };
    await this.save(tx, document, deed);
    // Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(plan.unitId, dayOf(lastDayOf(plan.from))) ?? plan.unitId;
    await this.outbox.add(tx, { type: 'meetings.visit-plan-recorded.v1', data: toEvent(document), key });
    return document;
  }
}

/** The event of a version: months by their last day, nobody. */
export const toEvent = (document: PlanDocument): VisitPlanRecordedV1 => ({
  planId: document._id,
  version: document.version,
  unitId: document.unitId,
  committeeId: document.committeeId,
  state: document.state,
  from: document.from,
  to: document.to,
  everyMonths: document.everyMonths,
  due: document.due.map(({ month, kept }) => ({ date: lastDayOf(month), kept })),
});

export const planReceipt = ({ _id, version }: PlanDocument): Receipt => ({
  source: 'meetings',
  factId: FACT_PREFIXES.visitPlan + _id,
  version,
});

export const toPlanAnswer = (document: PlanDocument): PlanAnswer => {
  const { _id: id, version, unitId, committeeId, visitorId, from, to, everyMonths, state, due, recordedAt } = document;
  return {
    id,
    version,
    unitId,
    committeeId,
    visitorId,
    from,
    to,
    everyMonths,
    state,
    due: due.map(({ month, kept }) => ({ month, kept })),
    recordedAt: localInstant(recordedAt),
    receipt: encodeReceipt(planReceipt(document)),
  };
};
