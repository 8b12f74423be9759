import type { Tx } from '#http';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { PlanFacts } from './plan-facts.js';
import { VisitFacts } from './visit-facts.js';
import { kept } from './visit.rules.js';
import type { MeetingVisits, PlanDetails, VisitsDocument } from './visit.js';

/** Keeps plans in step with visits, in the transaction that changes these. */
@Injectable()
export class PlanKeeping {
  constructor(
    private readonly plans: PlanFacts,
    private readonly visits: VisitFacts,
  ) {}

  /** Visits that may keep a plan. */
  of({ unitId, from, to }: PlanDetails, session: ClientSession): Promise<VisitsDocument[]> {
    // Every date of a month sorts before the month with a dot after it.
    return this.visits.find({ unitIds: unitId, date: { $gte: from, $lt: `${to}.` } }, session);
  }

  /** Works out anew the plans that visits were or are of; called when they are written, with the branches guarded. */
  async follow(
    tx: Tx,
    changed: readonly (MeetingVisits | null)[],
    { actor, tree }: { actor: string; tree: Tree },
  ): Promise<void> {
    const known = changed.filter((one) => one !== null);
    const visitors = known.flatMap(({ visits }) => visits.map(({ visitorId }) => visitorId));
    if (visitors.length === 0) return;
    const units = known.flatMap(({ unitIds }) => unitIds);
    for (const plan of await this.plans.ofUnits(units, visitors, tx.session)) {
      const { _id: planId, version, recordedAt: _recordedAt, ...before } = plan;
      const after = kept(before, await this.of(plan, tx.session));
      const deed = { act: 'visits-changed' as const, actor, reason: null };
      if (after) await this.plans.record(tx, { planId, version: version + 1, plan: after, tree }, deed);
    }
  }
}
